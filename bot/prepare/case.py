"""What a checklist and an outline are made for."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from bot.knowledge.models import Base, Language
from bot.prepare.actions import Action
from bot.prepare.models import Accepted, Treaties
from bot.reviews import Coming, MechanismCalendar, StateCalendar


@dataclass(frozen=True)
class Case:
    """An action before a mechanism, for a State (or any), as on a day."""

    action: Action
    mechanism: str
    base: Base
    on: dt.date
    language: Language
    state: str | None
    state_name: str
    state_said: str
    """Its name as it stands inside a sentence."""
    joint: bool
    calendar: MechanismCalendar | None
    """The State before that mechanism; None where no State is named or no row is known."""
    every: StateCalendar | None
    """The State before every mechanism; None where no State is named."""
    session: Coming | None
    """The mechanism's next session."""
    accepted: tuple[Accepted, ...]
    """Whether the State accepted what the action turns on."""

    investigations: tuple[str, ...]
    """UN investigations on the State that run, as far as is known, by name."""
    treaties: Treaties | None
    """For an action that may rest on any treaty: which of them bind the State."""

    @property
    def open_to(self) -> tuple[str, ...]:
        """The mechanisms before which it can be done, where none of them was named."""
        return self.action.any_of if self.mechanism == self.action.mechanism else ()

    @property
    def not_open(self) -> bool:
        """Whether the State surely has not accepted what the action turns on."""
        return bool(self.accepted) and all(one.status == "no" for one in self.accepted)
