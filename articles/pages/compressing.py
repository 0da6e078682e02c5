"""In quiet minutes, compress as well as can be what was stored in haste: the same pages in fewer bytes.

Other bytes have another ETag (validators.py), so whoever holds a page as it was fetches it once more when it is no
longer fresh. A worker that holds it goes on with what it holds: both are the page.
"""

import time
from gzip import decompress

from django.db import transaction

from articles.models import StoredPage, StoredPageKey
from articles.pages.encoding import BEST
from articles.pages.storing import compress, hold_the_number, in_haste

AT_ONCE = 100


def compress_waiting(*, seconds: float) -> int:
    """Compress pages for about so many seconds, those first that have waited longest; return how many it was."""
    end = time.monotonic() + seconds
    count = 0
    waiting = StoredPageKey.objects.filter(key=in_haste()).order_by("page")
    last = 0
    while batch := list(waiting.filter(page__gt=last).values_list("page", flat=True)[:AT_ONCE]):
        for last in batch:
            if time.monotonic() >= end:
                return count
            count += _compress(last)
    return count


def _compress(key: int) -> bool:
    """Write the same page in fewer bytes, unless it is gone or another one by now; say whether it was written."""
    page = StoredPage.objects.filter(pk=key).only("tag", "gzip").first()
    if page is None:
        return False
    smaller = compress(decompress(bytes(page.gzip)), effort=BEST)
    with transaction.atomic():
        # As when a page is stored: who decides takes pages away, and shall neither wait nor be waited for.
        if hold_the_number() is None:
            return False
        is_written = StoredPage.objects.filter(pk=key, tag=page.tag).update(**smaller) > 0
        if is_written:
            StoredPageKey.objects.filter(page=key, key=in_haste()).delete()
    return is_written


def count_waiting() -> int:
    return StoredPageKey.objects.filter(key=in_haste()).count()
