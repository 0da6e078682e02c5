"""The gate: what each verb requires, one refusal per function, each with a sentence for the person refused."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from typing import Any

from articles.editorial import drafts
from articles.editorial.requirements import Issue
from articles.editorial.roles import Role, has_role
from articles.errors import EditorialError
from articles.models import Article, EditorialRecord, Publication, State, Topic, Version
from articles.models.byline import BylineRole
from articles.models.record import REVIEWS
from articles.models.topic import LONGEST_REVIEW_INTERVAL_MONTHS
from experts.models import Expert

_ROLE_NAMES = {
    Role.WRITER: "a writer",
    Role.MEDICAL_REVIEWER: "a medical reviewer",
    Role.EDITOR: "an editor",
    Role.ADMINISTRATOR: "an administrator",
}
# Whoever stands on the byline like this made the text or speaks in it, so cannot judge it
# (independence of reviewers: ICMJE Recommendations, section II.C; COPE guidelines for peer reviewers).
_INVOLVED = {
    BylineRole.AUTHOR: "wrote this article",
    BylineRole.EDITOR: "edited this article",
    BylineRole.QUOTED: "is quoted in this article",
}


def require_role(user: Any, *allowed: Role) -> None:
    """Refuse anyone who is inactive or holds none of `allowed`, superusers included."""
    if any(has_role(user, role) for role in allowed):
        return
    if not user.is_active:
        raise EditorialError(f"{user}'s account is deactivated.")
    names = " or ".join(_ROLE_NAMES[role] for role in allowed)
    raise EditorialError(f"Only {names} can do this, and {user} is not.")


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


def require_same_content(version: Version, digest: str) -> None:
    """Refuse a decision on anything but exactly the content that the person saw."""
    if not version.is_intact:
        raise EditorialError(
            f"The stored content of version {version.number} is damaged; nothing can be decided on it."
        )
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
    """Refuse anyone who may not judge this version on the day `on`: role, independence, competence, name on it."""
    require_role(user, Role.MEDICAL_REVIEWER)
    expert = require_profile(user)
    require_independent(version, user, expert)
    require_competent(expert, on=on)
    require_named_reviewer(version, expert)


def require_profile(user: Any) -> Expert:
    """Return the user's expert profile as it is in the database now, or refuse."""
    expert = Expert.objects.with_profile().filter(user=user).first()
    if expert is None:
        raise EditorialError(f"{user} has no expert profile, so nobody can see what entitles them to review.")
    return expert


def require_independent(version: Version, user: Any, expert: Expert) -> None:
    """Refuse whoever wrote, edited or is quoted in the version, or made any version since the last review."""
    for byline in version.content["bylines"]:
        involved = _INVOLVED.get(byline["role"])
        if involved and byline["expert"] == str(expert.uid):
            raise EditorialError(f"{byline['name']} {involved} and cannot review it.")
    reviewed = last_reviewed_number(version.article)
    own_versions = version.article.versions.filter(made_by=user, number__gt=reviewed, number__lte=version.number)
    own_version = own_versions.order_by("number").first()
    if own_version:
        raise EditorialError(
            f"{user} made version {own_version.number} of this article since its last review and cannot review it."
        )


def last_reviewed_number(article: Article) -> int:
    """The number of the newest version that a reviewer accepted, or 0."""
    newest = article.records.filter(event__in=REVIEWS).order_by("-sequence").select_related("version").first()
    return newest.version.number if newest and newest.version else 0


def require_competent(expert: Expert, *, on: date) -> None:
    """Refuse a reviewer without a checked, unexpired credential or a disclosure of the last twelve months."""
    if not expert.is_verified:
        raise EditorialError(f"{expert} is not verified yet: somebody must check who they are first.")
    if expert.valid_credential(on=on) is None:
        raise EditorialError(f"{expert} has no checked credential that is valid on {_long(on)}.")
    if expert.current_disclosure(on=on) is None:
        raise EditorialError(f"{expert} has not disclosed interests within the twelve months before {_long(on)}.")


def require_named_reviewer(version: Version, expert: Expert) -> None:
    """Refuse a review by one doctor of a page that names another: readers would see a name that did not decide."""
    named = [byline for byline in version.content["bylines"] if byline["role"] == BylineRole.MEDICAL_REVIEWER]
    if named and str(expert.uid) not in {byline["expert"] for byline in named}:
        names = " or ".join(byline["name"] for byline in named)
        raise EditorialError(
            f"This version names {names} as medical reviewer, not {expert.name}. "
            "Change the byline, then submit it again."
        )


def require_review_date(version: Version, due_on: date, *, on: date) -> None:
    """Refuse a next review in the past or later than the topics' shortest interval allows."""
    if due_on <= on:
        raise EditorialError("The next review must be due after today.")
    latest = latest_review_date(version, on=on)
    if due_on > latest:
        raise EditorialError(f"The next review of this topic must be due by {_long(latest)}.")


def latest_review_date(version: Version, *, on: date) -> date:
    """The last day to which the next review may be put off, by the shortest interval among the version's topics."""
    slugs = [topic["slug"] for topic in version.content["topics"]]
    months = min(
        Topic.objects.filter(slug__in=slugs).values_list("months_between_reviews", flat=True),
        default=LONGEST_REVIEW_INTERVAL_MONTHS,
    )
    return add_months(on, months)


def require_approval(article: Article, *, visible_from: datetime) -> EditorialRecord:
    """Return the review that accepts exactly the latest version's content, or refuse."""
    version = article.latest_version
    if version is None or not version.is_intact:
        raise EditorialError("There is no intact version to publish.")
    review = (
        article.records.filter(event__in=REVIEWS, version=version, content_digest=version.digest)
        .order_by("-sequence")
        .first()
    )
    if review is None or not review.is_intact or review.facts["digest"] != version.actual_digest:
        raise EditorialError(f"No medical reviewer approved version {version.number}.")
    due_on = date.fromisoformat(review.details["next_review_due"])
    if due_on < visible_from.date():
        raise EditorialError(f"The review ran out on {_long(due_on)}; ask for a new one.")
    return review


def require_live(article: Article, *, now: datetime) -> Publication:
    publication = article.live_publication(now)
    if publication is None:
        raise EditorialError("This article is not live.")
    return publication


def require_nothing_scheduled(article: Article, *, now: datetime) -> None:
    scheduled = article.publications.scheduled(now).first()
    if scheduled:
        raise EditorialError(
            f"Version {scheduled.version.number} is scheduled for {_long(scheduled.visible_from.date())}; "
            "unschedule it first."
        )


def add_months(day: date, months: int) -> date:
    """Return the same day `months` later, or the last day of that month."""
    total = day.month - 1 + months
    year, month = day.year + total // 12, total % 12 + 1
    first_of_next = date(year + month // 12, month % 12 + 1, 1)
    return min(date(year, month, 1) + timedelta(days=day.day - 1), first_of_next - timedelta(days=1))


def _long(day: date) -> str:
    return f"{day:%B} {day.day}, {day.year}"
