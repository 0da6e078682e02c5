"""The files that a frozen document shows."""

from articles.content.files import files_in


def test_every_picture_is_found_with_its_sizes():
    content = {
        "hero": {"src": "a.jpg", "renditions": [{"src": "a.avif"}, {"src": "a.webp"}]},
        "sections": [{"html": "<p>src</p>", "figure": None}, {"figure": {"src": "b.jpg", "renditions": []}}],
        "bylines": [{"portrait": {"src": "c.jpg"}}, {"portrait": None}],
    }

    assert files_in(content) == {"a.jpg", "a.avif", "a.webp", "b.jpg", "c.jpg"}


def test_a_document_without_pictures_shows_no_file():
    assert files_in({"hero": None, "sections": [], "title": "Knees"}) == set()
