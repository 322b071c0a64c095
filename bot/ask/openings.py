"""Questions to begin with: by the States that a person follows and by what is coming."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence

from bot.ask.models import Note
from bot.reviews import Calendar, Coming

PROMPTS = ("prompt_1", "prompt_2", "prompt_3", "prompt_4")
"""Phrases that fit everybody at any time."""
MOST = 4
"""Slack shows no more (assistant.threads.setSuggestedPrompts)."""
OWN = 2
"""Questions on followed States at most."""
AHEAD = dt.timedelta(days=120)
"""How far a date is looked for: the time in which a paper is written."""
WEEK = dt.timedelta(days=6)


def openings(
    calendar: Calendar | None, followed: Sequence[str], on: dt.date | None = None
) -> tuple[Note, ...]:
    """Four questions, as phrases with values: on followed States (ISO3 codes), on a session of
    these days, then those that fit everybody.

    Each is a question that the desk answers; none of them promises a date.
    """
    today = on or dt.date.today()
    notes = [Note(key=key) for key in PROMPTS]
    if calendar is None:
        return tuple(notes)
    own = list(_of_states(calendar, followed, today))[:OWN]
    season = list(_sessions(calendar, today))[:1]
    return tuple([*own, *season, *notes][:MOST])


def _of_states(calendar: Calendar, followed: Sequence[str], on: dt.date) -> Iterator[Note]:
    """A question each on the States with the nearest dates; of the others, when they are next."""
    asked: set[str] = set()
    ahead = calendar.upcoming(on, followed, within=AHEAD) if followed else ()
    for coming in ahead:
        key = _key(coming, on)
        if key and coming.iso3 and coming.iso3 not in asked:
            asked.add(coming.iso3)
            yield Note(key=key, values={"state": coming.iso3, "mechanism": coming.mechanism})
    for iso3 in followed:
        if iso3 not in asked:
            yield Note(key="prompt_state", values={"state": iso3})


def _key(coming: Coming, on: dt.date) -> str | None:
    """What is asked about something that is coming for a State."""
    if coming.when is None or coming.over or coming.certainty in ("cancelled", "suspended"):
        return None
    if coming.whose == "civil_society":
        return "prompt_deadline"
    if coming.kind == "review" and coming.stage == "review":
        return "prompt_in_session" if _this_week(coming, on) else "prompt_review"
    return None


def _sessions(calendar: Calendar, on: dt.date) -> Iterator[Note]:
    """Sessions of these days; a month alone will do, since the question names no date."""
    for coming in calendar.upcoming(on, within=WEEK):
        now = coming.when is not None and coming.when.precision != "year"
        if now and coming.kind == "session" and coming.stage == "session":
            yield Note(key="prompt_session", values={"mechanism": coming.mechanism})


def _this_week(coming: Coming, on: dt.date) -> bool:
    """Whether it surely falls into the next seven days: only its own exact days can tell."""
    when = coming.when
    exact = when is not None and when.precision == "day" and not coming.in_session
    return bool(exact and when and when.first <= on + WEEK and when.last >= on)
