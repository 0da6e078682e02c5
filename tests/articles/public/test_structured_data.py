"""What machines are told is what readers are told: no date, no name and no badge that the page does not show."""

import json
import re
from pathlib import Path

import pytest
from lxml import html

from articles.editorial import workflow
from articles.models import Publication
from articles.public import schema_org as things
from articles.public.structured_data import script_text
from tests.articles.public.reading import read, words
from tests.articles.public.schema_org import PROPERTIES, TYPES, faults, nodes
from tests.factories import make_article, make_expert, make_source, make_topic
from tests.scenes import scene

ADDRESS = "/articles/sore-joints/"
# Addresses, and what only a machine reads: sizes, codes, what a number is a number of.
NOT_SAID = {
    "@context", "@type", "@id", "url", "item", "inLanguage", "width", "height", "position", "publishingPrinciples",
    "correctionsPolicy", "ethicsPolicy", "encodingFormat", "sameAs", "specialty", "code", "identifier",
}  # fmt: skip


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


@scene
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
    expert.npi = "1234567893"
    expert.save()

    page = read(client, expert.get_absolute_url())
    person = page.structured_data()["mainEntity"]

    assert person["sameAs"] == "https://orcid.org/0000-0002-1825-0097"
    assert [row["value"] for row in person["identifier"]] == ["0000-0002-1825-0097", "1234567893"]
    assert all(row["value"] in what_a_reader_gets(page) for row in person["identifier"])
    assert_nothing_more_than_the_page(read(client, expert.get_absolute_url()))
    assert [row["recognizedBy"]["name"] for row in person["hasCredential"]] == ["Oregon Sample Medical Board"]


def test_a_credential_that_nobody_checked_is_told_to_no_machine(client, rich, staff):
    staff.reviewer.expert.credentials.update(verified_on=None)

    assert "hasCredential" not in read(client, staff.reviewer.expert.get_absolute_url()).structured_data()["mainEntity"]


def test_a_topics_page_tells_its_other_names_codes_and_what_it_lists(client, rich):
    topic = make_topic()
    topic.kind, topic.code, topic.synonyms = "condition", "MeSH:D009103, ICD-10:G35.", ["MS"]
    topic.save()

    page = read(client, topic.get_absolute_url())
    data = page.structured_data()

    assert data["about"]["@type"] == "MedicalCondition" and data["about"]["alternateName"] == ["MS"]
    assert [row["name"] for row in data["mainEntity"]["itemListElement"]] == ["Pain & <MS>: what now?"]
    assert_nothing_more_than_the_page(page)


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


# --- As schema.org has it


@scene
def whole(staff):
    """An article that has everything: codes, sources of every kind, two reviewers' worth of people, a correction."""
    topic = make_topic("multiple-sclerosis", kind="condition", code="MeSH:D009103, ICD-10:G35.", synonyms=["MS"])
    drug = make_topic("baclofen", kind="drug", code="MeSH:D001418")
    article = make_article(author=staff.writer.expert, main_topic=topic)
    article.topics.add(
        drug, make_topic("pain", kind="symptom"), make_topic("walking", kind="area", code="MeSH:D016138")
    )
    article.bylines.create(expert=make_expert(name="Ida Editor", slug="ida"), role="editor", position=3)
    body = article.sections.last()
    for number, kind in enumerate(["guideline", "book", "web_page", "case_report"], start=3):
        fields = {"doi": "", "isbn": "978-3-16-148410-0"} if kind == "book" else {}
        fields = {"doi": "", "url": "https://example.org/guide"} if kind in ("guideline", "web_page") else fields
        source = make_source(number, kind=kind, pmid="" if fields else "123", **{"doi": f"10.1/{number}", **fields})
        article.citations.create(source=source, key=kind, position=number)
        body.body += f'<p>Said of {kind}.<sup class="cite" data-cite="{kind}"></sup></p>'
    body.save()
    publication = staff.published(article)
    article.refresh_from_db()
    workflow.correct(article, text="We wrote 5 instead of 4.", by=staff.editor)
    return publication


PAGES = [
    "/", "/es/", "/articles/", "/topics/", "/experts/", ADDRESS, "/topics/multiple-sclerosis/",
    "/es/topics/multiple-sclerosis/", "/topics/pain/", "/experts/expert-1/", "/experts/expert-2/", "/how-we-review/",
    "/contact/", "/es/corrections/",
]  # fmt: skip


@pytest.mark.parametrize("path", PAGES)
def test_every_page_speaks_valid_schema_org(client, whole, path):
    assert faults(read(client, path).structured_data()) == []


