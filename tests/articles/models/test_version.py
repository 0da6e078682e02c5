"""A version tells a part of its content without the others being read."""

import pytest

from articles.content.digest import canonical
from articles.models import Version
from tests.factories import make_article


def test_each_part_is_what_the_whole_content_has(staff):
    version = staff.published(make_article("sore-joints", author=staff.writer.expert)).version

    for name in ("emergency", "lede", "sections"):
        assert version.part(name) == version.content[name]


def test_a_list_is_read_item_by_item():
    version = Version(document=canonical({"lede": "", "sections": [{"html": "]"}, [1, 2], "a,b"], "topics": []}))

    assert list(version.items_of("sections")) == version.content["sections"]
    assert list(version.items_of("topics")) == []


def test_what_follows_an_item_is_not_read_before_somebody_asks():
    version = Version(document='{"sections":[{"html":"<p>Read.</p>"},this is no JSON]}')

    assert next(version.items_of("sections")) == {"html": "<p>Read.</p>"}


def test_a_text_that_names_a_part_is_not_taken_for_it():
    version = Version(document=canonical({"lede": 'He wrote "sections":[] and \\"sections":{}', "sections": [1]}))

    assert version.part("sections") == [1]


def test_a_part_that_is_not_there_is_missed():
    with pytest.raises(ValueError, match="not found"):
        Version(document=canonical({"lede": ""})).part("sections")
