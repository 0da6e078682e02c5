"""The review page: what changed in its place, sentence by sentence, safety first, nothing hidden."""

import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from articles.content.passages import passages_in
from articles.editorial import workflow
from articles.editorial.sign_offs import Mark, progress
from articles.editorial.snapshot import freeze
from articles.models import Comment, SignOff, State
from tests import factories
from tests.factories import today

CITED = '<sup class="cite" data-cite="second"></sup>'


def forty_sentences():
    """An article of exactly forty passages, all its headings and pictures counted."""
    article = factories.make_article()
    count = len(passages_in_draft(article))
    body = "".join(f"<p>This is sentence {number} of the rest.</p>" for number in range(40 - count))
    section = article.sections.get(position=1)
    section.body += body
    section.save()
    return article


def passages_in_draft(article):
    return passages_in(freeze(article, on=today()).content)


def edit(article, old, new, *, position=0):
    section = article.sections.get(position=position)
    assert old in section.body
    section.body = section.body.replace(old, new)
    section.save()


@pytest.fixture
def page_of(client_of):
    def opened(version, *, by):
        response = client_of(by).get(f"/desk/versions/{version.pk}/")
        assert response.status_code == 200
        return response.content.decode()

    return opened


def listed(page):
    """The lines of the list of changes, without their markup."""
    walk = page.split('<ol class="walk">')[1].split("</ol>")[0]
    return [" ".join(re.sub(r"<[^>]+>", " ", line).split()) for line in walk.split("<li>")[1:]]


# --- Sentence by sentence


def test_one_changed_number_opens_one_sentence_of_forty(staff, page_of):
    article = forty_sentences()
    staff.published(article)
    edit(article, "150 minutes", "15 minutes")
    version = staff.submitted(article)

    page = page_of(version, by=staff.reviewer)

    assert "1 change in 40 sentences" in page
    assert "39 carried · 0 fine · 1 open" in page
    assert page.count('data-mark="open"') == 1
    assert "Since your approval of version 1" in page


def test_an_approval_carries_what_is_unchanged_and_signs_the_rest(staff):
    article = forty_sentences()
    staff.published(article)
    edit(article, "150 minutes", "15 minutes")
    version = staff.submitted(article)

    record = workflow.approve(
        version, digest=version.digest, by=staff.reviewer, next_review_due=today() + timedelta(days=100)
    )

    assert record.details["passages"] == {"total": 40, "carried": 39, "signed": 1}


def test_at_the_due_date_every_sentence_is_open_again(staff, client_of):
    article = forty_sentences()
    publication = staff.published(article, next_review_due=today() + timedelta(days=30))
    judged = {
        days: progress(publication.version, by=staff.reviewer, on=today() + timedelta(days=days)).open
        for days in (0, 29, 30, 31)
    }

    assert judged == {0: 0, 29: 0, 30: 40, 31: 40}


def test_another_reviewer_has_all_of_it_before_them(staff, page_of):
    article = forty_sentences()
    staff.published(article)
    edit(article, "150 minutes", "15 minutes")
    version = staff.submitted(article)

    page = page_of(version, by=factories.make_reviewer("otto_other"))

    assert "0 carried · 0 fine · 40 open" in page
    assert "Since version 1, the last one that was reviewed; you have not reviewed this article before." in page


def test_a_first_review_says_so(version, staff, page_of):
    page = page_of(version, by=staff.reviewer)

    assert "A first review: all 13 sentences are open" in page
    assert "Show marks and comments" in page and "safety first" not in page


# --- What changed


