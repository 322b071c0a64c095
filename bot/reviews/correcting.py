"""What a curator fills in about a date, and the cells of its row that change by it."""

from __future__ import annotations

from typing import Literal

from bot.reviews.models import Review, Shape
from bot.reviews.moments import Moment
from bot.reviews.turns import Turn

What = Literal["confirm", "move", "cancel"]
Part = Literal["start", "end", "session", "deadline", "source"]
CERTAINTY: dict[What, str] = {"confirm": "published", "move": "moved", "cancel": "cancelled"}


class Dates(Shape):
    """The dates of a row as texts, as exact as they are known: its own, or those of its session."""

    start: str = ""
    end: str = ""
    session: str = ""
    """Its number; of a session itself it is not asked."""
    deadline: str = ""
    """Until when papers of civil society are taken."""


class Unfit(ValueError):
    """What was filled in can't be used: in which part, and the phrase that says why."""

    def __init__(self, part: Part, phrase: str, says: str = "") -> None:
        super().__init__(f"{part}: {phrase} {says}".strip())
        self.part = part
        self.phrase = phrase
        self.says = says
        """What the phrase quotes."""


def dates_of(turn: Turn) -> Dates:
    """What stands there now."""
    span, (deadline, _) = turn.span, turn.deadline("civil_society")
    return Dates(
        start=str(span.start or "") if span else "",
        end=str(span.end or "") if span else "",
        session=turn.row.session if isinstance(turn.row, Review) else "",
        deadline=str(deadline.when or "") if deadline else "",
    )


def change_of(turn: Turn, what: What, typed: Dates) -> dict[str, str]:
    """Column → new cell. Raises Unfit for what is no date, or changes nothing."""
    change = {"certainty": CERTAINTY[what]}
    if what == "cancel":
        return change
    now, new = dates_of(turn), _read(typed)
    if (new.start, new.end) != (now.start, now.end):
        change |= {"start": new.start, "end": new.end}
    if new.session != now.session:
        change["session"] = new.session
    if new.deadline != now.deadline:
        change |= {"civil_society_deadline": new.deadline, "civil_society_certainty": ""}
    if what == "confirm":
        _confirmable(turn, new, "start" in change)
    elif not {"start", "session"} & set(change):
        raise Unfit("start", "correct_same_date")
    elif not (new.start or new.end or "session" in change):
        change["session"] = ""  # put off: it would keep the dates of the session that it is in
    return change


def refused(sentence: str) -> Unfit:
    """Why a table does not take a change, at the part of the form to which it belongs."""
    parts: dict[str, Part] = {"deadline": "deadline", "the end": "end"}
    found = [part for word, part in parts.items() if word in sentence]
    return Unfit(found[0] if found else "start", "correct_conflict", sentence)


def _confirmable(turn: Turn, new: Dates, own: bool) -> None:
    if not (new.start or new.end):
        raise Unfit("start", "correct_needs_date")
    unsettled = turn.session and turn.session.certainty not in ("published", "held")
    if turn.in_session and unsettled and not own:
        raise Unfit("start", "correct_session_first", turn.row.session)


def _read(typed: Dates) -> Dates:
    parts: tuple[Part, ...] = ("start", "end", "deadline")
    read = {"session": typed.session.strip()}
    for part in parts:
        text = getattr(typed, part).strip()
        try:
            read[part] = str(Moment.parse(text)) if text else ""
        except ValueError:
            raise Unfit(part, "correct_bad_date", text) from None
    return Dates(**read)
