"""Draw a card, in the palette of static/css/tokens.css. The seal is that of the page."""

import io
from functools import cache

from PIL import Image, ImageColor, ImageDraw

from articles.content.ring import Point, strokes_of
from articles.social_cards.card import HEIGHT, WIDTH, Card
from articles.social_cards.type import SANS, SERIF, font, how_many_lines, lines_of, wide

MARGIN = 72
PAPER, INK, SOFT, LINE = "#f8f6f0", "#1d2521", "#55605a", "#dcd8cb"
ACCENT, ON_ACCENT, SURFACE, DUE = "#17594a", "#fffefb", "#fffefb", "#714c00"

TOP, BOTTOM = 128, 448  # Between them stands the title.
MOST_LINES = 4
SIZES = (76, 68, 60, 54, 48, 42, 36, 30)
SEAL = 132
# The seal is drawn this many times as large and shrunk, as Pillow draws lines without smoothing them.
FINER = 4
# Between which colors there are edges, each softened in so many steps.
EDGES = [(PAPER, INK, 40), (PAPER, SOFT, 32), (PAPER, ACCENT, 48), (PAPER, DUE, 48), (ACCENT, ON_ACCENT, 32)]


def png_of(card: Card) -> bytes:
    image = Image.new("RGB", (WIDTH, HEIGHT), PAPER)
    draw = ImageDraw.Draw(image)
    _draw_head(draw, card)
    _draw_title(draw, card)
    if card.review:
        _draw_review(image, draw, card)
    else:
        draw.rectangle((0, HEIGHT - 16, WIDTH, HEIGHT), fill=ACCENT)
    written = io.BytesIO()
    # Few colors are drawn, and a third of the bytes says them all.
    image.quantize(palette=_palette(), dither=Image.Dither.NONE).save(written, "PNG")
    return written.getvalue()


def _draw_head(draw: ImageDraw.ImageDraw, card: Card) -> None:
    draw.text((MARGIN, 84), card.site, font=font(SERIF, 34), fill=ACCENT, anchor="ls")
    size = next((size for size in (28, 24, 20) if wide(card.topic, SANS, size) < WIDTH - 2 * MARGIN - 280), 16)
    draw.text((WIDTH - MARGIN, 84), card.topic, font=font(SANS, size), fill=SOFT, anchor="rs")
    draw.line((MARGIN, 108, WIDTH - MARGIN, 108), fill=LINE, width=2)


def _draw_title(draw: ImageDraw.ImageDraw, card: Card) -> None:
    """As large as four lines allow, in the middle between head and foot. The site's name, if it cannot be written."""
    size, lines = _set(card.title or card.site)
    bottom = BOTTOM if card.review else HEIGHT - 48
    step = round(size * 1.18)
    first = TOP + (bottom - TOP - step * len(lines)) / 2 + size * 0.86
    for number, line in enumerate(lines):
        draw.text((MARGIN, first + number * step), line, font=font(SERIF, size), fill=INK, anchor="ls")


def _set(title: str) -> tuple[int, list[str]]:
    width = WIDTH - 2 * MARGIN
    fitting = (size for size in SIZES if how_many_lines(title, name=SERIF, size=size, width=width) <= MOST_LINES)
    size = next(fitting, SIZES[-1])
    return size, lines_of(title, name=SERIF, size=size, width=width)


def _draw_review(image: Image.Image, draw: ImageDraw.ImageDraw, card: Card) -> None:
    color = DUE if card.is_overdue else ACCENT
    draw.line((MARGIN, BOTTOM + 10, WIDTH - MARGIN, BOTTOM + 10), fill=LINE, width=2)
    image.paste(_seal(card, color), (MARGIN - 6, BOTTOM + 28))
    left = MARGIN + SEAL + 22
    width = WIDTH - MARGIN - left
    who, when = card.review
    size = next((size for size in (32, 28, 25) if wide(who, SANS, size) <= width), 25)
    lines = [(line, INK) for line in lines_of(who, name=SANS, size=size, width=width)]
    lines.append((when, DUE if card.is_overdue else SOFT))
    step = round(size * 1.32)
    first = BOTTOM + 28 + SEAL / 2 - step * len(lines) / 2 + size
    for number, (line, fill) in enumerate(lines):
        draw.text((left, first + number * step), line, font=font(SANS, size), fill=fill, anchor="ls")


def _seal(card: Card, color: str) -> Image.Image:
    """The page's seal, as docs/design.md describes it: filled, or hollow with a clock, or with a pencil."""
    scale = SEAL * FINER / 96
    image = Image.new("RGB", (SEAL * FINER, SEAL * FINER), PAPER)
    draw = ImageDraw.Draw(image)

    def stroke(points: list[Point], width: float, fill: str) -> None:
        scaled = [(x * scale, y * scale) for x, y in points]
        draw.line(scaled, fill=fill, width=round(width * scale), joint="curve")
        for x, y in scaled:
            draw.circle((x, y), width * scale / 2, fill=fill)

    def disc(x: float, y: float, radius: float, *, fill: str | None, outline: str | None, width: float) -> None:
        edge = round(width * scale)
        draw.circle((x * scale, y * scale), radius * scale, fill=fill, outline=outline, width=edge)

    clock: list[Point] = [(76, 68.5), (76, 76), (81, 79)]
    pencil: list[Point] = [(70.5, 81.5), (71.7, 77.1), (79.7, 69.1), (82.9, 72.3), (74.9, 80.3), (70.5, 81.5)]
    for start, end in strokes_of(card.digest):
        stroke([start, end], 1.9, color)
    disc(48, 48, 33, fill=None if card.is_overdue else color, outline=color, width=2)
    if not card.is_overdue:
        disc(48, 48, 29, fill=None, outline=_mixed(color, ON_ACCENT), width=1)
    stroke([(34, 49.5), (43.5, 59), (63, 38.5)], 6, color if card.is_overdue else ON_ACCENT)
    if card.is_overdue or card.is_edited:
        disc(76, 76, 15.25, fill=SURFACE, outline=color, width=2.5)
        stroke(clock if card.is_overdue else pencil, 3, color)
    return image.resize((SEAL, SEAL), Image.Resampling.LANCZOS)


def _mixed(one: str, other: str, part: float = 0.5) -> str:
    """A color that is `part` of the way from one to the other."""
    pairs = zip(ImageColor.getrgb(one), ImageColor.getrgb(other), strict=True)
    return "#" + "".join(f"{round(a + (b - a) * part):02x}" for a, b in pairs)


@cache
def _palette() -> Image.Image:
    """Every color that a card can have, in an image that lends its palette."""
    colors = [_mixed(one, other, step / (steps - 1)) for one, other, steps in EDGES for step in range(steps)]
    palette = Image.new("P", (1, 1))
    palette.putpalette([value for color in [*colors, LINE] for value in ImageColor.getrgb(color)])
    return palette