def test_what_can_harm_comes_first_and_is_drawn_in_its_place(staff, page_of):
    article = factories.make_article()
    edit(article, "Do not stop a medicine.", f"Take 5 mg a day.{CITED} Stop a medicine slowly. Many people walk.")
    staff.published(article)
    edit(article, "150 minutes", "15 minutes")
    edit(article, "5 mg", "5 mcg")
    edit(article, "Stop a medicine", "Do not stop a medicine")
    edit(article, "Many people walk.", "Many people walk here.")
    version = staff.submitted(article)

    page = page_of(version, by=staff.reviewer)

    lines = listed(page)
    assert ["Dose" in lines[0], "Negation" in lines[1], "Number" in lines[2], "Words" in lines[3]] == [True] * 4
    assert page.count('class="as-drawn"') == 4
    drawn = page.split('data-part="body"')[1]
    assert re.search(r"<del><span[^>]*>removed: </span>150</del>", drawn)
    assert re.search(r"<ins><span[^>]*>added: </span>15</ins>", drawn)


CHANGES = {
    "a link": (
        lambda a: edit(a, "Ask your doctor.", '<a href="/topics/multiple-sclerosis/">Ask</a> your doctor.', position=1),
        "Link",
    ),
    "a citation key": (lambda a: edit(a, 'data-cite="second"', 'data-cite="first"'), "Source"),
    "the slug": (lambda a: type(a).objects.filter(pk=a.pk).update(slug="other-joints"), "Address"),
    "the alt text": (lambda a: type(a.hero).objects.filter(pk=a.hero_id).update(alt="Drawing: a hip."), "Picture"),
    "the picture": (lambda a: type(a).objects.filter(pk=a.pk).update(hero=factories.make_figure("Hip")), "Picture"),
    "a credential": (
        lambda a: a.bylines.get().expert.credentials.update(issuer="Nevada Sample Medical Board"),
        "People",
    ),
}


@pytest.mark.parametrize("what", CHANGES)
def test_what_is_easily_overlooked_is_in_the_list(what, staff, page_of):
    article = factories.make_article()
    staff.published(article)
    change, word = CHANGES[what]
    change(article)
    article.refresh_from_db()
    version = staff.submitted(article)

    page = page_of(version, by=staff.reviewer)

    assert any(word in line for line in listed(page)), listed(page)
    assert 'data-change="1"' in page


def test_a_link_that_changed_along_with_a_number_is_told_beside_it(staff, page_of):
    article = factories.make_article()
    staff.published(article)
    edit(article, "Walk 150 minutes", '<a href="/topics/multiple-sclerosis/">Walk</a> 15 minutes')
    version = staff.submitted(article)

    page = page_of(version, by=staff.reviewer)

    card = page.split(' id="card-1"')[1].split("</section>")[0]
    assert "Number</span>" in card and "Link</span>" in card and "/topics/multiple-sclerosis/" in card
    assert "Number, Link" in listed(page)[0]


def test_a_new_and_a_removed_section_are_changes(staff, page_of):
    article = factories.make_article()
    staff.published(article)
    article.sections.filter(position=1).delete()
    article.sections.create(position=5, heading="New words", nav_label="New", body="<p>Something else entirely.</p>")
    version = staff.submitted(article)

    lines = " ".join(listed(page_of(version, by=staff.reviewer)))

    assert "New words" in lines and "Something else entirely." in lines
    assert "The bottom line" in lines and "Ask your doctor." in lines


def test_the_page_as_readers_will_see_it_is_still_there_word_for_word(staff, page_of):
    article = factories.make_article()
    staff.published(article)
    edit(article, "150 minutes", "15 minutes")
    version = staff.submitted(article)

    page = page_of(version, by=staff.reviewer)

    frozen = next(passage for passage in passages_in(version.content) if "15 minutes" in passage.text)
    assert f'<span class="as-frozen">{frozen.html}</span>' in page


# --- Marking


def test_a_sentence_is_marked_fine_and_opened_again(version, staff, client_of, page_of):
    client, passage = client_of(staff.reviewer), passages_in(version.content)[5]
    address = f"/desk/versions/{version.pk}/marks/"

    response = client.post(address, {"key": passage.key, "mark": "fine"})

    assert response["Location"] == f"/desk/versions/{version.pk}/#{passage.id}"
    assert "0 carried · 1 fine · 12 open" in page_of(version, by=staff.reviewer)
    client.post(address, {"key": passage.key, "mark": "open"})
    assert "0 carried · 0 fine · 13 open" in page_of(version, by=staff.reviewer)


