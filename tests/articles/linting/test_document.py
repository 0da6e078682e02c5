"""docs/linter.md is made from the rules."""

from pathlib import Path

from articles.linting.registry import as_markdown


def test_the_document_is_this_table():
    document = Path(__file__).parents[3] / "docs" / "linter.md"

    assert document.read_text(encoding="utf-8") == as_markdown()
