"""Write a generated site through the importer, a batch at a time: drafts, versions, the ledger and publications.

The ledger's entries are made here as a site's own would be, signed with its key, and go on where its ledger ends. Each
of them says in its details that it is generated.
"""

from collections.abc import Callable, Iterable, Iterator
from datetime import datetime, timedelta
from itertools import islice
from typing import Any

from django.db import reset_queries, transaction

from articles.archive.freezing import drafts_with_parts
from articles.archive.generated.corpus import Corpus
from articles.archive.importing import AT_ONCE, take
from articles.archive.job import Job
from articles.archive.lines import Line, as_text
from articles.content.digest import sha256
from articles.editorial import ledger, signing
from articles.editorial.snapshot import compose, hubs_known
from articles.models import Article, Event, LedgerHead
from experts.models import User

Fields = dict[str, Any]
REVIEW_COUNTS_DAYS = 500


def write(corpus: Corpus, *, progress: Callable[[int, int], None] = lambda done, of: None) -> int:
    """Write what is not there yet of `corpus`, and return how many articles are new. Each batch is one transaction."""
    job = Job()
    for kind, rows in (
        ("user", corpus.users()),
        ("topic", corpus.topics()),
        ("expert", corpus.experts()),
        ("source", corpus.sources()),
    ):
        for batch in _batches(rows):
            take(kind, _lines(kind, batch), job)
    actors = _Actors(corpus)
    new = 0
    for numbers in _batches(range(corpus.count)):
        with transaction.atomic():
            new += _write_articles(numbers, corpus, actors, job)
        progress(numbers[-1] + 1, corpus.count)
    return new


def _write_articles(numbers: list[int], corpus: Corpus, actors: "_Actors", job: Job) -> int:
    uids = {corpus.article_uid(number): number for number in numbers}
    for uid in Article.objects.filter(uid__in=uids).values_list("uid", flat=True):
        del uids[str(uid)]
    if not uids:
        return 0
    hubs = hubs_known()
    take("article", _lines("article", [corpus.article(number) for number in uids.values()]), job)
    versions = [
        _version(article, compose(article, parts, on=corpus.on, hubs=hubs).content, uids[str(article.uid)], corpus)
        for article, parts in drafts_with_parts(uids)
    ]
    take("version", _lines("version", versions), job)
    chain = _Chain(actors)
    records, publications = [], []
    for version in versions:
        own, publication = _decisions(version, uids[version["article"]], corpus, chain)
        records += own
        publications.append(publication)
    take("record", _lines("record", records), job)
    take("publication", _lines("publication", publications), job)
    return len(uids)


def _version(article: Article, content: Fields, number: int, corpus: Corpus) -> Fields:
    return {
        "article": str(article.uid),
        "number": 1,
        "digest": sha256(as_text(content)),
        "content": content,
        "made_by": corpus.writer,
        "made_at": (corpus.moment_of(number) - timedelta(hours=9)).isoformat(),
        "state": "approved" if corpus.is_reviewed(number) else "draft",
    }


def _decisions(version: Fields, number: int, corpus: Corpus, chain: "_Chain") -> tuple[list[Fields], Fields]:
    """The ledger's entries about one article, and the publication that rests on them."""
    published = corpus.moment_of(number)
    approved = published - timedelta(hours=1)
    due_on = approved.date() + timedelta(days=REVIEW_COUNTS_DAYS)
    seen = {"visible_from": published.isoformat()}
    if corpus.is_reviewed(number):
        chain.add(Event.SUBMITTED, version, by=corpus.writer, at=published - timedelta(hours=8))
        reviewer = corpus.reviewer(corpus.reviewer_of(number))
        judged = {"next_review_due": due_on.isoformat(), "depth": None, "passages": None}
        review = chain.add(Event.APPROVED, version, by=reviewer, at=approved, **judged)
        chain.add(Event.PUBLISHED, version, by=corpus.editor, at=published, review=review, **seen)
    else:
        review = None
        came = {"originally_published": None, "last_updated": None, "archive": {"site": corpus.name, "sha256": None}}
        chain.add(Event.IMPORTED, version, by=corpus.writer, at=published - timedelta(hours=8), **came)
        chain.add(Event.PUBLISHED, version, by=corpus.editor, at=published, review=None, unreviewed=True, **seen)
    publication = {
        "article": version["article"],
        "version": version["number"],
        "release": chain.sequence,
        "review": review,
        "first_published_on": published.date().isoformat(),
        "changed_on": published.date().isoformat(),
        "imported_updated_on": None,
        "reviewed_on": approved.date().isoformat() if review else None,
        "review_due_on": due_on.isoformat() if review else None,
        "visible_from": published.isoformat(),
        "visible_until": None,
        "change_note": "",
        "withdrawn_at": None,
        "withdrawal_reason": "",
        "replacement": None,
        "safety_notice": "",
        "safety_notice_on": None,
    }
    return chain.taken(), publication


class _Actors:
    """How the ledger names the generated people, worked out once."""

    def __init__(self, corpus: Corpus) -> None:
        self._on = corpus.on
        self._known: dict[str, Fields] = {}

    def __getitem__(self, username: str) -> Fields:
        if username not in self._known:
            user = User.objects.get(username=username)
            self._known[username] = ledger.actor_of(user, on=self._on)
        return self._known[username]


class _Chain:
    """Entries in a row, from the ledger's head on; the head stays locked until the transaction ends."""

    def __init__(self, actors: _Actors) -> None:
        LedgerHead.objects.get_or_create(pk=1)
        head = LedgerHead.objects.select_for_update().get(pk=1)
        self.sequence, self._hash = head.sequence, head.record_hash
        self._actors = actors
        self._made: list[Fields] = []

    def add(self, event: Event, version: Fields, *, by: str, at: datetime, **details: Any) -> int:
        """Add an entry about `version` and return its number."""
        self.sequence += 1
        facts = {
            "schema": 1,
            "sequence": self.sequence,
            "previous": self._hash,
            "event": str(event),
            "article": version["article"],
            "version": version["number"],
            "digest": version["digest"],
            "actor": self._actors[by],
            "note": "",
            "details": {**details, "generated": True},
            "at": ledger.stamp(at),
        }
        self._hash = sha256(as_text(facts))
        text = ledger.checkpoint_text(sequence=self.sequence, head=self._hash, at=facts["at"])
        self._made.append({"record": facts, "hash": self._hash, "signature": signing.sign(text), "actor": by})
        return self.sequence

    def taken(self) -> list[Fields]:
        """What was added since this was asked last."""
        made, self._made = self._made, []
        return made


def _lines(kind: str, rows: Iterable[Fields]) -> list[Line]:
    return [Line(number, kind, fields) for number, fields in enumerate(rows, start=1)]


def _batches(rows: Iterable[Any]) -> Iterator[list[Any]]:
    left = iter(rows)
    while batch := list(islice(left, AT_ONCE)):
        yield batch
        # With DEBUG on, Django keeps the newest queries, and one of these may hold all that was in a batch.
        reset_queries()
