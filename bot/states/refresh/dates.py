"""Days as official lists write them."""

from __future__ import annotations

import datetime as dt
import re

from bot.reviews import PartialDate

_MONTHS = (
    "jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec",
)  # fmt: skip
_ISO = r"(?P<iso>\d{4}-\d{2}-\d{2})"
_NUMBERS = r"(?P<d>\d{1,2})[/.-](?P<m>\d{1,2})[/.-](?P<y>\d{4})"
_WORDS = r"(?P<wd>\d{1,2})[ -](?P<wm>[A-Za-zé]{3,9})\.?,?[ -](?P<wy>\d{4})"
_DATE = re.compile(rf"{_ISO}|{_NUMBERS}|{_WORDS}")


def dates_of(text: str) -> list[str]:
    """Every day in a cell, as YYYY-MM-DD: '24 Jan 1983 a', '16/09/2020' (day first, as the UN and
    the African Union write), '2020-09-16'. Impossible ones are left out."""
    days = []
    for match in _DATE.finditer(text):
        try:
            days.append(_read(match).isoformat())
        except ValueError:
            continue
    return days


def day_in(text: str, after: str) -> PartialDate | None:
    """The first day that stands within 40 characters of some words; of the whole file's first 600
    characters where no words are given."""
    at = text.find(after) if after else 0
    if at < 0:
        return None
    around = text[at : at + len(after) + 40] if after else text[:600]
    days = dates_of(around)
    return PartialDate.parse(days[0]) if days else None


def _read(match: re.Match[str]) -> dt.date:
    if match["iso"]:
        return dt.date.fromisoformat(match["iso"])
    if match["d"]:
        return dt.date(int(match["y"]), int(match["m"]), int(match["d"]))
    month = match["wm"].casefold()[:3]
    if month not in _MONTHS:
        raise ValueError(f"no month '{match['wm']}'")
    return dt.date(int(match["wy"]), _MONTHS.index(month) + 1, int(match["wd"]))
