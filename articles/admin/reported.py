"""What a reader's report is about: the words they read, and whether readers still see them."""

from dataclasses import dataclass
from typing import Any

from django.urls import reverse

from articles.content.html import plain_text
from articles.models import Publication, ReaderReport


@dataclass(frozen=True)
class Reported:
    """`part` is the heading of the section or the title of the page, `lines` its words as they were.

    `since` says what became of them, `address` leads to what changed, and to the section for those who correct it.
    """

    part: str
    is_section: bool
    lines: list[str]
    since: str
    is_changed: bool
    address: str = ""
    address_label: str = ""


def what_was_read(report: ReaderReport) -> Reported:
    content = report.version.content
    section = _section(content, report.section)
    if section:
        part, lines = section["heading"], plain_text(section["html"]).split("\n")
    else:
        part, lines = content["title"], [content["summary"], *plain_text(content["lede"]).split("\n")]
    since, is_changed, address, label = _since(report)
    return Reported(
        part=part,
        is_section=section is not None,
        lines=[line for line in lines if line],
        since=since,
        is_changed=is_changed,
        address=address,
        address_label=label,
    )


def _since(report: ReaderReport) -> tuple[str, bool, str, str]:
    live = Publication.objects.live().filter(article=report.article_id).select_related("version").first()
    if live is None:
        return "The page is no longer public.", True, "", ""
    if live.version_id == report.version_id:
        return "Readers see the same version now.", False, live.get_absolute_url(), "Open the page"
    changes = reverse("admin:articles_version_compare") + f"?from={report.version_id}&to={live.version_id}"
    return *_compared(report, live), changes, f"What changed from version {report.version.number}"


def _compared(report: ReaderReport, live: Publication) -> tuple[str, bool]:
    now = f"Readers see version {live.version.number} now"
    if not report.section:
        return f"{now}.", True
    was, found = _section(report.version.content, report.section), _section(live.version.content, report.section)
    if found is None:
        return f"{now}, without this section.", True
    if _words(was) == _words(found):
        return f"{now}, with the same words in this section.", False
    return f"{now}: this section has changed since.", True


def _section(content: dict[str, Any], anchor: str) -> dict[str, Any] | None:
    return next((section for section in content["sections"] if anchor and section["id"] == anchor), None)


def _words(section: dict[str, Any] | None) -> tuple[str, str] | None:
    return section and (section["heading"], plain_text(section["html"]))
