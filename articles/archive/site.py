"""Take in the pages about the site, and every version of them that readers saw.

Those that came with the software give way: whoever moves a site may have made them already. What somebody wrote here
stays, and an archive that says otherwise is refused.
"""

from collections.abc import Sequence

from articles.archive.evidence import moment
from articles.archive.job import Job, found
from articles.archive.lines import BadArchive, Line, require_digest
from articles.editorial.site_pages import draft_digest
from articles.models import SitePage, SitePageVersion


def take_site_pages(lines: Sequence[Line], job: Job) -> int:
    here = {(page.slug, page.language): page for page in SitePage.objects.all()}
    taken = 0
    for line in lines:
        fields = line.fields
        page = here.get((fields["slug"], fields["language"]))
        if page is None:
            here[fields["slug"], fields["language"]] = SitePage.objects.create(**fields)
        elif _is_as_installed(page) and any(getattr(page, name) != value for name, value in fields.items()):
            SitePage.objects.filter(pk=page.pk).update(**fields)
        else:
            continue
        taken += 1
    return taken


def take_site_page_versions(lines: Sequence[Line], job: Job) -> int:
    """Make those that are not here; one whose number the software's own text has here comes after that."""
    users = job.users(line.fields["made_by"] for line in lines)
    pages = {(page.slug, page.language): page for page in SitePage.objects.all()}
    taken = 0
    for line in lines:
        fields = line.fields
        name = (fields["slug"], fields["language"])
        history = list(SitePageVersion.objects.of(*name))
        known = next((version for version in history if _is_same(version, line)), None)
        if known is None:
            known = SitePageVersion.objects.create(
                page=found(pages, name, line=line, what="page"),
                slug=fields["slug"],
                language=fields["language"],
                number=_number_for(line, history, job),
                document=require_digest(line, content="content", digest="digest"),
                digest=fields["digest"],
                change_note=fields["change_note"],
                made_by_id=found(users, fields["made_by"], line=line, what="user"),
                made_at=moment(fields["made_at"]),
            )
            taken += 1
        job.page_versions.add(known.pk)
    return taken


def _is_as_installed(page: SitePage) -> bool:
    latest = page.latest_version()
    return latest is not None and latest.made_by_id is None and latest.digest == draft_digest(page)


def _is_same(version: SitePageVersion, line: Line) -> bool:
    """Under its own number, or under the next one that was free."""
    fields = line.fields
    is_at_once = version.made_at == moment(fields["made_at"])
    return version.digest == fields["digest"] and (version.number == fields["number"] or is_at_once)


def _number_for(line: Line, history: Sequence[SitePageVersion], job: Job) -> int:
    own = line.fields["number"]
    if own not in {version.number for version in history}:
        return own
    if any(version.made_by_id and version.pk not in job.page_versions for version in history):
        raise BadArchive(
            f"Line {line.number}: version {own} of the page “{line.fields['slug']}” ({line.fields['language']}) is "
            "here already, with other words."
        )
    return max(version.number for version in history) + 1
