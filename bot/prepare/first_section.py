"""The first section of what is written for an action: what somebody gets who asks for the text in
a sentence, before anything else is known."""

from __future__ import annotations

from collections.abc import Callable

from bot.knowledge.models import Base, Language
from bot.prepare.actions import Action
from bot.prepare.articles import state_said
from bot.prepare.blanks import filled
from bot.prepare.models import Paragraph, Piece
from bot.states import StateNames

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
        first = next((one for one in sections if one.only is None and one.text), None)
        if first is None:
            return None
        known: dict[str, Paragraph] = {
            place: (Piece(text=self._base.say(key, language), blank=True),)
            for place, key in _BLANKS.items()
        }
        if state:
            known["state"] = (Piece(text=state_said(self._states, state, language)),)
        try:
            paragraphs = tuple(_plain(filled(text, known, language)) for text in first.text)
        except KeyError:  # a place that only the outline fills
            return None
        return first.title, paragraphs, first.rule


def _plain(paragraph: Paragraph) -> str:
    return "".join(f"[{piece.text}]" if piece.blank else piece.text for piece in paragraph)
