"""The word lists: one entry a line, nothing twice, nothing that contradicts another list."""

import pytest

from articles.linting.words import lines_of, pairs_of, stems_in

LISTS = ["drugs", "institutions", "known_words", "misspellings", "plain_words"]


@pytest.mark.parametrize("name", LISTS)
def test_no_entry_stands_twice(name):
    entries = [line.partition(":")[0] for line in lines_of(name)]

    assert len(entries) == len(set(entries))


def test_no_misspelling_is_a_known_word():
    assert not set(pairs_of("misspellings")) & set(lines_of("known_words"))


def test_every_misspelling_and_every_hard_word_has_its_better():
    assert all(meant for name in ("misspellings", "plain_words") for meant in pairs_of(name).values())


def test_words_are_compared_without_their_endings():
    assert stems_in("Sore joints") & stems_in("the joint’s pain")
    assert not stems_in("An image of the") & stems_in("a picture of the")
