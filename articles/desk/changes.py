"""Which parts of a page changed since it was last reviewed, with the place to read each."""

from dataclasses import dataclass

from articles.editorial.gate import last_reviewed_number
from articles.models import Version

# The parts of a version document, in reading order, with the id that the page gives them.
PARTS = {
    "title": ("Title", ""),
    "slug": ("Address", ""),
    "summary": ("Summary", ""),
    "bylines": ("People and their credentials", "page-people"),
    "hero": ("Picture at the top", ""),
    "key_points": ("Key points", "page-key-points"),
    "lede": ("Lede", ""),
    "sections": ("Order of the sections", ""),
    "emergency": ("When to get help now", "page-emergency"),
    "references": ("Sources", "page-sources"),
    "disclosures": ("Disclosures", "page-disclosures"),
    "corrections": ("Corrections", "page-corrections"),
    "topics": ("Topics", ""),
    "related": ("Related articles", ""),
    "language": ("Language", ""),
}


@dataclass(frozen=True)
class Changes:
    """`since` is the version that was reviewed last; each part is a name and the id to jump to, or an empty text."""

    since: Version
    parts: list[tuple[str, str]]


def changes_since_review(version: Version) -> Changes | None:
    """Return what changed since the last review of the article, or None if it was never reviewed."""
    number = last_reviewed_number(version.article)
    since = version.article.versions.filter(number=number).first()
    if since is None or since.pk == version.pk:
        return None
    return Changes(since, _changed_parts(since.content, version.content))


def _changed_parts(old: dict, new: dict) -> list[tuple[str, str]]:
    parts = []
    for key, (label, target) in PARTS.items():
        if key == "sections":
            parts += _changed_sections(old[key], new[key])
        elif old.get(key) != new.get(key):
            parts.append((label, target))
    return parts


def _changed_sections(old: list[dict], new: list[dict]) -> list[tuple[str, str]]:
    before = {section["id"]: section for section in old}
    after = {section["id"]: section for section in new}
    parts = []
    for anchor, section in after.items():
        if anchor not in before:
            parts.append((f"New section: {section['heading']}", anchor))
        elif before[anchor] != section:
            parts.append((f"Section: {section['heading']}", anchor))
    parts += [(f"Section taken out: {was['heading']}", "") for anchor, was in before.items() if anchor not in after]
    kept = [anchor for anchor in before if anchor in after]
    if kept != [anchor for anchor in after if anchor in before]:
        parts.append((PARTS["sections"][0], ""))
    return parts