def test_a_section_is_marked_fine_at_once(version, staff, client_of):
    place = version.content["sections"][0]["id"]

    client_of(staff.reviewer).post(f"/desk/versions/{version.pk}/marks/", {"place": place, "mark": "fine"})

    marks = progress(version, by=staff.reviewer, on=today()).judged
    assert {row.mark for row in marks if row.passage.place == place} == {Mark.FINE}
    assert {row.mark for row in marks if row.passage.place != place} == {Mark.OPEN}


def test_marks_of_the_last_round_stay_on_sentences_that_stayed(version, staff, client_of):
    keys = [passage.key for passage in passages_in(version.content)]
    workflow.sign_off(version, keys, by=staff.reviewer)
    workflow.request_changes(version, digest=version.digest, by=staff.reviewer, note="The number.")
    edit(version.article, "150 minutes", "15 minutes")

    newest = staff.submitted(version.article)

    seen = progress(newest, by=staff.reviewer, on=today())
    assert (seen.signed, seen.open) == (12, 1)


@pytest.mark.parametrize(
    ("posted", "sentence"),
    [
        ({"key": "0" * 64, "mark": "fine"}, "has no such sentence"),
        ({"mark": "fine"}, "Choose what is fine."),
    ],
)
def test_a_mark_on_nothing_is_refused(posted, sentence, version, staff, client_of):
    response = client_of(staff.reviewer).post(f"/desk/versions/{version.pk}/marks/", posted, follow=True)

    assert sentence in response.content.decode()
    assert not SignOff.objects.exists()


def test_nobody_marks_what_they_could_not_approve(version, staff, client_of):
    key = passages_in(version.content)[0].key
    posted = {"key": key, "mark": "fine"}

    response = client_of(staff.editor).post(f"/desk/versions/{version.pk}/marks/", posted, follow=True)

    assert "Only a medical reviewer can do this" in response.content.decode()
    assert not SignOff.objects.exists()


# --- Comments


def comment_on(client, version, **typed):
    return client.post(f"/desk/versions/{version.pk}/comments/", typed)


def test_a_comment_stands_beside_its_sentence_with_its_answers(version, staff, client_of, page_of):
    passage = passages_in(version.content)[5]
    client = client_of(staff.reviewer)

    comment_on(client, version, key=passage.key, body="Which guideline?", is_blocking="on")

    remark = Comment.objects.get()
    client_of(staff.writer).post(f"/desk/comments/{remark.pk}/", {"do": "answer", "body": "NG220."})
    page = page_of(version, by=staff.reviewer)
    assert f'id="comment-{remark.pk}"' in page and "Which guideline?" in page and "NG220." in page
    assert "1 comment stops the approval" in page
    client.post(f"/desk/comments/{remark.pk}/", {"do": "resolve"})
    assert "stops the approval" not in page_of(version, by=staff.reviewer).split('id="bar"')[1]
    client.post(f"/desk/comments/{remark.pk}/", {"do": "reopen"})
    assert "stops the approval" in page_of(version, by=staff.reviewer).split('id="bar"')[1]


def test_a_comment_follows_its_sentence_into_the_next_version(version, staff, client_of, page_of):
    passage = next(passage for passage in passages_in(version.content) if "150" in passage.text)
    comment_on(client_of(staff.reviewer), version, key=passage.key, body="A week or a day?")
    workflow.request_changes(version, digest=version.digest, by=staff.reviewer, note="See the comment.")
    article = version.article
    edit(article, "Walk 150 minutes a week.", "Walk 150 minutes every week.")
    article.sections.filter(position=0).update(position=9)
    newest = staff.submitted(article)

    page = page_of(newest, by=staff.reviewer)

    moved = next(passage for passage in passages_in(newest.content) if "150" in passage.text)
    card = page.split("A week or a day?")[-2]
    assert f'href="#{moved.id}"' in card


