"""The texts of the corpus: one sound submission in each language, as pieces to write as any file.

Persons, places and figures are made up and stand for nobody and nowhere."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path
from typing import Literal

Kind = Literal["title", "cover", "heading", "paragraph", "recommendation", "bullet", "note"]


@dataclass(frozen=True)
class Piece:
    kind: Kind
    text: str
    note: str = ""
    """A footnote at the end of the piece."""


def _pieces(text: str) -> tuple[Piece, ...]:
    kinds: dict[str, Kind] = {
        "T": "title", "C": "cover", "H": "heading", "P": "paragraph", "R": "recommendation",
        "B": "bullet",
    }  # fmt: skip
    made: list[Piece] = []
    for line in text.strip().splitlines():
        mark, _, rest = line.strip().partition(" ")
        if mark == "N":
            made[-1] = replace(made[-1], note=rest)
        else:
            made.append(Piece(kinds[mark], rest))
    return tuple(made)


TEXTS = Path(__file__).with_name("texts")
SOUND = {
    language: _pieces((TEXTS / f"{language}.txt").read_text(encoding="utf-8"))
    for language in ("en", "fr", "es", "ar")
}
"""In texts/ each line is a piece: T title, C cover page, H heading, P paragraph, R recommendation,
B bullet; N is a footnote of the line before it."""
