"""Open a file that somebody gives us as a picture: what is no plain still picture is refused with a sentence.

What is opened here is upright, in sRGB, on white, and nothing but pixels: no place, no camera, no hidden file.
"""

import io
import re
import struct
import warnings
import zipfile

from PIL import Image, ImageCms, ImageOps

from articles.errors import EditorialError

FORMATS = ["JPEG", "PNG", "WEBP"]
LARGEST_FILE = 15 * 1024 * 1024
LARGEST_PIXELS = 40_000_000
MOST_TIMES_AS_LONG = 10

# What Pillow raises on files that are broken, by accident or on purpose. UnidentifiedImageError is an OSError.
UNREADABLE = (OSError, SyntaxError, ValueError, EOFError, OverflowError, IndexError, KeyError, TypeError, struct.error)
BOMBS = (Image.DecompressionBombWarning, Image.DecompressionBombError)
# A browser or a viewer that guesses by content could run these, whatever picture stands before or behind them.
MARKUP = re.compile(rb"(?i)<(?:script|html|svg|iframe)[\s>]|<!doctype\s|<\?php\s")
PDF_WITHIN = 1024
SRGB = ImageCms.createProfile("sRGB")

TOO_MANY_PIXELS = "The picture has more than 40 megapixels; make it smaller first."
TOO_LARGE = "The picture has {} MB; at most 15 MB can be stored."
NO_PICTURE = "This file is not a JPEG, PNG or WebP picture that can be read."


def open_picture(data: bytes) -> Image.Image:
    """Return the pixels of the picture in `data`, as they should be seen. Refuses everything else with a sentence."""
    require_size(len(data))
    try:
        with warnings.catch_warnings():
            # Pillow only warns of a decompression bomb of some sizes; here it is refused.
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            image = Image.open(io.BytesIO(data), formats=FORMATS)
            _require_still_picture(image)
            image.load()
            pixels = _on_white(ImageOps.exif_transpose(image), profile=image.info.get("icc_profile"))
    except UNREADABLE as error:
        raise EditorialError(NO_PICTURE) from error
    except BOMBS as error:
        raise EditorialError(TOO_MANY_PIXELS) from error
    _require_one_file(data)
    return pixels


def require_size(size: int) -> None:
    if size > LARGEST_FILE:
        raise EditorialError(TOO_LARGE.format(f"{size / 1e6:.1f}"))


def _require_still_picture(image: Image.Image) -> None:
    """Look at what the header says, before a byte is unpacked."""
    if image.width * image.height > LARGEST_PIXELS:
        raise EditorialError(TOO_MANY_PIXELS)
    if max(image.size) > MOST_TIMES_AS_LONG * min(image.size):
        raise EditorialError("The picture is more than ten times as long as it is wide; cut it first.")
    # Phones put a second picture behind the first one (MPO); of those, the first is the photograph.
    if image.format != "MPO" and getattr(image, "is_animated", False):
        raise EditorialError("This picture moves. Store a still one: readers could not stop it.")


def _require_one_file(data: bytes) -> None:
    """Refuse a picture that is another file as well. The stored one would be clean; but whoever made it meant harm."""
    is_another = b"%PDF-" in data[:PDF_WITHIN] or MARKUP.search(data) or zipfile.is_zipfile(io.BytesIO(data))
    if is_another:
        raise EditorialError("Another file is hidden in this picture. Open it in a picture editor and save it anew.")


def _on_white(image: Image.Image, *, profile: bytes | None) -> Image.Image:
    if image.mode.startswith("I"):
        # Sixteen bits of grey: a plain conversion would show everything above 255 as white.
        image = image.convert("I").point(lambda value: value / 256).convert("L")
    # On new paper in any case: an image drags comments and profiles along, and Pillow would write them out again.
    flat = Image.new("RGB", image.size, "white")
    alpha = image.convert("RGBA").getchannel("A") if image.has_transparency_data else None
    flat.paste(_in_srgb(image, profile), mask=alpha)
    return flat


def _in_srgb(image: Image.Image, profile: bytes | None) -> Image.Image:
    """Return RGB as screens understand it. A profile that is broken or of another kind of picture is ignored."""
    kind = {"1": "L", "LA": "L", "L": "L", "CMYK": "CMYK"}.get(image.mode, "RGB")
    plain = image if image.mode == kind else image.convert(kind)
    if profile:
        try:
            from_profile = ImageCms.ImageCmsProfile(io.BytesIO(profile))
            return ImageCms.profileToProfile(plain, from_profile, SRGB, outputMode="RGB") or plain.convert("RGB")
        except (ImageCms.PyCMSError, OSError, ValueError, TypeError):
            pass
    return plain.convert("RGB")
