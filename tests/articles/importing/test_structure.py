"""Headings, lists and paragraphs."""

from articles.importing.markup import html_of
from articles.importing.page import ItemList, Paragraph, SubHeading
from articles.importing.page_text import read_page

PROSE = "This is a paragraph of more than five words.\n\n"


def outline(page):
    return [(section.nav_label, section.heading) for section in page.sections]


def test_two_short_lines_on_end_are_nav_label_and_heading():
    page = read_page(PROSE + "Overview\n\nJoint Pain and MS\n\n" + PROSE)

    assert outline(page) == [("Overview", "Joint Pain and MS")]
    assert page.sections[0].is_pair


def test_one_short_line_within_a_section_is_a_sub_heading():
    page = read_page(PROSE + "Overview\n\nJoint Pain and MS\n\n" + PROSE + "Weight\n\n" + PROSE)

    assert [type(block) for block in page.sections[0].blocks] == [Paragraph, SubHeading, Paragraph]


def test_a_sub_heading_may_follow_label_and_heading_at_once():
    page = read_page(PROSE + "Overview\n\nJoint Pain and MS\n\nThe knee\n\n" + PROSE)

    assert outline(page) == [("Overview", "Joint Pain and MS")]
    assert isinstance(page.sections[0].blocks[0], SubHeading)


def test_a_page_without_nav_labels_has_its_sections_under_single_headings():
    page = read_page(PROSE + "Why Joints Hurt\n\n" + PROSE + "What Helps\n\n" + PROSE)

    assert outline(page) == [("Why Joints Hurt", "Why Joints Hurt"), ("What Helps", "What Helps")]
    assert page.counts["label and heading pairs"] == 0


def test_a_heading_too_long_for_the_navigation_leaves_the_label_to_the_writer():
    heading = "Everything That Is Known About Why Knees Hurt"

    assert outline(read_page(PROSE + heading + "\n\n" + PROSE)) == [("", heading)]


def test_missing_blank_lines_change_nothing():
    page = read_page(
        "One paragraph has five words here.\nOverview\nJoint Pain and MS\nAnother paragraph has five words."
    )

    assert len(page.lede) == 1
    assert outline(page) == [("Overview", "Joint Pain and MS")]
    assert len(page.sections[0].blocks) == 1


def test_the_short_line_on_top_is_the_page_s_own_title():
    page = read_page("Does MS Cause Joint Pain?\n\n" + PROSE)

    assert page.title == "Does MS Cause Joint Pain?"
    assert page.counts["lede paragraphs"] == 1


def test_a_page_without_a_lede_begins_with_its_first_section():
    page = read_page("Overview\n\nJoint Pain and MS\n\n" + PROSE)

    assert page.lede == ()
    assert outline(page) == [("Overview", "Joint Pain and MS")]


def test_a_title_may_stand_above_the_first_section():
    page = read_page("Knees\n\nOverview\n\nJoint Pain and MS\n\n" + PROSE)

    assert page.title == "Knees"
    assert outline(page) == [("Overview", "Joint Pain and MS")]


def test_bullets_of_every_kind_make_one_list_with_run_in_labels():
    items = ["• From nerves: it burns.", "- From muscles: it aches.", "* Both", "– Neither: rare", "·Dots: fine"]
    page = read_page(PROSE + "\n\n".join(items) + "\n\n" + PROSE)

    (found,) = (block for block in page.lede if isinstance(block, ItemList))
    assert [item.label for item in found.items] == ["From nerves", "From muscles", "", "Neither", "Dots"]
    assert html_of([found]).startswith("<ul><li><strong>From nerves:</strong> it burns.</li>")


def test_numbers_make_a_numbered_list():
    page = read_page(PROSE + "1. Sit down.\n2. Stand up.\n\n" + PROSE)

    assert "<ol><li>Sit down.</li><li>Stand up.</li></ol>" in html_of(page.lede)


def test_a_numbered_heading_keeps_its_number():
    page = read_page(PROSE + "1. Gabapentin\n\n" + PROSE + "2. Baclofen\n\n" + PROSE)

    assert [section.heading for section in page.sections] == ["1. Gabapentin", "2. Baclofen"]


def test_a_dash_within_a_sentence_makes_no_list():
    page = read_page("-5 degrees is cold – even for people with heat intolerance.")

    assert not any(isinstance(block, ItemList) for block in page.lede)


def test_lines_broken_by_a_margin_are_one_paragraph():
    wrapped = (
        "This paragraph was copied from a window so narrow that its lines were\n"
        "broken by the margin, which no writer ever intended to\nhappen to it.\n\n"
    )
    page = read_page(wrapped + PROSE)

    assert page.counts["lede paragraphs"] == 2
    assert [entry.went_to for entry in page.report.entries][:2] == ["lede, paragraph 1", "lede, paragraph 1, continued"]


def test_a_long_heading_directly_above_its_paragraph_is_not_taken_for_a_broken_line():
    heading = "Exercise, Stretching and Yoga for Reducing Pain at Home and at Work"
    page = read_page(PROSE + heading + "\nRest and movement both help with sore knees.\n\n" + PROSE)

    assert [section.heading for section in page.sections] == [heading]


def test_a_short_question_in_capitals_is_a_heading_and_another_is_a_paragraph():
    page = read_page(PROSE + "Can Weather Cause Pain?\n\n" + PROSE + "So what can you do?\n\n" + PROSE)

    assert [section.heading for section in page.sections] == ["Can Weather Cause Pain?"]
    assert page.counts["lede paragraphs"] == 1


def test_copied_buttons_and_captions_find_no_place_and_are_kept_in_the_note():
    page = read_page(PROSE + "Advertisement\n\nwoman on a mat\n\n" + PROSE + "Share\n")

    assert [entry.text for entry in page.report.leftovers] == ["Advertisement", "woman on a mat", "Share"]
    assert "Line 3: Advertisement" in page.report.import_note()
    assert page.sections == ()


def test_short_lines_without_any_text_below_are_kept_in_the_note():
    page = read_page(PROSE + "Follow Us Everywhere\n\nOur Partners\n")

    assert [entry.text for entry in page.report.leftovers] == ["Follow Us Everywhere", "Our Partners"]


def test_markup_in_the_text_is_escaped():
    page = read_page("Use bold & <script>alert(1)</script> with great care on every page that you write for others.")

    assert "&lt;script&gt;" in html_of(page.lede)
    assert "<script" not in html_of(page.lede)
