"""What the commands on the calendar share: opening it, and what is named on the command line."""

from __future__ import annotations

import datetime as dt
import re
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from bot.cli.common import Unusable, explained, nearest, open_base
from bot.settings import settings

if TYPE_CHECKING:
    from bot.knowledge.models import Base
    from bot.reviews import Calendar
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


def opened() -> tuple[Base, StateNames, Calendar]:
    """The base, the names of States and the calendar of the files; broken ones end the command."""
    from bot.reviews import Calendar
    from bot.states import StateNames

    where = settings().knowledge
    with explained():
        return open_base(), StateNames.read(where / "states"), Calendar.open(where)


def code_of(states: StateNames, text: str) -> str | None:
    """The code (ISO3) of a State by its code or name; None where it is not one State's alone."""
    from bot.states import mask

    if text.strip().upper() in states.states:
        return text.strip().upper()
    mentions = states.find(text)
    rest = mask(text, mentions).casefold().removeprefix("the")
    named = len(mentions) == 1 and len(mentions[0].codes) == 1 and not rest.strip(" .,;()")
    return mentions[0].codes[0] if named else None


def state_code(states: StateNames, text: str) -> str:
    """The same. Raises Unusable with the nearest names."""
    code = code_of(states, text)
    if code is None:
        names = [state.name for state in states.states.values()]
        raise Unusable(nearest("State", text, names))
    return code


def write(path: Path, content: bytes) -> None:
    """All of it or nothing, so that whoever reads the file never sees half of it."""
    try:
        with tempfile.NamedTemporaryFile(dir=path.parent, prefix=".part-", delete=False) as part:
            part.write(content)
        Path(part.name).chmod(0o644)
        Path(part.name).replace(path)
    except OSError as error:
        raise Unusable(f"{path} can't be written ({error.strerror})") from error
