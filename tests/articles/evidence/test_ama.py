"""The reference list as the AMA Manual of Style, 11th edition, writes it; golden references are real ones."""

import tomllib
from dataclasses import dataclass, field
from datetime import date
from html import unescape
from pathlib import Path

import nh3
import pytest
from hypothesis import given
from hypothesis import strategies as st

import articles.sample
from articles.evidence.ama import reference_html

SAMPLE_SOURCES = tomllib.loads((Path(articles.sample.__file__).parent / "sources.toml").read_text(encoding="utf-8"))[
    "sources"
]

PAIN = {
    "kind": "systematic_review",
    "authors": [
        {"family": "Foley", "given": "Peter L."},
        {"family": "Vesterinen", "given": "Hanna M."},
        {"family": "Laird", "given": "Barry J."},
        {"family": "Sena", "given": "Emily S."},
        {"family": "Colvin", "given": "Lesley A."},
        {"family": "Chandran", "given": "Siddharthan"},
        {"family": "MacLeod", "given": "Malcolm R."},
        {"family": "Fallon", "given": "Marie T."},
    ],
    "title": (
        "Prevalence and natural history of pain in adults with multiple sclerosis: systematic review and meta-analysis"
    ),
    "container": "Pain",
    "year": 2013,
    "volume": "154",
    "issue": "5",
    "pages": "632-642",
    "doi": "10.1016/j.pain.2012.12.002",
    "pmid": "23318126",
}


def test_a_journal_article_with_more_than_six_authors():
    assert reference_html(PAIN) == (
        "Foley PL, Vesterinen HM, Laird BJ, et al. Prevalence and natural history of pain in adults with multiple "
        "sclerosis: systematic review and meta-analysis. <em>Pain</em>. 2013;154(5):632-642. "
        '<a href="https://doi.org/10.1016/j.pain.2012.12.002">doi:10.1016/j.pain.2012.12.002</a>'
    )


def test_a_journal_article_with_three_authors():
    html = reference_html(
        {
            "kind": "review",
            "authors": [
                {"family": "Reich", "given": "Daniel S"},
                {"family": "Lucchinetti", "given": "CF"},
                {"family": "Calabresi", "given": "P.A."},
            ],
            "title": "Multiple Sclerosis",
            "container": "N Engl J Med",
            "year": "2018",
            "volume": "378",
            "issue": "2",
            "pages": "169–80",
            "doi": "https://doi.org/10.1056/NEJMra1401483",
        }
    )

    assert html == (
        "Reich DS, Lucchinetti CF, Calabresi PA. Multiple Sclerosis. <em>N Engl J Med</em>. 2018;378(2):169-180. "
        '<a href="https://doi.org/10.1056/nejmra1401483">doi:10.1056/nejmra1401483</a>'
    )


def test_six_authors_are_all_named():
    html = reference_html({**PAIN, "authors": PAIN["authors"][:6]})

    assert html.startswith("Foley PL, Vesterinen HM, Laird BJ, Sena ES, Colvin LA, Chandran S. Prevalence")


def test_a_group_follows_its_people_after_a_semicolon():
    html = reference_html({**PAIN, "authors": [*PAIN["authors"][:2], {"literal": "MS Pain Study Group"}]})

    assert html.startswith("Foley PL, Vesterinen HM; MS Pain Study Group. Prevalence")


@pytest.mark.parametrize(
    ("given_name", "written"),
    [("Jean-Paul", "JP"), ("Martin L., Jr.", "ML Jr"), ("M L III", "ML III"), ("mary", "M"), ("PL", "PL"), ("", "")],
)
def test_given_names_become_initials(given_name, written):
    html = reference_html({**PAIN, "authors": [{"family": "Roe", "given": given_name}]})

    assert html.startswith(f"Roe {written}. ".replace("Roe . ", "Roe. "))


