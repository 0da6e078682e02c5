"""The encoding that a browser asks for, and nothing it refuses."""

import gzip

import brotli
import pytest

from articles.pages.encoding import BEST, QUICK, best_of, encoded

BODY = b"<p>Hello</p>" * 200


@pytest.mark.parametrize(
    ("accepted", "best"),
    [
        ("", ""),
        ("gzip, deflate, br, zstd", "br"),
        ("gzip", "gzip"),
        ("GZIP;q=0.5", "gzip"),
        ("br;q=0, gzip", "gzip"),
        ("br;q=0.1, gzip;q=0.9", "gzip"),
        ("*", "br"),
        ("*;q=0", ""),
        ("identity", ""),
        ("gzip;q=0", ""),
        ("gzip;q=nonsense", ""),
        (";;;,,,", ""),
    ],
)
def test_the_encoding_is_the_best_that_the_browser_takes(accepted, best):
    assert best_of(accepted) == best


@pytest.mark.parametrize("effort", [QUICK, BEST])
def test_whatever_the_effort_it_is_the_same_answer(effort):
    assert brotli.decompress(encoded(BODY, "br", effort=effort)) == BODY
    assert gzip.decompress(encoded(BODY, "gzip", effort=effort)) == BODY
    assert encoded(BODY, "", effort=effort) == BODY


def test_the_same_answer_has_the_same_bytes():
    assert encoded(BODY, "gzip", effort=BEST) == encoded(BODY, "gzip", effort=BEST)
