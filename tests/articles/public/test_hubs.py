"""Topics: the tree, the names from A to Z, and the hub of one topic."""

import pytest

from articles.editorial import workflow
from tests.articles.public.reading import read, words
from tests.factories import make_article, make_topic


def out(staff, slug, **fields):
    fields = {"title": slug, **fields}
    return staff.published(make_article(slug, author=staff.writer.expert, **fields)).article


def titles(page, part="entries"):
    return [words(heading) for heading in page.document.xpath(f"//*[@data-part='{part}']//h3")]


def test_a_topic_holds_the_pages_of_the_topics_below_it_once(client, staff):
    parent = make_topic("brain", synonyms=["nervous system"], description="All about it.", code="MeSH:D001921")
    make_topic("multiple-sclerosis", parent=parent)
    article = make_article("both", title="both", author=staff.writer.expert)
    article.topics.add(parent)
    staff.published(article)
    out(staff, "elsewhere", main_topic=make_topic("skin"))

    page = read(client, "/topics/brain/")

    assert titles(page) == ["both"]
    assert "1 article." in page.document.text_content()
    assert "Multiple sclerosis" in page["subtopics"]
    assert page["summary"] == "All about it. Also called nervous system." and page["code"] == "MeSH:D001921"
    assert read(client, "/topics/multiple-sclerosis/")["breadcrumb"] == "HomeTopicsBrain"


def test_the_tree_leads_nowhere_empty_but_an_empty_topic_still_answers(client, staff):
    make_topic("gout", parent=make_topic("joints"), synonyms=["podagra"])
    out(staff, "one")

    index = read(client, "/topics/")
    assert "Gout" not in index["topics"] and "podagra" not in index["a-to-z"]
    page = read(client, "/topics/gout/")
    assert page["nothing-yet"].startswith("No article on this topic has been published yet.")
    assert page.all("nothing-yet")[0].xpath("string(.//a/@href)") == "/topics/"
    assert page.robots() == "noindex"


def test_without_an_article_there_is_no_topic_to_list(client, db):
    make_topic("gout")

    page = read(client, "/topics/")

    assert page["nothing-yet"].startswith("Nothing has been published yet.") and not page.has("a-to-z")


def test_every_name_stands_from_a_to_z_and_other_names_say_where_to_look(client, staff):
    heart = make_topic("heart", name="Myocardial infarction", synonyms=["Heart attack", "MI", "ébranlement"])
    out(staff, "one", main_topic=heart)
    out(staff, "two", main_topic=make_topic("5-fu", name="5-FU"))
    out(staff, "three", main_topic=make_topic("mi", name="MI"))

    page = read(client, "/topics/")

    letters = page.all("letters")[0].xpath(".//a")
    assert [link.text for link in letters] == ["0–9", "E", "H", "M"]
    for link in letters:
        assert page.document.xpath(f"//*[@id='{link.get('href')[1:]}']")
    assert page.texts("other-name") == [
        "ébranlement: see Myocardial infarction",
        "Heart attack: see Myocardial infarction",
    ]
    names = [words(name) for name in page.all("a-to-z")[0].xpath(".//li")]
    assert names[0] == "5-FU" and names[-2:] == ["MI", "Myocardial infarction"]


def test_the_index_tells_machines_every_topic_once(client, staff):
    out(staff, "one", main_topic=make_topic("heart", synonyms=["pump"]))

    data = read(client, "/topics/").structured_data()

    assert [row["name"] for row in data["mainEntity"]["itemListElement"]] == ["Heart"]
    assert data["mainEntity"]["itemListElement"][0]["url"] == "http://localhost:8000/topics/heart/"


def test_what_an_editor_put_first_is_most_needed_on_that_hub_alone(client, staff):
    topic = make_topic()
    one, two, _ = (out(staff, slug) for slug in ("one", "two", "three"))
    workflow.feature(topic, articles=[two, one], by=staff.editor)

    page = read(client, "/topics/multiple-sclerosis/")

    assert titles(page, "most-needed") == ["two", "one"]
    assert titles(page) == ["three", "two", "one"]
    assert not read(client, "/").has("featured")


def test_a_withdrawn_page_is_most_needed_no_more_at_once(client, staff):
    topic, one = make_topic(), out(staff, "one")
    workflow.feature(topic, articles=[one], by=staff.editor)

    workflow.withdraw(one, reason="A doubt.", by=staff.editor)

    page = read(client, "/topics/multiple-sclerosis/")
    assert not page.has("most-needed") and page.has("nothing-yet")


def test_a_hub_names_who_reviewed_its_pages_and_leads_to_its_feeds(client, staff):
    out(staff, "one")
    out(staff, "two")

    page = read(client, "/topics/multiple-sclerosis/")

    assert "Rita Reviewer, MD, MSc" in page["reviewers"]
    assert len(page.all("expert")) == 1
    assert page.all("feeds")[0].xpath(".//a/@href") == [
        "/feeds/topics/multiple-sclerosis.atom",
        "/feeds/topics/multiple-sclerosis.json",
    ]


@pytest.mark.parametrize("path", ["/topics/nothing/", "/topics/multiple-sclerosis/?after=x"])
def test_a_hub_or_a_place_that_is_none_is_not_found(client, staff, path):
    out(staff, "one")

    assert client.get(path).status_code == 404


def test_a_title_in_another_language_says_so(client, staff):
    out(staff, "peau", language="fr")

    assert read(client, "/topics/multiple-sclerosis/").document.xpath("//main//h3/@lang") == ["fr"]
