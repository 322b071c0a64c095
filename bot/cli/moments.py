"""Deadlines and time zones as people type them on the command line."""

from __future__ import annotations

import datetime as dt
import re
from typing import TYPE_CHECKING, Any

import click

from bot.cli.common import nearest

if TYPE_CHECKING:
    from zoneinfo import ZoneInfo

    from bot.prepare import GivenDeadline


class DeadlineParam(click.ParamType[Any]):
    """A day, or a day and an hour in Geneva."""

    name = "YYYY-MM-DD[THH:MM]"

    def convert(
        self, value: Any, param: click.Parameter | None, ctx: click.Context | None
    ) -> GivenDeadline:
        """The deadline; fails with what to write."""
        from bot.prepare import GivenDeadline

        match = re.fullmatch(r"(\d{4}-\d{2}-\d{2})(?:[T ](\d{2}:\d{2}))?", value.strip())
        try:
            if match is None:
                raise ValueError
            hour = dt.time.fromisoformat(match[2]) if match[2] else None
            return GivenDeadline(dt.date.fromisoformat(match[1]), hour)
        except ValueError:
            self.fail(
                f"'{value}' is no deadline; write 2027-03-31, or 2027-03-31T18:00 for an hour in"
                " Geneva",
                param,
                ctx,
            )


class ZoneParam(click.ParamType[Any]):
    """A time zone by its name."""

    name = "Africa/Ndjamena"

    def convert(
        self, value: Any, param: click.Parameter | None, ctx: click.Context | None
    ) -> ZoneInfo:
        """The zone; fails with the nearest names."""
        from zoneinfo import ZoneInfo, available_timezones

        zones = {name.casefold(): name for name in available_timezones()}
        wanted = value.strip().replace(" ", "_").casefold()
        if wanted not in zones:
            cities = {name.rsplit("/", 1)[-1]: name for name in zones}
            near = zones.get(cities.get(wanted.rsplit("/", 1)[-1], ""))
            message = f"did you mean {near}?" if near else nearest("time zone", value, list(zones))
            self.fail(message, param, ctx)
        return ZoneInfo(zones[wanted])
