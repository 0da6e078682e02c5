"""Finding: the front page, all articles, topics, experts and an article's history."""

from datetime import timedelta

from django.utils import timezone

from articles.editorial import workflow
from articles.models import Publication
from tests.articles.public.reading import edit, read, words
from tests.factories import make_article, make_expert, make_topic


def titles(page):
    return [words(heading) for heading in page.document.xpath("//main//*[@data-part='entry']//h3")]


def out(staff, slug, *, days_ago=0, **fields):
    then = timezone.now() - timedelta(days=days_ago)
    return staff.published(make_article(slug, title=slug, author=staff.writer.expert, **fields), now=then)


def test_an_empty_site_says_so_everywhere(client, db):
    assert read(client, "/").has("nothing-yet")
    for path in ("/articles/", "/topics/", "/experts/", "/how-we-review/"):
        read(client, path)


def test_the_front_page_leads_with_the_newest_review_and_its_seal(client, staff):
    out(staff, "older", days_ago=9)
    out(staff, "newest")

    page = read(client, "/")

    assert "newest" in page["newest-review"] and "Medically reviewed by Rita Reviewer, MD, MSc" in page["newest-review"]
    assert "reviewed by Rita Reviewer" in page["seal-of-the-day"]
    assert "older" in page["recently-reviewed"]
    assert page["topics"] == "Topics Multiple sclerosis2 pages"


def test_the_front_page_shows_no_page_that_lost_its_badge(client, staff):
    then = timezone.now() - timedelta(days=400)
    article = make_article("lapsed", title="lapsed", author=staff.writer.expert)
    staff.published(article, now=then, next_review_due=(timezone.now() - timedelta(days=31)).date())

    page = read(client, "/")

    assert page.has("nothing-yet") and "/articles/lapsed/" not in page.response.content.decode()


def test_all_articles_come_newest_first_in_leaves_of_twenty(client, staff):
    for number in range(21):
        out(staff, f"page-{number:02}", days_ago=number)

    first, second = read(client, "/articles/"), read(client, "/articles/?page=2")

    assert titles(first) == [f"page-{number:02}" for number in range(20)]
    assert titles(second) == ["page-20"]
    assert first["pager"] == "1 to 20Older" and second["pager"] == "Newer21 to 21"
    assert second.document.xpath("string(//link[@rel='canonical']/@href)") == "http://localhost:8000/articles/?page=2"
    assert second.document.xpath("string(//a[@rel='prev']/@href)") == "/articles/"


def test_a_topic_holds_the_pages_of_the_topics_below_it_once(client, staff):
    parent = make_topic("brain", synonyms=["nervous system"], description="All about it.")
    child = make_topic("multiple-sclerosis", parent=parent)
    article = make_article("both", title="both", author=staff.writer.expert)
    article.topics.add(parent)
    staff.published(article)
    out(staff, "elsewhere", main_topic=make_topic("skin"))

    page = read(client, "/topics/brain/")

    assert titles(page) == ["both"]
    assert "1 article." in page.document.text_content()
    assert "Multiple sclerosis" in page["subtopics"] and child.parent == parent
    assert "Also called nervous system." in page["summary"]
    assert read(client, "/topics/multiple-sclerosis/")["breadcrumb"] == "HomeTopicsBrain"


def test_the_tree_leads_nowhere_empty_but_an_empty_topic_still_answers(client, staff):
    make_topic("gout", parent=make_topic("joints"))
    out(staff, "one")

    assert "Gout" not in read(client, "/topics/")["topics"]
    page = read(client, "/topics/gout/")
    assert "No article on this topic has been published yet." in page["entries"]
    assert page.robots() == "noindex"


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
