"""The ring is the digest, and nothing else."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from articles.public.seal import ring_path

DIGITS = "0123456789abcdef"
digests = st.text(alphabet=DIGITS, min_size=64, max_size=64)


def test_the_first_stroke_stands_at_twelve_and_a_quarter_of_the_digits_later_one_stands_at_three():
    strokes = ring_path("a" + "0" * 15 + "f" + "0" * 47).split("M")[1:]

    assert strokes[0] == "48.0 10.5L48.0 3.8"
    assert strokes[16] == "85.5 48.0L95.0 48.0"


@given(digests)
def test_there_is_one_stroke_for_each_digit(digest):
    assert ring_path(digest).count("M") == ring_path(digest).count("L") == 64


@given(digests, digests)
def test_two_digests_have_the_same_ring_only_if_they_are_the_same(one, other):
    assert (ring_path(one) == ring_path(other)) == (one == other)


@pytest.mark.parametrize("digest", ["", "a" * 63, "a" * 65])
def test_what_is_no_digest_gets_no_ring(digest):
    with pytest.raises(ValueError, match="64 hexadecimal digits"):
        ring_path(digest)
