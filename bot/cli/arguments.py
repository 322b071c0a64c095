"""What is typed on the command line: days, hours, time zones; mechanisms, States, treaties."""

from __future__ import annotations

import datetime as dt
import re
from difflib import get_close_matches
from pathlib import Path
from typing import TYPE_CHECKING

import click

from bot.cli.parts import Unusable
from bot.knowledge.curated import LANGUAGES

if TYPE_CHECKING:
    from zoneinfo import ZoneInfo

    from bot.knowledge.models import Base
    from bot.prepare import GivenDeadline
    from bot.states import Profiles, StateNames


def read_day(text: str) -> dt.date:
    """The day of YYYY-MM-DD. Raises BadParameter with how to write one."""
    try:
        return dt.date.fromisoformat(text)
    except ValueError:
        raise click.BadParameter(f"'{text}' is no date; write it as 2026-11-25") from None


def read_moment(text: str) -> dt.date | dt.datetime:
    """A day, or a moment with its time zone (2026-11-30T09:00+03:00). Raises BadParameter."""
    if "T" not in text:
        return read_day(text)
    try:
        read = dt.datetime.fromisoformat(text)
    except ValueError:
        says = f"'{text}' is no moment; write it as 2026-11-30T09:00+03:00"
        raise click.BadParameter(says) from None
    if read.tzinfo is None:
        says = f"'{text}' has no time zone; write it as {text}+03:00 or {text}Z"
        raise click.BadParameter(says)
    return read


def read_horizon(text: str) -> dt.timedelta:
    """A number of days, written as 120d, or of weeks, written as 8w. Raises BadParameter."""
    match = re.fullmatch(r"(\d{1,5})([dw]?)", text)
    if match is None:
        raise click.BadParameter(f"'{text}' is no number of days; write it as 120d or 8w")
    return dt.timedelta(days=int(match[1]) * (7 if match[2] == "w" else 1))


def read_deadline(text: str) -> GivenDeadline:
    """A day, or a day and an hour in Geneva. Raises BadParameter."""
    from bot.prepare import GivenDeadline

    match = re.fullmatch(r"(\d{4}-\d{2}-\d{2})(?:[T ](\d{2}:\d{2}))?", text.strip())
    try:
        if match is None:
            raise ValueError
        hour = dt.time.fromisoformat(match[2]) if match[2] else None
        return GivenDeadline(dt.date.fromisoformat(match[1]), hour)
    except ValueError:
        says = f"'{text}' is no deadline; write 2027-03-31, or 2027-03-31T18:00 for an hour in"
        raise click.BadParameter(f"{says} Geneva") from None


def read_zone(text: str) -> ZoneInfo:
    """A time zone by its name. Raises BadParameter with the nearest names."""
    from zoneinfo import ZoneInfo, available_timezones

    zones = {name.casefold(): name for name in available_timezones()}
    wanted = text.strip().replace(" ", "_").casefold()
    if wanted not in zones:
        cities = {name.rsplit("/", 1)[-1]: name for name in zones}
        near = zones.get(cities.get(wanted.rsplit("/", 1)[-1], ""))
        says = f"did you mean {near}?" if near else nearest("time zone", text, list(zones))
        raise click.BadParameter(says)
    return ZoneInfo(zones[wanted])


DAY = "YYYY-MM-DD"
"""How a day is written, for the help of an option."""
PATH = click.Path(path_type=Path)
FILE = click.Path(path_type=Path, dir_okay=False)
ON = click.option("--on", type=read_day, metavar=DAY, help="Take this day for today.")
YES = click.option("--yes", is_flag=True, help="Write without asking.")
LANGUAGE = click.option(
    "--lang",
    "--language",
    "language",
    type=click.Choice(LANGUAGES),
    default="en",
    show_default=True,
    help="Language of what is said.",
)


def nearest(kind: str, wanted: str, known: list[str]) -> str:
    """A sentence that says what is unknown and names the nearest that are known."""
    near = get_close_matches(wanted.casefold(), known, n=3, cutoff=0.4) or known[:5]
    return f"there is no {kind} '{wanted}'; did you mean {', '.join(near)}?"


def mechanism_id(base: Base, text: str) -> str:
    """The mechanism of that name. Raises Unusable with the nearest ones."""
    mechanism = base.mechanism_named(text)
    if mechanism is None:
        near = ", ".join(base.mechanisms_like(text))
        raise Unusable(f"there is no mechanism '{text}'; did you mean {near}?")
    return mechanism.id


def code_of(states: StateNames, text: str) -> str | None:
    """The code (ISO3) of a State by its code or name; None where it is not one State's alone."""
    codes = _codes(states, text)
    return codes[0] if len(codes) == 1 else None


def state_code(states: StateNames, text: str) -> str:
    """The same. Raises Unusable with the codes of States that share the name, or the nearest."""
    codes = _codes(states, text)
    if len(codes) > 1:
        which = " or ".join(f"{states.name(code)} ({code})" for code in codes)
        raise Unusable(f"'{text}' may be {which}; write one of these codes")
    if not codes and (place := states.territory_alone(text)):
        name = place.called("en")
        message = (
            f"{name} has no row of its own in these tables; give the State that is asked about,"
            f" or see what can be used there: advocacy choose --state '{name}' --who person"
        )
        raise Unusable(message)
    if not codes:
        known = {state.name.casefold(): state.name for state in states.states.values()}
        near = [known[name] for name in get_close_matches(text.casefold(), known, n=3, cutoff=0.5)]
        what = f"did you mean {', '.join(near)}?" if near else "write its name or its code"
        raise Unusable(f"there is no State '{text}'; {what}")
    return codes[0]


def _codes(states: StateNames, text: str) -> tuple[str, ...]:
    """The codes of the States that a text may name, where it names nothing else."""
    from bot.states import mask

    code = text.strip().upper()
    if states.knows(code):
        return (code,)
    mentions = states.find(text)
    rest = mask(text, mentions).casefold().removeprefix("the").strip(" .,;()")
    return mentions[0].codes if len(mentions) == 1 and not rest else ()


def treaty_id(profiles: Profiles, text: str) -> str | None:
    """The id of the treaty that a text names alone; None where it names none, or several."""
    if text.upper() in profiles.instruments:
        return text.upper()
    instruments = profiles.instruments.find(text)
    return instruments[0].id if len(instruments) == 1 else None
