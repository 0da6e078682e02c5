"""What changed between published versions: told by the words themselves, and never from a draft."""

from datetime import timedelta

import pytest
from django.utils import timezone

from articles.editorial import workflow
from articles.models import Publication
from tests.articles.public.reading import edit, read, words
from tests.factories import make_article, make_figure
from tests.scenes import scene

HISTORY = "/articles/sore-joints/history/"


def rewrite(article, old, new):
    section = article.sections.get(nav_label="Overview")
    section.body = section.body.replace(old, new)
    section.save()


@scene
def changed(staff, published):
    """Version 1, then a version 2 with another number, in public; and a version 3 that nobody published."""
    article = published.article
    rewrite(article, "150 minutes", "90 minutes")
    second = staff.published(article, change_note="New advice on walking.")
    rewrite(article, "90 minutes", "a secret of minutes")
    workflow.save_draft(article, by=staff.writer)
    return second


def test_the_words_that_changed_are_drawn_and_what_can_alter_what_a_reader_does_comes_first(client, changed):
    page = read(client, f"{HISTORY}1..2/")

    assert page["materiality"].startswith("Material change: a number") and page["materiality"].endswith("changed.")
    first = page.all("check-first")[0]
    part = page.all("changed-part")[0]
    assert "150" in words(first) and first.sourceline < part.sourceline
    (gone,), (come,) = part.xpath(".//del"), part.xpath(".//ins")
    assert (words(gone), words(come)) == ("removed: 150", "added: 90")
    assert "New advice on walking." in page["compared"]
    assert page["compared"].count("Medically reviewed by Rita Reviewer, MD, MSc") == 2
    assert page.robots() == "noindex"
    assert page.response["Cache-Control"].startswith("public") and not page.response.cookies


@pytest.mark.parametrize("pair", ["2..3", "1..3", "2..1", "1..1", "0..1", "1..99999999999999999999"])
def test_a_draft_and_a_pair_out_of_order_are_not_found(client, changed, pair):
    assert client.get(f"{HISTORY}{pair}/").status_code == 404


def test_a_version_that_is_only_scheduled_is_not_compared(client, staff, changed):
    article = changed.article
    staff.approved(article)
    workflow.schedule(article, visible_from=timezone.now() + timedelta(hours=1), by=staff.editor)

    assert client.get(f"{HISTORY}2..3/").status_code == 404
    assert "secret" not in read(client, HISTORY).document.text_content()


def test_the_history_says_of_each_release_whether_it_changed_the_substance(client, staff, published):
    article = published.article
    edit(article, title="Sore  Joints")
    workflow.save_draft(article, by=staff.writer)
    workflow.publish_minor(article, by=staff.editor, note="A capital.")
    article.refresh_from_db()
    rewrite(article, "Do not stop", "Do stop")
    staff.published(article)

    page = read(client, HISTORY)

    assert page.texts("materiality") == ["Material change: a negation changed.", "No change in substance."]
    assert [link.get("href") for link in page.all("differences-link")] == [f"{HISTORY}2..3/", f"{HISTORY}1..2/"]
    today = timezone.now().date().isoformat()
    assert [link.get("href") for link in page.all("as-of-link")] == [f"/articles/sore-joints/@{today}/"]


def test_nobodys_word_makes_a_changed_number_a_small_thing(client, changed):
    Publication.objects.filter(pk=changed.pk).update(change_note="Only a comma.")

    assert "a number" in read(client, HISTORY).texts("materiality")[0]


def test_the_form_leads_to_the_two_versions_the_older_one_first(client, changed):
    for query in ("from=1&to=2", "from=2&to=1"):
        response = client.get(f"{HISTORY}compare/?{query}")
        assert (response.status_code, response["Location"]) == (302, f"{HISTORY}1..2/")
    assert client.get(f"{HISTORY}compare/?from=1&to=1")["Location"] == HISTORY
    for query in ("", "from=1", "from=x&to=2", "from=-1&to=2", "from=1&to=٢", f"from=1&to={'9' * 5000}"):
        assert client.get(f"{HISTORY}compare/?{query}").status_code == 404


def test_one_version_alone_has_nothing_to_choose(client, published):
    page = read(client, HISTORY)

    assert not page.has("choose-versions") and not page.has("materiality") and not page.has("differences-link")


def test_an_old_address_leads_on_in_one_step(client, staff, changed):
    article = changed.article
    edit(article, slug="new-slug")
    staff.published(article)

    response = client.get(f"{HISTORY}1..2/")

    assert (response.status_code, response["Location"]) == (301, "/articles/new-slug/history/1..2/")
    assert client.get(response["Location"]).status_code == 200


def test_words_that_were_withdrawn_are_shown_in_no_comparison(client, staff, changed):
    article = changed.article
    workflow.withdraw(article, reason="It was wrong.", by=staff.editor)
    assert client.get(f"{HISTORY}1..2/").status_code == 410

    article.refresh_from_db()
    rewrite(article, "a secret of minutes", "60 minutes")
    staff.published(article)

    assert client.get(f"{HISTORY}1..2/").status_code == 404
    newest = Publication.objects.live().get().version.number
    assert client.get(f"{HISTORY}1..{newest}/").status_code == 200
    page = read(client, HISTORY)
    assert not page.has("differences-link")
    assert [option.get("value") for option in page.document.xpath('//select[@id="to"]/option')] == ["1", str(newest)]


def test_waivers_and_bylines_of_reviewers_are_told_to_nobody(client, staff, published):
    article = published.article
    article.bylines.create(expert=staff.reviewer.expert, role="medical_reviewer", position=7)
    said = {"code": "old-source", "reason": "Only for the desk."}
    article.waivers.create(**said, by=staff.writer, made_at=timezone.now())
    edit(article, title="Sore joints, anew")
    staff.published(article)

    page = read(client, f"{HISTORY}1..2/")

    assert "Only for the desk." not in page.document.text_content()
    assert all("People" not in text for text in page.texts("changed-part"))


def test_a_picture_that_was_taken_off_is_told_in_words_only(client, staff, published):
    article = published.article
    old = article.hero
    edit(article, hero=make_figure("Elbow"))
    staff.published(article)

    page = read(client, f"{HISTORY}1..2/")

    assert [image.get("alt") for image in page.document.xpath("//main//img")] == ["Drawing: Elbow."]
    assert "no longer shown: Drawing: Knee." in page.document.text_content()
    assert old.src not in page.response.content.decode()


def test_a_neighbour_that_is_not_published_is_not_named(client, staff, published):
    article = published.article
    article.related_articles.create(related=make_article("secret-draft", title="A secret draft"), position=0)
    edit(article, title="Sore joints, anew")
    staff.published(article)

    body = read(client, f"{HISTORY}1..2/").document.text_content()

    assert "A secret draft" not in body and "an article that is not published now" in body
