"""A reader reports a problem with a page."""

from django.utils import timezone

from articles.errors import EditorialError
from articles.models import Publication, ReaderReport

LONGEST_MESSAGE = 4000


def file_report(publication: Publication, *, section_id: str, message: str, email: str) -> ReaderReport:
    """Keep a reader's report, tied to the version and section they saw. An unknown section counts as the whole page."""
    if not message.strip():
        raise EditorialError("Tell us what is wrong, in a few words.")
    if len(message) > LONGEST_MESSAGE:
        raise EditorialError(f"Please use at most {LONGEST_MESSAGE:,} characters.")
    known = {section["id"] for section in publication.version.content["sections"]}
    return ReaderReport.objects.create(
        article_id=publication.article_id,
        version=publication.version,
        section=section_id if section_id in known else "",
        message=message.strip(),
        email=email,
        made_at=timezone.now(),
    )
