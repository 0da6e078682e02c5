"""Copied pages to read: our own twin always, and real ones where this checkout has them beside it."""

from pathlib import Path

import pytest

from articles.importing.lines import decode

ROOT = Path(__file__).parents[3]
TWIN = ROOT / "tests" / "data" / "twin.txt"
# Real pages are somebody's copyright, so none is in the repository.
REAL_PAGES = sorted((ROOT.parent / "shared" / "inputs").glob("ms-joint-pain.txt"))


@pytest.fixture(params=[TWIN, *REAL_PAGES], ids=lambda path: path.stem)
def page_text(request):
    """The text of a page with every kind of line that a copied page has."""
    return decode(request.param.read_bytes())


@pytest.fixture
def twin():
    return decode(TWIN.read_bytes())
