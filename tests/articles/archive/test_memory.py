"""However long an archive is, no more of it than a batch is in memory."""

import gc
import io
import tracemalloc

import pytest
from django.db import connection

from articles.archive.exporting import export_archive
from articles.archive.importing import import_drafts
from tests.articles.archive.site import sealed
from tests.articles.archive.test_foreign import HEADER, UID
from tests.factories import make_editor

TEXT = "A word. " * 2500


def article(number):
    return {
        "kind": "article",
        "uid": f"{UID.format(0)[:-6]}{number:06}",
        "slug": f"number-{number}",
        "title": f"Number {number}",
        "lede": f"<p>{TEXT}</p>",
    }


class Nowhere(io.RawIOBase):
    def write(self, data):
        return len(data)


def collect(done, of):
    """Rows that know each other wait for the garbage collector, which comes when it likes."""
    if done % 10 in (0, 1):
        gc.collect()


def peak_of(action):
    # What is there already is not looked at again.
    gc.freeze()
    tracemalloc.start()
    action()
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    return peak


@pytest.mark.django_db
def test_a_long_archive_takes_no_more_memory_than_a_short_one(tmp_path, monkeypatch):
    monkeypatch.setattr("articles.archive.importing.AT_ONCE", 10)
    monkeypatch.setattr("articles.archive.exporting.AT_ONCE", 10)
    editor = make_editor()
    peaks = []
    for first, last in ((0, 20), (100, 180)):
        path = tmp_path / f"{first}.ndjson"
        path.write_bytes(sealed([HEADER, *[article(number) for number in range(first, last)]]))
        peaks.append(peak_of(lambda path=path: import_drafts(path, media=tmp_path, by=editor, progress=collect)))
        peaks.append(peak_of(lambda: export_archive(Nowhere(), media_beside=tmp_path, progress=collect)))

    short_in, _, long_in, long_out = peaks
    # Sixty more texts went in; a hundred came out, each of them twice: as a draft and as a version.
    assert long_in - short_in < 60 * len(TEXT) / 3
    assert long_out < 100 * 2 * len(TEXT) * 3 / 4


@pytest.mark.django_db
def test_queries_that_django_keeps_for_a_developer_do_not_pile_up(tmp_path, monkeypatch):
    monkeypatch.setattr("articles.archive.importing.AT_ONCE", 1)
    path = tmp_path / "site.ndjson"
    path.write_bytes(sealed([HEADER, *[article(number) for number in range(4)]]))
    kept = []

    def look(done, of):
        kept.append(sum(TEXT in query["sql"] for query in connection.queries))

    connection.force_debug_cursor = True
    try:
        import_drafts(path, media=tmp_path, by=make_editor(), progress=look)
    finally:
        connection.force_debug_cursor = False

    # At most those of one text: it is stored, and stored again as a version.
    assert 0 < max(kept) <= 2