def test_an_article_ahead_of_print_tells_its_day():
    html = reference_html(
        {
            **PAIN,
            "volume": "",
            "issue": "",
            "pages": "",
            "year": 2013,
            "month": 1,
            "day": 9,
            "doi": "",
            "pmid": "23318126",
        }
    )

    assert html.endswith(
        "<em>Pain</em>. Published online January 9, 2013. "
        '<a href="https://pubmed.ncbi.nlm.nih.gov/23318126/">PMID: 23318126</a>'
    )


def test_a_book_names_publisher_and_edition_but_no_town():
    html = reference_html(
        {
            "kind": "book",
            "authors": [
                {"family": "Christiansen", "given": "Stacy L."},
                {"family": "Iverson", "given": "Cheryl"},
                {"family": "Flanagin", "given": "Annette"},
                *[{"family": name, "given": "A"} for name in ("Livingston", "Fischer", "Manno", "Gregoline")],
            ],
            "title": "AMA Manual of Style: A Guide for Authors and Editors",
            "edition": "11",
            "publisher": "Oxford University Press",
            "year": 2020,
        }
    )

    assert html == (
        "Christiansen SL, Iverson C, Flanagin A, et al. <em>AMA Manual of Style: A Guide for Authors and Editors</em>. "
        "11th ed. Oxford University Press; 2020."
    )


@pytest.mark.parametrize(
    ("edition", "written"),
    [
        ("2", "2nd ed. "),
        ("2nd ed.", "2nd ed. "),
        ("3rd edition", "3rd ed. "),
        ("22", "22nd ed. "),
        ("1st", ""),
        ("", ""),
    ],
)
def test_only_later_editions_are_mentioned(edition, written):
    html = reference_html({"kind": "book", "title": "T", "edition": edition, "publisher": "P", "year": 2001})

    assert html == f"<em>T</em>. {written}P; 2001."


def test_a_chapter_stands_in_its_book():
    html = reference_html(
        {
            "kind": "chapter",
            "authors": [{"family": "Roe", "given": "Ann"}],
            "title": "Pain",
            "container": "A Book of Joints",
            "publisher": "P",
            "year": 2001,
            "pages": "12-9",
        }
    )

    assert html == "Roe A. Pain. In: <em>A Book of Joints</em>. P; 2001:12-19."


def test_a_guideline_of_an_agency():
    html = reference_html(
        {
            "kind": "guideline",
            "authors": [{"literal": "National Institute for Health and Care Excellence"}],
            "title": "Multiple Sclerosis in Adults: Management",
            "publisher": "NICE",
            "year": 2022,
            "url": "https://www.nice.org.uk/guidance/ng220",
            "accessed_on": date(2026, 9, 1),
        }
    )

    assert html == (
        "National Institute for Health and Care Excellence. <em>Multiple Sclerosis in Adults: Management</em>. "
        "NICE; 2022. Accessed September 1, 2026. "
        '<a href="https://www.nice.org.uk/guidance/ng220">https://www.nice.org.uk/guidance/ng220</a>'
    )


def test_a_guideline_in_a_journal_is_a_journal_article():
    html = reference_html({**PAIN, "kind": "guideline"})

    assert "<em>Pain</em>. 2013;154(5):632-642." in html


def test_a_web_page_tells_when_it_was_published_and_read():
    html = reference_html(
        {
            "kind": "web_page",
            "title": "How Much Sleep Do I Need?",
            "container": "Centers for Disease Control and Prevention",
            "year": 2022,
            "month": 9,
            "day": 14,
            "url": "https://www.cdc.gov/sleep/about_sleep/how_much_sleep.html",
            "accessed_on": "2026-09-01",
        }
    )

    assert html == (
        "How Much Sleep Do I Need? Centers for Disease Control and Prevention. Published September 14, 2022. "
        "Accessed September 1, 2026. "
        '<a href="https://www.cdc.gov/sleep/about_sleep/how_much_sleep.html">'
        "https://www.cdc.gov/sleep/about_sleep/how_much_sleep.html</a>"
    )


def test_a_web_page_by_its_own_site_says_the_name_once():
    html = reference_html(
        {
            "kind": "web_page",
            "authors": [{"literal": "CDC"}],
            "title": "Sleep",
            "container": "CDC",
            "year": 2022,
            "month": 9,
        }
    )

    assert html == "CDC. Sleep. Published September 2022."


