import pytest

from articles.content.search_words import (
    LONGEST_TEXT,
    LONGEST_WORD,
    fields_of,
    plain_words,
    to_learn,
    word_of_source,
    words_of,
)


@pytest.mark.parametrize(
    "text, words",
    [
        ("Sore Joints", ["sore", "joints"]),
        ("Crohn’s disease; don't worry", ["crohn", "disease", "worry"]),
        ("naïve Café Straße ﬁne", ["naive", "cafe", "strasse", "fine"]),
        ("COVID-19, 2.5 mg/kg", ["covid", "19", "2", "5", "mg", "kg"]),
        ("Diarrhoea in women and children", ["diarrhea", "woman", "child"]),
        ("what is the", []),
        ("😀 \0 \ud800 \" ' * ( ) AND", []),
        ("x" * 100, ["x" * LONGEST_WORD]),
    ],
)
def test_words_are_plain_and_lower_and_the_common_ones_are_gone(text, words):
    assert words_of(text) == words


def test_plain_words_keep_every_word_as_it_is_spelled():
    assert plain_words("The Diarrhoea") == ["the", "diarrhoea"]


def test_short_words_and_numbers_are_not_learned():
    assert to_learn(["MS and 2024 b12x", "Gout, gout"]) == ["gout"]


def test_the_words_of_a_version_stand_where_they_came_from_and_none_is_lost():
    content = {
        "title": "Title",
        "summary": "Summary",
        "lede": "<p>Lede<sup class='cite' data-cite='a'>1</sup></p>",
        "emergency": "<p>Call</p>",
        "key_points": ["Point"],
        "sections": [{"heading": "Heading", "html": f"<p>Text {'word ' * LONGEST_TEXT}</p>"}],
        "references": [{"doi": "10.1000/Test.1", "pmid": "", "url": "https://example.org/a/#part"}],
    }

    fields = fields_of(content, names=["Heart attack", "MI"])

    assert fields["title"] == "title" and fields["summary"] == "summary"
    assert fields["names"] == "heart attack mi" and fields["headings"] == "heading point"
    assert fields["body"].startswith("lede call text word") and len(fields["body"]) < LONGEST_TEXT + 100
    cited = [word_of_source("doi", "10.1000/test.1"), word_of_source("url", "https://example.org/a")]
    assert fields["body"].split()[-2:] == cited  # However long the text is.


def test_a_source_is_one_word_that_no_text_holds():
    word = word_of_source("pmid", "23318126")

    assert words_of(word) == [word] and len(word) <= LONGEST_WORD
    assert word != word_of_source("doi", "23318126")
