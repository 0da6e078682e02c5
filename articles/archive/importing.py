"""Read an archive into the site, a batch at a time. What is here already is passed over, so an import can be repeated.

Each batch is one transaction. An import that is interrupted, or that meets a line it must refuse, leaves whole batches
behind; the same command goes on from there.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

from django.db import DatabaseError, reset_queries, transaction

from articles.archive import decisions, drafts, evidence, people, site
from articles.archive.freezing import drafts_with_parts
from articles.archive.job import Job
from articles.archive.kinds import FOREIGN
from articles.archive.lines import BadArchive, Line, Whole, named, records_in, seen_whole
from articles.archive.media import Media
from articles.archive.people import day
from articles.editorial import importing as verbs
from articles.editorial import ledger, signing
from articles.errors import EditorialError
from articles.models import Article
from articles.pages.dropping import drop_everything

AT_ONCE = 200
# Pictures within the lines: a few at a time.
MOST_BYTES_AT_ONCE = 16 * 1024 * 1024

Taker = Callable[[Sequence[Line], Job], int]
TAKERS: dict[str, Taker] = {
    "user": people.take_users,
    "topic": evidence.take_topics,
    "media": evidence.take_media,
    "figure": evidence.take_figures,
    "expert": people.take_experts,
    "source": evidence.take_sources,
    "article": drafts.take_articles,
    "version": decisions.take_versions,
    "related": drafts.take_related,
    "correction": drafts.take_corrections,
    "redirect": drafts.take_redirects,
    "record": decisions.take_records,
    "checkpoint": decisions.take_checkpoint,
    "publication": decisions.take_publications,
    "site_page": site.take_site_pages,
    "site_page_version": site.take_site_page_versions,
    "feature": drafts.take_features,
}
# What readers may see of it at once; a publication drops what shows it by itself.
SEEN_AT_ONCE = frozenset({"topic", "expert", "redirect", "site_page_version", "feature"})
Progress = Callable[[int, int], None]


def say_nothing(done: int, of: int) -> None:
    pass


def import_archive(path: Path, *, media: Path, progress: Progress = say_nothing) -> Counter[str]:
    """Bring a site back from its archive, decisions and all; return how many rows of each kind are new."""
    whole = seen_whole(path)
    _require_our_key(whole)
    _require_one_ledger(whole)
    return _take_all(path, whole, Job(media=Media(media)), progress)


def import_drafts(path: Path, *, media: Path, by: Any, progress: Progress = say_nothing) -> Counter[str]:
    """Take in the articles of any archive as drafts, frozen and recorded as imported by `by`."""
    whole = seen_whole(path)
    job = Job(media=Media(media), is_foreign=True, by=by)
    new = _take_all(path, whole, job, progress)
    origin = {"site": whole.header["site"], "sha256": whole.sha256}
    for lines in _batches(_articles_in(path, whole)):
        new["version"] += _freeze(lines, origin, by=by)
        progress(lines[-1].number, whole.line_count)
    return new


def publish_unreviewed(path: Path, *, by: Any, progress: Progress = say_nothing) -> int:
    """Show readers what `import_drafts` brought of this archive and nobody has touched or published since."""
    whole = seen_whole(path)
    count = 0
    for lines in _batches(_articles_in(path, whole)):
        came = Article.objects.filter(uid__in=[line.fields["uid"] for line in lines]).select_related("latest_version")
        waiting = verbs.untouched(came.prefetch_related("records"))
        count += len(verbs.publish_imported(waiting, by=by)) if waiting else 0
        progress(lines[-1].number, whole.line_count)
    return count


def take(kind: str, lines: Sequence[Line], job: Job) -> int:
    """Take in lines of one kind, all or none; a refusal names the line."""
    try:
        with transaction.atomic():
            new = TAKERS[kind](lines, job)
            if new and kind in SEEN_AT_ONCE:
                drop_everything()
            return new
    except BadArchive:
        raise
    except (EditorialError, DatabaseError) as refusal:
        raise BadArchive(_said_of(_first_refused(kind, lines, job), kind, refusal)) from refusal


def _take_all(path: Path, whole: Whole, job: Job, progress: Progress) -> Counter[str]:
    new: Counter[str] = Counter()
    try:
        for lines in _batches(_in_turn(records_in(path, line_count=whole.line_count))):
            if not job.is_foreign or lines[0].kind in FOREIGN:
                new[lines[0].kind] += take(lines[0].kind, lines, job)
            progress(lines[-1].number, whole.line_count)
    finally:
        job.media.close()
    return new


def _in_turn(lines: Iterable[Line]) -> Iterator[Line]:
    """Refuse a line whose kind comes too late: what it should have come before may have missed it."""
    order = list(TAKERS)
    at = 0
    for line in lines:
        turn = order.index(line.kind)
        if turn < at:
            raise BadArchive(
                f"Line {line.number}, {named(line.kind)}, comes too late: all of its kind stand before "
                f"those of the kind “{order[at].replace('_', ' ')}”."
            )
        at = turn
        yield line


def _batches(lines: Iterable[Line]) -> Iterator[list[Line]]:
    """Lines of one kind together, up to so many."""
    batch: list[Line] = []
    size = 0
    for line in lines:
        if batch and (line.kind != batch[0].kind or len(batch) >= AT_ONCE or size > MOST_BYTES_AT_ONCE):
            yield batch
            # With DEBUG on, Django keeps the newest queries, and one of these may hold all that was in a batch.
            reset_queries()
            batch, size = [], 0
        batch.append(line)
        size += len(line.fields.get("base64") or "")
    if batch:
        yield batch


def _articles_in(path: Path, whole: Whole) -> Iterator[Line]:
    return (line for line in records_in(path, line_count=whole.line_count) if line.kind == "article")


@transaction.atomic
def _freeze(lines: Sequence[Line], origin: dict[str, Any], *, by: Any) -> int:
    """Freeze those of the articles in `lines` that have no version yet, with everything that came after them."""
    dates = {line.fields["uid"]: line.fields["dates"] for line in lines}
    arrivals = []
    for article, parts in drafts_with_parts(dates):
        told = dates[str(article.uid)]
        arrivals.append(verbs.Arrival(article, parts, day(told["published"]), day(told["updated"])))
    return len(verbs.import_drafts(arrivals, archive=origin, by=by)) if arrivals else 0


def _require_our_key(whole: Whole) -> None:
    key = whole.header["public_key"]
    if key is None:
        raise BadArchive(
            "The archive has no ledger, so nothing in it was decided here: take it in as drafts (--as-drafts)."
        )
    if key != signing.public_key():
        raise BadArchive(
            "The archive's ledger is signed with another key than this site's. If it is this site's archive, set "
            "LEDGER_SIGNING_KEY to the key it was signed with; if it is another site's, take it in as drafts "
            "(--as-drafts)."
        )


def _require_one_ledger(whole: Whole) -> None:
    """Refuse before anything is kept: two ledgers cannot become one."""
    ours = ledger.first_hash()
    if ours is not None and ours != whole.header["first_record"]:
        raise BadArchive(
            "This site has a ledger of its own, and the archive brings another one. An archive can be brought back "
            "into an empty site, or into the one it came from; its articles can be taken in as drafts anywhere "
            "(--as-drafts)."
        )


def _first_refused(kind: str, lines: Sequence[Line], job: Job) -> Line:
    """Find the line that is refused: take them one by one, and keep none."""
    with transaction.atomic():
        for line in lines:
            try:
                with transaction.atomic():
                    TAKERS[kind]([line], job)
            except (EditorialError, DatabaseError):
                transaction.set_rollback(True)
                return line
        transaction.set_rollback(True)
    return lines[0]


def _said_of(line: Line, kind: str, refusal: Exception) -> str:
    if isinstance(refusal, EditorialError):
        return f"Line {line.number}: {refusal}"
    reason = str(refusal).strip().splitlines()[0]
    return f"Line {line.number}: the database refuses this {kind.replace('_', ' ')}: {reason}"
