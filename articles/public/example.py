"""Two sentences that differ in one digit, and their fingerprints: why a seal cannot be carried to other words."""

from articles.content.digest import sha256

SENTENCES = (
    "Adults should aim for at least 150 minutes of moderate activity a week.",
    "Adults should aim for at least 15 minutes of moderate activity a week.",
)
PAIR = [(sentence, sha256(sentence)) for sentence in SENTENCES]
