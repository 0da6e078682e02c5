"""Say that something which readers see has changed. Verbs call this in their own transaction."""

from collections.abc import Iterable
from functools import partial

from django.db import transaction

from articles.models import ComingChange, DroppedKey, Publication, StoredPage, StoredPageKey
from articles.pages import generation
from articles.pages.keys import TREE
from articles.pages.purging import purge_soon

# So many generations back every worker can catch up by keys; who is further behind forgets all it has.
KEPT = 5000
PRUNED_EVERY = 500


@transaction.atomic(savepoint=False)
def drop(keys: Iterable[str]) -> int:
    """Take away every stored page that shows one of `keys`, here and in every worker; return the new generation.

    Nothing happens to readers before the transaction commits, and with the commit it has happened. The number is held
    until then: who writes the ledger, too, does so before.
    """
    keys = sorted(set(keys))
    number = generation.take_next()
    DroppedKey.objects.bulk_create(DroppedKey(generation=number, key=key) for key in keys)
    pages = dict(StoredPage.objects.filter(shown__key__in=keys).values_list("pk", "path").distinct())
    _forget(pages)
    purge_soon(keys, pages.values())
    if number % PRUNED_EVERY == 0:
        DroppedKey.objects.filter(generation__lte=number - KEPT).delete()
    transaction.on_commit(partial(_tell, number))
    return number


def drop_everything() -> int:
    """Take away every stored page: after a restored backup, or whenever somebody wants to be sure."""
    # What shows the topics may be kept elsewhere than in rows.
    number = drop({TREE, *StoredPageKey.objects.values_list("key", flat=True).distinct()})
    _forget(StoredPage.objects.values_list("pk", flat=True))
    return number


def foresee(publication: Publication, keys: Iterable[str]) -> None:
    """Remember what changes when a scheduled publication begins: pages made before then are true until then."""
    ComingChange.objects.bulk_create(
        ComingChange(publication=publication, at=publication.visible_from, key=key) for key in sorted(set(keys))
    )


def _forget(pages: Iterable[int]) -> None:
    pages = list(pages)
    if pages:
        # In the order of the foreign key, and without asking for each row: nothing else hangs on these.
        shown = StoredPageKey.objects.filter(page__in=pages)
        shown._raw_delete(shown.db)
        stored = StoredPage.objects.filter(pk__in=pages)
        stored._raw_delete(stored.db)


def _tell(number: int) -> None:
    generation.shared().raise_to(number)
