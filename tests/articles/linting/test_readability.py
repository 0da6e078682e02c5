"""The grade of a text, by syllables counted without a dictionary."""

import pytest

from articles.content.readability import reading_of, syllables_of


@pytest.mark.parametrize(
    ("word", "count"),
    [
        ("knee", 1), ("moved", 1), ("times", 1), ("gout", 1), ("through", 1),
        ("treated", 2), ("fatigue", 2), ("little", 2), ("doctor", 2), ("muscles", 2), ("movement", 2),
        ("exercises", 4), ("sclerosis", 3), ("multiple", 3), ("idea", 3), ("serious", 3), ("dizziness", 3),
        ("inflammatory", 5), ("musculoskeletal", 6), ("doesn’t", 1),
    ],
)  # fmt: skip
def test_syllables_are_counted_as_they_are_spoken(word, count):
    assert syllables_of(word) == count


def test_short_words_in_short_sentences_are_easy_and_long_ones_hard():
    easy = reading_of(["Walk a bit.", "Then rest."])
    hard = reading_of(["Musculoskeletal complications necessitate multidisciplinary rehabilitation."])

    assert easy.grade == 0
    assert hard.grade > 20


def test_the_formula_is_the_one_of_1975():
    # 12 words, 1 sentence, 14 syllables.
    reading = reading_of(["The cat sat on the mat while the doctor took her pressure."])

    assert (reading.words, reading.sentences, reading.syllables) == (12, 1, 14)
    assert reading.grade == round(0.39 * 12 + 11.8 * 14 / 12 - 15.59, 1)


def test_a_text_without_words_has_no_grade():
    assert reading_of(["…", "12"]).grade == 0
