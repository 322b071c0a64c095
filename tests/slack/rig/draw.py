"""Pictures of messages and views as Slack would show them: for documents and for looking at.

Blocks become HTML in Node (npm/draw.mjs) and HTML becomes PNG in Debian's `chromium`.
"""

from __future__ import annotations

import io
import json
import re
import shutil
import subprocess
import tempfile
from pathlib import Path
from typing import Any

from PIL import Image

from tests.slack.rig import node

PHONE = 390
DESKTOP = 900
NARROWEST = 500
"""Chromium's window can't be narrower; a narrower page is drawn in it and cut out."""
COLOURS = 48

QUIET = (
    "--headless --no-sandbox --disable-gpu --disable-quic --no-first-run --hide-scrollbars "
    "--disable-background-networking --disable-component-update --disable-sync"
).split()
LIKE_SLACK = """
  .slack_blocks_to_jsx > .flex-col { min-width: 0; }
  .slack_blocks_to_jsx__actions div { max-width: 100%; min-width: 0; }
  button, button * { max-width: 100%; overflow: hidden; text-overflow: ellipsis; }
  .slack_blocks_to_jsx__section p span { white-space: pre-line; }
  .-bottom-5 { display: none; }
"""
"""What the drawing package does otherwise than Slack: long labels end in "…", lines of plain text
stay lines, and where the options of a list come from is not said."""


class NoBrowser(Exception):
    """Chromium is not installed (Debian: apt-get install chromium)."""


def html(what: list[dict[str, Any]] | dict[str, Any], width: int = DESKTOP) -> str:
    """A page showing blocks, a modal or a home tab; it needs nothing from outside."""
    key = "blocks" if isinstance(what, list) else "view"
    page = node.run("draw.mjs", cwd=node.ready(), text=json.dumps({key: what, "width": width}))
    # Slack writes each text in the direction of its first letter.
    page = page.replace("<p>", '<p dir="auto">')
    return page.replace("</head>", f"<style>{LIKE_SLACK}</style></head>")


def draw(what: list[dict[str, Any]] | dict[str, Any], path: Path, width: int = DESKTOP) -> None:
    """Write a small PNG of blocks (a list) or a view (an object), `width` pixels wide.

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
        path.write_bytes(small(shot.read_bytes(), width))


def small(png: bytes, width: int | None = None) -> bytes:
    """A PNG's left `width` pixels, with its most used colours."""
    with Image.open(io.BytesIO(png)) as whole:
        picture = whole.convert("RGB").crop((0, 0, width or whole.width, whole.height))
    few = picture.quantize(COLOURS, Image.Quantize.MEDIANCUT, dither=Image.Dither.NONE)
    out = io.BytesIO()
    few.save(out, "PNG", optimize=True)
    return out.getvalue()


def _run(command: list[str]) -> str:
    done = subprocess.run(command, capture_output=True, text=True, timeout=120, check=True)
    return done.stdout
