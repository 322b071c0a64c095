"""What is named on the command line (a horizon, a State), and writing a file."""

from __future__ import annotations

import datetime as dt
import re
from difflib import get_close_matches
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from bot.cli.common import Unusable
from bot.knowledge.cache import replace

if TYPE_CHECKING:
    from bot.states import StateNames


class Horizon(click.ParamType[dt.timedelta]):
    """A number of days, written as 120d, or of weeks, written as 8w."""

    name = "120d"

    def convert(
        self, value: Any, param: click.Parameter | None, ctx: click.Context | None
    ) -> dt.timedelta:
        """The horizon; fails with what to write."""
        if isinstance(value, dt.timedelta):
            return value
        match = re.fullmatch(r"(\d{1,5})([dw]?)", value)
        if match is None:
            self.fail(f"'{value}' is no number of days; write it as 120d or 8w", param, ctx)
        return dt.timedelta(days=int(match[1]) * (7 if match[2] == "w" else 1))


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


def write(path: Path, content: bytes) -> None:
    """All of it or nothing, so that whoever reads the file never sees half of it."""
    try:
        replace(path, content)
        path.chmod(0o644)
    except OSError as error:
        raise Unusable(f"{path} can't be written ({error.strerror})") from error
