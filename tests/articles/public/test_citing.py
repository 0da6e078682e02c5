"""A page is cited by what its readers see: title, authors, the day of the last change, version and address."""

import pytest

from articles.editorial import workflow
from tests.articles.public.reading import edit, read
from tests.factories import make_article, make_expert

ADDRESS = "/articles/sore-joints/"


def cited(client, ending):
    response = client.get(f"{ADDRESS}cite.{ending}")
    assert response.status_code == 200
    assert response["Content-Disposition"] == f'attachment; filename="sore-joints.{ending}"'
    assert response["Access-Control-Allow-Origin"] == "*" and not response.cookies
    return response


@pytest.fixture
def awkward(staff):
    """A title and an author that end an entry early, if one lets them."""
    author = make_expert(name="Ann and Bob {Sample}, Jr.", slug="ann", degrees=[])
    article = make_article(author=author, title="50% of A & B_1 {x} \\ ~ TY  - JOUR")
    return staff.published(article)


def test_ris_is_one_record_of_one_tag_a_line(client, published):
    response = cited(client, "ris")
    lines = response.content.decode().split("\r\n")

    assert response["Content-Type"].startswith("application/x-research-info-systems")
    assert lines[0] == "TY  - ELEC" and lines[-2:] == ["ER  - ", ""]
    assert "TI  - Sore joints" in lines and "AU  - Wanda Writer" in lines
    assert f"DA  - {published.changed_on:%Y/%m/%d}" in lines
    assert "UR  - http://localhost:8000/articles/sore-joints/" in lines
    assert f"N1  - Version 1, SHA-256 {published.version.digest}" in lines


def test_no_title_can_begin_another_record(client, awkward):
    lines = cited(client, "ris").content.decode().split("\r\n")

    assert [line for line in lines if line.startswith("TY")] == ["TY  - ELEC"]


def test_bibtex_keeps_capitals_and_escapes_what_latex_reads(client, awkward):
    text = cited(client, "bib").content.decode()

    assert text.startswith(f"@online{{sore{awkward.changed_on.year}v1,\n")
    assert r"title = {{50\% of A \& B\_1 \{x\} \textbackslash{} \textasciitilde{} TY - JOUR}}" in text
    assert r"author = {{Ann and Bob \{Sample\}, Jr.}}" in text
    assert f"date = {{{awkward.changed_on.isoformat()}}}" in text


def test_csl_is_a_list_of_one_web_page(client, published):
    (item,) = cited(client, "json").json()

    assert item["type"] == "webpage" and item["title"] == "Sore joints"
    assert item["author"] == [{"literal": "Wanda Writer"}]
    day = published.changed_on
    assert item["issued"] == {"date-parts": [[day.year, day.month, day.day]]}
    assert item["URL"] == "http://localhost:8000/articles/sore-joints/" and item["version"] == "1"


def test_the_page_leads_to_all_three(client, published):
    page = read(client, ADDRESS)

    assert page["cite-links"] == "Cite this page: RIS · BibTeX · CSL-JSON"
    for path in page.all("cite-links")[0].xpath(".//a/@href"):
        assert client.get(path).status_code == 200


def test_a_correction_moves_the_day_and_a_draft_moves_nothing(client, staff, published):
    before = cited(client, "bib").content
    edit(published.article, title="A title that nobody approved")
    workflow.save_draft(published.article, by=staff.writer)

    assert cited(client, "bib").content == before


def test_a_withdrawn_page_is_not_cited_and_an_old_address_leads_on(client, staff, published):
    article = published.article
    edit(article, slug="new-slug")
    staff.published(article)
    response = client.get(f"{ADDRESS}cite.bib")
    assert (response.status_code, response["Location"]) == (301, "/articles/new-slug/cite.bib")

    workflow.withdraw(article, reason="Wrong.", by=staff.editor)

    assert client.get("/articles/new-slug/cite.bib").status_code == 410
    assert client.get("/articles/new-slug/cite.exe").status_code == 404
