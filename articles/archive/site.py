"""Take in the pages about the site, and every version of them that readers saw."""

from collections.abc import Sequence

from articles.archive.evidence import moment
from articles.archive.job import Job, found, new_lines
from articles.archive.lines import BadArchive, Line, require_digest
from articles.models import SitePage, SitePageVersion


def take_site_pages(lines: Sequence[Line], job: Job) -> int:
    """Make those that are not here; one that came with the software or was written here stays."""
    here = SitePage.objects.values_list("slug", "language")
    fresh = new_lines(lines, lambda line: (line.fields["slug"], line.fields["language"]), here)
    return len(SitePage.objects.bulk_create(SitePage(**line.fields) for line in fresh))


def take_site_page_versions(lines: Sequence[Line], job: Job) -> int:
    pages = {(page.slug, page.language): page for page in SitePage.objects.all()}
    here = {
        (slug, language, number): digest
        for slug, language, number, digest in SitePageVersion.objects.values_list(
            "slug", "language", "number", "digest"
        )
    }
    users = job.users(line.fields["made_by"] for line in lines)
    versions = []
    for line in lines:
        fields = line.fields
        name = (fields["slug"], fields["language"], fields["number"])
        if name not in here:
            here[name] = fields["digest"]
            versions.append(
                SitePageVersion(
                    page=found(pages, name[:2], line=line, what="page"),
                    slug=fields["slug"],
                    language=fields["language"],
                    number=fields["number"],
                    document=require_digest(line, content="content", digest="digest"),
                    digest=fields["digest"],
                    change_note=fields["change_note"],
                    made_by_id=found(users, fields["made_by"], line=line, what="user"),
                    made_at=moment(fields["made_at"]),
                )
            )
        elif here[name] != fields["digest"]:
            raise BadArchive(
                f"Line {line.number}: version {fields['number']} of the page “{fields['slug']}” "
                f"({fields['language']}) is here already, with other words."
            )
    return len(SitePageVersion.objects.bulk_create(versions))
