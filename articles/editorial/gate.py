"""The gate: what each verb requires, one refusal per function, each with a sentence for the person refused."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from typing import Any

from articles.editorial import approvals, drafts
from articles.editorial.qualification import NotQualified, checks, first_unmet, long_date
from articles.editorial.requirements import Issue
from articles.editorial.roles import Role, roles_of, why_not
from articles.errors import EditorialError
from articles.models import Article, BylineRole, EditorialRecord, Event, Publication, State, Version
from articles.models.topic import LONGEST_REVIEW_INTERVAL_MONTHS
from experts.models import Expert

_ONE_OF_TWO = (
    "One of two reviewers approved version {version}; a second one must approve exactly the same content first."
)


def require_role(user: Any, *allowed: Role) -> list[str]:
    """Refuse anyone who is inactive or holds none of `allowed`, superusers included; return all roles they hold."""
    held = roles_of(user)
    refusal = why_not(user, *allowed, held=held)
    if refusal:
        raise EditorialError(refusal)
    return held


def require_state(article: Article, *allowed: State) -> None:
    if article.state not in allowed:
        names = " or ".join(f"“{state.label}”" for state in allowed)
        raise EditorialError(f"This is possible when the article is {names}; it is “{article.get_state_display()}”.")


def require_latest(article: Article, version: Version) -> None:
    latest = article.latest_version
    if latest is None or version.pk != latest.pk:
        raise EditorialError(
            f"Version {version.number} is no longer the latest: version {latest.number if latest else 0} is."
        )


def require_intact(version: Version) -> None:
    if not version.is_intact:
        raise EditorialError(
            f"The stored content of version {version.number} is damaged; nothing can be decided on it."
        )


def require_same_content(version: Version, digest: str) -> None:
    """Refuse a decision on anything but exactly the content that the person saw."""
    require_intact(version)
    if digest != version.digest:
        raise EditorialError(
            f"Version {version.number} is not the content you saw. Open it again and read what changed."
        )


def require_note(note: str, message: str) -> None:
    if not note.strip():
        raise EditorialError(message)


def require_nothing_missing(issues: Iterable[Issue]) -> None:
    issues = tuple(issues)
    if issues:
        raise EditorialError(" ".join(issue.message for issue in issues), issues=issues)


def require_free_slug(article: Article, slug: str) -> None:
    owner = drafts.slug_owner(article, slug)
    if owner:
        raise EditorialError(f"The address “{slug}” belongs to “{owner}”; choose another one.")


def require_qualified_reviewer(version: Version, user: Any, *, on: date) -> None:
    """Refuse anyone who may not judge this version on the day `on`, with the first unmet line of the table."""
    unmet = first_unmet(checks(version, user, on=on))
    if unmet:
        raise NotQualified(unmet.sentence, version=version)


def require_another_reviewer(version: Version, event: Event, user: Any, *, on: date) -> None:
    """Where two must accept a version, refuse the same doctor a second time, whichever account they use."""
    if approvals.reviewers_needed(version) == 1:
        return
    experts = {str(uid) for uid in Expert.objects.filter(user=user).values_list("uid", flat=True)}
    for review in approvals.waiting(version, event, on=on):
        if review.actor_id == user.pk or review.facts["actor"]["credit"]["expert"] in experts:
            raise EditorialError(
                f"{review.facts['actor']['name']} accepted version {version.number} already; "
                "the second reviewer must be somebody else."
            )


def require_names_of_all(version: Version) -> None:
    """Refuse a page that names one reviewer where two are needed: the second would decide without a name on it."""
    named = [byline["name"] for byline in version.content["bylines"] if byline["role"] == BylineRole.MEDICAL_REVIEWER]
    if len(named) == 1 and approvals.reviewers_needed(version) > 1:
        raise EditorialError(
            f"The page names {named[0]} alone as medical reviewer, and its topic asks for two: name both, or nobody."
        )


def require_nothing_blocking(article: Article) -> None:
    """Refuse while a comment that its author marked as blocking is open."""
    blocking = article.comments.blocking().select_related("author")
    if blocking:
        names = " and ".join(dict.fromkeys(str(comment.author) for comment in blocking))
        stand = "1 open comment blocks" if len(blocking) == 1 else f"{len(blocking)} open comments block"
        raise EditorialError(f"{stand} this decision, by {names}: settle what they ask first.")


def require_review_date(version: Version, due_on: date, *, on: date, event: Event = Event.APPROVED) -> None:
    """Refuse a next review in the past, or later than the topics or the first of two reviewers allow."""
    if due_on <= on:
        raise EditorialError("The next review must be due after today.")
    months, first = _review_intervals(version, event, on=on)
    latest = add_months(on, months)
    if due_on > latest:
        raise EditorialError(f"The next review of this topic must be due by {long_date(latest)}.")
    for name, day in first:
        if due_on > day:
            raise EditorialError(
                f"{name} wants the next review by {long_date(day)}: choose that day or an earlier one."
            )


def latest_review_date(version: Version, *, on: date, event: Event = Event.APPROVED) -> date:
    """The last day to which the next review may be put off, by the topics and by the first of two reviewers."""
    months, first = _review_intervals(version, event, on=on)
    return min([add_months(on, months), *(day for _, day in first)])


def _review_intervals(version: Version, event: Event, *, on: date) -> tuple[int, list[tuple[str, date]]]:
    """The shortest interval among the version's topics, in months, and the day that a first reviewer answers for."""
    intervals = (topic.months_between_reviews for topic in version.topics)
    months = min(intervals, default=LONGEST_REVIEW_INTERVAL_MONTHS)
    if approvals.reviewers_needed(version) == 1:
        return months, []
    waiting = approvals.waiting(version, event, on=on)
    return months, [(review.facts["actor"]["name"], approvals.due_on(review)) for review in waiting]


