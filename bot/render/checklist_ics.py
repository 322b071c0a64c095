"""A checklist's dates as a calendar file (.ics)."""

from __future__ import annotations

import datetime as dt
import re
import textwrap

from icalendar import Alarm, Calendar, Event

from bot.prepare.models import Anchor, Checklist
from bot.render.checklist_dates import counted, due
from bot.render.prepare_words import Wordings
from bot.render.prepared import capital
from bot.reviews.identity import uid_of

PRODUCT = "-//Advocacy Desk//Checklist//"
LONGEST = 60
"""Characters of a title before the State: what a phone shows of it."""
REMIND = dt.timedelta(hours=-15)
"""A whole day is reminded of at nine in the morning of the day before."""
WEEK = dt.timedelta(days=-6, hours=-15)
"""The deadline also a week before."""
_CLAUSE = re.compile(
    r"\s?[:;؛]\s|\.\s|,\s(?=(?:and|or|who|which|also|what|not|with|each|in|by|from|of"
    r"|et|ou|qui|y|o|que|pas|no|con|avec)\b)|،\s(?=و)"
)
_SMALLER = re.compile(
    r"[,،]\s|(?<! ce) (?:and|because|where|that|which|who|so that|before|until"
    r"|et|car|où|qui|avant|jusque|y|porque|donde|antes|hasta|لأن|حتى) "
)
_THE = re.compile(r"^(?:the |la |le |les |l'|el |los |las )")


class NoDates(ValueError):
    """No step has a date, so there is nothing to put into a calendar."""


def calendar_file(made: Checklist, wordings: Wordings, now: dt.datetime) -> bytes:
    """The dated steps and the day they are counted from, each with an alarm; `now` (UTC) stamps
    them. Steps are whole days; a deadline whose hour is known stands at that hour. Raises NoDates
    where no step has a date."""
    dated = [step for step in made.steps if step.due]
    if not dated:
        raise NoDates("no step has a date; give the deadline with --deadline 2027-03-31")
    words = wordings.of(made.language)
    label = words.label
    state = words.state(made.state)
    of = words.listed([made.title, state] if state else [made.title])
    out = Calendar()
    out.add("PRODID", PRODUCT + made.language.upper())
    out.add("VERSION", "2.0")
    out.add("METHOD", "PUBLISH")
    out.add("X-WR-CALNAME", words.say("checklist_calendar", of=of))
    key = f"checklist.{made.action}.{made.mechanism}.{made.state or 'any'}"
    for step in dated:
        lines = [
            step.do,
            f"{label('checklist_for')} {of}",
            f"{label('checklist_who')} {step.who}",
            f"{label('checklist_reason')} {step.why}",
            due(step, made, words),
        ]
        if not made.anchors[step.of].sure:
            lines.append(words.say("checklist_unsure"))
        says = "\n".join(lines)
        if step.due:
            title = _titled(brief(step.do), state)
            out.add_component(_event(f"{key}.{step.id}", step.due, title, says, now))
    anchor = made.anchor
    if anchor.exact and anchor.kind == "open":
        title = _titled(capital(_THE.sub("", words.event(anchor.event))), state)
        says = f"{of}\n{counted(anchor, state, words)}"
        out.add_component(_deadline(f"{key}.day", anchor, title, says, now))
    content: bytes = out.to_ical()
    return content


def brief(do: str) -> str:
    """What is to be done in at most LONGEST characters: its first clause."""
    first = _CLAUSE.split(do)[0].rstrip(".")
    if len(first) > LONGEST:
        first = _SMALLER.split(first)[0]
    return textwrap.shorten(first, LONGEST, placeholder="…")


def _titled(what: str, state: str) -> str:
    return f"{what} – {state}" if state else what


def _deadline(key: str, anchor: Anchor, title: str, says: str, now: dt.datetime) -> Event:
    """The day that steps are counted from: at its hour, in UTC, where one is known."""
    day = anchor.exact or now.date()
    event = _event(key, day, title, says, now)
    if anchor.hour:
        at = anchor.hour.astimezone(dt.UTC)
        for name in ("DTSTART", "DTEND"):
            del event[name]
        event.add("DTSTART", at)
        event.add("DTEND", at)
        event.subcomponents = [_alarm(title, dt.timedelta(days=-1))]
    event.add_component(_alarm(title, WEEK))
    return event


def _event(key: str, on: dt.date, title: str, says: str, now: dt.datetime) -> Event:
    event = Event()
    event.add("UID", uid_of(key))
    event.add("DTSTAMP", now)
    event.add("SUMMARY", title)
    event.add("DTSTART", on)
    event.add("DTEND", on + dt.timedelta(days=1))
    event.add("DESCRIPTION", says)
    event.add("TRANSP", "TRANSPARENT")
    event.add_component(_alarm(title, REMIND))
    return event


def _alarm(title: str, before: dt.timedelta) -> Alarm:
    alarm = Alarm()
    alarm.add("ACTION", "DISPLAY")
    alarm.add("DESCRIPTION", title)
    alarm.add("TRIGGER", before)
    return alarm
