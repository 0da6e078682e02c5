"""What the linter and the requirements say of a draft, what of it was waived, and what stands in a review's way."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils import timezone

from articles.editorial import requirements
from articles.editorial.requirements import Issue
from articles.editorial.snapshot import Snapshot, freeze
from articles.linting.finding import Finding, Severity, findings_by_section
from articles.linting.page import Page
from articles.linting.registry import findings_in
from articles.linting.rules.structure import knowable_links
from articles.linting.surroundings import Suggestion, Surroundings
from articles.models import Article, Publication, Redirect, Topic
from experts.models import Expert

__all__ = ["Report", "findings_by_section", "in_the_way", "lint", "report", "report_on"]

VOID_WAIVER = "void-waiver"


@dataclass(frozen=True)
class Report:
    """`standing` are the findings that somebody has to look at; `waived` those that a reason answers."""

    standing: tuple[Finding, ...]
    waived: tuple[Finding, ...]

    @property
    def blocking(self) -> tuple[Finding, ...]:
        return tuple(finding for finding in self.standing if finding.severity != Severity.ADVICE)

    def as_json(self) -> dict[str, list[dict[str, str]]]:
        return {
            "standing": [finding.as_json() for finding in self.standing],
            "waived": [finding.as_json() for finding in self.waived],
        }


def lint(article: Article, *, on: date | None = None) -> list[Finding]:
    """Return what somebody has to look at in the draft of `article`: errors, then warnings, then advice."""
    return list(report(article, on=on).standing)


def report(article: Article, *, on: date | None = None) -> Report:
    """Freeze the draft as it is now and read it, with what is waived."""
    on = on or timezone.now().date()
    return report_on(article, freeze(article, on=on), on=on)


def report_on(article: Article, snapshot: Snapshot, *, on: date) -> Report:
    """Read a draft that is frozen already."""
    page = Page(snapshot.content)
    missing = [_as_finding(issue) for issue in requirements.missing(snapshot)]
    found = findings_in(page, _surroundings(article, page, on=on))
    waivers = {(row["code"], row["place"], row["subject"]) for row in snapshot.content["waivers"]}
    waived = [finding for finding in found if finding.severity == Severity.WARNING and finding.key in waivers]
    standing = [finding for finding in found if finding not in waived]
    void = [
        Finding(
            code=VOID_WAIVER,
            severity=Severity.ADVICE,
            place=place,
            subject=subject,
            message=f"The waiver of “{code}” answers to nothing in the draft any more.",
            hint="Take the waiver back, so that the reviewer is not asked to judge it.",
        )
        for code, place, subject in sorted(waivers - {finding.key for finding in waived})
    ]
    return Report(standing=(*missing, *standing, *void), waived=tuple(waived))


def in_the_way(article: Article, snapshot: Snapshot, *, on: date) -> list[Issue]:
    """Return everything that must be mended or waived before a doctor's time is asked for."""
    return [
        Issue(finding.code, _sentence(finding), finding.place)
        for finding in report_on(article, snapshot, on=on).blocking
    ]


def _sentence(finding: Finding) -> str:
    if finding.severity == Severity.ERROR:
        return finding.message
    return f"{finding.message} Mend it, or say why it may stay."


def _as_finding(issue: Issue) -> Finding:
    return Finding(
        code=issue.code, severity=Severity.ERROR, place=issue.place, subject="", message=issue.message, hint=""
    )


def _surroundings(article: Article, page: Page, *, on: date) -> Surroundings:
    suggested = article.related_articles.filter(related__isnull=True)
    return Surroundings(
        on=on,
        addresses=frozenset(_known(knowable_links(page))),
        suggestions=tuple(Suggestion(row.suggested_title, row.suggested_alt) for row in suggested),
    )


def _known(paths: set[str]) -> set[str]:
    """Return those of `paths` that lead somewhere: an address of today, of a draft, or one that forwards."""
    wanted: dict[str, dict[str, str]] = {"articles": {}, "topics": {}, "experts": {}}
    for path in paths:
        _, kind, slug, *_ = path.split("/")
        wanted[kind][slug] = path
    tables: dict[str, list[Any]] = {
        "articles": [Article, Publication, Redirect],
        "topics": [Topic],
        "experts": [Expert],
    }
    return {
        wanted[kind][slug]
        for kind, models in tables.items()
        if wanted[kind]
        for model in models
        for slug in model.objects.filter(slug__in=wanted[kind]).values_list("slug", flat=True).distinct()
    }
