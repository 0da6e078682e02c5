"""What follows a release once it is committed: the pages it changed are made, its card is drawn. No answer needs it."""

from functools import partial

from django.conf import settings
from django.db import transaction
from django_tasks import task

from articles.models import Publication
from articles.pages.building import build, paths_of
from articles.social_cards.keeping import draw


def follow_up_soon(publication: Publication) -> None:
    """See to all that after the commit. Robust: the release stands, whatever becomes of it."""
    paths = paths_of(publication) if settings.PAGES_STORED else []
    transaction.on_commit(partial(follow_up.enqueue, publication.pk, paths), robust=True)


@task()
def follow_up(publication_id: int, paths: list[str]) -> None:
    """Make what readers ask for first, then the picture that other sites ask for. It may run any number of times."""
    build.call(paths)
    draw(publication_id)
