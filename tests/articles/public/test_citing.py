"""A page is cited by what its readers see: title, authors, the day of the last change, version and address."""

import json
import re

import pytest

from articles.editorial import workflow
from articles.public import citing
from tests.articles.public.reading import edit, read
from tests.factories import make_article, make_expert
from tests.scenes import scene

ADDRESS = "/articles/sore-joints/"


def cited(client, ending):
    response = client.get(f"{ADDRESS}cite.{ending}")
    assert response.status_code == 200
    assert response["Content-Disposition"] == f'attachment; filename="sore-joints.{ending}"'
    assert response["Access-Control-Allow-Origin"] == "*" and not response.cookies
    return response


@scene
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
    title = r"50\% of A \& B\_1 \textbraceleft{}x\textbraceright{} \textbackslash{} \textasciitilde{} TY - JOUR"
    assert f"title = {{{{{title}}}}}" in text
    assert r"author = {{Ann and Bob \textbraceleft{}Sample\textbraceright{}, Jr.}}" in text
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


# --- Read back, as a program that keeps sources reads it

TITLES = [
    "Sore joints",
    "50% of A & B_1 {x} \\ ~ TY  - JOUR",
    "One brace { alone, and another } } too",
    '“Quotes”, "straight" ones, #1, $5, x^2 and a\u2028line\x85break',
    "Straße, œdème, ağrı, Ειρήνη, боль, 頭痛",
    "ER  - @online{x, title = {y}}",
    "C:\\new\\table",
]
PLAIN = {
    "textbackslash": "\\", "textasciitilde": "~", "textasciicircum": "^", "textbraceleft": "{", "textbraceright": "}",
}  # fmt: skip
# The names that the schema of CSL 1.0.2 gives to what we say.
CSL_STANDARD = {"abstract", "container-title", "id", "language", "publisher", "title", "type", "URL", "version"}


def parsed_ris(text):
    """The fields of every record: two letters or digits, two blanks, a dash, a blank, the words; ended by ER."""
    records, fields = [], []
    for line in text.removesuffix("\r\n").split("\r\n"):
        tag = re.fullmatch(r"([A-Z][A-Z0-9])  - (.*)", line)
        assert tag, line
        if tag[1] == "ER":
            records.append(fields)
            fields = []
        else:
            fields.append((tag[1], tag[2]))
    assert not fields and all(record[0][0] == "TY" for record in records)
    return records


def parsed_bibtex(text):
    """The kind, the key and the fields of the one entry, with braces counted as BibTeX counts them."""
    head = re.match(r"@(\w+)\{([\w-]+),", text)
    fields, at = {}, head.end()
    while name := re.compile(r"\s*(\w+) = \{").match(text, at):
        depth, at = 1, name.end()
        start = at
        while depth:
            depth += {"{": 1, "}": -1}.get(text[at], 0)
            at += 1
        fields[name[1]] = text[start : at - 1]
        at += text[at] == ","
    assert text[at:] == "\n}\n", text[at:]
    return head[1], head[2], fields


def plain_of(latex):
    """What LaTeX would print of a field: protecting braces gone, commands and escaped signs as they look."""
    words = latex[1:-1] if latex.startswith("{") and latex.endswith("}") else latex
    return re.sub(r"\\(\w+)\{\}|\\(.)", lambda found: PLAIN[found[1]] if found[1] else found[2], words)


@pytest.mark.parametrize("title", TITLES)
def test_every_title_and_name_is_read_back_as_it_is_written(published, title):
    names = [f"{title} & Sons", "O’Neil, Ann-Marie, Jr."]
    published.title = title
    published.version.content["bylines"] = [{"role": "author", "name": name} for name in names]
    written = " ".join(title.split())

    (record,) = parsed_ris(citing.ris(published))
    assert dict(record)["TI"] == written
    assert [value for tag, value in record if tag == "AU"] == [" ".join(name.split()) for name in names]

    kind, key, fields = parsed_bibtex(citing.bibtex(published))
    assert (kind, key) == ("online", f"sore{published.changed_on.year}v1")
    assert plain_of(fields["title"]) == written
    # A bare “and” stands between two people; in braces it is a word of a name.
    assert [plain_of(f"{{{name}}}") for name in fields["author"].strip("{}").split("} and {")] == [
        " ".join(name.split()) for name in names
    ]
    assert fields["url"] == "http://localhost:8000/articles/sore-joints/"

    (item,) = json.loads(citing.csl_text(published))
    assert item["title"] == title and [author["literal"] for author in item["author"]] == names
    assert set(item) - {"author", "issued"} == CSL_STANDARD
    assert all(isinstance(item[name], str) for name in CSL_STANDARD)
    assert [len(parts) for parts in item["issued"]["date-parts"]] == [3]
