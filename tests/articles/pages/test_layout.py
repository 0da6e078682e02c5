"""Which pages are ours: those that were made of what we are made of, and told what we would tell."""

import pytest

from articles.pages.layout import layout


@pytest.mark.parametrize(("name", "value"), [("SITE_NAME", "Other"), ("SHARED_CACHE_SECONDS", 3600)])
def test_a_page_of_other_words_or_headers_is_not_ours(settings, name, value):
    ours = layout.__wrapped__()

    setattr(settings, name, value)

    assert layout.__wrapped__() != ours
