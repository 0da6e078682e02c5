"""A few sentences tell their language by their small words; a bare title does not, and then the caller does."""

import pytest

from articles.content.small_words import language_of


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Amara Osei looks after people with multiple sclerosis and teaches young doctors.", "en"),
        ("Amara Osei atiende a personas con esclerosis múltiple y enseña a médicos jóvenes.", "es"),
        ("Directora del programa de movilidad", "es"),
        ("Director of the mobility program", "en"),
        # Names of one language in a sentence of the other.
        ("She leads the Instituto de Neurología in the city of Los Ángeles.", "en"),
        ("Dirige la unidad de dolor del The Royal Hospital y es profesora en la universidad.", "es"),
    ],
)
def test_small_words_tell_the_language(text, language):
    assert language_of(text, otherwise="fr") == language


@pytest.mark.parametrize("text", ["", "Neurologist, associate professor", "Reumatóloga", "12 345", "de the"])
def test_without_small_words_or_with_as_many_of_each_it_is_what_the_caller_says(text):
    assert language_of(text, otherwise="fr") == "fr"
