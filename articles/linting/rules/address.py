"""The address asserts something: many readers see it before the title, and some see nothing else."""

import re
from collections.abc import Iterator

from articles.linting.finding import Severity
from articles.linting.page import Page
from articles.linting.rule import Hit, rule
from articles.linting.surroundings import Surroundings
from articles.linting.words import stem_of, stems_in

_NEGATIONS = frozenset("not no never without cannot cant dont doesnt isnt arent wont nothing neither nor".split())
# How many or how sure: words that make an address a claim of its own.
_QUANTITIES = frozenset(
    "majority minority most all every always never none half everyone nobody proven proof certain guaranteed best "
    "worst cure cures cured only first common rare percent million millions thousands".split()
)
_EFFECTS = frozenset(
    "cause causes caused prevent prevents cure cures help helps treat treats reduce reduces increase increases trigger "
    "triggers improve improves work works damage damages lead leads".split()
)
_SMALL = frozenset("of the a an in with is are to for and or at on by do does".split())
_WHOM = frozenset(
    "patient patients person people adult adults woman women man men child children report reports say says "
    "show".split()
)
_NOT = re.compile(r"\b(?:not|no|never|without|cannot|neither|nor|nothing)\b|n[’']t\b", re.IGNORECASE)


@rule(
    "slug-contradiction",
    Severity.WARNING,
    finds="an address that claims what the page does not say: a “majority” that no sentence has, a “not” too many "
    "or too few",
    hint="Choose an address that says what the page says; the old one will forward to it.",
)
def slug_contradiction(page: Page, _: Surroundings) -> Iterator[Hit]:
    slug = page.content["slug"]
    words = slug.split("-")
    top = f"{page.content['title']} {page.content['summary']}"
    claims = sorted(_QUANTITIES & set(words))
    if claims and not any(_says(words, sentence) for sentence in _sentences(page)):
        yield Hit("slug", slug, f"The address says “{slug.replace('-', ' ')}”; no sentence of the page does.")
    elif _NEGATIONS & set(words) and not _NOT.search(top):
        yield Hit("slug", slug, "The address says no where the title and the summary do not.")
    elif not _NEGATIONS & set(words) and _denies(words, page.content["title"]):
        yield Hit("slug", slug, "The title says no where the address says yes.")


@rule(
    "slug-stale",
    Severity.ADVICE,
    finds="an address that has no word in common with the title",
    unless="the page is about neither: an address of numbers",
    hint="If the title has moved on, let the address follow before the first publication.",
)
def slug_stale(page: Page, _: Surroundings) -> Iterator[Hit]:
    slug, title = page.content["slug"], page.content["title"]
    own, others = stems_in(slug.replace("-", " ")), stems_in(title)
    initials = "".join(word[0] for word in re.findall(r"[A-Za-z]+", title)).lower()
    if own and others and not own & others and not any(word in initials for word in slug.split("-") if len(word) > 1):
        yield Hit("slug", slug, "The address and the title have no word in common.")


def _denies(words: list[str], title: str) -> bool:
    """Whether the title says not of the very effect that the address asserts: "does not cause" against "causes"."""
    effects = {stem_of(word) for word in _EFFECTS & set(words)}
    denied = re.findall(r"(?:\b(?:not|never|cannot|no)|n[’']t) (\w+(?: \w+)?)", title.lower())
    return bool(effects & {stem_of(word) for phrase in denied for word in phrase.split()})


def _sentences(page: Page) -> Iterator[str]:
    yield page.content["title"]
    yield page.content["summary"]
    yield from page.content["key_points"]
    for block in page.blocks:
        for sentence in block.sentences:
            yield sentence.of(block.text)


def _says(words: list[str], sentence: str) -> bool:
    """Whether `sentence` has the quantity and everything that the address says it of."""
    claimed = {stem_of(word) for word in words if word in _QUANTITIES}
    subject = {stem_of(word) for word in words if word not in _QUANTITIES | _WHOM | _SMALL}
    found = {stem_of(word) for word in re.findall(r"[a-z]+", sentence.lower())}
    return claimed <= found and subject <= found
