"""The pages about the site that come with the software, one file per page and language: `en/privacy.html`.

A file begins with its title and summary in TOML, up to a line of three plus signs; then comes the text, one element
on a line. The lines are joined as the editor writes a text, so that opening and saving one changes nothing in it.
"""

import tomllib
from collections.abc import Iterator
from pathlib import Path

HERE = Path(__file__).parent
FENCE = "\n+++\n"


def texts() -> Iterator[dict[str, str]]:
    """Yield every text with its slug, language, title, summary and body, English first."""
    for path in sorted(HERE.glob("*/*.html"), key=lambda path: (path.parent.name != "en", path)):
        head, _, body = path.read_text(encoding="utf-8").partition(FENCE)
        yield {
            "slug": path.stem,
            "language": path.parent.name,
            **tomllib.loads(head),
            "body": "".join(body.splitlines()),
        }