def test_a_comment_whose_sentence_is_gone_stays_with_its_section(version, staff, client_of, page_of):
    passage = next(passage for passage in passages_in(version.content) if "150" in passage.text)
    comment_on(client_of(staff.reviewer), version, key=passage.key, body="A week or a day?")
    workflow.request_changes(version, digest=version.digest, by=staff.reviewer, note="See the comment.")
    edit(version.article, "Walk 150 minutes a week.", "Zebras graze.")
    newest = staff.submitted(version.article)

    assert "A week or a day?" in page_of(newest, by=staff.reviewer)


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"body": " "}, "Write what you want to say."),
        ({"suggestion": "Typed at length.", "body": "Because."}, "A wording is suggested for one sentence"),
        ({"key": "nonsense", "body": "Typed at length."}, "Select a valid choice."),
    ],
)
def test_a_comment_that_is_refused_is_shown_again_as_typed(typed, sentence, version, staff, client_of):
    response = comment_on(client_of(staff.reviewer), version, **typed)

    page = response.content.decode()
    assert response.status_code == 422
    assert sentence in page
    for words in typed.values():
        assert words.strip() in page or words == "nonsense"
    assert not Comment.objects.exists()


def test_an_answer_that_is_refused_is_shown_again_as_typed(version, staff, client_of):
    remark = workflow.comment(version, by=staff.reviewer, body="?", is_blocking=True)

    response = client_of(staff.writer).post(f"/desk/comments/{remark.pk}/", {"do": "resolve", "body": "Typed."})

    assert response.status_code == 422
    assert "or an editor resolves it" in response.content.decode()
    assert "Typed." in response.content.decode()
    assert client_of(staff.writer).post(f"/desk/comments/{remark.pk}/", {"do": "dance"}).status_code == 404


def test_a_review_is_finished_without_a_script_by_the_forms_of_the_page(staff, client_of, page_of):
    article = factories.make_article()
    staff.published(article)
    edit(article, "150 minutes", "15 minutes")
    version = staff.submitted(article)
    passage = next(passage for passage in passages_in(version.content) if "15 minutes" in passage.text)
    client = client_of(staff.reviewer)

    def press(button, **typed):
        """Send the first form of the page with this button, with what is hidden in it."""
        page = page_of(version, by=staff.reviewer)
        form = next(form for form in re.findall(r"<form.*?</form>", page, re.DOTALL) if f">{button}</button>" in form)
        hidden = dict(re.findall(r'<input type="hidden" name="([^"]+)"[^>]*value="([^"]*)"', form))
        pressed = re.search(rf"<button([^>]*)>{button}</button>", form)[1]
        name = re.search(r'name="([^"]+)" value="([^"]+)"', pressed)
        action = re.search(r'action="([^"]*)"', form)[1].replace("#decide", f"/desk/versions/{version.pk}/")
        return client.post(action, {**hidden, **({name[1]: name[2]} if name else {}), **typed})

    said = press("Comment", body="A week or a day?", is_blocking="on")
    assert said["Location"].endswith(f"/#comment-{Comment.objects.get().pk}")
    press("Resolve")
    press("Suggest this wording", suggestion="Walk 150 minutes a week.")
    marked = press("✓ Fine")
    assert marked["Location"].endswith(f"/#{passage.id}")
    typed = {"decision": "approve", "has_conflict": "none", "next_review_due": today() + timedelta(days=100)}
    press("Record the decision", **typed, password=factories.PASSWORD)

    article.refresh_from_db()
    assert article.state == State.APPROVED
    assert Comment.objects.get(suggestion="Walk 150 minutes a week.").anchor
    assert SignOff.objects.get().key == passage.key


# --- How it was read


