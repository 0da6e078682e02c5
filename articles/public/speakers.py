"""Who is heard in a set-off quote, by face: the portrait is frozen in the version with their byline (S7)."""

import re

from articles.templating.rendering import render

_QUOTE = re.compile(r'<figure class="quote" data-expert="([^"]+)">(?:(?!</figure>).)*?<figcaption>', re.DOTALL)


def with_portraits(html: str, people: list[dict]) -> str:
    """Frozen HTML with the portrait of its speaker in the caption of each quote, where a byline has one."""
    if '<figure class="quote"' not in html:
        return html
    faces = {person["expert"]: person for person in people if person["portrait"]}

    def portrayed(quote: re.Match) -> str:
        person = faces.get(quote[1])
        return quote[0] + (render("articles/_speaker.html", {"person": person}) if person else "")

    return _QUOTE.sub(portrayed, html)
