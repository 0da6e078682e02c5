"""Pictures of a page that is previewed through a secret link, by somebody without an account.

The preview page carries the secret in its address, and its pictures carry it in theirs. A secret opens the pictures of
its one version, as long as the link is valid.
"""

import re

from django.core.files.storage import default_storage
from django.utils.http import urlencode

from articles.content.files import files_in
from articles.editorial.previewing import open_preview


def with_open_pictures(html: str, *, token: str) -> str:
    """Return the page `html` with the secret added to the address of every picture."""
    figures = re.escape(default_storage.url("figures/"))
    query = urlencode({"preview": token})
    return re.sub(rf"{figures}[0-9a-f]{{64}}\.[a-z]+", lambda found: f"{found[0]}?{query}", html)


def opens(token: str, path: str) -> bool:
    """Whether `token` is the secret of a valid preview link whose version shows the picture file `path`."""
    link = open_preview(token, is_a_look=False) if token else None
    return link is not None and path in files_in(link.version.content)
