"""Letters of pictures: the font that comes with the desk, and Arabic joined and put in the order
in which it is drawn. The same on every machine, whatever fonts and libraries it has.
"""

from __future__ import annotations

import re
from functools import cache, lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from PIL import ImageFont

FONTS = Path(__file__).parent / "fonts"
MEASURED = 20_000
"""Texts whose width is remembered: the same words come in every picture."""
_ARABIC = re.compile("[\u0590-\u08ff]")


def ready() -> None:
    """Raises ImportError for a library that pictures need and that is not installed."""
    import arabic_reshaper  # noqa: F401
    import bidi  # noqa: F401
    import PIL  # noqa: F401


@cache
def font(size: int, bold: bool) -> ImageFont.FreeTypeFont:
    """The font with letters `size` pixels high."""
    from PIL import ImageFont

    name = "DejaVuSans-Bold.ttf" if bold else "DejaVuSans.ttf"
    # Pillow's other engine needs libraries of the machine that are not everywhere.
    return ImageFont.truetype(FONTS / name, size, layout_engine=ImageFont.Layout.BASIC)


@lru_cache(MEASURED)
def width(text: str, size: int, bold: bool, mirrored: bool) -> float:
    """How many pixels a line of text is wide."""
    return font(size, bold).getlength(shown(text, mirrored))


@lru_cache(MEASURED)
def shown(text: str, mirrored: bool) -> str:
    """A line as it is drawn from left to right; `mirrored` where the line runs to the left."""
    if not _ARABIC.search(text):
        return text
    from bidi import get_display

    joined = _reshaper().reshape(text)
    ordered = str(get_display(joined, base_dir="R" if mirrored else "L"))
    for left, right in ("()", "[]", "«»"):
        ordered = _facing(ordered, left, right)
    return ordered


@cache
def _reshaper() -> Any:
    from arabic_reshaper import ArabicReshaper

    # Vowel signs are left out, as in print: they would lie on each other. The font has no sign for
    # the whole word that is joined by default.
    return ArabicReshaper({"delete_harakat": True, "ARABIC LIGATURE ALLAH": False})


def _facing(ordered: str, left: str, right: str) -> str:
    """python-bidi puts brackets into their places, and does not turn them round."""
    turned, depth = [], 0
    for sign in ordered:
        if sign in (left, right):
            back = depth < 0 or (depth == 0 and sign == right)
            depth += 1 if sign == left else -1
            sign = {left: right, right: left}[sign] if back else sign
        turned.append(sign)
    return "".join(turned)
