"""The schema that others write archives by is the table that the importer checks lines by."""

import json
from pathlib import Path

from articles.archive.kinds import FOREIGN, ORDER
from articles.archive.schema import as_json, schema

DOCS = Path(__file__).parents[3] / "docs"


def test_the_schema_in_the_docs_is_made_from_the_table():
    assert (DOCS / "archive.schema.json").read_text(encoding="utf-8") == as_json()


def test_the_docs_name_every_kind():
    text = (DOCS / "archive.md").read_text(encoding="utf-8")

    assert [kind for kind in ("header", *ORDER, "trailer") if f"| `{kind}` |" not in text] == []


def test_the_docs_say_which_kinds_a_foreign_archive_can_bring():
    text = (DOCS / "archive.md").read_text(encoding="utf-8")

    marked = {line.split("`")[1] for line in text.splitlines() if line.startswith("| `") and "| yes |" in line}
    assert marked - {"header", "trailer"} == FOREIGN


def test_an_archive_has_the_fields_of_the_schema(archive):
    kinds = schema()["$defs"]

    for raw in archive.read_bytes().splitlines():
        line = json.loads(raw)
        known = kinds[line["kind"]]
        assert set(known["required"]) <= line.keys() <= known["properties"].keys()
