"""What somebody may have meant who mistyped a word: "did you mean". One query, and it promises only what is found."""

from django.db.models import Q

from articles.models import SearchWord
from articles.search.likeness import slips_between
from articles.search.question import Question

LONGEST_WORD = 24
MOST_LOOKED_AT = 4000


def meant(question: Question) -> str:
    """Return what was probably meant, or nothing. Whether that finds anything, the caller must see."""
    # A word that is a name of something was known already.
    doubtful = {word for part in question.parts if not part.other_names for word in part.words if _may_be_a_slip(word)}
    if not doubtful:
        return ""
    near = Q()
    for word in doubtful:
        # Nobody knows which letter is wrong, but the first two seldom both are.
        near |= Q(initial__in=set(word[:2]), length__range=(len(word) - 2, len(word) + 2))
    known = list(SearchWord.objects.filter(near).order_by("word").values_list("word", flat=True)[:MOST_LOOKED_AT])
    words = [_nearest(word, known) if word in doubtful else word for word in question.words]
    return " ".join(words) if words != question.words else ""


def _may_be_a_slip(word: str) -> bool:
    return 4 <= len(word) <= LONGEST_WORD and word.isalpha()


def _nearest(word: str, known: list[str]) -> str:
    if word in known:
        return word
    most = 1 if len(word) < 6 else 2
    slips = [(slips_between(word, other, most=most), other[0] != word[0], other) for other in known]
    best = min(slips, default=(most + 1, True, ""))
    return best[2] if best[0] <= most else word