def require_approval(
    article: Article, records: Iterable[EditorialRecord], *, visible_from: datetime
) -> EditorialRecord:
    """Return the review that accepts exactly the latest version's content, by as many as are needed now, or refuse.

    It is one of the article's `records`, oldest first.
    """
    version = article.latest_version
    if version is None or not version.is_intact:
        raise EditorialError("There is no intact version to publish.")
    review = approvals.whole_review_among(records, version)
    if review is None:
        require_nobody_missing(version, on=visible_from.date())
    if review is None or not review.is_intact or review.facts["digest"] != version.actual_digest:
        raise EditorialError(f"No medical reviewer approved version {version.number}.")
    due_on = approvals.due_on(review)
    if due_on < visible_from.date():
        raise EditorialError(f"The review ran out on {long_date(due_on)}; ask for a new one.")
    return review


def require_nobody_missing(version: Version, *, on: date) -> None:
    """Refuse while one of two reviewers accepted exactly this content and the other one has not."""
    if approvals.whole_review(version) is None and approvals.waiting(version, Event.APPROVED, on=on):
        raise EditorialError(_ONE_OF_TWO.format(version=version.number))


def require_enough_reviewers(review: EditorialRecord | None, version: Version) -> None:
    """Refuse to bring out `version` on a review by fewer than its topics ask for now."""
    if review and not approvals.is_enough(review, needed=approvals.reviewers_needed(version)):
        raise EditorialError(_ONE_OF_TWO.format(version=review.facts["version"]))


def require_in_need_of_review(article: Article, *, now: datetime) -> None:
    """Refuse to submit what waits for a reviewer or was approved; an approval that no longer suffices is none."""
    if not approvals.has_too_little(article, now=now):
        require_state(article, State.DRAFT, State.CHANGES_REQUESTED)


def require_live(article: Article, *, now: datetime) -> Publication:
    publication = article.live_publication(now)
    if publication is None:
        raise EditorialError("This article is not live.")
    return publication


def require_nothing_scheduled(article: Article, *, now: datetime) -> Publication | None:
    """Return what stands open, live or withdrawn, if anything does; refuse while it waits for its time."""
    publication: Publication | None = article.open_publication()
    if publication and publication.is_scheduled(now):
        raise EditorialError(
            f"Version {publication.version.number} is scheduled for {long_date(publication.visible_from.date())}; "
            "unschedule it first."
        )
    return publication


def add_months(day: date, months: int) -> date:
    """Return the same day `months` later, or the last day of that month."""
    total = day.month - 1 + months
    year, month = day.year + total // 12, total % 12 + 1
    first_of_next = date(year + month // 12, month % 12 + 1, 1)
    return min(date(year, month, 1) + timedelta(days=day.day - 1), first_of_next - timedelta(days=1))
