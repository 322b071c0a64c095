"""Pictures of messages and views as Slack would show them: for documents and for looking at.

Blocks become HTML in Node (npm/draw.mjs) and HTML becomes PNG in Debian's `chromium`.
"""

from __future__ import annotations

import json
import re
import shutil
import struct
import subprocess
import tempfile
import zlib
from pathlib import Path
from typing import Any

from tests.slack.rig import node

PHONE = 390
DESKTOP = 900
NARROWEST = 500
"""Chromium's window can't be narrower; a narrower page is drawn in it and cut out."""

QUIET = (
    "--headless --no-sandbox --disable-gpu --disable-quic --no-first-run --hide-scrollbars "
    "--disable-background-networking --disable-component-update --disable-sync"
).split()


class NoBrowser(Exception):
    """Chromium is not installed (Debian: apt-get install chromium)."""


def html(what: list[dict[str, Any]] | dict[str, Any], width: int = DESKTOP) -> str:
    """A page showing blocks, a modal or a home tab; it needs nothing from outside."""
    key = "blocks" if isinstance(what, list) else "view"
    return node.run("draw.mjs", cwd=node.ready(), text=json.dumps({key: what, "width": width}))


def draw(what: list[dict[str, Any]] | dict[str, Any], path: Path, width: int = DESKTOP) -> None:
    """Write a PNG of blocks (a list) or a view (an object), `width` pixels wide.

    Raises NoBrowser where Chromium is not installed.
    """
    browser = shutil.which("chromium")
    if browser is None:
        raise NoBrowser("chromium is not installed: apt-get install chromium")
    with tempfile.TemporaryDirectory() as folder:
        page = Path(folder, "page.html")
        page.write_text(html(what, width), encoding="utf-8")
        call = [browser, *QUIET, f"--user-data-dir={folder}/profile"]
        window = max(width, NARROWEST)
        dom = _run([*call, f"--window-size={window},800", "--dump-dom", page.as_uri()])
        found = re.search(r'data-height="(\d+)"', dom)
        size = f"--window-size={window},{found[1] if found else 800}"
        shot = Path(folder, "shot.png")
        _run([*call, size, f"--screenshot={shot}", page.as_uri()])
        path.write_bytes(narrowed(shot.read_bytes(), width))


def narrowed(png: bytes, width: int) -> bytes:
    """The left `width` pixels of a PNG with 8 bits a colour, not interlaced, as Chromium writes it.

    A row's filter looks only to the left and up, so that a row cut on the right stays valid.
    """
    chunks, at = [], 8
    while at < len(png):
        (length,) = struct.unpack(">I", png[at : at + 4])
        chunks.append((png[at + 4 : at + 8], png[at + 8 : at + 8 + length]))
        at += length + 12
    header = dict(chunks)[b"IHDR"]
    old, _, depth, colours, *_, interlaced = struct.unpack(">IIBBBBB", header)
    assert (depth, interlaced) == (8, 0)
    pixel = {2: 3, 6: 4}[colours]
    rows = zlib.decompress(b"".join(data for name, data in chunks if name == b"IDAT"))
    step = 1 + old * pixel
    cut = b"".join(rows[start : start + 1 + width * pixel] for start in range(0, len(rows), step))
    return png[:8] + b"".join(
        struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))
        for name, data in (
            (b"IHDR", struct.pack(">I", width) + header[4:]),
            (b"IDAT", zlib.compress(cut, 9)),
            (b"IEND", b""),
        )
    )


def _run(command: list[str]) -> str:
    done = subprocess.run(command, capture_output=True, text=True, timeout=120, check=True)
    return done.stdout