def test_the_page_tells_how_it_was_read(version, staff, client_of):
    client = client_of(staff.reviewer)
    address = f"/desk/versions/{version.pk}/visit/"

    told = client.post(address, '{"seconds": 0, "changes": 3, "visited": [0, 2]}', content_type="application/json")
    nonsense = client.post(address, '{"seconds": "x"}', content_type="application/json")

    assert (told.status_code, nonsense.status_code) == (204, 400)
    assert version.visits.get().visited == [0, 2]


# --- A live page that is due again


def test_a_live_page_that_is_due_is_judged_sentence_by_sentence_where_it_is_confirmed(staff, client_of):
    before, due = timezone.now() - timedelta(days=20), today() - timedelta(days=3)
    publication = staff.published(factories.make_article(), now=before, next_review_due=due)
    version, client = publication.version, client_of(staff.reviewer)
    address, passage = f"/desk/pages/{publication.pk}/", passages_in(version.content)[5]

    page = client.get(address).content.decode()
    marked = client.post(f"/desk/versions/{version.pk}/marks/", {"key": passage.key, "mark": "fine"})
    said = comment_on(client, version, key=passage.key, body="Still so?")

    assert "The whole page is due: all 13 sentences are open" in page
    assert marked["Location"] == f"{address}#{passage.id}"
    assert said["Location"].startswith(f"{address}#comment-")
    page = client.get(address).content.decode()
    assert "0 carried · 1 fine · 12 open" in page and "Still so?" in page


def test_a_live_page_is_read_but_not_judged_by_its_writer(staff, client_of):
    publication = staff.published(factories.make_article())

    page = client_of(staff.writer).get(f"/desk/pages/{publication.pk}/").content.decode()

    assert "A medical reviewer confirms this page" in page
    assert "✓ Fine" not in page and "Confirm: no change needed" not in page


# --- What it costs


def test_the_page_costs_at_most_twelve_queries_however_long_the_article_is(staff, client_of):
    article = factories.make_article()
    sentence = "Walking a little every day is what most people with stiff legs can keep up for years. "
    for number in range(20):
        body = f"<p>{sentence * 9}Number {number}.</p>"
        article.sections.create(position=number + 2, nav_label=f"Part {number}", heading=f"Part {number}", body=body)
    staff.published(article)
    for number in range(18):
        article.sections.filter(position=2).update(body=f"<p>{sentence * 9}Draft {number}.</p>")
        workflow.save_draft(article, by=staff.writer)
    version = staff.submitted(article)
    workflow.assign(article, reviewer=staff.reviewer, due_on=today(), by=staff.editor)
    for passage in passages_in(version.content)[:10]:
        workflow.comment(version, by=staff.editor, body="Look here.", key=passage.key)
    client = client_of(staff.reviewer)

    with CaptureQueriesContext(connection) as queries:
        response = client.get(f"/desk/versions/{version.pk}/")

    assert response.status_code == 200
    assert len(queries) <= 12, "\n".join(query["sql"][:150] for query in queries)


def test_who_may_not_decide_is_told_so_in_as_few_queries(version, staff, client_of):
    factories.licence_until(staff.reviewer.expert, today() - timedelta(days=1))
    client = client_of(staff.reviewer)

    with CaptureQueriesContext(connection) as queries:
        page = client.get(f"/desk/versions/{version.pk}/").content.decode()

    assert "has no checked credential that is valid" in page
    assert len(queries) <= 12, "\n".join(query["sql"][:150] for query in queries)


def test_what_somebody_typed_into_a_citation_cannot_end_an_attribute(staff, page_of):
    article = factories.make_article()
    article.citations.filter(key="second").update(key='"><b>x')
    edit(article, 'data-cite="second"', 'data-cite="&quot;&gt;&lt;b&gt;x"')
    version = workflow.save_draft(article, by=staff.writer)

    page = page_of(version, by=staff.reviewer)

    assert 'data-cites="&quot;&gt;&lt;b&gt;x"' in page
    assert "<b>x" not in page
