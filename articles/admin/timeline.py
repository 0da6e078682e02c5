"""The versions of an article as a timeline: who saved what, how many words it took, and what was decided about it."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field

from django.core.cache import cache

from articles.content.compare import word_counts
from articles.models import Article, Comment, EditorialRecord, Version

A_WEEK = 7 * 24 * 60 * 60


@dataclass(frozen=True)
class Entry:
    version: Version
    added: int
    removed: int
    is_first: bool
    is_latest: bool
    is_live: bool
    records: list[EditorialRecord] = field(default_factory=list)
    # Whose suggested words it took up.
    wordings_of: list[str] = field(default_factory=list)


def entries(article: Article, versions: Sequence[Version], *, before: Version | None) -> list[Entry]:
    """Return one entry per version, newest first; `before` is the version that the last one followed."""
    live = article.live_publication()
    records = defaultdict(list)
    for record in article.records.filter(version__in=versions).select_related("actor").order_by("sequence"):
        records[record.version_id].append(record)
    wordings = defaultdict(list)
    for remark in Comment.objects.filter(applied_in__in=versions).select_related("author"):
        wordings[remark.applied_in_id].append(str(remark.author))
    found = []
    for version, older in zip(versions, [*versions[1:], before], strict=False):
        added, removed = _counted(older, version)
        found.append(
            Entry(
                version=version,
                added=added,
                removed=removed,
                is_first=older is None,
                is_latest=version.pk == article.latest_version_id,
                is_live=live is not None and version.pk == live.version_id,
                records=records[version.pk],
                wordings_of=sorted(set(wordings[version.pk])),
            )
        )
    return found


def _counted(older: Version | None, version: Version) -> tuple[int, int]:
    """How many words came and went: compared once, as neither version will ever change."""
    key = f"words:{older.actual_digest if older else ''}:{version.actual_digest}"
    counts = cache.get(key)
    if counts is None:
        counts = word_counts(older.content if older else None, version.content)
        cache.set(key, counts, A_WEEK)
    return counts
