"""Finding: all articles narrowed down, the directory of people, their profiles, and an article's history."""

from datetime import timedelta
from urllib.parse import urlencode

import pytest
from django.utils import timezone

from articles.editorial import workflow
from articles.models import Publication
from articles.public import paging
from tests.articles.public.reading import edit, read, words
from tests.factories import make_article, make_expert, make_topic


def titles(page):
    return [words(heading) for heading in page.document.xpath("//main//*[@data-part='entry']//h3")]


def out(staff, slug, *, days_ago=0, **fields):
    then = timezone.now() - timedelta(days=days_ago)
    fields = {"title": slug, **fields}
    return staff.published(make_article(slug, author=staff.writer.expert, **fields), now=then)


def lapsed(staff, slug):
    """A page whose review ran out longer ago than the grace lasts."""
    then = timezone.now() - timedelta(days=400)
    article = make_article(slug, title=slug, author=staff.writer.expert)
    return staff.published(article, now=then, next_review_due=(timezone.now() - timedelta(days=31)).date())


def names(page):
    return [words(name) for name in page.document.xpath("//*[@data-part='experts']//*[@class='name']")]


def set_specialties(expert, specialties):
    expert.specialties = specialties
    expert.save(update_fields=["specialties"])


def test_an_empty_site_says_so_everywhere(client, db):
    assert read(client, "/").has("nothing-yet")
    for path in ("/articles/", "/topics/", "/experts/", "/how-we-review/"):
        read(client, path)


def test_all_articles_come_newest_first(client, staff):
    for number in range(3):
        out(staff, f"page-{number}", days_ago=number)

    page = read(client, "/articles/")

    assert titles(page) == ["page-0", "page-1", "page-2"]
    assert page.robots() == "" and not page.has("pager")


def test_articles_are_narrowed_down_by_topic_review_language_and_day(client, staff):
    brain = make_topic("brain")
    out(staff, "nerves", days_ago=3, main_topic=make_topic("nerves", parent=brain))
    out(staff, "skin", days_ago=9, main_topic=make_topic("skin"))
    out(staff, "peau", days_ago=30, main_topic=make_topic("skin"), language="fr")
    out(staff, "piel", days_ago=30, main_topic=make_topic("skin"), language="es")
    lapsed(staff, "old")
    week_ago = timezone.now().date() - timedelta(days=7)

    def found(**asked):
        return titles(read(client, f"/articles/?{urlencode(asked)}"))

    assert found(topic="brain") == ["nerves"]
    assert found(reviewed="1") == ["nerves", "skin", "peau"]
    assert found(language="es") == ["piel"]
    assert found(since=week_ago.isoformat()) == ["nerves"]
    assert found(topic="skin", language="fr") == ["peau"]


def test_articles_are_sorted_by_their_last_review(client, staff):
    first = out(staff, "checked-again", days_ago=30).article
    out(staff, "newer", days_ago=9)
    live = Publication.objects.live().get(article=first)
    workflow.confirm_unchanged(first, digest=live.version.digest, by=staff.reviewer, next_review_due=live.review_due_on)

    assert titles(read(client, "/articles/")) == ["newer", "checked-again"]
    assert titles(read(client, "/articles/?order=reviewed")) == ["checked-again", "newer"]


def test_the_form_keeps_what_was_chosen_and_so_does_every_leaf(client, staff, monkeypatch):
    monkeypatch.setattr(paging, "PER_LEAF", 1)
    for number in range(2):
        out(staff, f"page-{number}", days_ago=number, main_topic=make_topic("skin"))

    page = read(client, "/articles/?topic=skin&reviewed=1&order=reviewed&since=2020-01-31&nonsense=1")

    following = page.document.xpath("string(//a[@rel='next']/@href)")
    assert following.startswith("/articles/?topic=skin&reviewed=1&since=2020-01-31&order=reviewed&after=")
    for leaf in (page, read(client, following)):
        (form,) = leaf.all("narrow")
        chosen = form.xpath(".//option[@selected]/@value"), form.xpath(".//input[@checked]/@name")
        assert chosen == (["skin", "reviewed"], ["reviewed"])
        assert form.xpath("string(.//input[@name='since']/@value)") == "2020-01-31"
        assert leaf.robots() == "noindex"
    assert titles(read(client, following)) == ["page-1"]


def test_a_choice_that_nothing_answers_to_says_so_and_leads_back(client, staff):
    out(staff, "old", days_ago=40)

    page = read(client, f"/articles/?since={timezone.now():%Y-%m-%d}")

    assert page["nothing-found"].startswith("No article answers to all of these choices.")
    assert page.all("nothing-found")[0].xpath("string(.//a/@href)") == "/articles/"


