"""What a checklist and an outline are made for."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from bot.knowledge.models import Base
from bot.prepare.actions import Action
from bot.prepare.models import Rule
from bot.reviews import Coming, MechanismCalendar


@dataclass(frozen=True)
class Case:
    """An action before a mechanism, for a State (or any), as on a day."""

    action: Action
    mechanism: str
    base: Base
    on: dt.date
    state: str | None
    state_name: str
    joint: bool
    calendar: MechanismCalendar | None
    """The State before that mechanism; None where no State is named or no row is known."""
    session: Coming | None
    """The mechanism's next session."""
    party: Rule | None
    """Whether the treaty binds the State, where that matters."""
