"""On what a live page stands today, at a glance: its sources by kind, age and status, and what readers reported.

The page is frozen, its evidence is not: since the last review a source may have been retracted, or have a new edition.
"""

from collections import Counter, defaultdict
from dataclasses import dataclass
from datetime import date
from typing import Any

from articles.content.passages import SENTENCE, passages_in
from articles.linting.rules.sources import too_old
from articles.models import Publication, ReaderReport, Source, SourceKind, SourceStatus

REPORTS_SHOWN = 5
# What stands highest in the list: the status that a reviewer must not miss.
_GRAVITY = (SourceStatus.RETRACTED, SourceStatus.CONCERN, SourceStatus.CORRECTED, SourceStatus.UNKNOWN)
_SIGNS = {SourceStatus.RETRACTED: ("bad", "✕"), SourceStatus.CURRENT: ("ok", "✓"), SourceStatus.UNKNOWN: ("warn", "?")}


@dataclass(frozen=True)
class Evidence:
    """One source of the page, with what is known of it today. `age` is in years, where the year is known."""

    number: int
    title: str
    kind: SourceKind
    year: int | None
    age: int | None
    too_old: str
    status: SourceStatus
    newer: int | None

    @property
    def chip(self) -> tuple[str, str]:
        return _SIGNS.get(self.status, ("bad", "!"))

    @property
    def is_doubtful(self) -> bool:
        return bool(self.status != SourceStatus.CURRENT or self.too_old or self.newer)


@dataclass(frozen=True)
class Kind:
    """All sources of one kind: how many, and from which years."""

    label: str
    count: int
    oldest: int | None
    newest: int | None
    too_old: int


@dataclass(frozen=True)
class Glance:
    sources: list[Evidence]
    reports: list[ReaderReport]
    report_count: int
    sentence_count: int

    @property
    def kinds(self) -> list[Kind]:
        """By the strength of their evidence."""
        of_kind = defaultdict(list)
        for source in self.sources:
            of_kind[source.kind].append(source)
        return [_kind(kind, of_kind[kind]) for kind in SourceKind if kind in of_kind]

    @property
    def alarms(self) -> list[tuple[str, str, str]]:
        """What must not be missed: color, sign and words of each chip, the gravest first."""
        counts = Counter(source.status for source in self.sources)
        chips = [(*_SIGNS.get(s, ("bad", "!")), f"{counts[s]} {s.label.lower()}") for s in _GRAVITY if counts[s]]
        old = sum(bool(source.too_old) for source in self.sources)
        newer = sum(bool(source.newer) for source in self.sources)
        if old:
            chips.append(("warn", "◷", f"{old} older than their kind should be"))
        if newer:
            chips.append(("warn", "!", f"{newer} with a newer edition"))
        return chips


def glance_at(publication: Publication, *, on: date) -> Glance:
    """Three queries, however many sources."""
    content = publication.version.content
    rows = content["references"]
    known = {str(source.uid): source for source in Source.objects.filter(uid__in=[row["source"] for row in rows])}
    editions = _newest_editions({source.title for source in known.values()})
    sources = [_evidence(row, known.get(row["source"]), editions, on=on) for row in rows]
    reports = ReaderReport.objects.genuine().filter(article=publication.article_id)
    if publication.review:
        reports = reports.filter(made_at__gt=publication.review.at)
    found = list(reports.order_by("-made_at", "-pk"))
    return Glance(
        sources=sorted(sources, key=_most_doubtful_first),
        reports=found[:REPORTS_SHOWN],
        report_count=len(found),
        sentence_count=sum(passage.kind == SENTENCE for passage in passages_in(content)),
    )


def _newest_editions(titles: set[str]) -> dict[tuple[str, str], int]:
    """The newest year in the library of what has these titles, by kind and title."""
    newest: dict[tuple[str, str], int] = {}
    found = Source.objects.filter(title__in=titles, year__isnull=False).exclude(status=SourceStatus.RETRACTED)
    for kind, title, year in found.order_by("year").values_list("kind", "title", "year"):
        newest[kind, title] = year
    return newest


def _evidence(row: dict[str, Any], source: Source | None, editions: dict, *, on: date) -> Evidence:
    year = row["year"]
    newest = editions.get((source.kind, source.title)) if source else None
    return Evidence(
        number=row["number"],
        title=source.title if source else row["key"],
        kind=SourceKind(row["kind"]),
        year=year,
        age=on.year - year if year else None,
        too_old=too_old(row, on=on),
        # A source that left the library, or that nobody looked up, is never taken to be fine.
        status=SourceStatus(source.status) if source else SourceStatus.UNKNOWN,
        newer=newest if newest and year and newest > year else None,
    )


def _most_doubtful_first(source: Evidence) -> tuple[int, bool, bool, int]:
    gravity = _GRAVITY.index(source.status) if source.status in _GRAVITY else len(_GRAVITY)
    return gravity, not source.newer, not source.too_old, source.year or 0


def _kind(kind: SourceKind, sources: list[Evidence]) -> Kind:
    years = [source.year for source in sources if source.year]
    return Kind(
        label=kind.label,
        count=len(sources),
        oldest=min(years, default=None),
        newest=max(years, default=None),
        too_old=sum(bool(source.too_old) for source in sources),
    )
