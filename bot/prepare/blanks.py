"""Paragraphs to fill in: what is known is put in, what is not stays a blank that stands out."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping

from bot.prepare.models import Paragraph, Piece

_PARTS = re.compile(r"\{([a-z_]+)\}|\[([^\[\]]+)\]")
_ENDS = re.compile(r"[.?!] $")
_NOT_TEXT = ("Cc", "Cs", "Cn", "Co")
_DIRECTION = "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
LONGEST = 300
"""Characters kept of what a person gives as an issue or an organisation."""


def clean(text: str) -> str:
    """What a person typed as plain text in one line: no control characters, at most LONGEST."""
    kept = (
        " " if c.isspace() else c
        for c in text
        if c.isspace() or (unicodedata.category(c) not in _NOT_TEXT and c not in _DIRECTION)
    )
    return " ".join("".join(kept).split())[:LONGEST].strip()


def _begun(put: Paragraph) -> Paragraph:
    """What begins a sentence: an article (the Gambia) gets a capital, nothing else is changed."""
    first, *rest = put
    if first.blank or not first.text.startswith("the "):
        return put
    return (Piece(text=f"T{first.text[1:]}"), *rest)


def filled(text: str, known: Mapping[str, Paragraph]) -> Paragraph:
    """The text with {name} replaced by what is known, and [words] made into blanks.

    What is put in is not looked at again, so that braces or brackets in it stay text.
    """
    pieces: list[Piece] = []
    at = 0
    for match in _PARTS.finditer(text):
        pieces += [Piece(text=text[at : match.start()])]
        put = known[match[1]] if match[1] else (Piece(text=match[2], blank=True),)
        before = pieces[-1].text if pieces else ""
        pieces += _begun(put) if not before.strip() or _ENDS.search(before) else put
        at = match.end()
    pieces.append(Piece(text=text[at:]))
    return tuple(piece for piece in pieces if piece.text)
