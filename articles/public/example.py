"""Two sentences that differ in one digit, and their fingerprints: why a seal cannot be carried to other words."""

from django.utils.translation import gettext, gettext_noop

from articles.content.digest import sha256

SENTENCES = (
    gettext_noop("Adults should aim for at least 150 minutes of moderate activity a week."),
    gettext_noop("Adults should aim for at least 15 minutes of moderate activity a week."),
)


def pair() -> list[tuple[str, str]]:
    """Both, in the language of the page: a fingerprint belongs to the very words that stand above it."""
    return [(sentence, sha256(sentence)) for sentence in map(gettext, SENTENCES)]