def test_a_list_that_was_stored_shortened_ends_in_et_al():
    html = reference_html({**PAIN, "authors": [*PAIN["authors"][:3], {"literal": "et al"}]})

    assert html.startswith("Foley PL, Vesterinen HM, Laird BJ, et al. Prevalence")


def test_a_report_without_a_publisher_names_the_site_that_has_it():
    html = reference_html({"kind": "guideline", "title": "Pain", "container": "NICE guideline NG220", "year": 2022})

    assert html == "<em>Pain</em>. NICE guideline NG220; 2022."


@pytest.mark.parametrize("source", SAMPLE_SOURCES, ids=lambda source: source["key"])
def test_every_source_of_the_sample_content_can_be_looked_up(source):
    html = reference_html(source)

    assert html.endswith("</a>")
    assert source["title"].rstrip(".?") in unescape(html)
    assert ".." not in html


def test_an_object_serves_as_well_as_a_mapping():
    @dataclass
    class Source:
        kind: str = "review"
        title: str = "Title"
        container: str = "Brain"
        year: int = 2020
        volume: str = "1"
        authors: list = field(default_factory=lambda: [{"family": "Roe", "given": "A"}])

    assert reference_html(Source()) == "Roe A. Title. <em>Brain</em>. 2020;1."


def test_a_title_that_ends_in_a_question_gets_no_full_stop():
    assert "Why?</em>. P" not in reference_html({"kind": "book", "title": "Why?", "publisher": "P", "year": 2001})
    assert reference_html({"kind": "review", "title": "Why?", "container": "J", "year": 2001, "volume": 1}).startswith(
        "Why? <em>J</em>."
    )


def test_an_empty_source_is_an_empty_reference():
    assert reference_html({}) == ""


def test_a_javascript_address_is_shown_but_never_linked():
    html = reference_html({"kind": "web_page", "title": "T", "url": "javascript:alert(document.cookie)"})

    assert "href" not in html
    assert "javascript:alert(document.cookie)" in html


def test_markup_in_any_field_is_shown_as_text():
    evil = '"><script>alert(1)</script>'

    html = reference_html({**PAIN, **dict.fromkeys(("title", "container", "volume", "pages", "doi", "url"), evil)})

    assert "<script" not in html
    assert '">' not in html.replace('<a href="https://doi.org/', "")


def test_a_doi_with_quotes_and_brackets_cannot_leave_its_link():
    html = reference_html({**PAIN, "doi": "10.1002/a\"b'c<d>&e"})

    assert html.endswith(
        '<a href="https://doi.org/10.1002/a%22b%27c%3Cd%3E%26e">doi:10.1002/a&quot;b&#x27;c&lt;d&gt;&amp;e</a>'
    )


KINDS = ["systematic_review", "book", "chapter", "web_page", "report", "guideline", "", "else"]
FIELDS = ["title", "container", "year", "month", "day", "volume", "issue", "pages", "doi", "pmid", "url", "publisher"]
FIELDS += ["edition", "accessed_on"]
nasty = st.text(alphabet="ab<>&\"'/:.;- \u2013", max_size=12) | st.sampled_from(["10.1000/<b>\"'", "https://a.b/?c&d"])


@given(
    kind=st.sampled_from(KINDS),
    fields=st.dictionaries(st.sampled_from(FIELDS), nasty),
    authors=st.lists(st.dictionaries(st.sampled_from(["family", "given", "literal"]), nasty), max_size=8),
)
def test_no_field_can_put_markup_into_a_reference(kind, fields, authors):
    html = reference_html({"kind": kind, "authors": authors, **fields})

    cleaned = nh3.clean(
        html, tags={"a", "em"}, attributes={"a": {"href"}}, url_schemes={"https", "http"}, link_rel=None
    )
    assert html.count("<") == cleaned.count("<")
    assert nh3.clean(html, tags=set()) == nh3.clean(cleaned, tags=set())
