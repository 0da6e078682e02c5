"""Work out which articles are near each other, from what is or will be public of them. Releasing calls this.

However many articles there are, a release asks the same few questions and reads the same few texts: those that share a
topic, a neighboring topic or a source. docs/related.md says what counts how much.
"""

from collections.abc import Callable, Iterable

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


@transaction.atomic(savepoint=False)
def relate(article: Article) -> None:
    """Find the kin of `article` anew, and let it take its place among theirs."""
    # Two releases at once would write to the same neighbors: they wait for each other where they write the ledger.
    LedgerHead.objects.select_for_update().filter(pk=1).first()

    publication = _in_sight().select_related("version").filter(article=article).first()
    if publication is None:
        Kinship.objects.filter(Q(article=article) | Q(other=article)).delete()
        return
    own = traits_of(publication.version.content)
    tried = _candidates(publication, own)
    nearness = {key: found for key, traits in tried.items() if (found := nearness_of(own, traits))}
    _write(article.pk, nearness, tried=list(tried))


def rebuild(*, progress: Callable[[int, int], None] = lambda done, of: None) -> int:
    """Find the kin of every article anew, a batch at a time, and return how many articles were looked at."""
    keys = list(_in_sight().order_by("article_id").values_list("article", flat=True))
    for start in range(0, len(keys), AT_ONCE):
        batch = keys[start : start + AT_ONCE]
        with transaction.atomic():
            for article in Article.objects.filter(pk__in=batch).order_by("pk"):
                relate(article)
        progress(start + len(batch), len(keys))
    return len(keys)


def _in_sight() -> PublicationQuerySet:
    """The current or coming publication of each article that readers see or will see, one of each."""
    return Publication.objects.open().filter(withdrawn_at__isnull=True)


def _candidates(publication: Publication, own: Traits) -> dict[int, Traits]:
    """The traits of the articles worth a comparison, by their keys; each kind is found by an index."""
    article = publication.article_id
    others = _in_sight().filter(language=publication.language).exclude(article=article)
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
    known = Kinship.objects.filter(Q(article=article) | Q(other=article)).order_by("-score", "-pk")

    keys = set(others.in_topics(topics).newest_first().values_list("article", flat=True)[:TRIED])
    keys.update(others.in_topics(around).newest_first().values_list("article", flat=True)[:TRIED])
    keys.update(citing.values_list("article", flat=True)[:TRIED])
    for pair in known.values_list("article", "other")[: KEPT + TRIED]:
        keys.update(pair)
    found = others.filter(article__in=keys).select_related("version").order_by("article_id")
    return {other.article_id: traits_of(other.version.content) for other in found}


def _write(article: int, nearness: dict[int, Nearness], *, tried: list[int]) -> None:
    """Keep the nearest ones of `article`, and `article` among theirs where it is near enough."""
    theirs: dict[int, list[Kinship]] = {key: [] for key in tried}
    for row in Kinship.objects.filter(article__in=tried).exclude(other=article):
        theirs[row.article_id].append(row)

    fresh = _nearest(Kinship(article_id=article, other_id=key, **vars(near)) for key, near in nearness.items())
    displaced: list[int] = []
    for key, rows in theirs.items():
        seen = [Kinship(article_id=key, other_id=article, **vars(nearness[key]))] if key in nearness else []
        kept = _nearest([*rows, *seen])
        fresh += [row for row in seen if row in kept]
        displaced += [row.pk for row in rows if row not in kept]

    replaced = Q(article=article) | Q(other=article, article__in=tried) | Q(pk__in=displaced)
    Kinship.objects.filter(replaced).delete()
    Kinship.objects.bulk_create(fresh)


def _nearest(rows: Iterable[Kinship]) -> list[Kinship]:
    return sorted(rows, key=lambda row: (-row.score, -row.other_id))[:KEPT]
