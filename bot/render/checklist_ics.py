"""A checklist's dates as a calendar file (.ics)."""

from __future__ import annotations

import datetime as dt

from icalendar import Calendar, Event

from bot.prepare.models import Checklist
from bot.render.calendar import Names
from bot.render.checklist_dates import EVENTS, counted, due
from bot.render.prepared import capital
from bot.reviews.identity import uid_of

PRODUCT = "-//Advocacy Desk//Checklist//EN"


class NoDates(ValueError):
    """No step has a date, so there is nothing to put into a calendar."""


def calendar_file(made: Checklist, names: Names, now: dt.datetime) -> bytes:
    """The dated steps and the day they are counted from as events of whole days; `now` (UTC)
    stamps them. Raises NoDates where no step has a date."""
    dated = [step for step in made.steps if step.due]
    if not dated:
        raise NoDates("no step has a date; give the deadline with --deadline 2027-03-31")
    state = names.state(made.state) if made.state else ""
    of = f"{made.title}{f', {state}' if state else ''}"
    out = Calendar()
    out.add("PRODID", PRODUCT)
    out.add("VERSION", "2.0")
    out.add("METHOD", "PUBLISH")
    out.add("X-WR-CALNAME", f"Checklist: {of}")
    key = f"checklist.{made.action}.{made.mechanism}.{made.state or 'any'}"
    for step in dated:
        says = f"{step.do}\nWho: {step.who}\nWhy: {step.why}\n{due(step, made)}"
        if not made.anchors[step.of].sure:
            says += "\nCounted from a date that is not published."
        _add(out, f"{key}.{step.id}", step.due, f"{step.do} ({of})", says, now)
    anchor = made.anchor
    if anchor.exact and anchor.kind == "open":
        what = f"{EVENTS[anchor.event]}: {of}"
        _add(
            out,
            f"{key}.day",
            anchor.exact,
            capital(what),
            counted(anchor, state),
            now,
        )
    content: bytes = out.to_ical()
    return content


def _add(
    out: Calendar, key: str, on: dt.date | None, what: str, says: str, now: dt.datetime
) -> None:
    if on is None:
        return
    event = Event()
    event.add("UID", uid_of(key))
    event.add("DTSTAMP", now)
    event.add("SUMMARY", what)
    event.add("DTSTART", on)
    event.add("DTEND", on + dt.timedelta(days=1))
    event.add("DESCRIPTION", says)
    event.add("TRANSP", "TRANSPARENT")
    out.add_component(event)
