"""All pictures that the desk draws, over one knowledge base."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Protocol

from bot.knowledge.models import Base, Language
from bot.render.cycle import cycle
from bot.render.recommendation_picture import picture
from bot.render.timeline import timeline
from bot.render.words import DisplayNames, Words
from bot.reviews import StateCalendar
from bot.reviews.cycles import Cycle
from bot.states import StateNames
from bot.states.recommendations import Counts


class Draws(Protocol):
    """Draws pictures, as PNG files. Each raises NoPictures where none can be drawn here."""

    def cycle(self, found: Cycle, language: Language) -> bytes:
        """How the work of a mechanism goes round."""

    def timeline(
        self, calendar: StateCalendar, language: Language, checked_on: dt.date | None
    ) -> bytes:
        """A State before every mechanism; `checked_on` is when the calendar was last checked."""

    def counts(self, counts: Counts, title: str, warning: str, says: Sequence[str]) -> bytes:
        """Counts of recommendations, in English (`recommendation_picture`)."""


class Drawing:
    """Draws in this process."""

    def __init__(self, base: Base, states: StateNames) -> None:
        """Names and phrases are those of this base."""
        self._base, self._states = base, states

    def cycle(self, found: Cycle, language: Language) -> bytes:
        """How the work of a mechanism goes round."""
        return cycle(found, self._base, Words(self._base, self._states, language))

    def timeline(
        self, calendar: StateCalendar, language: Language, checked_on: dt.date | None
    ) -> bytes:
        """A State before every mechanism."""
        return timeline(calendar, Words(self._base, self._states, language), checked_on)

    def counts(self, counts: Counts, title: str, warning: str, says: Sequence[str]) -> bytes:
        """Counts of recommendations."""
        return picture(counts, title, warning, says, DisplayNames.of(self._base, self._states))
