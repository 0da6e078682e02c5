from datetime import timedelta

from django.utils import timezone

from tests.factories import Staff, make_article
from tests.scenes import scene


@scene
def staff():
    """One person per role, whose reviewer could decide at any time within the last year and a half."""
    staff = Staff()
    for days in (120, 500):
        declared_on = timezone.now().date() - timedelta(days=days)
        staff.reviewer.expert.disclosures.create(statement="None.", declared_on=declared_on)
    return staff


@scene
def published(staff):
    """One article, reviewed and out today."""
    return staff.published(make_article(author=staff.writer.expert))
