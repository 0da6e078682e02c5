"""The lines of an archive of generated pages: topics, people, sources and drafts. The same seed makes the same lines.

Each article is written from the seed and its own number, so any of them can be made again by itself.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import cached_property
from random import Random
from typing import Any
from uuid import UUID

from articles.archive.generated import words
from articles.archive.generated.text import Author, zipf

MARK = "Generated text for measuring software: it says nothing about medicine."
# Registered for tests by the DOI Foundation's own handbook; no work has such a DOI.
TEST_PREFIX = "10.5555"
MOST_TOPICS = MOST_EXPERTS = 2000
SECTIONS, REFERENCES = 5, 6
SPREAD_DAYS = 300
Fields = dict[str, Any]


@dataclass(frozen=True)
class Corpus:
    """`count` articles of a seed, as they would stand on the day `on`, the newest of them a day old."""

    count: int
    seed: int
    on: date
    reviewed: int = 80

    @property
    def name(self) -> str:
        return f"generated-{self.seed}"

    @property
    def topic_count(self) -> int:
        return max(1, min(MOST_TOPICS, self.count // 50))

    @property
    def expert_count(self) -> int:
        return max(4, min(MOST_EXPERTS, self.count // 100))

    @property
    def source_count(self) -> int:
        return max(50, self.count // 4)

    @property
    def reviewer_numbers(self) -> range:
        """Half of the experts review, the others write: nobody does both."""
        return range(self.expert_count // 2)

    def is_reviewed(self, number: int) -> bool:
        """Whether article `number` is; spread evenly, whatever the share."""
        return number * self.reviewed // 100 != (number + 1) * self.reviewed // 100

    def reviewer_of(self, number: int) -> int:
        return number % len(self.reviewer_numbers)

    def moment_of(self, number: int) -> datetime:
        """When article `number` was published; they came one after another."""
        last = datetime.combine(self.on, time(), tzinfo=UTC) - timedelta(days=1)
        return last - timedelta(seconds=(self.count - 1 - number) * SPREAD_DAYS * 86_400 // self.count)

    # --- The lines, without their kind

    def users(self) -> Iterator[Fields]:
        yield self._user(self.writer, "Writer", ["Writers"])
        yield self._user(self.editor, "Editor", ["Editors"])
        for number in self.reviewer_numbers:
            yield self._user(self.reviewer(number), f"Reviewer {number + 1}", ["Medical reviewers"])

    def topics(self) -> Iterator[Fields]:
        areas = max(1, self.topic_count // 20)
        for number in range(self.topic_count):
            is_area = number < areas
            term = words.TERMS[number % len(words.TERMS)].capitalize()
            yield {
                "slug": self.topic(number),
                "name": f"{term} and others" if is_area else term,
                "parent": None if is_area else self.topic((number - areas) % areas),
                "type": "area" if is_area else "condition",
                "synonyms": [] if is_area else [f"{term} disease"],
                "code": "",
                "description": MARK,
                "months_between_reviews": 24,
                "specialties": [],
                "reviewers_needed": 1,
            }

    def experts(self) -> Iterator[Fields]:
        for number in range(self.expert_count):
            random = self._random("expert", number)
            is_reviewer = number in self.reviewer_numbers
            yield {
                "uid": self.expert_uid(number),
                "user": self.reviewer(number) if is_reviewer else None,
                "slug": f"{self.name}-expert-{number + 1}",
                "name": f"{random.choice(words.FIRST_NAMES)} {random.choice(words.LAST_NAMES)} {number + 1}",
                "degrees": ["MD"] if is_reviewer else [],
                "title": "Generated physician" if is_reviewer else "Generated writer",
                "specialties": [],
                "bio": MARK,
                "portrait": None,
                "orcid": "",
                "npi": "",
                "is_verified": is_reviewer,
                "affiliations": [
                    {
                        "role": "",
                        "unit": "",
                        "institution": "Nowhere Generated Hospital",
                        "city": "",
                        "region": "",
                        "since": None,
                        "until": None,
                    }
                ],
                "credentials": [],
                "disclosures": [],
            }

    def sources(self) -> Iterator[Fields]:
        for number in range(self.source_count):
            random = self._random("source", number)
            author = Author(random, about=random.choice(words.TERMS))
            yield {
                "uid": self.source_uid(number),
                "type": random.choice(("review", "systematic_review", "randomized_trial", "cohort_study")),
                "authors": [{"family": random.choice(words.LAST_NAMES), "given": random.choice("ABCDEFGHKLM")}],
                "title": f"Generated source {number + 1}: {author.sentence(words.TITLES)}",
                "container": random.choice(words.JOURNALS),
                "publisher": "",
                "edition": "",
                "year": self.on.year - random.randrange(8),
                "month": None,
                "day": None,
                "volume": str(random.randrange(1, 60)),
                "issue": "",
                "pages": f"{random.randrange(1, 900)}",
                "doi": f"{TEST_PREFIX}/{self.name}.{number + 1}",
                "pmid": "",
                "isbn": "",
                "url": "",
                "accessed_on": None,
                "status": "unknown",
                "last_checked_at": None,
            }

    def article(self, number: int) -> Fields:
        random = self._random("article", number)
        author = Author(random, about=random.choices(words.TERMS, cum_weights=_TERM_WEIGHTS)[0])
        title = author.sentence(words.TITLES)
        topics = list(dict.fromkeys(random.randrange(self.topic_count) for _ in range(3)))
        sources = random.choices(range(self.source_count), cum_weights=self._source_weights, k=REFERENCES)
        keys = [f"s{place}" for place in range(len(dict.fromkeys(sources)))]
        writers = range(len(self.reviewer_numbers), self.expert_count)
        published = self.moment_of(number)
        return {
            "uid": self.article_uid(number),
            "slug": f"{self.name}-{number + 1}",
            "language": "en",
            "title": f"{title[:140]} ({number + 1})",
            "summary": MARK,
            "lede": _paragraph(author, [], sentences=4) + f"<p>{MARK}</p>",
            "key_points": [author.sentence() for _ in range(3)],
            "emergency": f"<p>{MARK} In an emergency call your local emergency number.</p>",
            "hero": None,
            "main_topic": self.topic(topics[0]),
            "topics": sorted(self.topic(each) for each in topics),
            "funding": "Nobody paid for this page; a program wrote it.",
            "ai_use": "A program put it together from lists of words.",
            "import_note": "",
            "created_at": (published - timedelta(days=1)).isoformat(),
            "dates": {"published": published.date().isoformat(), "updated": None},
            "sections": [
                {
                    "anchor": f"part-{place + 1}",
                    "nav_label": f"Part {place + 1}",
                    "heading": author.sentence(words.HEADINGS)[:160],
                    "body": _body(author, keys[place::SECTIONS]),
                    "figure": None,
                }
                for place in range(SECTIONS)
            ],
            "bylines": [{"expert": self.expert_uid(random.choice(writers)), "role": "author"}],
            "citations": [
                {"source": self.source_uid(source), "key": key, "locator": ""}
                for key, source in zip(keys, dict.fromkeys(sources), strict=True)
            ],
            "waivers": [],
        }

    # --- Names that lead from one line to another

    @property
    def writer(self) -> str:
        return f"{self.name}-writer"

    @property
    def editor(self) -> str:
        return f"{self.name}-editor"

    def reviewer(self, number: int) -> str:
        return f"{self.name}-reviewer-{number + 1}"

    def topic(self, number: int) -> str:
        return f"{self.name}-topic-{number + 1}"

    def article_uid(self, number: int) -> str:
        return self._uid("article", number)

    def expert_uid(self, number: int) -> str:
        return self._uid("expert", number)

    def source_uid(self, number: int) -> str:
        return self._uid("source", number)

    @cached_property
    def _source_weights(self) -> list[float]:
        return zipf(self.source_count)

    def _user(self, username: str, last_name: str, roles: list[str]) -> Fields:
        return {"username": username, "first_name": "Generated", "last_name": last_name, "roles": roles}

    def _random(self, what: str, number: int) -> Random:
        return Random(f"{self.seed}/{self.count}/{what}/{number}")

    def _uid(self, what: str, number: int) -> str:
        return str(UUID(int=self._random(f"{what} id", number).getrandbits(128), version=4))


_TERM_WEIGHTS = zipf(len(words.TERMS))


def _body(author: Author, keys: list[str]) -> str:
    first = _paragraph(author, keys, sentences=4)
    return first + _paragraph(author, [], sentences=3) + _paragraph(author, [], sentences=2)


def _paragraph(author: Author, keys: list[str], *, sentences: int) -> str:
    """The first sentences each rest on one of the sources."""
    said = author.paragraph(sentences)
    marks = [f'<sup class="cite" data-cite="{key}"></sup>' for key in keys[:sentences]]
    marks += [""] * (sentences - len(marks))
    return "<p>" + " ".join(text + mark for text, mark in zip(said, marks, strict=True)) + "</p>"
