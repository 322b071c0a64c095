"""PNG pictures made small: cut to a width and drawn with at most 256 colours."""

from __future__ import annotations

import io

from PIL import Image

MOST = 256


def small(png: bytes, width: int | None = None) -> bytes:
    """A PNG's left `width` pixels, with its most used colours."""
    with Image.open(io.BytesIO(png)) as whole:
        picture = whole.convert("RGB").crop((0, 0, width or whole.width, whole.height))
    few = picture.quantize(MOST, Image.Quantize.MEDIANCUT, dither=Image.Dither.NONE)
    out = io.BytesIO()
    few.save(out, "PNG", optimize=True)
    return out.getvalue()
