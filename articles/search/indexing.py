"""Keep the words that publications are found by. Releasing calls this, within its own transaction."""

from collections.abc import Callable, Iterable

from django.db import connection, transaction
from django.utils import timezone

from articles.content.search_words import fields_of, to_learn, to_learn_from
from articles.models import Article, Publication, SearchDocument, SearchWord, Topic, search_copies
from articles.models import search_document as index
from articles.search.other_names import names_of

AT_ONCE = 200


def renew(article: Article, *, new: Publication | None = None) -> None:
    """Let `article` be found by the words of what readers see or will see of it, and by no others.

    With `new`, which was made a moment ago, whatever else of it readers see is in the index already.
    """
    visible = article.publications.not_over(timezone.now()).filter(withdrawn_at__isnull=True)
    SearchDocument.objects.filter(publication__article=article).exclude(publication__in=visible.values("pk")).delete()
    _index([new] if new else visible.select_related("version").prefetch_related("topics"))


def add(publications: Iterable[Publication]) -> None:
    """Let `publications` be found that were made a moment ago, many at once; readers see or will see each of them."""
    _index(publications)


def rebuild(*, progress: Callable[[int, int], None] = lambda done, of: None) -> int:
    """Make the index anew from the versions, a batch at a time, and return how many publications it holds."""
    visible = Publication.objects.not_over(timezone.now()).filter(withdrawn_at__isnull=True)
    with transaction.atomic():
        SearchDocument.objects.exclude(publication__in=visible.values("pk")).delete()
        SearchWord.objects.all().delete()
        _learn(to_learn(name for topic in Topic.objects.all() for name in names_of(topic)))
    # The oldest first: among equals the index counts the newest from its end.
    keys = list(visible.order_by("changed_on", "pk").values_list("pk", flat=True))
    for start in range(0, len(keys), AT_ONCE):
        batch = keys[start : start + AT_ONCE]
        with transaction.atomic():
            _index(visible.filter(pk__in=batch).select_related("version").prefetch_related("topics"))
        progress(start + len(batch), len(keys))
    index.rebuild(connection)
    search_copies.renew(connection)
    return len(keys)


def _index(publications: Iterable[Publication]) -> None:
    publications = list(publications)
    documents = [
        SearchDocument(
            publication=publication,
            topics=" ".join(str(number) for number in sorted(topic.pk for topic in publication.topics.all())),
            **fields_of(publication.version.content, names=_names(publication)),
        )
        for publication in publications
    ]
    SearchDocument.objects.bulk_create(
        documents, update_conflicts=True, unique_fields=["publication"], update_fields=[*index.FIELDS, "topics"]
    )
    _learn(
        word
        for publication in publications
        for word in to_learn_from(publication.version.content, names=_names(publication))
    )


def _names(publication: Publication) -> list[str]:
    return [name for topic in publication.topics.all() for name in names_of(topic)]


def _learn(words: Iterable[str]) -> None:
    """Remember `words`, to know one by when somebody mistypes it."""
    SearchWord.objects.bulk_create(
        [SearchWord(word=word, initial=word[0], length=len(word)) for word in sorted(set(words))],
        ignore_conflicts=True,
    )
