"""How hard a text is to read, as a school grade: Flesch-Kincaid (Kincaid et al, 1975), an estimate and no verdict."""

import re
from dataclasses import dataclass

_WORD = re.compile(r"[^\W\d_]+(?:[’'][^\W\d_]+)?")
_VOWELS = re.compile(r"[aeiouyáéíóúäöü]+")
# Endings that are written with a vowel and spoken without one: "moved", "times", "fatigue".
_SILENT = re.compile(
    r"(?:[^laeiouy]es|[^dtaeiouy]ed|[^laeiouy]e|[aeiouy]les?|[gq]ue)$|(?<=[^aeiouy])e(?=ments?$|times$|ly$|ful|less|ness)"
)
# Vowels that are written together and spoken apart ("radio", "serious", "idea"), and "es" after a hiss ("exercises").
_SPOKEN = re.compile(
    r"(?<![tcsgx])i(?:a|o|en)|[aeiouy]ing|(?<=[rdn])ea$|creat|(?<!p)eo|io(?=[^nu])|ui(?:et|ty)|sci[ae]|iet|uou|ual|"
    r"(?:[csxz]|ch|sh|[aeiour]g)es$"
)


@dataclass(frozen=True)
class Reading:
    """The counts behind a grade."""

    words: int
    sentences: int
    syllables: int

    @property
    def grade(self) -> float:
        """The US school grade in which the text can be read; 0 for a text without words."""
        if not self.words or not self.sentences:
            return 0.0
        grade = 0.39 * self.words / self.sentences + 11.8 * self.syllables / self.words - 15.59
        return max(0.0, round(grade, 1))


def reading_of(sentences: list[str]) -> Reading:
    """Count the words and syllables of `sentences`; those without a word do not count."""
    words = [found for found in (_WORD.findall(sentence) for sentence in sentences) if found]
    return Reading(
        words=sum(map(len, words)),
        sentences=len(words),
        syllables=sum(syllables_of(word) for sentence in words for word in sentence),
    )


def syllables_of(word: str) -> int:
    """Estimate the syllables of an English word: groups of vowels, less the silent, more for those spoken apart."""
    word = word.lower().replace("’", "").replace("'", "")
    count = len(_VOWELS.findall(word)) + len(_SPOKEN.findall(word)) - len(_SILENT.findall(word))
    return max(1, count)
