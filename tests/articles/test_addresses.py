"""Our addresses are those that Django's `reverse` says, in every language."""

import pytest
from django.urls import NoReverseMatch, reverse
from django.utils.translation import override

from articles.addresses import address_if_any, address_of, address_with, around_slugs
from articles.public.picture_addresses import picture_address

ASKED = [
    ("reading:topics",),
    ("reading:topic", "multiple-sclerosis"),
    ("reading:expert", "a"),
    ("reading:site_page", "how-we-review"),
    ("public:article", "Sore_joints-2"),
    ("public:article", "slug-in-its-place"),
    ("public:differences", "sore-joints", 1, 2),
    ("public:social_card", "sore-joints", "0" * 32),
]


@pytest.mark.parametrize("language", ["en", "es"])
@pytest.mark.parametrize("asked", ASKED)
def test_an_address_is_what_reverse_says(asked, language):
    view, *named = asked
    with override(language):
        for _ in range(2):
            assert address_of(view, *named) == reverse(view, args=named)


@pytest.mark.parametrize("language", ["en", "es"])
def test_so_it_is_for_whoever_asked_before_what_stands_around_a_slug(language):
    with override(language):
        for view, slug in (("reading:topic", "a"), ("public:article", "Sore_joints-2")):
            assert address_with(around_slugs(view, 1), view, slug) == reverse(view, args=[slug])
        assert address_with(around_slugs("public:media", 1), "public:media", "a b") == reverse(
            "public:media", args=["a b"]
        )
        with pytest.raises(NoReverseMatch):
            address_with(around_slugs("reading:topics", 1), "reading:topics", "a")


def test_what_is_no_slug_is_refused_as_ever():
    for wrong in ("a b", "é", "a/b", ""):
        with pytest.raises(NoReverseMatch):
            address_of("public:article", wrong)
        with pytest.raises(NoReverseMatch):
            address_with(around_slugs("public:article", 1), "public:article", wrong)
    with pytest.raises(NoReverseMatch):
        address_of("public:article")
    assert address_if_any("public:nothing") == ""


@pytest.mark.parametrize(
    "src", ["figures/0a1b.webp", "a.png", "figures/a b.png", "figures/é.png", "../a.png", "figures//a.png", "a%.png"]
)
def test_a_picture_stands_where_the_storage_says(src):
    from django.core.files.storage import default_storage

    assert picture_address(src) == default_storage.url(src)
