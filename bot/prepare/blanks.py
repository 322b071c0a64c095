"""Paragraphs to fill in: what is known is put in, what is not stays a blank that stands out; and
the first section of a text, which somebody gets who asks for it in a sentence."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Mapping

from bot.knowledge.models import Base, Language
from bot.prepare.actions import Action
from bot.prepare.articles import joined, state_said
from bot.prepare.models import Paragraph, Piece
from bot.states import StateNames

_PARTS = re.compile(r"\{([a-z_]+)\}|\[([^\[\]]+)\]")
_ENDS = re.compile(r"[.?!] $")
_NOT_TEXT = ("Cc", "Cs", "Cn", "Co")
_DIRECTION = "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
LONGEST = 300
"""Characters kept of what a person gives as an issue or an organisation."""


def clean(text: str) -> str:
    """What a person typed as plain text in one line: no control characters, at most LONGEST."""
    characters = (
        " " if c.isspace() else c
        for c in text
        if c.isspace() or (unicodedata.category(c) not in _NOT_TEXT and c not in _DIRECTION)
    )
    return " ".join("".join(characters).split())[:LONGEST].strip()


_ARTICLES = ("the ", "le ", "la ", "les ", "l'", "el ", "los ", "las ")


def _begun(put: Paragraph) -> Paragraph:
    """What begins a sentence: an article (the Gambia) gets a capital, nothing else is changed."""
    first, *rest = put
    if first.blank or not first.text.startswith(_ARTICLES):
        return put
    return (Piece(text=first.text[0].upper() + first.text[1:]), *rest)


def fill_blanks(text: str, known: Mapping[str, Paragraph], language: str = "en") -> Paragraph:
    """The text with {name} replaced by what is known, as its language joins both, and [words] made
    into blanks.

    What is put in is not looked at again, so that braces or brackets in it stay text.
    """
    pieces: list[Piece] = []
    at = 0
    for match in _PARTS.finditer(text):
        before = text[at : match.start()]
        put = known[match[1]] if match[1] else (Piece(text=match[2], blank=True),)
        put = _begun(put) if not before.strip() or _ENDS.search(before) else put
        if match[1] and not put[0].blank:
            before, first = joined(before, put[0].text, language)
            put = (Piece(text=first), *put[1:])
        pieces += [Piece(text=before), *put]
        at = match.end()
    pieces.append(Piece(text=text[at:]))
    return tuple(piece for piece in pieces if piece.text)


_BLANKS = {
    "state": "outline_blank_state",
    "organisation": "outline_blank_organisation",
    "issue": "outline_blank_issue",
    "last_year": "outline_blank_year",
    "investigation": "outline_blank_inquiry",
}
"""What is not known yet, and the phrase that stands for it."""


class FirstSections:
    """First sections; `action` gives an action in a language."""

    def __init__(
        self, action: Callable[[str, Language], Action], base: Base, states: StateNames
    ) -> None:
        self._action, self._base, self._states = action, base, states

    def of(
        self, name: str, state: str | None, language: Language
    ) -> tuple[str, tuple[str, ...], str | None] | None:
        """The first section of an action's outline, before a State (ISO3): title, paragraphs (what
        is not known stays a blank), rule. None where the action has no outline; KeyError for an
        action that is not known."""
        outline = self._action(name, language).outline
        sections = outline.sections if outline else ()
        first = next(
            (section for section in sections if section.only is None and section.text), None
        )
        if first is None:
            return None
        known: dict[str, Paragraph] = {
            place: (Piece(text=self._base.say(key, language), blank=True),)
            for place, key in _BLANKS.items()
        }
        if state:
            known["state"] = (Piece(text=state_said(self._states, state, language)),)
        try:
            paragraphs = tuple(_plain(fill_blanks(text, known, language)) for text in first.text)
        except KeyError:  # a place that only the outline fills
            return None
        return first.title, paragraphs, first.rule


def _plain(paragraph: Paragraph) -> str:
    return "".join(f"[{piece.text}]" if piece.blank else piece.text for piece in paragraph)
