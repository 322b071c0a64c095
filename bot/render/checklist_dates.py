"""What a checklist says of dates: from which day it is counted, and when each step is done."""

from __future__ import annotations

import datetime as dt

from bot.prepare.models import Anchor, Checklist, Step
from bot.prepare.shapes import Timing
from bot.prepare.stages import Stage
from bot.prepare.vocabulary import Event
from bot.render.calendar import Names, moment
from bot.render.prepared import acceptance, capital, day, listed, review_of
from bot.reviews import Moment

EVENTS: dict[Event, str] = {
    "papers": "the deadline for submissions",
    "list_of_issues": "the deadline for input to the list of issues",
    "session": "the session",
    "review": "the review",
    "visit": "the visit to the country",
    "adoption": "the adoption by the Council",
    "mid_term": "the mid-term",
    "follow_up": "the day on which the State reports back",
    "sending": "sending",
}
OVER = ("closed", "suspended")
STAGES: dict[Stage, str] = {
    "now": "At once",
    "decide": "Decide and agree",
    "write": "Gather and write",
    "send": "Check, sign off and send",
    "after": "Meet and follow up",
}
SURE = {
    "expected": "expected, not published",
    "at_risk": "at risk",
    "moved": "moved",
    "unknown": "not published",
}


def standing(made: Checklist, names: Names) -> list[str]:
    """What the dates are counted from, and what else is known of the State there."""
    state = names.state(made.state) if made.state else ""
    said = [*acceptance(made.accepted, state), counted(made.anchor, state)]
    anchor = made.anchor
    if anchor.ends_local and anchor.exact:
        zone = anchor.ends_local.tzinfo
        end = f"{anchor.ends_local:%H:%M} on {day(anchor.ends_local.date())} ({zone})"
        said.append(
            f"The hour given, {anchor.hour:%H:%M} in {anchor.place}, is {end}."
            if anchor.hour
            else "The hour of the deadline is not known here. That day ends in"
            f" {anchor.place} at {end}."
        )
    if review := review_of(made.review, names, state):
        said.append(f"{review}.")
    said += _other_days(made)
    if made.open_to and state and not made.accepted:
        bodies = listed(one.upper() for one in made.open_to)
        said.append(f"No committee is named, so its dates are not shown. It can be {bodies}.")
    return said


def moment_of(timing: Timing) -> str:
    """Too early, the time for it, or too late, in a sentence or two."""
    event = EVENTS[timing.event]
    until = moment(timing.until) if timing.until else ""
    unsure = "" if timing.sure else " (expected, not published)"
    review = moment(timing.review) if timing.review else ""
    begins = moment(timing.begins) if timing.begins else ""
    match timing.when:
        case "too_early" if review:
            return (
                f"Too early. The review is expected in {review}; begin about a year before, in"
                f" {begins}. Until then follow up the last review."
            )
        case "too_early":
            return f"Too early. Begin in about {begins}; {event} is {until}{unsure}."
        case "soon":
            return (
                f"Soon. The review is in {review}, and the day of {event} is not published: look it"
                " up every week, and begin with the first steps."
            )
        case "now":
            return f"These are the best weeks for it, until {until}{unsure}."
        case "last_days":
            return f"The last days: {event} is {until}{unsure}. Do only what is safe and ready."
        case "over" if until and not timing.sure:
            return f"Probably too late: {event} was expected in {until}. See what remains."
        case "over":
            return f"Too late for {event}{f' ({until})' if until else ''}. See what remains."
        case "between":
            return (
                f"Too early for a new text. The last review was in {review}, and the next one is"
                " years away or not known: use the follow-up now."
            )
    return f"It can't be told whether it is early or late: the day of {event} is not known here."


def _other_days(made: Checklist) -> list[str]:
    """The other days that steps are counted from, each once; the review's own line says its day."""
    _, *others = made.anchors.values()
    known = [one for one in others if one.kind == "open" and one.when and one.event != "review"]
    return [
        f"{capital(EVENTS[one.event])}: {moment(one.when)}"
        f"{f', {SURE[one.certainty]}' if one.certainty in SURE else ''}."
        for one in known
        if one.when
    ]


def due(step: Step, made: Checklist) -> str:
    """When a step is done: its day, or its distance from an event whose day is not known."""
    if not step.unit:
        return "At once, before anything goes out" if made.left in OVER else "At once"
    unit = step.unit + ("s" if step.amount != 1 else "")
    distance = f"{step.amount} {unit} {step.side} {EVENTS[step.of]}"
    if step.amount == 0:
        distance = f"on the day of {EVENTS[step.of]}"
        if step.of == "sending":
            distance = "when it is sent" if step.side == "before" else "after sending"
    if step.late:
        return f"Now (planned {distance})"
    if step.due:
        return f"{day(step.due)} ({distance})"
    anchor = made.anchors[step.of]
    about = _about(step, anchor)
    return f"{capital(distance)}{f' (about {about})' if about else ''}"


def _about(step: Step, anchor: Anchor) -> str:
    """The month in which a step falls that is counted from a month, at the earliest: what is only
    known to a month never becomes a day. How sure it is stands above the list."""
    if anchor.kind != "open" or anchor.when is None or anchor.when.month is None:
        return ""
    days = step.amount * (7 if step.unit == "week" else 1)
    first = anchor.when.first + dt.timedelta(days=-days if step.side == "before" else days)
    return moment(Moment(year=first.year, month=first.month))


def counted(anchor: Anchor, state: str) -> str:
    """What is known of the day that steps are counted from."""
    event, date = EVENTS[anchor.event], moment(anchor.when) if anchor.when else ""
    of = f" for {state}" if state else ""
    event_of = capital(event) + of
    if anchor.given:
        said = f"Days are counted from {date}, the date given for {event}."
        if anchor.kind == "closed":
            said = f"The date given for {event}, {date}, has passed."
        if anchor.published:
            said += f" The published date is {moment(anchor.published)}: make sure which one holds."
        return said
    match anchor.kind:
        case "closed":
            told = f" ({SURE[anchor.certainty]})" if anchor.certainty in SURE else ""
            if anchor.event == "list_of_issues" and anchor.certainty == "held":
                return f"The list of issues{of} has been adopted."
            if anchor.event not in ("papers", "list_of_issues"):
                return f"{event_of} was due in {date}{told}."
            return f"{event_of} closed {'on' if anchor.exact else 'in'} {date}{told}."
        case "suspended":
            return f"No submissions are taken{of} until further notice."
        case "cancelled":
            return f"{event_of}: cancelled."
    if anchor.event == "sending":
        return "No deadline: it is sent when it is needed, and days are counted from then."
    told = f", {SURE[anchor.certainty]}" if anchor.certainty in SURE else ""
    if date and anchor.kind == "not_published":
        return f"{event_of} was {date}{told}. No rule sets its day, so nothing is counted from it."
    if not date:
        return f"{event_of} is not published or not known here, so nothing is counted from it."
    kept = " The later date given does not change it." if anchor.published else ""
    told = told or ", published"
    if anchor.exact is None:
        return f"{event_of}: {date}{told}. Only the month is known, so no day is counted from it."
    return f"Days are counted from {event}{of}: {date}{told}.{kept}"
