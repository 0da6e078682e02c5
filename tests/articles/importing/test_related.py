"""The cards under "More like this"."""

from articles.importing.page import RelatedEntry
from articles.importing.page_text import read_page

PROSE = "This is a paragraph of more than five words.\n\n"


def read(block):
    return read_page(PROSE + "More Like This\n\n" + block)


CARDS = (
    RelatedEntry(topic="Gout", title="Six Foods That Help With Gout", alt="a bowl of cherries"),
    RelatedEntry(
        topic="Arthritis", title="When Should You See a Doctor?", badge_claim="Medically Reviewed", alt="a waiting room"
    ),
    RelatedEntry(topic="Gout", title="How to Sleep With Gout at Night", alt="a bed by a window"),
)


def test_pictures_after_their_cards():
    page = read(
        "Gout\n\nSix Foods That Help With Gout\n\na bowl of cherries\nArthritis\n\nWhen Should You See a Doctor?\n\n"
        "Medically Reviewed\na waiting room\nGout\n\nHow to Sleep With Gout at Night\n\na bed by a window"
    )

    assert page.related == CARDS


def test_pictures_before_their_cards():
    page = read(
        "a bowl of cherries\nGout\n\nSix Foods That Help With Gout\n\na waiting room\nArthritis\n\n"
        "When Should You See a Doctor?\nMedically Reviewed\n\na bed by a window\nGout\n\n"
        "How to Sleep With Gout at Night"
    )

    assert page.related == CARDS


def test_blank_lines_do_not_matter():
    lines = ["Gout", "Six Foods That Help With Gout", "a bowl of cherries"]
    lines += ["Arthritis", "When Should You See a Doctor?", "Medically Reviewed", "a waiting room"]
    lines += ["Gout", "How to Sleep With Gout at Night", "a bed by a window"]

    assert read("\n".join(lines)).related == CARDS
    assert read("\n\n\n".join(lines)).related == CARDS


def test_a_missing_picture_leaves_its_card_without_alt_text():
    page = read("Gout\n\nSix Foods That Help With Gout\n\nGout\n\nHow to Sleep With Gout at Night\n\na bed by a window")

    assert [entry.alt for entry in page.related] == ["", "a bed by a window"]


def test_a_spacing_that_speaks_against_the_rule_is_doubted():
    page = read("Gout\n\nSix Foods That Help With Gout\n\na bowl\nGout\n\nHow to Sleep With Gout at Night\n\na bed")

    assert "Each alt text was given to the card above it" in page.report.import_note()


def test_titles_alone_are_cards_without_topics():
    page = read("Six Foods That Help With Gout in Summer\n\nHow to Sleep With Gout at Night Again")

    assert [(entry.topic, entry.title) for entry in page.related] == [
        ("", "Six Foods That Help With Gout in Summer"),
        ("", "How to Sleep With Gout at Night Again"),
    ]


def test_a_badge_without_a_card_is_kept_in_the_note():
    page = read("Medically Reviewed\nGout\n\nSix Foods That Help With Gout\n\na bowl of cherries")

    assert [entry.badge_claim for entry in page.related] == [""]
    assert [entry.text for entry in page.report.leftovers] == ["Medically Reviewed"]


def test_what_is_too_long_for_a_card_is_kept_in_the_note():
    page = read("Gout\n\nSix Foods That Help With Gout\n\n" + "a very long description of a picture " * 10)

    assert [entry.alt for entry in page.related] == [""]
    assert len(page.report.leftovers) == 1


def test_a_long_paragraph_ends_the_block():
    ending = "This site gives no medical advice, and nothing on it can take the place of a talk with a doctor. " * 3
    page = read("Gout\n\nSix Foods That Help With Gout\n\na bowl of cherries\n\n" + ending)

    assert len(page.related) == 1
    assert page.report.entries[-1].went_to == "lede, paragraph 2"


def test_without_the_block_there_are_no_cards():
    assert read_page(PROSE).related == ()
