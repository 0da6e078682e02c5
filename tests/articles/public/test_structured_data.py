"""What machines are told is what readers are told: no date, no name and no badge that the page does not show."""

import json
import re

import pytest
from lxml import html

from articles.public.structured_data import script_text
from tests.articles.public.reading import read, words
from tests.factories import make_article, make_expert

ADDRESS = "/articles/sore-joints/"
NOT_SAID = {"@context", "@type", "@id", "url", "item", "inLanguage", "width", "height", "position"}


def leaves(data, path=""):
    """Every text or number in `data`, with the way to it."""
    if isinstance(data, dict):
        for key, value in data.items():
            if key not in NOT_SAID:
                yield from leaves(value, f"{path}.{key}")
    elif isinstance(data, list):
        for item in data:
            yield from leaves(item, path)
    else:
        yield path, str(data)


def what_a_reader_gets(page):
    """The visible words, and the machine form of every date."""
    for script in page.document.xpath("//head | //script"):
        script.drop_tree()
    return words(page.document) + " " + " ".join(page.document.xpath("//time/@datetime"))


def assert_nothing_more_than_the_page(page):
    data = page.structured_data()
    shown = what_a_reader_gets(page)
    missing = [(path, value) for path, value in leaves(data) if words_of(value) not in shown]
    assert not missing


def words_of(value):
    return " ".join(value.split())


@pytest.fixture
def rich(staff):
    """An article with people of every role, a correction and awkward words."""
    article = make_article(author=staff.writer.expert, title="Pain & <MS>: what now?")
    article.bylines.create(expert=make_expert(name="Ida Editor", slug="ida"), role="editor", position=3)
    article.bylines.create(expert=make_expert(name="Quentin Quote", slug="quentin"), role="quoted", position=4)
    return staff.published(article)


def test_an_article_page_tells_machines_nothing_that_it_does_not_show(client, rich):
    assert_nothing_more_than_the_page(read(client, ADDRESS))


def test_an_expert_page_tells_machines_nothing_that_it_does_not_show(client, rich, staff):
    expert = staff.reviewer.expert
    expert.bio, expert.specialties, expert.orcid = "Treats people with MS.", ["Neurology"], "0000-0002-1825-0097"
    expert.save()

    page = read(client, expert.get_absolute_url())

    assert page.structured_data()["mainEntity"]["sameAs"] == "https://orcid.org/0000-0002-1825-0097"
    data = page.structured_data()
    data["mainEntity"].pop("sameAs")
    shown = what_a_reader_gets(page)
    assert not [value for _, value in leaves(data) if words_of(value) not in shown]


def test_a_medical_web_page_names_people_dates_sources_topics_and_the_way_to_it(client, rich):
    data = read(client, ADDRESS).structured_data()

    assert data["@type"] == "MedicalWebPage"
    assert data["url"] == "http://localhost:8000/articles/sore-joints/"
    assert [person["name"] for person in data["author"]] == ["Wanda Writer"]
    assert [person["name"] for person in data["editor"]] == ["Ida Editor"]
    assert data["reviewedBy"]["name"] == "Rita Reviewer"
    assert data["reviewedBy"]["honorificSuffix"] == "MD, MSc"
    assert data["lastReviewed"] == rich.reviewed_on.isoformat()
    assert data["datePublished"] == rich.first_published_on.isoformat()
    assert data["dateModified"] == rich.changed_on.isoformat()
    assert [work["url"] for work in data["citation"]] == [
        "https://doi.org/10.1000/test.1",
        "https://doi.org/10.1000/test.2",
    ]
    assert [topic["name"] for topic in data["about"]] == ["Multiple sclerosis"]
    assert [step["name"] for step in data["breadcrumb"]["itemListElement"]] == ["Home", "Multiple sclerosis"]


def test_addresses_in_it_are_links_of_the_page(client, rich):
    page = read(client, ADDRESS)
    links = {link.removeprefix("http://localhost:8000") for link in page.document.xpath("//@href")}

    for person in [*page.structured_data()["author"], page.structured_data()["reviewedBy"]]:
        assert person["url"].removeprefix("http://localhost:8000") in links
    for work in page.structured_data()["citation"]:
        assert work["url"] in links


@pytest.mark.parametrize(
    "text", ["</script><script>alert(1)</script>", "<!-- <script>", "a & b", "one\u2028two\u2029three"]
)
def test_no_text_can_leave_its_script(text):
    written = script_text({"name": text})

    assert not re.search("[<>&\u2028\u2029]", written)
    assert json.loads(written) == {"name": text}
    document = html.document_fromstring(f'<body><script type="application/ld+json">{written}</script><p>after</p>')
    assert document.xpath("count(//script)") == 1
    assert document.xpath("string(//p)") == "after"