def test_a_day_that_is_none_is_answered_and_loses_nothing(client, staff):
    out(staff, "page", main_topic=make_topic("skin"))

    page = read(client, "/articles/?topic=skin&since=last+week")

    assert page["form-errors"] == "“last week”: This is no day. Write it like 2026-09-14: year, month, day."
    (form,) = page.all("narrow")
    assert form.xpath("string(.//input[@name='since']/@value)") == "last week"
    assert form.xpath(".//option[@selected]/@value") == ["skin"]
    assert titles(page) == ["page"]


@pytest.mark.parametrize("asked", ["topic=nothing", "language=tlh"])
def test_a_choice_that_nobody_is_offered_is_not_found(client, staff, asked):
    out(staff, "page")

    assert client.get(f"/articles/?{asked}").status_code == 404


def test_only_topics_that_hold_an_article_are_offered_each_under_the_one_above_it(client, staff):
    brain = make_topic("brain")
    make_topic("empty", parent=brain)
    out(staff, "page", main_topic=make_topic("nerves", parent=brain))

    (form,) = read(client, "/articles/").all("narrow")

    assert form.xpath(".//select[@name='topic']/option/text()") == ["All topics", "Brain", "\u2003Nerves"]
    assert not form.xpath(".//select[@name='language']")


def test_a_title_in_another_language_says_so(client, staff):
    out(staff, "peau", language="fr")
    out(staff, "skin")

    page = read(client, "/articles/")

    assert [heading.get("lang") for heading in page.document.xpath("//main//h3")] == [None, "fr"]


def test_a_list_tells_machines_what_it_lists_and_where_it_stands(client, staff):
    out(staff, "page", title="A </script> title")

    for path, steps in (("/articles/", 2), ("/topics/multiple-sclerosis/", 3)):
        data = read(client, path).structured_data()

        assert data["@type"] == "CollectionPage" and data["url"] == f"http://localhost:8000{path}"
        (entry,) = data["mainEntity"]["itemListElement"]
        assert (entry["position"], entry["name"]) == (1, "A </script> title")
        assert entry["url"] == "http://localhost:8000/articles/page/"
        crumbs = data["breadcrumb"]["itemListElement"]
        assert len(crumbs) == steps and crumbs[-1]["item"]["@id"] == data["url"]


def test_people_are_listed_from_a_to_z_with_what_they_do_and_on_how_many_pages(client, staff):
    out(staff, "one")
    out(staff, "two")

    page = read(client, "/experts/")

    assert page.texts("does") == ["Reviews (2 pages)", "Writes (2 pages)"]
    assert [name.split(",")[0] for name in names(page)] == ["Rita Reviewer", "Wanda Writer"]
    data = page.structured_data()
    assert [row["name"] for row in data["mainEntity"]["itemListElement"]] == names(page)


def test_nobody_reviews_where_the_review_has_lapsed_or_the_page_was_withdrawn(client, staff):
    lapsed(staff, "old")
    workflow.withdraw(out(staff, "gone").article, reason="A doubt.", by=staff.editor)

    page = read(client, "/experts/")

    assert page.texts("does") == ["Writes (1 page)"] and len(names(page)) == 2
    assert names(read(client, "/experts/?part=reviews")) == []


def test_people_are_narrowed_down_by_specialty_and_by_what_they_do(client, staff):
    set_specialties(staff.writer.expert, ["Rehabilitation", "Sleep"])
    set_specialties(staff.reviewer.expert, ["Neurology", "Sleep"])
    out(staff, "one")

    assert names(read(client, "/experts/?specialty=Neurology")) == ["Rita Reviewer, MD, MSc"]
    assert names(read(client, "/experts/?specialty=Sleep&part=writes")) == ["Wanda Writer"]
    (form,) = read(client, "/experts/?specialty=Sleep&part=writes").all("narrow")
    assert form.xpath(".//option[@selected]/@value") == ["Sleep", "writes"]
    assert form.xpath(".//select[@name='specialty']/option/text()")[1:] == [
        "Neurology (1)",
        "Rehabilitation (1)",
        "Sleep (2)",
    ]


def test_nobody_who_answers_is_said_with_a_way_back(client, staff):
    out(staff, "one")

    page = read(client, "/experts/?part=quoted")

    assert page["nothing-found"].startswith("Nobody answers to all of these choices.")
    assert page.all("nothing-found")[0].xpath("string(.//a/@href)") == "/experts/"


@pytest.mark.parametrize("asked", ["specialty=Alchemy", "part=everything"])
def test_people_of_a_kind_that_nobody_is_offered_are_not_found(client, staff, asked):
    out(staff, "one")

    assert client.get(f"/experts/?{asked}").status_code == 404


