"""Work out which articles are near each other, from what is or will be public of them. Releasing calls this.

However many articles there are, a release asks the same few questions and reads the same few texts: those that share a
topic, a neighboring topic or a source. docs/related.md says what counts how much.
"""

import json
from collections.abc import Callable, Iterable
from typing import NamedTuple
from uuid import UUID

from django.db import transaction
from django.db.models import Count, Q

from articles.content.kinship import Nearness, Traits, nearness_of, traits_of
from articles.models import Article, Kinship, LedgerHead, Publication, Topic
from articles.models.publication import PublicationQuerySet

# Readers see four; the rest stand in for what is withdrawn or not out yet.
KEPT = 12
# So many are tried of each kind.
TRIED = 30
AT_ONCE = 20
ROW = ("pk", "article", "other", "score", "reasons")


class _Pair(NamedTuple):
    """A row of `Kinship` as it is or shall be."""

    article: int
    other: int
    score: int
    reasons: str


def relate(publication: Publication) -> set[UUID]:
    """Find the kin of what `publication` shows anew, and let its article take its place among theirs.

    Return the articles that have it among their kin, or had it until now: their pages show it, or did.
    Two of these at once would write to the same neighbors: who calls this has written the ledger before, where they
    wait for each other, or holds its head.
    """
    own, article = traits_of(publication.version.content), publication.article_id
    kin = Kinship.objects.filter(Q(article=article) | Q(other=article)).order_by("-score", "-pk")
    known = list(kin.values_list("article", "other", "article__uid"))
    tried = _candidates(publication, own, known=[key for *pair, _ in known[: KEPT + TRIED] for key in pair])
    found = {key: nearness_of(own, traits) for key, (_, traits) in tried.items()}
    nearness = {key: near for key, near in found.items() if near}
    having = _write(article, nearness, tried=list(tried))
    return {tried[key][0] for key in having} | {uid for _, other, uid in known if other == article}


def relate_again(article: Article) -> None:
    """As `relate`, with what is now in sight of `article`; without anything it has no kin."""
    publication = _in_sight().select_related("version").filter(article=article).first()
    if publication:
        relate(publication)
    else:
        Kinship.objects.filter(Q(article=article) | Q(other=article)).delete()


def rebuild(*, progress: Callable[[int, int], None] = lambda done, of: None) -> int:
    """Find the kin of every article anew, a batch at a time, and return how many articles were looked at."""
    keys = list(_in_sight().order_by("article_id").values_list("article", flat=True))
    for start in range(0, len(keys), AT_ONCE):
        batch = keys[start : start + AT_ONCE]
        with transaction.atomic():
            LedgerHead.objects.select_for_update().filter(pk=1).first()
            for article in Article.objects.filter(pk__in=batch).order_by("pk"):
                relate_again(article)
        progress(start + len(batch), len(keys))
    return len(keys)


def _in_sight() -> PublicationQuerySet:
    """The current or coming publication of each article that readers see or will see, one of each."""
    return Publication.objects.open().filter(withdrawn_at__isnull=True)


def _candidates(publication: Publication, own: Traits, *, known: Iterable[int]) -> dict[int, tuple[UUID, Traits]]:
    """The articles worth a comparison, with their traits, by their keys; each kind is found by an index."""
    others = _in_sight().filter(language=publication.language).exclude(article=publication.article_id)
    topics = Topic.objects.filter(slug__in=own.topics)
    parents = topics.filter(parent__isnull=False).values("parent")
    around = Topic.objects.filter(Q(pk__in=parents) | Q(parent__in=parents) | Q(parent__in=topics.values("pk")))
    # What a draft cites only proposes a page; its version says whether they share the source.
    citing = (
        others.filter(article__citations__source__uid__in=own.sources)
        .values("article")
        .annotate(shared=Count("article__citations__source", distinct=True))
        .order_by("-shared", "-article_id")
    )

    keys = {*known}
    keys.update(others.in_topics(topics).newest_first().values_list("article", flat=True)[:TRIED])
    keys.update(others.in_topics(around).newest_first().values_list("article", flat=True)[:TRIED])
    keys.update(citing.values_list("article", flat=True)[:TRIED])
    found = others.filter(article__in=keys).values_list("article", "article_uid", "version__document")
    return {article: (uid, traits_of(json.loads(document))) for article, uid, document in found.order_by("article")}


def _write(article: int, nearness: dict[int, Nearness], *, tried: list[int]) -> set[int]:
    """Keep the nearest ones of `article`, and `article` among theirs where it is near enough; return whose it is.

    What is there already stays as it is: an article that comes out again has the same kin most of the time.
    """
    kept = {_Pair(*row): key for key, *row in Kinship.objects.filter(article__in=[article, *tried]).values_list(*ROW)}
    theirs: dict[int, list[_Pair]] = {key: [] for key in tried}
    for pair in kept:
        if article not in (pair.article, pair.other):
            theirs[pair.article].append(pair)
    for key, near in nearness.items():
        theirs[key].append(_Pair(key, article, near.score, near.reasons))

    nearest = _nearest(_Pair(article, key, near.score, near.reasons) for key, near in nearness.items())
    wanted = {*nearest, *(pair for pairs in theirs.values() for pair in _nearest(pairs))}
    if stale := [key for pair, key in kept.items() if pair not in wanted]:
        Kinship.objects.filter(pk__in=stale).delete()
    Kinship.objects.bulk_create(
        Kinship(article_id=pair.article, other_id=pair.other, score=pair.score, reasons=pair.reasons)
        for pair in wanted
        if pair not in kept
    )
    return {pair.article for pair in wanted if pair.other == article}


def _nearest(pairs: Iterable[_Pair]) -> list[_Pair]:
    return sorted(pairs, key=lambda pair: (-pair.score, -pair.other))[:KEPT]
