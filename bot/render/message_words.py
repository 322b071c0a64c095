"""What is known of a State's review, deadline and treaties, as sentences of a message."""

from __future__ import annotations

import datetime as dt

from bot.prepare.articles import state_in_text
from bot.prepare.messages import Given, Message
from bot.prepare.models import Paragraph, Piece
from bot.render.calendar import certainty, left, moment, ordinal, when
from bot.render.prepared import capital, day
from bot.reviews import Coming
from bot.states import Cell

CHECK = "session and date of the review: check before sending"


def value_in_text(given: Given) -> object:
    """A field's value as a template prints it; empty where none was given."""
    if given.value is None:
        return ""
    if given.kind == "state":
        return state_in_text(given.label)
    if given.kind == "treaty":
        return given.label
    if isinstance(given.value, dt.date):
        return day(given.value)
    return given.value


def review(made: Message) -> Paragraph:
    """When the State is reviewed and how sure that is; a blank where the calendar does not say."""
    if not made.reviewed:
        return ()
    coming = made.review
    who = state_in_text(made.state_name)
    mechanism = f"the {made.full_name} ({made.acronym})"
    what = f"review of {who} {'in' if made.mechanism == 'upr' else 'by'} {mechanism}"
    if coming is None or _silent(coming):
        # no row of the calendar: a letter must not say more than that
        said = f"The next {what}: "
        return (Piece(text=said), Piece(text=CHECK, blank=True), Piece(text="."))
    session = f"{_session(coming)}," if coming.session else ""
    said = f"The {what}{session} {_date(coming)}"
    if coming.when is None:
        return (Piece(text=f"{said} "), Piece(text=CHECK, blank=True))
    return (Piece(text=said),)


def last_review(made: Message) -> str:
    """When it was last reviewed; empty where that is not known."""
    if made.last is None or made.last.when is None:
        return ""
    if made.last.session and made.last.in_session:
        return f"The last review was in the {ordinal(made.last.session)} ({when(made.last.when)})."
    return f"The last review was {_at(made.last)}{_session(made.last)}."


def deadline(made: Message) -> str:
    """Until when papers are taken; empty where no day is known or it has passed."""
    state = made.deadline
    if state is None or state.kind != "open" or state.when is None:
        return ""
    sure = "" if state.certainty in ("published", "held") else " (expected, not published)"
    return f"Papers of civil society are taken until {moment(state.when)}{sure}."


def law(made: Message, label: str) -> Paragraph:
    """That the treaty that was named binds the State; a blank where that is not known."""
    cell = made.law
    if cell is None:
        return ()
    treaty = f"the {label}" if " " in label else label
    who = state_in_text(made.state_name)
    if cell.doubtful:
        return (Piece(text=f"check whether {treaty} binds {who}", blank=True),)
    since = f" since {moment(cell.since)}" if cell.since else ""
    return (
        Piece(
            text=f"{who} has been a party to {treaty}{since}."
            if since
            else f"{who} is a party to {treaty}."
        ),
    )


def standing(made: Message) -> list[tuple[str, str]]:
    """What the writer should know of dates and treaties, with a label each."""
    told = []
    coming = made.review if made.review and made.review.when else None
    if coming and coming.certainty not in ("published", "held"):
        sure = capital(certainty(coming))
        told.append(("Date:", f"{sure}. Check it on the official page before you send."))
    if coming and left(coming.days_left):
        told.append(("Review:", f"It begins {left(coming.days_left)}."))
    if coming and coming.when:
        for one in made.values.values():
            if isinstance(one.value, dt.date) and one.value > coming.when.last:
                told.append(("Timing:", f"{day(one.value)} is after the review."))
    if made.deadline and made.deadline.kind == "closed" and made.deadline.when:
        exact = "on" if made.deadline.when.exact else "in"
        said = f"The deadline passed {exact} {moment(made.deadline.when)}."
        if made.deadline.certainty == "expected":
            said = f"The deadline was about {moment(made.deadline.when)}; it was not published."
        told.append(("Submissions:", said))
    if made.deadline and made.deadline.kind == "suspended":
        told.append(("Submissions:", "They are not taken until further notice."))
    if made.party and made.party.status != "party":
        told.append(("Treaty:", _not_open(made.party, made)))
    return told


def _not_open(cell: Cell, made: Message) -> str:
    page = f" Check it on {cell.page}." if cell.page else ""
    if cell.status == "unknown":
        return f"{cell.says}{page}"
    return (
        f"Not open for {state_in_text(made.state_name)}. {cell.says}{page} The committee can act"
        " only on States that joined its treaty: write to special procedures, or use the UPR."
    )


def _silent(coming: Coming) -> bool:
    """Whether the calendar knows nothing of its date, not even that it was put off."""
    put_off = coming.earlier or coming.certainty in ("moved", "suspended", "cancelled")
    return coming.when is None and not put_off


def _session(coming: Coming) -> str:
    return f", {ordinal(coming.session)}" if coming.session else ""


def _at(coming: Coming) -> str:
    shown = when(coming.when)
    exact = coming.when and coming.when.start and coming.when.start.day
    return f"{'on' if exact else 'in'} {shown}"


def _date(coming: Coming) -> str:
    at = _at(coming) if coming.when else ""
    match coming.certainty:
        case "published" if coming.in_session:
            return f"takes place in the session of {when(coming.when)}; its day is not published."
        case "published":
            return f"takes place {at}."
        case "expected":
            return f"is expected {at}; the date is not published yet."
        case "at_risk":
            return f"was planned {at.replace('in ', 'for ', 1)}; this date is not certain."
        case "moved":
            return f"was moved and now takes place {at}." if at else _put_off(coming)
        case _:
            return _put_off(coming)


def _put_off(coming: Coming) -> str:
    was = f" It was due in {moment(coming.earlier)}." if coming.earlier else ""
    return f"was put off, and no new date is known.{was}"
