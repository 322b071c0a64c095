"""PNG pictures made small: cut to a width and drawn with at most 256 colours."""

from __future__ import annotations

import struct
import zlib

import numpy as np
from numpy.typing import NDArray

Pixels = NDArray[np.uint8]
MOST = 256
SIGNATURE = b"\x89PNG\r\n\x1a\n"


def small(png: bytes, width: int) -> bytes:
    """The left `width` pixels of a PNG as Chromium writes it (8 bits a colour, not interlaced)."""
    pixels = _pixels(png)[:, :width]
    for kept in range(8, 0, -1):
        step = 1 << (8 - kept)
        rounded = pixels // step * step
        rounded[pixels == 255] = 255
        packed = rounded.astype(np.uint32) @ np.array([65_536, 256, 1], np.uint32)
        colours, places = np.unique(packed, return_inverse=True)
        if len(colours) <= MOST:
            break
    table = b"".join(struct.pack(">I", colour)[1:] for colour in colours.tolist())
    rows = places.reshape(packed.shape).astype(np.uint8)
    drawn = b"".join(b"\0" + row.tobytes() for row in rows)
    size = struct.pack(">IIBBBBB", rows.shape[1], rows.shape[0], 8, 3, 0, 0, 0)
    chunks = [(b"IHDR", size), (b"PLTE", table), (b"IDAT", zlib.compress(drawn, 9)), (b"IEND", b"")]
    return SIGNATURE + b"".join(_chunk(name, data) for name, data in chunks)


def _pixels(png: bytes) -> Pixels:
    """Rows of red, green and blue."""
    chunks, at = [], len(SIGNATURE)
    while at < len(png):
        (length,) = struct.unpack(">I", png[at : at + 4])
        chunks.append((png[at + 4 : at + 8], png[at + 8 : at + 8 + length]))
        at += length + 12
    width, height, depth, colours, *_, interlaced = struct.unpack(">IIBBBBB", dict(chunks)[b"IHDR"])
    if (depth, interlaced) != (8, 0) or colours not in (2, 6):
        raise ValueError("this PNG was not written by Chromium")
    size = {2: 3, 6: 4}[colours]
    raw = zlib.decompress(b"".join(data for name, data in chunks if name == b"IDAT"))
    lines = np.frombuffer(raw, np.uint8).reshape(height, 1 + width * size)
    rows = np.zeros((height + 1, width, size), np.uint8)
    for y, line in enumerate(lines):
        rows[y + 1] = _unfiltered(line[0], line[1:].reshape(width, size), rows[y])
    return rows[1:, :, :3]


def _unfiltered(kind: int, row: Pixels, above: Pixels) -> Pixels:
    """A row without its filter (PNG specification, section 9)."""
    if kind == 0:
        return row
    if kind == 1:
        return np.cumsum(row, axis=0, dtype=np.uint8)
    if kind == 2:
        return row + above
    done = np.zeros_like(row)
    for channel in range(row.shape[1]):
        left = corner = 0
        values = zip(row[:, channel].tolist(), above[:, channel].tolist(), strict=True)
        for x, (value, up) in enumerate(values):
            guess = (left + up) // 2 if kind == 3 else _paeth(left, up, corner)
            left, corner = (value + guess) & 255, up
            done[x, channel] = left
    return done


def _paeth(left: int, up: int, corner: int) -> int:
    near = left + up - corner
    return min((left, up, corner), key=lambda value: abs(near - value))


def _chunk(name: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))
