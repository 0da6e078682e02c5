"""Write the public face of an article: the one place that makes and changes publications."""

from datetime import datetime

from django.db import IntegrityError, transaction

from articles.content.files import files_in
from articles.editorial import relating
from articles.editorial.clocks import replay
from articles.errors import EditorialError
from articles.models import (
    Article,
    EditorialRecord,
    Publication,
    PublicationExpert,
    PublicationFile,
    Redirect,
    Topic,
    Version,
)
from articles.search import indexing
from experts.models import Expert


def put_out(
    version: Version,
    *,
    release: EditorialRecord,
    review: EditorialRecord | None,
    visible_from: datetime,
    change_note: str = "",
) -> Publication:
    """Make `version` what readers see from `visible_from` on; what was there before ends at that moment.

    The record `release` must be in the ledger already: the dates are worked out from it.
    """
    article, content = version.article, version.content
    before = article.open_publication()
    if before:
        before.visible_until = max(visible_from, before.visible_from)
        before.save(update_fields=["visible_until"])

    clocks = replay(article.records.order_by("sequence"))
    if clocks.first_published_on is None or clocks.changed_on is None:
        raise RuntimeError(f"Record {release.sequence} is no release, so nothing can be put out on it.")
    publication = Publication(
        article=article,
        article_uid=article.uid,
        version=version,
        release=release,
        review=review,
        slug=content["slug"],
        language=content["language"],
        title=content["title"],
        summary=content["summary"],
        card={"figure": content["hero"], "topic": _label(content)},
        first_published_on=clocks.first_published_on,
        changed_on=clocks.changed_on,
        imported_updated_on=clocks.imported_updated_on,
        reviewed_on=clocks.reviewed_on,
        review_due_on=clocks.review_due_on,
        visible_from=visible_from,
        change_note=change_note,
    )
    try:
        with transaction.atomic():
            publication.save(force_insert=True)
    except IntegrityError as error:
        raise EditorialError(f"The address “{publication.slug}” was taken a moment ago; choose another one.") from error
    publication.topics.set(Topic.objects.filter(slug__in=[topic["slug"] for topic in content["topics"]]))
    _credit(publication)
    _open_files(publication)
    if before and before.slug != publication.slug:
        Redirect.objects.get_or_create(slug=before.slug, defaults={"article": article})
    indexing.renew(article)
    relating.relate(article)
    return publication


def take_back(scheduled: Publication) -> None:
    """Undo `put_out` of a publication whose time has not begun: what was there before stays."""
    article = scheduled.article
    before = article.publications.filter(visible_until=scheduled.visible_from).exclude(pk=scheduled.pk).first()
    scheduled.delete()
    if before:
        Redirect.objects.filter(slug=before.slug, article=article).delete()
        before.visible_until = None
        before.save(update_fields=["visible_until"])
    indexing.renew(article)
    relating.relate(article)


def rest_on(publication: Publication, review: EditorialRecord) -> None:
    """Let the badge of `publication` rest on a newer review of the same content."""
    clocks = replay(publication.article.records.order_by("sequence"))
    publication.review = review
    publication.reviewed_on = clocks.reviewed_on
    publication.review_due_on = clocks.review_due_on
    publication.save(update_fields=["review", "reviewed_on", "review_due_on"])
    _credit(publication)
    _open_files(publication)


def withdraw(publication: Publication, *, at: datetime, reason: str, replacement: Article | None) -> None:
    publication.withdrawn_at = at
    publication.withdrawal_reason = reason
    publication.replacement = replacement
    publication.save(update_fields=["withdrawn_at", "withdrawal_reason", "replacement"])
    indexing.renew(publication.article)


def reinstate(publication: Publication) -> None:
    publication.withdrawn_at = None
    publication.withdrawal_reason = ""
    publication.replacement = None
    publication.save(update_fields=["withdrawn_at", "withdrawal_reason", "replacement"])
    indexing.renew(publication.article)


def _label(content: dict) -> dict | None:
    topic = next(iter(content["topics"]), None)
    return {"slug": topic["slug"], "name": topic["name"]} if topic else None


def _credit(publication: Publication) -> None:
    """Note whom this publication credits, and its actual reviewers, so that profiles can list it."""
    roles = {(byline["expert"], byline["role"]) for byline in publication.version.content["bylines"]}
    roles = {pair for pair in roles if pair[1] != "medical_reviewer"}
    roles |= {(credit["expert"], "medical_reviewer") for credit in _reviewers(publication)}
    publication.people.all().delete()
    experts = {str(expert.uid): expert for expert in Expert.objects.filter(uid__in=[uid for uid, _ in roles])}
    PublicationExpert.objects.bulk_create(
        PublicationExpert(publication=publication, expert=experts[uid], role=role)
        for uid, role in sorted(roles)
        if uid in experts
    )


def _open_files(publication: Publication) -> None:
    """Note every picture file that the page shows, its reviewer's portrait too: readers may ask for these."""
    names = files_in(publication.version.content)
    for credit in _reviewers(publication):
        names |= files_in(credit)
    publication.files.all().delete()
    PublicationFile.objects.bulk_create(PublicationFile(publication=publication, name=name) for name in sorted(names))


def _reviewers(publication: Publication) -> list[dict]:
    """The credit of everybody who approved what this publication shows, as it was then."""
    return publication.review.reviewers if publication.review else []
