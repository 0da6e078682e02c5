"""What must be there before a draft can go to review: every missing thing at once. Nothing here raises or saves."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from articles.content.html import plain_text
from articles.editorial.snapshot import Snapshot


@dataclass(frozen=True)
class Issue:
    """One missing thing: a code for machines, a sentence for people, and where to mend it."""

    code: str
    message: str
    place: str = ""


def missing(snapshot: Snapshot) -> list[Issue]:
    """Return what the frozen draft still needs, in the order of the form."""
    return [
        *_words(snapshot),
        *_sections(snapshot),
        *_people(snapshot),
        *_evidence(snapshot),
        *_surroundings(snapshot),
    ]


def _words(snapshot: Snapshot) -> Iterator[Issue]:
    content = snapshot.content
    if not content["title"]:
        yield Issue("title", "The article has no title.", "title")
    if not content["summary"]:
        yield Issue("summary", "Write a summary: one or two sentences a patient would understand.", "summary")
    if not plain_text(content["lede"]):
        yield Issue("lede", "Write the lede: the paragraphs before the first heading.", "lede")


def _sections(snapshot: Snapshot) -> Iterator[Issue]:
    sections = snapshot.content["sections"]
    if not sections:
        yield Issue("sections", "The article has no section yet.", "sections")
    for number, section in enumerate(sections, start=1):
        name = section["heading"] or section["nav_label"] or f"number {number}"
        if not section["heading"]:
            yield Issue("section-heading", f"Section {name} has no heading.", section["id"])
        if not section["nav_label"]:
            yield Issue("section-label", f"Section “{name}” has no label for the jump navigation.", section["id"])
        if not plain_text(section["html"]):
            yield Issue("section-text", f"Section “{name}” has no text.", section["id"])


def _people(snapshot: Snapshot) -> Iterator[Issue]:
    bylines = snapshot.content["bylines"]
    if not any(byline["role"] == "author" for byline in bylines):
        yield Issue("author", "Say who wrote the article: there is no author on the byline.", "bylines")
    for byline in bylines:
        if byline["role"] == "medical_reviewer" and not _has_institution(byline):
            yield Issue(
                "reviewer-institution",
                f"{byline['name']} is named as medical reviewer without an institution; add an affiliation.",
                "bylines",
            )
    if snapshot.unknown_experts:
        yield Issue("quoted", "Somebody quoted in the text is not on the byline; add them as quoted.", "bylines")


def _has_institution(byline: dict[str, Any]) -> bool:
    return any(affiliation["institution"] for affiliation in byline["affiliations"])


def _evidence(snapshot: Snapshot) -> Iterator[Issue]:
    for key in dict.fromkeys(snapshot.unknown_citations):
        yield Issue("unknown-citation", f"The text cites “{key}”, which is not among the citations.", "citations")
    if not snapshot.content["references"]:
        yield Issue("references", "Nothing in the text is cited: a medical article stands on sources.", "citations")


def _surroundings(snapshot: Snapshot) -> Iterator[Issue]:
    content = snapshot.content
    if not content["topics"]:
        yield Issue("topic", "Choose a main topic.", "main_topic")
    if content["hero"] is None:
        yield Issue("hero", "Choose a picture for the top of the page.", "hero")
    if not content["disclosures"]["funding"]:
        yield Issue("funding", "Say who paid for the article, or that nobody did.", "funding")
    if not content["disclosures"]["ai_use"]:
        yield Issue("ai-use", "Say whether software helped with the text, or that none did.", "ai_use")
