"""All pictures that the desk draws, over one knowledge base.

Pillow and what joins Arabic letters (the extra `pictures`) are imported only when a `Canvas` is
made; where they are missing that raises `NoPictures`.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Protocol

from bot.knowledge.models import Base, Language
from bot.render.pictures.canvas import Canvas, NoPictures, warm
from bot.render.pictures.counts import counts_picture
from bot.render.pictures.cycle import cycle_picture, cycle_spoken, cycle_title
from bot.render.pictures.timeline import timeline_picture
from bot.render.words import DisplayNames, Words
from bot.reviews import StateCalendar
from bot.reviews.cycles import Cycle
from bot.states import StateNames
from bot.states.recommendations import Counts

__all__ = ["Canvas", "Drawing", "Draws", "NoPictures", "cycle_spoken", "cycle_title", "warm"]


class Draws(Protocol):
    """Draws pictures, as PNG files. Each raises NoPictures where none can be drawn here."""

    def cycle(self, found: Cycle, language: Language) -> bytes:
        """How the work of a mechanism goes round."""

    def timeline(
        self, calendar: StateCalendar, language: Language, checked_on: dt.date | None
    ) -> bytes:
        """A State before every mechanism; `checked_on` is when the calendar was last checked."""

    def counts(self, counts: Counts, title: str, warning: str, says: Sequence[str]) -> bytes:
        """Counts of recommendations, in English (`counts`)."""


class Drawing:
    """Draws in this process."""

    def __init__(self, base: Base, states: StateNames) -> None:
        """Names and phrases are those of this base."""
        self._base, self._states = base, states

    def cycle(self, found: Cycle, language: Language) -> bytes:
        """How the work of a mechanism goes round."""
        return cycle_picture(found, self._base, Words(self._base, self._states, language))

    def timeline(
        self, calendar: StateCalendar, language: Language, checked_on: dt.date | None
    ) -> bytes:
        """A State before every mechanism."""
        return timeline_picture(calendar, Words(self._base, self._states, language), checked_on)

    def counts(self, counts: Counts, title: str, warning: str, says: Sequence[str]) -> bytes:
        """Counts of recommendations."""
        names = DisplayNames.of(self._base, self._states)
        return counts_picture(counts, title, warning, says, names)