def test_every_template_with_structured_data_is_among_the_pages_that_are_checked(client, whole):
    """A page type that is added later must be judged, too: each is told of by its own kind."""
    templates = Path(__file__).parents[3] / "templates"
    speaking = {
        str(path.relative_to(templates))
        for path in templates.rglob("*.html")
        if 'data-part="structured-data"' in path.read_text()
    }

    assert speaking == {"articles/article.html", "articles/index.html", "experts/expert.html", "experts/index.html",
                        "home.html", "site_pages/page.html", "topics/index.html", "topics/topic.html"}  # fmt: skip


def test_who_publishes_it_has_rules_that_can_be_read(client, whole):
    publisher = read(client, ADDRESS).structured_data()["publisher"]

    for name in ("publishingPrinciples", "correctionsPolicy", "ethicsPolicy", "url"):
        assert client.get(publisher[name].removeprefix("http://localhost:8000")).status_code == 200, name


def test_what_a_page_is_about_has_its_codes_its_field_and_its_readers(client, whole):
    data = read(client, ADDRESS).structured_data()

    assert [thing["@type"] for thing in data["about"]] == ["MedicalCondition", "Drug", "MedicalSymptom", "Thing"]
    assert data["about"][0]["code"] == [
        {"@type": "MedicalCode", "codingSystem": "MeSH", "codeValue": "D009103"},
        {"@type": "MedicalCode", "codingSystem": "ICD-10", "codeValue": "G35"},
    ]
    assert "code" not in data["about"][3]
    assert data["mainEntity"] == {"@id": data["about"][0]["@id"]}
    assert data["specialty"] == "https://schema.org/Neurologic" and data["audience"] == {"@type": "Patient"}
    assert data["correction"][0]["text"] == "We wrote 5 instead of 4."


def test_a_source_is_told_by_its_kind_year_and_identifiers(client, whole):
    works = {work["@type"]: work for work in read(client, ADDRESS).structured_data()["citation"]}

    assert set(works) == {"ScholarlyArticle", "CreativeWork", "Book", "WebPage"}
    assert works["ScholarlyArticle"]["datePublished"] == "2024"
    identifiers = [row["propertyID"] for work in works.values() for row in work.get("identifier", [])]
    assert {"DOI", "PMID", "ISBN"} == set(identifiers)


def test_a_page_whose_review_is_gone_names_no_reviewer(client, whole):
    assert read(client, ADDRESS).structured_data()["reviewedBy"]["name"] == "Rita Reviewer"

    Publication.objects.update(review=None)

    assert not {"reviewedBy", "lastReviewed"} & set(read(client, ADDRESS).structured_data())


@pytest.mark.parametrize(
    ("code", "field"),
    [("ICD-10:G35", "Neurologic"), ("ICD-10-CM: i10", "Cardiovascular"), ("MeSH:G35", None), ("ICD-10:Z00", None),
     ("", None)],
)  # fmt: skip
def test_the_field_of_medicine_follows_from_the_code_alone(code, field):
    found = things.specialty([{"slug": "x", "name": "X", "code": code}])

    assert found == (f"https://schema.org/{field}" if field else None)


@pytest.mark.parametrize(
    "spoilt",
    [{"@type": "MedicalPage"}, {"lastReviewed": "May 4, 2026"}, {"lastReviewed": "2026-02-30"}, {"author": "Ann"},
     {"author": {"@type": "Drug", "name": "Ann"}}, {"reviewer": "Ann"}, {"url": "/articles/"}, {"codeValue": "G35"},
     {"specialty": "https://schema.org/Neurology"}, {"mainEntity": {"@id": "http://localhost/#none"}},
     {"image": {"@type": "ImageObject", "width": 1600}}, {"copyrightYear": "2026"}, {"name": ""}],
)  # fmt: skip
def test_the_judge_of_all_this_finds_faults(spoilt):
    right = {"@context": "https://schema.org", "@type": "MedicalWebPage", "name": "Pain", "url": "http://localhost/"}

    assert faults(right) == []
    assert faults(right | spoilt)


def test_the_table_of_terms_holds_nothing_that_is_not_used(client, whole):
    spoken = [node for path in PAGES for node in nodes(read(client, path).structured_data())]
    used = {name for node in spoken for name in node}
    allowed = {"knowsAbout", "sameAs", "text"}  # Only where somebody has them.

    assert set(PROPERTIES) <= used | allowed | {"description"}
    assert {node.get("@type") for node in spoken} - {None} <= set(TYPES)
