"""A card is drawn as the page's seal and words are: its size, its palette, and a ring for each digest."""

import io
import re
from dataclasses import replace
from pathlib import Path

import pytest
from PIL import Image, ImageChops

from articles.social_cards import drawing
from articles.social_cards.card import Card
from articles.social_cards.drawing import BOTTOM, HEIGHT, WIDTH, png_of
from articles.social_cards.type import FONTS, SERIF, can_write, lines_of, wide

REVIEW = ("Medically reviewed by Rita Reviewer, MD, MSc", "September 14, 2026")
CARD = Card("healthcms", "Does MS cause joint pain?", "Multiple sclerosis", REVIEW, digest="0" * 64)
TOKENS = Path(__file__).parents[3] / "static" / "css" / "tokens.css"


def drawn(card):
    return Image.open(io.BytesIO(png_of(card))).convert("RGB")


def difference(one, other):
    """The box within which two cards differ, or None."""
    return ImageChops.difference(drawn(one), drawn(other)).getbbox()


def test_a_card_has_the_size_that_sites_ask_for_and_is_light():
    image = drawn(CARD)

    assert image.size == (1200, 630) == (WIDTH, HEIGHT)
    assert len(png_of(CARD)) < 60_000
    assert image.getpixel((3, 3)) == (0xF8, 0xF6, 0xF0)


def test_another_digest_is_another_ring_and_changes_nothing_else():
    box = difference(CARD, replace(CARD, digest="f" + "0" * 63))

    assert box is not None
    left, top, right, bottom = box
    assert left > 60 and right < 220 and top > BOTTOM and bottom < HEIGHT


def test_an_edited_and_an_overdue_seal_are_other_drawings():
    edited, overdue = replace(CARD, is_edited=True), replace(CARD, is_overdue=True)

    assert difference(CARD, edited) and difference(CARD, overdue) and difference(edited, overdue)


def test_a_card_without_a_review_has_no_seal():
    # Where the disc would be there is paper.
    assert drawn(CARD).getpixel((100, 542)) == (0x17, 0x59, 0x4A)
    assert drawn(replace(CARD, review=(), digest="")).getpixel((100, 542)) == (0xF8, 0xF6, 0xF0)


def test_the_palette_is_that_of_the_pages():
    tokens = TOKENS.read_text()

    for name in ("PAPER", "INK", "SOFT", "LINE", "ACCENT", "ON_ACCENT", "SURFACE", "DUE"):
        assert re.search(rf"--{name.lower().replace('_', '-')}: light-dark\({getattr(drawing, name)},", tokens), name


@pytest.mark.parametrize(
    "title", ["MS", "Does multiple sclerosis cause joint pain?", "word " * 32, "W" * 160, "Iridocyclochoroiditis " * 7]
)
def test_no_title_is_cut_and_none_leaves_the_card(title):
    size, lines = drawing._set(title)

    assert "".join("".join(lines).split()) == "".join(title.split())
    assert all(wide(line, SERIF, size) <= WIDTH - 2 * drawing.MARGIN for line in lines)
    assert len(lines) <= 4 or title == "W" * 160
    # Nothing is drawn over the right margin.
    right = drawn(replace(CARD, title=title)).crop((WIDTH - drawing.MARGIN + 4, 0, WIDTH, HEIGHT))
    assert right.getextrema() == ((0xF8, 0xF8), (0xF6, 0xF6), (0xF0, 0xF0))


def test_lines_are_even():
    size = 60
    lines = lines_of("How to tell joint pain from nerve pain in MS", name=SERIF, size=size, width=1000)
    lengths = [wide(line, SERIF, size) for line in lines]

    assert len(lines) == 2 and max(lengths) < 1.35 * min(lengths)


def test_letters_that_the_fonts_lack_are_known():
    assert can_write("Übelkeit, œdème, ağrı, ból, Ειρήνη, Боль – 38 °C “à jeun”")
    for text in ("頭痛", "ألم المفاصل", "दर्द", "pain 🦴", "a\u0302\u0323", "\ue000"):
        assert not can_write(text)


def test_the_fonts_are_free_small_and_come_with_their_licenses():
    fonts = [*FONTS.glob("*.ttf"), *FONTS.glob("*.otf")]

    assert sum(font.stat().st_size for font in fonts) <= 500_000
    for font in fonts:
        license = FONTS / f"LICENSE-{font.stem.partition('-')[0]}.txt"
        assert "SIL OPEN FONT LICENSE Version 1.1" in license.read_text()
