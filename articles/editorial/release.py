"""Write the public face of an article: the one place that makes and changes publications."""

from collections.abc import Iterable
from datetime import datetime

from django.db import IntegrityError

from articles.content.files import files_in
from articles.editorial import listing, relating
from articles.editorial.clocks import replay
from articles.editorial.following import follow_up_soon
from articles.errors import EditorialError
from articles.models import (
    Article,
    EditorialRecord,
    Publication,
    PublicationExpert,
    PublicationFile,
    Redirect,
    Version,
)
from articles.pages.dropping import drop, foresee
from articles.pages.keys import touched_by
from articles.search import indexing
from experts.models import Expert


def put_out(
    version: Version,
    *,
    before: Publication | None,
    release: EditorialRecord,
    review: EditorialRecord | None,
    visible_from: datetime,
    change_note: str = "",
    records: Iterable[EditorialRecord] | None = None,
) -> Publication:
    """Make `version` what readers see from `visible_from` on; `before`, what stands open, ends at that moment.

    The record `release` must be in the ledger already: the dates are worked out from it. `records` are all of the
    article, oldest first, where they are at hand.
    """
    article, content = version.article, version.content
    if before:
        before.visible_until = max(visible_from, before.visible_from)
        before.save(update_fields=["visible_until"])

    clocks = replay(article.records.order_by("sequence") if records is None else records)
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
        card=card_of(content),
        first_published_on=clocks.first_published_on,
        changed_on=clocks.changed_on,
        imported_updated_on=clocks.imported_updated_on,
        reviewed_on=clocks.reviewed_on,
        review_due_on=clocks.review_due_on,
        visible_from=visible_from,
        change_note=change_note,
        # Only an editor lifts a safety notice: a new version does not.
        safety_notice=before.safety_notice if before else "",
        safety_notice_on=before.safety_notice_on if before else None,
    )
    try:
        publication.save(force_insert=True)
    except IntegrityError as error:
        raise EditorialError(f"The address “{publication.slug}” was taken a moment ago; choose another one.") from error
    publication.topics.add(*version.topics)
    _credit(publication)
    _open_files(publication)
    if before and before.slug != publication.slug:
        Redirect.objects.get_or_create(slug=before.slug, defaults={"article": article})
    both = [before, publication] if before else [publication]
    changed = touched_by(*both, near=relating.relate(publication))
    indexing.renew(article, new=publication)
    listing.relist(article, shown=both, is_first=before is None)
    drop(changed)
    if publication.is_scheduled(release.at):
        foresee(publication, changed)
    follow_up_soon(publication)
    return publication


def take_back(scheduled: Publication) -> None:
    """Undo `put_out` of a publication whose time has not begun: what was there before stays."""
    article = scheduled.article
    before = article.publications.filter(visible_until=scheduled.visible_from).exclude(pk=scheduled.pk).first()
    changed = touched_by(scheduled)
    listing.relist(article, shown=())
    scheduled.delete()
    if before:
        Redirect.objects.filter(slug=before.slug, article=article).delete()
        before.visible_until = None
        before.save(update_fields=["visible_until"])
    indexing.renew(article)
    relating.relate_again(article)
    listing.relist(article)
    drop(changed | (touched_by(before) if before else set()))


def rest_on(publication: Publication, review: EditorialRecord) -> None:
    """Let the badge of `publication` rest on a newer review of the same content."""
    changed = touched_by(publication)
    clocks = replay(publication.article.records.order_by("sequence"))
    publication.review = review
    publication.reviewed_on = clocks.reviewed_on
    publication.review_due_on = clocks.review_due_on
    publication.save(update_fields=["review", "reviewed_on", "review_due_on"])
    publication.people.all().delete()
    publication.files.all().delete()
    _credit(publication)
    _open_files(publication)
    listing.relist(publication.article)
    drop(changed | touched_by(publication))
    follow_up_soon(publication)


def withdraw(publication: Publication, *, at: datetime, reason: str, replacement: Article | None) -> None:
    publication.withdrawn_at = at
    publication.withdrawal_reason = reason
    publication.replacement = replacement
    publication.save(update_fields=["withdrawn_at", "withdrawal_reason", "replacement"])
    indexing.renew(publication.article)
    listing.relist(publication.article)
    drop(touched_by(publication))


def reinstate(publication: Publication) -> None:
    publication.withdrawn_at = None
    publication.withdrawal_reason = ""
    publication.replacement = None
    publication.save(update_fields=["withdrawn_at", "withdrawal_reason", "replacement"])
    indexing.renew(publication.article)
    listing.relist(publication.article)
    drop(touched_by(publication))
    follow_up_soon(publication)


def warn(article: Article, *, text: str, at: datetime) -> None:
    """Put a safety notice above what is live and above what is scheduled to replace it."""
    article.publications.not_over(at).update(safety_notice=text, safety_notice_on=at.date())
    _drop_all_of(article, at=at)


def lift_warning(article: Article, *, at: datetime) -> None:
    article.publications.not_over(at).update(safety_notice="", safety_notice_on=None)
    _drop_all_of(article, at=at)


def _drop_all_of(article: Article, *, at: datetime) -> None:
    drop(touched_by(*article.publications.not_over(at).with_standing()))


def card_of(content: dict) -> dict:
    """What lists show of a page besides its words."""
    topic = next(iter(content["topics"]), None)
    return {"figure": content["hero"], "topic": {"slug": topic["slug"], "name": topic["name"]} if topic else None}


def roles_in(publication: Publication) -> set[tuple[str, str]]:
    """Whom this publication credits, as id and role; its reviewers are whoever decided."""
    roles = {(byline["expert"], byline["role"]) for byline in publication.version.content["bylines"]}
    roles = {pair for pair in roles if pair[1] != "medical_reviewer"}
    return roles | {(credit["expert"], "medical_reviewer") for credit in _reviewers(publication)}


def files_of(publication: Publication) -> set[str]:
    """Every picture file that the page shows, its reviewer's portrait too."""
    return files_in(publication.version.content).union(*(files_in(credit) for credit in _reviewers(publication)))


def _credit(publication: Publication) -> None:
    """Note whom this publication credits, and its actual reviewers, so that profiles can list it."""
    roles = roles_in(publication)
    experts = {str(expert.uid): expert for expert in Expert.objects.filter(uid__in=[uid for uid, _ in roles])}
    PublicationExpert.objects.bulk_create(
        PublicationExpert(publication=publication, expert=experts[uid], role=role)
        for uid, role in sorted(roles)
        if uid in experts
    )


def _open_files(publication: Publication) -> None:
    """Note every picture file that the page shows: readers may ask for these."""
    names = files_of(publication)
    PublicationFile.objects.bulk_create(PublicationFile(publication=publication, name=name) for name in sorted(names))


def _reviewers(publication: Publication) -> list[dict]:
    """The credit of everybody who approved what this publication shows, as it was then."""
    return publication.review.reviewers if publication.review else []
