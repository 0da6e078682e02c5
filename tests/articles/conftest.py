"""What the tests of articles share."""

from tests.factories import Staff, make_article
from tests.scenes import scene


@scene
def staff():
    return Staff()


@scene
def article(staff):
    """A whole draft by the staff's writer, not yet saved as a version."""
    return make_article(author=staff.writer.expert)