def test_by_specialty_somebody_stands_once_under_each_of_theirs(client, staff):
    set_specialties(staff.writer.expert, [])
    set_specialties(staff.reviewer.expert, ["Sleep", "Épilepsie", "Sleep"])
    out(staff, "one")

    page = read(client, "/experts/?order=specialty")

    assert page.document.xpath("//main//h2/text()") == ["Épilepsie", "Sleep", "No specialty named"]
    assert names(page) == ["Rita Reviewer, MD, MSc"] * 2 + ["Wanda Writer"]


def test_a_long_directory_has_letters_that_lead_to_their_first_name(client, staff):
    article = make_article("one", title="one", author=staff.writer.expert)
    for name in [*(f"Bea {number:02}" for number in range(20)), "Élan", "Zoë"]:
        expert = make_expert(name=name, degrees=[])
        article.bylines.create(expert=expert, role="quoted", position=5)
    staff.published(article)

    page = read(client, "/experts/")

    assert len(names(page)) == 20 and page.document.xpath("//main//section/h2/text()") == ["B"]
    letters = {link.text: link.get("href") for link in page.all("letters")[0].xpath(".//a")}
    assert list(letters) == ["B", "E", "R", "W", "Z"]
    assert names(read(client, letters["E"])) == ["Élan", "Rita Reviewer, MD, MSc", "Wanda Writer", "Zoë"]
    following = read(client, page.document.xpath("string(//a[@rel='next']/@href)"))
    assert names(following) == ["Élan", "Rita Reviewer, MD, MSc", "Wanda Writer", "Zoë"]
    assert len(names(read(client, following.document.xpath("string(//a[@rel='prev']/@href)")))) == 20


def test_an_expert_of_a_draft_is_not_shown_before_a_page_names_them(client, staff):
    expert = make_expert(name="Not Yet", slug="not-yet")
    article = make_article(author=staff.writer.expert)
    article.bylines.create(expert=expert, role="quoted", position=5)

    assert client.get("/experts/not-yet/").status_code == 404
    staff.published(article)
    assert client.get("/experts/not-yet/").status_code == 200
    assert "Not Yet, MD" in read(client, "/experts/")["experts"]


def test_a_profile_shows_posts_checked_credentials_interests_and_pages(client, staff, published):
    expert = staff.reviewer.expert
    expert.credentials.create(kind="Board certification", issuer="Never Checked Board")

    page = read(client, expert.get_absolute_url())

    assert page["name"] == "Rita Reviewer, MD, MSc"
    assert page["affiliation"].startswith("Associate professor, Department of Neurology, Lakeshore Teaching Hospital")
    assert "Oregon Sample Medical Board" in page["credential"]
    assert "Never Checked Board" not in page["credentials"]
    assert page["disclosures"].startswith("Interests declared None.Declared")
    assert titles(page) == ["Sore joints"] and page["entry-part"] == "Reviewed it"


def test_a_profile_claims_a_review_only_while_the_badge_is_theirs(client, staff, published):
    Publication.objects.update(reviewed_on="2020-01-01", review_due_on="2021-01-01")
    writer = read(client, staff.writer.expert.get_absolute_url())
    assert writer["entry-part"] == "Wrote it"

    Publication.objects.update(review=None)
    reviewer = read(client, staff.reviewer.expert.get_absolute_url())

    assert not reviewer.has("entry-part")


def test_the_history_tells_every_release_and_decision_newest_first(client, staff, published):
    workflow.correct(published.article, text="The knee was called an elbow.", by=staff.editor)
    article = published.article
    article.refresh_from_db()
    edit(article, title="Sore joints, anew")
    staff.published(article, change_note="New advice on walking.")
    live = Publication.objects.live().get()
    workflow.confirm_unchanged(
        article, digest=live.version.digest, by=staff.reviewer, next_review_due=live.review_due_on
    )
    workflow.withdraw(article, reason="A doubt.", by=staff.editor)
    workflow.reinstate(article, note="For the desk only.", by=staff.editor)

    page = read(client, "/articles/sore-joints/history/")

    assert page.texts("release-kind") == ["New version", "Correction", "First published"]
    decisions = [item.get("data-event") for item in page.all("decision")]
    assert decisions == ["reinstated", "withdrawn", "confirmed_unchanged"]
    assert "New advice on walking." in page.texts("change-note")
    assert all("Medically reviewed by Rita Reviewer" in text for text in page.texts("version-reviewer"))
    assert "For the desk only." not in page.document.text_content()
    assert "The knee was called an elbow." in page["correction"]
