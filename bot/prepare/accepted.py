"""Whether the State accepted what an action turns on: a treaty, a procedure, a regional body."""

from __future__ import annotations

import datetime as dt

from bot.prepare.actions import Action
from bot.prepare.models import Accepted, Rule, Treaties, What
from bot.states import Cell, Profiles

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
            cells = [profiles.complaint(state, one, on) for one in subjects]
        case "inquiry":
            cells = [profiles.inquiry(state, one, on) for one in subjects]
        case "visits":
            cells = [profiles.visits(state, on)]
        case "body":
            cells = [_body(profiles, state, named)]
        case _:
            binding = {cell.subject: cell for cell in profiles.committees(state, on)}
            cells = [binding[one] for one in subjects]
    return tuple(_of(what, cell) for cell in cells)


def treaties(state: str, on: dt.date, profiles: Profiles) -> Treaties:
    """Which of the treaties that committees watch over bind the State."""
    cells = profiles.committees(state, on)

    def of(*statuses: str) -> tuple[str, ...]:
        return tuple(
            profiles.instruments[cell.instrument].short
            for cell in cells
            if cell.instrument and cell.status in statuses
        )

    return Treaties(bind=of("party"), bind_not=of("none", "signed"), unknown=of("unknown"))


def _body(profiles: Profiles, state: str, name: str) -> Cell:
    """A regional body before a State; one that its lists do not name is not open to it."""
    known = (cell for cell in profiles.regional(state) if cell.subject == name)
    body = profiles.body(name)
    says = f"This State is not among the members of the {body.name} that are known here."
    return next(known, Cell(subject=name, status="no", reason="not_covered", says=says))


def _of(what: What, cell: Cell) -> Accepted:
    yes = cell.status in _YES
    unsure = cell.doubtful or not yes
    return Accepted(
        what=what,
        subject=cell.subject,
        status="yes" if yes else "unknown" if cell.status == "unknown" or cell.stale else "no",
        cell=cell,
        rule=Rule(
            text=cell.says,
            status="unchecked" if cell.doubtful else "dated",
            check_on=cell.page if unsure and cell.page else None,
        ),
    )
