"""How near two texts are, and why: what they are about, what they rest on, and the words of their titles and headings.

Pure, the same from either side, and the same every day. Each point has its reason, in words that an editor reads.
"""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from articles.content.search_words import words_of

MAIN_TOPIC = 40
# What a page can be about, as people look it up, ties closer than a field of medicine does.
CONCEPT = 20
AREA = 10
TOPIC_ABOVE = 5
SOURCE, MOST_SOURCES = 6, 5
WORD, MOST_WORDS = 2, 8
CONCEPTS = ("condition", "drug", "symptom")
MOST_NAMED = 5
# Headings of almost any page.
OF_ANY_PAGE = frozenset(
    "about article bottom cause common doctor expect find frequently get help know learn line living may might need "
    "next overview question reason read see sign someone step summary symptom takeaway talk tell treat treated "
    "treatment use way work".split()
)


@dataclass(frozen=True)
class Traits:
    """What of a version's content counts."""

    main_topic: str
    topics: dict[str, str]
    concepts: frozenset[str]
    # Its topics and those above them: how deep each one stands.
    depths: dict[str, int]
    names: dict[str, str]
    sources: frozenset[str]
    words: frozenset[str]


@dataclass(frozen=True)
class Nearness:
    score: int
    reasons: str


def traits_of(content: dict[str, Any]) -> Traits:
    topics = content["topics"]
    depths: dict[str, int] = {}
    for topic in topics:
        for depth, step in enumerate([*topic["path"], topic]):
            depths[step["slug"]] = max(depth, depths.get(step["slug"], 0))
    return Traits(
        main_topic=topics[0]["slug"] if topics else "",
        topics={topic["slug"]: topic["name"] for topic in topics},
        concepts=frozenset(topic["slug"] for topic in topics if topic["kind"] in CONCEPTS),
        depths=depths,
        names={step["slug"]: step["name"] for topic in topics for step in [*topic["path"], topic]},
        sources=frozenset(reference["source"] for reference in content["references"]),
        words=_words(content["title"], *[section["heading"] for section in content["sections"]]),
    )


def nearness_of(one: Traits, other: Traits) -> Nearness | None:
    """Return how near two pages are and why, or nothing where they share no topic, no field and no source."""
    score, reasons = _by_topics(one, other)
    sources = len(one.sources & other.sources)
    if sources:
        score += SOURCE * min(sources, MOST_SOURCES)
        reasons.append(f"{sources} shared source{'s' if sources > 1 else ''}")
    if not reasons:
        # Words alone are too often a coincidence.
        return None

    # A shared topic has been counted; its name in both titles says no more.
    counted = _words(*[one.names[slug] for slug in one.names.keys() & other.names.keys()])
    words = sorted((one.words & other.words) - counted)
    if words:
        score += WORD * min(len(words), MOST_WORDS)
        reasons.append(f"Shared words: {_listed(words)}")
    return Nearness(score=score, reasons="; ".join(reasons))


def _by_topics(one: Traits, other: Traits) -> tuple[int, list[str]]:
    score, reasons = 0, []
    shared = one.topics.keys() & other.topics.keys()
    if one.main_topic and one.main_topic == other.main_topic:
        score += MAIN_TOPIC
        reasons.append(f"Same main topic: {_name(one.main_topic, one, other)}")
        shared -= {one.main_topic}
    if shared:
        score += sum(CONCEPT if slug in one.concepts & other.concepts else AREA for slug in shared)
        names = sorted(_name(slug, one, other) for slug in shared)
        reasons.append(f"Shared topic{'s' if len(names) > 1 else ''}: {_listed(names)}")
    above = one.depths.keys() & other.depths.keys()
    if above and not reasons:
        nearest = max(above, key=lambda slug: (min(one.depths[slug], other.depths[slug]), slug))
        score += TOPIC_ABOVE
        reasons.append(f"Both under: {_name(nearest, one, other)}")
    return score, reasons


def _name(slug: str, one: Traits, other: Traits) -> str:
    """A topic's name; of one that was renamed between both versions, the same one from either side."""
    return max(one.names[slug], other.names[slug])


def _words(*texts: str) -> frozenset[str]:
    """The words that say something of one page, in one number: "joints" and "joint" are one. Two letters say little."""
    words = {_singular(word) for text in texts for word in words_of(text) if not word.isdigit()}
    return frozenset(word for word in words - OF_ANY_PAGE if len(word) > 2)


def _singular(word: str) -> str:
    return word[:-1] if len(word) > 3 and word.endswith("s") and not word.endswith(("ss", "is", "us")) else word


def _listed(names: Collection[str]) -> str:
    named = list(names)[:MOST_NAMED]
    more = len(names) - len(named)
    return ", ".join(named) + (f" and {more} more" if more else "")
