"""What is read as text, and what is refused."""

import pytest

from articles.importing.lines import decode, read_lines
from articles.importing.refusal import UnreadablePage


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_text_is_read_in_the_encodings_that_editors_save(encoding):
    assert decode("“Ödem”\n".encode(encoding)) == "“Ödem”\n"


def test_binary_data_is_refused():
    with pytest.raises(UnreadablePage, match="binary"):
        decode(b"\x89PNG\r\n\x1a\n\x00\x00")
    with pytest.raises(UnreadablePage, match="not in UTF-8"):
        decode(b"caf\xe9 au lait")
    with pytest.raises(UnreadablePage, match="not in UTF-8"):
        decode(b"\xff\xfea")


def test_a_file_of_ten_megabytes_is_refused_with_its_size():
    with pytest.raises(UnreadablePage) as refusal:
        decode(b"a" * 10_000_000)

    assert str(refusal.value) == "The file has 10.0 MB; a copied page has at most 1 MB."


def test_a_text_that_is_too_long_is_refused_even_without_a_file():
    with pytest.raises(UnreadablePage, match="at most 1 MB"):
        read_lines("ä" * 600_000)


@pytest.mark.parametrize("text", ["", " \n\t\r\n\u00a0\n", "\ufeff"])
def test_an_empty_page_is_refused(text):
    with pytest.raises(UnreadablePage, match="^The page is empty.$"):
        read_lines(text)


def test_a_nul_is_refused():
    with pytest.raises(UnreadablePage, match="binary"):
        read_lines("a\x00b")


def test_lines_are_numbered_as_in_the_file_whatever_ends_them():
    lines = read_lines("one\r\n\r\ntwo\rthree\n\n\nfour")

    assert [(line.number, line.text, line.has_gap) for line in lines] == [
        (1, "one", True),
        (3, "two", True),
        (4, "three", False),
        (7, "four", True),
    ]


def test_spaces_of_all_kinds_become_one_and_invisible_characters_go():
    (line,) = read_lines("\ufeff  Joint\u00a0\u00a0pain\u200b and\tMS\u00ad  ")

    assert line.text == "Joint pain and MS"


def test_a_line_of_invisible_characters_is_still_a_line():
    first, second = read_lines("\u200b\nJoint pain")

    assert (first.number, first.text) == (1, "")
    assert second.number == 2
