"""Write the public face of many articles at once, for an archive that is taken in; `release.py` does it for one.

What is repeated from a version (its address, its card, whom it credits, which pictures it shows) is worked out from
the version here, too: an archive does not say it.
"""

from collections import defaultdict
from collections.abc import Sequence

from django.db import transaction
from django.utils import timezone

from articles.editorial import listing, release
from articles.models import Publication, PublicationExpert, PublicationFile, Topic
from articles.pages.dropping import drop_everything, foresee
from articles.pages.keys import fetch_topics, touched_by
from articles.search import indexing
from experts.models import Expert


@transaction.atomic
def store(publications: Sequence[Publication]) -> None:
    """Save new `publications`, each with its article, version and records at hand, and let them be found by words.

    Their kin is not worked out: that is `relating.rebuild`, once everything is there. Their social cards are drawn
    when somebody asks for one.
    """
    for publication in publications:
        content = publication.version.content
        publication.article_uid = publication.article.uid
        publication.slug = content["slug"]
        publication.language = content["language"]
        publication.title = content["title"]
        publication.summary = content["summary"]
        publication.card = release.card_of(content)
    Publication.objects.bulk_create(publications)
    _set_topics(publications)
    _credit(publications)
    PublicationFile.objects.bulk_create(
        PublicationFile(publication=publication, name=name)
        for publication in publications
        for name in sorted(release.files_of(publication))
    )
    now = timezone.now()
    visible = [
        publication
        for publication in publications
        if not publication.is_withdrawn and (publication.visible_until is None or publication.visible_until > now)
    ]
    fetch_topics(visible)
    indexing.add(visible)
    listing.list_new(visible)
    for publication in visible:
        if publication.visible_from > now:
            foresee(publication, touched_by(publication))
    # Home, hubs and lists show the new pages, and each of many would name most of them.
    drop_everything()


def _set_topics(publications: Sequence[Publication]) -> None:
    slugs = {each.pk: [topic["slug"] for topic in each.version.content["topics"]] for each in publications}
    known = dict(
        Topic.objects.filter(slug__in={slug for each in slugs.values() for slug in each}).values_list("slug", "pk")
    )
    through = Publication.topics.through
    through.objects.bulk_create(
        through(publication_id=key, topic_id=known[slug])
        for key, each in slugs.items()
        for slug in dict.fromkeys(each)
        if slug in known
    )


def _credit(publications: Sequence[Publication]) -> None:
    roles = {publication.pk: release.roles_in(publication) for publication in publications}
    uids = {uid for pairs in roles.values() for uid, _ in pairs}
    experts: dict[str, int] = defaultdict(int)
    experts.update((str(uid), key) for uid, key in Expert.objects.filter(uid__in=uids).values_list("uid", "pk"))
    PublicationExpert.objects.bulk_create(
        PublicationExpert(publication_id=key, expert_id=experts[uid], role=role)
        for key, pairs in roles.items()
        for uid, role in sorted(pairs)
        if uid in experts
    )
