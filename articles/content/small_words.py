"""In which language somebody's words are, by the small words that no sentence of a language does without.

A person's title and biography carry no language: they are one text, shown on pages in every language. A screen reader
must know which voice to use, and a wrong guess costs no more than the wrong voice, so counting is enough.
"""

import re
from functools import lru_cache

SMALL_WORDS = {
    "en": frozenset("the of and in to for with who is are has at on she he her his from their that by".split()),
    "es": frozenset("el la los las de del y en con para por que es una un su sus al se lo como más desde".split()),
}
_WORD = re.compile(r"[^\W\d_]+")


@lru_cache(maxsize=1024)
def language_of(text: str, *, otherwise: str) -> str:
    """Return the language whose small words `text` has most of; `otherwise` where no language has most of them."""
    words = [word.lower() for word in _WORD.findall(text)]
    counted = {language: sum(word in small for word in words) for language, small in SMALL_WORDS.items()}
    most = max(counted.values())
    found = [language for language, count in counted.items() if count == most]
    return found[0] if most and len(found) == 1 else otherwise
