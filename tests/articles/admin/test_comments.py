"""The comments beside the text: shown at their words, answered, resolved, applied, and counted the same everywhere."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from articles.admin.attention import comments_to_answer
from articles.content.passages import passages_in
from articles.editorial import workflow
from articles.models import Comment
from tests import factories
from tests.scenes import scene

AS_PANEL = {"x-requested-with": "XMLHttpRequest"}
OLD, NEW = "Walk 150 minutes a week.", "Walk about 150 minutes a week."


@scene
def version(staff, article):
    """Submitted by its writer, so that others may remark on it."""
    return staff.submitted(article)


@pytest.fixture
def remark(staff, version):
    return remark_on(version, OLD, by=staff.reviewer, body="About how long?", suggestion=NEW)


def remark_on(version, text, *, by, body="Why?", **fields):
    key = next(passage.key for passage in passages_in(version.content) if passage.text == text)
    return workflow.comment(version, by=by, body=body, key=key, **fields)


def give_back(version, staff):
    workflow.request_changes(version, digest=version.digest, by=staff.reviewer, note="See the comments.")


def panel_of(client, article):
    address = reverse("admin:articles_article_comments", args=[article.pk])
    return client.get(address, headers=AS_PANEL).content.decode()


def spots_in(panel):
    """What each place of the form has: its section or column, and the numbers of its threads."""
    found = {}
    for spot in panel.split('<details class="resolved"')[0].split("data-spot")[1:]:
        section, column = re.match(r' data-section="(.*?)" data-column="(.*?)"', spot).groups()
        found[section or column] = [int(number) for number in re.findall(r'<article[^>]*id="comment-(\d+)"', spot)]
    return found


@pytest.fixture
def send(client_of):
    """Press a button of a thread: send(remark, "answer", by=writer, body="...")."""

    def sent(thread, act, *, by, body="", headers=AS_PANEL):
        address = reverse("admin:articles_article_comment", args=[thread.article_id, thread.pk])
        return client_of(by).post(address, {"do": act, "body": body}, headers=headers)

    return sent


def test_each_comment_stands_at_the_place_of_its_words(staff, client_of, version, remark):
    article = version.article
    title = remark_on(version, "Sore joints", by=staff.editor)
    point = remark_on(version, "Most causes can be treated.", by=staff.editor)
    lede = remark_on(version, "Many people ask about this.", by=staff.editor)
    urgent = remark_on(version, "A joint is hot, red and swollen.", by=staff.editor)
    part = workflow.comment(version, by=staff.editor, body="Too short.", place="bottom-line")
    whole = workflow.comment(version, by=staff.editor, body="Well done.")

    panel = panel_of(client_of(staff.writer), article)

    assert spots_in(panel) == {
        "": [whole.pk],
        "title": [title.pk],
        "key_points": [point.pk],
        "lede": [lede.pk],
        "overview": [remark.pk],
        "bottom-line": [part.pk],
        "emergency": [urgent.pk],
    }
    assert "7 to answer" in panel
    assert f'href="{article.get_admin_url()}#comment-{remark.pk}"' in panel
    assert "<html" not in panel


def test_a_comment_follows_its_sentence_and_says_how_it_reads_now(staff, client_of, version, remark):
    give_back(version, staff)
    version.article.sections.filter(position=0).update(body="<p>Walk 120 minutes a week.</p>")
    version.article.refresh_from_db()
    workflow.save_draft(version.article, by=staff.writer)

    panel = panel_of(client_of(staff.writer), version.article)

    assert spots_in(panel) == {"overview": [remark.pk]}
    assert "It reads now:</span> Walk 120 minutes a week." in panel
    assert "Apply this wording" not in panel and "edit it by hand" in panel


def test_a_comment_whose_sentence_is_gone_stays_and_says_so(staff, client_of, version, remark):
    give_back(version, staff)
    version.article.sections.filter(position=0).update(body="<p>Nothing of the kind any more, really.</p>")
    version.article.refresh_from_db()
    workflow.save_draft(version.article, by=staff.writer)

    assert "This sentence is no longer in the text." in panel_of(client_of(staff.writer), version.article)


def test_without_the_script_it_is_a_page_of_its_own(staff, client_of, version, remark):
    address = reverse("admin:articles_article_comments", args=[version.article_id])

    page = client_of(staff.writer).get(address).content.decode()

    assert "<html" in page and "About how long?" in page
    form = client_of(staff.writer).get(version.article.get_admin_url()).content.decode()
    assert f'href="{address}"' in form


def test_the_panel_costs_as_little_with_many_comments(staff, client_of, version, remark):
    client = client_of(staff.writer)

    def asked():
        with CaptureQueriesContext(connection) as queries:
            panel_of(client, version.article)
        return len(queries)

    workflow.answer(remark, by=staff.writer, body="!")
    panel_of(client, version.article)
    one = asked()
    for number in range(6):
        workflow.answer(
            workflow.comment(version, by=staff.reviewer, body=f"{number}?"), by=staff.writer, body=f"{number}!"
        )
    assert asked() == one


def test_a_writer_answers_and_it_no_longer_waits_for_them(staff, send, remark):
    assert list(comments_to_answer(staff.writer)) == [remark]

    panel = send(remark, "answer", by=staff.writer, body="About 150.").content.decode()

    assert Comment.objects.get(parent=remark).body == "About 150."
    assert "About 150." in panel and "to answer" not in panel and "Answered" in panel
    assert not comments_to_answer(staff.writer).exists()
    workflow.answer(remark, by=staff.reviewer, body="A day?")
    assert list(comments_to_answer(staff.writer)) == [remark]


def test_an_answer_to_a_writers_own_comment_waits_for_them(staff, version):
    own = workflow.comment(version, by=staff.writer, body="Is this right?")
    assert not comments_to_answer(staff.writer).exists()

    workflow.answer(own, by=staff.reviewer, body="Yes. Which source?")

    assert list(comments_to_answer(staff.writer)) == [own]


def test_the_first_page_counts_the_same_and_leads_to_the_words(staff, client_of, version, remark):
    workflow.answer(workflow.comment(version, by=staff.editor, body="Done?"), by=staff.writer, body="Done.")
    client = client_of(staff.writer)

    home = client.get("/admin/").content.decode()

    assert f'href="{version.article.get_admin_url()}#comment-{remark.pk}"' in home
    assert 'Comments to answer <span class="count">1</span>' in home
    assert "1 to answer" in panel_of(client, version.article)
    listed = client.get("/admin/articles/comment/?mine=open").content.decode()
    assert f"{version.article.get_admin_url()}#comment-{remark.pk}" in listed and "Done?" not in listed


def test_an_empty_answer_is_refused_beside_its_thread(staff, send, remark):
    panel = send(remark, "answer", by=staff.writer, body="  ").content.decode()

    assert '<p class="refusal" role="alert">Write what you want to answer.</p>' in panel
    assert not Comment.objects.filter(parent=remark).exists()


def test_what_a_refused_person_typed_is_still_there(client_of, send, remark, superuser):
    page = send(remark, "answer", by=superuser, body="Typed words", headers={}).content.decode()

    assert "and Sue Superuser is not." in page and ">Typed words</textarea>" in page
    assert not Comment.objects.filter(parent=remark).exists()


def test_a_thread_is_resolved_and_reopened_from_its_buttons(staff, send, client_of, version):
    thread = workflow.comment(version, by=staff.reviewer, body="Which guideline?")

    panel = send(thread, "resolve", by=staff.writer).content.decode()
    assert "No open comment." in panel and "Resolved by Wanda Writer." in panel
    assert "resolved this already" in send(thread, "resolve", by=staff.writer).content.decode()

    assert spots_in(send(thread, "reopen", by=staff.writer).content.decode()) == {"": [thread.pk]}
    assert "This comment is open." in send(thread, "reopen", by=staff.writer).content.decode()


def test_what_stops_the_approval_is_not_resolved_by_its_writer(staff, send, client_of, version):
    thread = workflow.comment(version, by=staff.reviewer, body="The unit is missing.", is_blocking=True)

    panel = panel_of(client_of(staff.writer), version.article)
    assert "Stops the approval" in panel and 'value="resolve"' not in panel
    assert "Rita Reviewer or an editor resolves it." in panel
    assert "or an editor resolves it." in send(thread, "resolve", by=staff.writer).content.decode()
    assert 'value="resolve"' in panel_of(client_of(staff.editor), version.article)


def test_a_wording_is_applied_in_one_click_and_named_in_the_timeline(staff, send, client_of, version, remark):
    give_back(version, staff)
    client = client_of(staff.writer)
    assert "Apply this wording" in panel_of(client, version.article)

    response = send(remark, "apply", by=staff.writer)

    assert response.status_code == 201
    form = client.get(response["Location"]).content.decode()
    assert NEW in form
    remark.refresh_from_db()
    assert (remark.applied_in.number, remark.applied_in.made_by) == (2, staff.writer)
    timeline = client.get(reverse("admin:articles_version_timeline", args=[version.article_id])).content.decode()
    assert timeline.count("with Rita Reviewer’s wording") == 1
    panel = panel_of(client, version.article)
    assert "Applied in version 2, by Wanda Writer." in panel and "No open comment." in panel


def test_without_the_script_applying_leads_back_to_the_form(staff, send, version, remark):
    give_back(version, staff)

    response = send(remark, "apply", by=staff.writer, headers={})

    assert (response.status_code, response["Location"]) == (302, version.article.get_admin_url())


def test_a_wording_is_not_offered_or_applied_while_the_text_is_in_review(staff, send, client_of, version, remark):
    assert "Apply this wording" not in panel_of(client_of(staff.writer), version.article)

    panel = send(remark, "apply", by=staff.writer).content.decode()

    assert "“In review”" in panel
    remark.refresh_from_db()
    assert remark.applied_in is None


def test_nobody_acts_on_the_thread_of_another_article_or_in_an_unknown_way(staff, send, client_of, version, remark):
    other = factories.make_article(slug="another", title="Another")
    address = reverse("admin:articles_article_comment", args=[other.pk, remark.pk])

    assert client_of(staff.writer).post(address, {"do": "resolve"}).status_code == 404
    assert send(remark, "delete", by=staff.writer).status_code == 404


def test_whoever_may_not_see_articles_sees_no_comments(client_of, staff, version):
    stranger = factories.make_user(username="nora_nobody", is_staff=True)
    address = reverse("admin:articles_article_comments", args=[version.article_id])

    assert client_of(stranger).get(address).status_code == 403
