"""What a checklist and an outline are made for; whether the State accepted what the action turns on
(a treaty, a procedure, a regional body); which past recommendations are of its last review."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Literal

from pydantic import Field

from bot.knowledge.curated import Shape
from bot.knowledge.models import Base, Language
from bot.prepare.actions import Action
from bot.prepare.rules import Rule
from bot.reviews import CalendarEvent, MechanismCalendar, StateCalendar
from bot.states import Profiles, TreatyStatus
from bot.states.recommendations import Recommendation

What = Literal["treaty", "complaint", "inquiry", "visits", "body"]


class Accepted(Shape):
    """Whether the State accepted what the action turns on, before one committee or body."""

    what: What
    subject: str
    """The id of a committee or a regional body."""
    status: Literal["yes", "no", "unknown"]
    rule: Rule
    cell: TreatyStatus = Field(exclude=True, repr=False)
    """What the tables of States say of it."""


class Treaties(Shape):
    """Which of the treaties that committees watch over bind a State, by short names."""

    bind: tuple[str, ...]
    bind_not: tuple[str, ...]
    """By the lists that were read; a later step of the State does not show."""
    unknown: tuple[str, ...]


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
    session: CalendarEvent | None
    """The mechanism's next session."""
    accepted: tuple[Accepted, ...]
    """Whether the State accepted what the action turns on."""
    investigations: tuple[str, ...]
    """UN investigations on the State that run, as far as is known, by name."""
    treaties: Treaties | None
    """For an action that may rest on any treaty: which of them bind the State."""

    @property
    def last(self) -> CalendarEvent | None:
        """The State's last review before that mechanism, where it is known."""
        return self.calendar.last if self.calendar else None

    @property
    def open_to(self) -> tuple[str, ...]:
        """The mechanisms before which it can be done, where none of them was named."""
        return self.action.any_of if self.mechanism == self.action.mechanism else ()

    @property
    def not_open(self) -> bool:
        """Whether the State surely has not accepted what the action turns on."""
        return bool(self.accepted) and all(accepted.status == "no" for accepted in self.accepted)


_YES = ("party", "yes")


def accepted(
    action: Action, mechanism: str, state: str, on: dt.date, profiles: Profiles
) -> tuple[Accepted, ...]:
    """What the tables of States say; one for each committee where none of several was named.

    Empty for an action that is open against every State.
    """
    if action.turns_on is None:
        return ()
    name, _, named = action.turns_on.partition(":")
    what: What = name  # type: ignore[assignment]  # the pattern of TurnsOn allows no other word
    chosen = (mechanism,) if mechanism in action.any_of else action.any_of
    subjects = (named,) if named else chosen
    match what:
        case "complaint":
            statuses = [profiles.complaint(state, subject, on) for subject in subjects]
        case "inquiry":
            statuses = [profiles.inquiry(state, subject, on) for subject in subjects]
        case "visits":
            statuses = [profiles.visits(state, on)]
        case "body":
            statuses = [_body(profiles, state, named)]
        case _:
            binding = {
                treaty_status.subject: treaty_status
                for treaty_status in profiles.committees(state, on)
            }
            statuses = [binding[subject] for subject in subjects]
    return tuple(_of(what, treaty_status) for treaty_status in statuses)


def treaties(state: str, on: dt.date, profiles: Profiles) -> Treaties:
    """Which of the treaties that committees watch over bind the State."""
    of_committees = profiles.committees(state, on)

    def of(*statuses: str) -> tuple[str, ...]:
        return tuple(
            profiles.instruments[treaty_status.instrument].short
            for treaty_status in of_committees
            if treaty_status.instrument and treaty_status.status in statuses
        )

    return Treaties(bind=of("party"), bind_not=of("none", "signed"), unknown=of("unknown"))


def _body(profiles: Profiles, state: str, name: str) -> TreatyStatus:
    """A regional body before a State; one that its lists do not name is not open to it."""
    known = (
        treaty_status for treaty_status in profiles.regional(state) if treaty_status.subject == name
    )
    body = profiles.body(name)
    says = f"This State is not among the members of the {body.name} that are known here."
    return next(known, TreatyStatus(subject=name, status="no", reason="not_covered", says=says))


def _of(what: What, treaty_status: TreatyStatus) -> Accepted:
    yes = treaty_status.status in _YES
    unsure = treaty_status.doubtful or not yes
    not_known = treaty_status.status == "unknown" or treaty_status.stale
    return Accepted(
        what=what,
        subject=treaty_status.subject,
        status="yes" if yes else "unknown" if not_known else "no",
        cell=treaty_status,
        rule=Rule(
            text=treaty_status.says,
            status="unchecked" if treaty_status.doubtful else "dated",
            check_on=treaty_status.page if unsure and treaty_status.page else None,
        ),
    )


UPR_YEARS, OTHER_YEARS = 6, 10
"""What counts as recent where the last review is not known: a cycle of the UPR lasts about five
years; committees meet a State more seldom."""


def recent(recommendation: Recommendation, calendar: StateCalendar, on: dt.date) -> bool:
    """Whether it is of the last review there or later. The outcome of a review in autumn comes out
    the year after, and that of one in January may bear the year before. One without a year is kept:
    nothing says that it is old."""
    if recommendation.year is None:
        return True
    known = calendar.of(recommendation.mechanism) if recommendation.mechanism else None
    last = known.last if known else None
    if last is not None and last.when is not None:
        return recommendation.year >= last.when.first.year - 1
    years = UPR_YEARS if recommendation.mechanism == "upr" else OTHER_YEARS
    return recommendation.year >= on.year - years
