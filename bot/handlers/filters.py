"""What somebody typed after `upcoming` or `calendar`: States, mechanisms, how many days."""

from __future__ import annotations

import re
from dataclasses import dataclass

from bot.ask.desk import Desk
from bot.states import mask

MOST = 20
"""States, and mechanisms, that one list is on."""
LONGEST = 3_660
"""Days."""
_DAYS = {"d": 1, "j": 1, "ي": 1, "w": 7, "s": 7, "أ": 7, "m": 30, "ش": 30}
"""First letter of a unit → days; a month is taken as thirty."""
_WITHIN = re.compile(
    r"(?:--)?(?:\b(?:within|in|dans|en|próxim[oa]s|prochaine?s|next)\b|خلال)?[\s=]{0,3}"
    r"(?P<count>\d{1,4})\s*"
    r"(?P<unit>d|days?|jours?|d[ií]as?|w|weeks?|semaines?|semanas?|m|months?|mois|mes(?:es)?"
    r"|يوم\w*|أيام|أسبوع\w*|أسابيع|شهر\w*|أشهر)(?!\w)",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Filter:
    """What a list of dates is to be on."""

    states: tuple[str, ...] = ()
    mechanisms: tuple[str, ...] = ()
    within: int | None = None
    """Days."""


def read(desk: Desk, text: str) -> Filter | None:
    """The filter that a text asks for; None where it names something that is not known, or a
    State whose name is not one State's alone."""
    match = _WITHIN.search(text)
    rest = _WITHIN.sub(" ", text, count=1).strip()
    mentions = desk.states.find(rest)
    if any(len(mention.codes) > 1 for mention in mentions):
        return None
    states = tuple(mention.codes[0] for mention in mentions)
    named = mask(rest, mentions)
    mechanisms = desk.understand(named).mechanisms if named else ()
    if rest and not (states or mechanisms):
        return None
    return Filter(states[:MOST], mechanisms[:MOST], _within(match))


def _within(match: re.Match[str] | None) -> int | None:
    if match is None:
        return None
    unit = match["unit"].casefold()
    days = 1 if unit.startswith("أيا") else _DAYS[unit[0]]
    return min(max(int(match["count"]) * days, 1), LONGEST)
