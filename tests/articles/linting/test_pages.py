"""Whole pages: the sample has no finding, and the copied page has every defect that copying keeps."""

import re
from datetime import UTC, datetime
from pathlib import Path

import pytest
from django.core.management import call_command
from django.utils import timezone

from articles.editorial import findings
from articles.importing.draft import import_page
from articles.importing.lines import decode
from articles.models import Article
from tests.at_once import at_once
from tests.factories import make_topic

# The page that the twin is shaped after; it is somebody else's text and so not part of this repository.
REAL = Path(__file__).parents[4] / "shared" / "inputs" / "ms-joint-pain.txt"
COPIED = Path(__file__).parents[2] / "data" / "twin.txt"
TWIN = "ms-can-make-joints-sore"
# Sources grow old: in another year the linter says more of the same pages.
NOW = datetime(2026, 11, 20, 12, tzinfo=UTC)

# code: in which section of the twin, which words, become which.
PLANTED = {
    "uncited-number": ("overview", "</p>", " It strikes one in five.</p>"),
    "uncited-dose": ("treatment-options", "will lower the dose", "will give you 300 mg and lower the dose"),
    "uncited-institution": ("bottom-line", "</p>", " The FDA recommends it.</p>"),
    "uncited-recommendation": ("bottom-line", "</p>", " Experts recommend it.</p>"),
    "drug-without-source": ("overview", "</p>", " Tysabri helps.</p>"),
    "untied-attribution": ("diagnosis", "</p>", " Go slowly, says Dr. Nobody.</p>"),
    "wavering-attribution": ("treatment-options", "Dr. Ferreira advises", "Ferreira advises"),
    "heading-order": ("overview", "<p>", "<h4>Deep</h4><p>"),
    "table-header": ("overview", "<p>", "<table><tbody><tr><td>x</td></tr></tbody></table><p>"),
    "bare-url": ("overview", "</p>", " See www.example.org.</p>"),
    "broken-link": ("overview", "<p>", '<p><a href="/topics/nothing/">x</a> '),
    "typo": ("treatment-options", "strengthen", "stregthen"),
}


@pytest.fixture(autouse=True)
def that_day(monkeypatch):
    monkeypatch.setattr(timezone, "now", lambda: NOW)


@pytest.mark.django_db
def test_there_is_nothing_to_say_of_the_sample_and_every_planted_defect_is_found(django_assert_max_num_queries):
    call_command("load_sample", verbosity=0)

    said = {article.slug: findings.lint(article) for article in Article.objects.all()}
    assert len(said) == 11
    assert {slug: found for slug, found in said.items() if found} == {}

    twin = Article.objects.get(slug=TWIN)
    waived = findings.report(twin).waived
    assert {finding.code for finding in waived} == {"old-source"}
    assert {row["subject"] for row in twin.latest_version.content["waivers"]} == {row.subject for row in waived}

    with django_assert_max_num_queries(18):
        findings.lint(twin)
    at_once(lambda: findings.lint(twin), within=0.1)

    for code, (place, before, after) in PLANTED.items():
        section = twin.sections.get(anchor=place)
        whole = section.body
        section.body = whole.replace(before, after, 1)
        section.save()

        found = findings.lint(twin)

        assert {finding.place for finding in found if finding.code == code} == {place}, f"{code}: {found}"
        section.body = whole
        section.save()


def test_findings_can_be_told_as_json(article):
    article.sections.filter(position=1).update(anchor="bottom-line", body="<p>About 63% hurt.</p>")

    assert findings.report(article).as_json() == {
        "standing": [
            {
                "code": "uncited-number",
                "severity": "warning",
                "place": "bottom-line",
                "subject": "About 63% hurt.",
                "message": "“63%” stands without a source.",
                "hint": "Cite the source right after the claim, or write the sentence without it.",
            }
        ],
        "waived": [],
    }


@pytest.mark.parametrize("path", [path for path in (COPIED, REAL) if path.exists()], ids=lambda path: path.stem)
def test_a_copied_page_has_the_defects_that_copying_keeps(staff, path):
    article = import_page(
        decode(path.read_bytes()),
        title="Does Multiple Sclerosis Cause Joint Pain?",
        slug="majority-of-ms-patients-report-knee-pain",
        topic=make_topic().slug,
        by=staff.writer,
    ).article

    found = findings.lint(article)

    def subjects(code):
        return [finding.subject for finding in found if finding.code == code]

    assert len(subjects("wavering-attribution")) == 2  # S37: "Dr." and the surname here, the surname alone there
    assert any("seven" in words for words in subjects("uncited-institution"))  # S38
    assert any(re.search(r"National Institutes?", words) for words in subjects("uncited-institution"))
    drugs = {words.lower() for words in subjects("drug-without-source")}
    assert {"gabapentin", "pregabalin", "duloxetine", "baclofen"} <= drugs  # S39
    assert subjects("alt-misfit")  # S40: on the cards that came with the page
    assert "reviewer-institution" in {finding.code for finding in found}  # S41
    assert subjects("slug-contradiction")  # S43
    if path == REAL:
        assert "pressue" in subjects("typo")  # S36
        assert subjects("reading-grade") == ["grade 13"]  # S44
        assert len(subjects("long-sentence")) == 5
        assert "medications" in subjects("plain-word")
