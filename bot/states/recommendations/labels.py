"""What exports call States, bodies, positions, kinds and sessions → what they are called here."""

from __future__ import annotations

import csv
import re
from collections import Counter, defaultdict
from collections.abc import Mapping
from functools import cache, lru_cache
from pathlib import Path

from bot.knowledge import KnowledgeError, Problem
from bot.knowledge.typography import unaccented
from bot.reviews import Calendar
from bot.states.files import StateCells, lines
from bot.states.recommendations.models import Kind, Position

_WORD = re.compile(r"[^\W_]+")
_NAMES = ("name", "official", "french", "spanish", "arabic")
MECHANISMS = {
    "upr": "upr", "ccpr": "ccpr", "cescr": "cescr", "cerd": "cerd",
    "cedaw": "cedaw", "cat": "cat", "spt": "spt", "crc": "crc", "cmw": "cmw", "crpd": "crpd",
    "ced": "ced", "sr": "special-procedures", "ie": "special-procedures",
    "wg": "special-procedures",
}  # fmt: skip
"""By the first word of UHRI's label; `CRC-OP-AC` is the CRC's too."""
_POSITIONS: dict[str, Position] = {
    "supported": "supported",
    "accepted": "supported",
    "noted": "noted",
    "not supported": "noted",
    "rejected": "noted",
    "partially supported": "partially",
    "supported in part": "partially",
    "partially accepted": "partially",
    "under consideration": "considered",
    "pending": "considered",
}
"""`Accepted`, `Rejected` and `Not Supported` are UPR Info's; the Council knows recommendations
that enjoy the support of the State and others that are noted (A/HRC/RES/5/1, annex, 32)."""
_KINDS: dict[str, Kind] = {
    "recommendations": "recommendation",
    "recommendation": "recommendation",
    "concerns/observations": "concern",
    "concerns / observations": "concern",
}


class Labels:
    """Finds what labels mean; counts in `unmatched` those that mean nothing known here."""

    def __init__(self, states: dict[tuple[str, ...], str]) -> None:
        self._states = states
        self.unmatched: Counter[tuple[str, str]] = Counter()

    @classmethod
    def read(cls, knowledge: Path) -> Labels:
        """With the names of States in a knowledge folder (`states/names.csv`).

        A UN short name is always that State's (`Congo`); another name only where it is one
        State's alone. Capitals and demonyms are no names: `Hong Kong` is reported, not guessed.
        """
        own: dict[tuple[str, ...], str] = {}
        names: dict[tuple[str, ...], set[str]] = defaultdict(set)
        with (knowledge / "states" / "names.csv").open(encoding="utf-8", newline="") as file:
            for row in csv.DictReader(file):
                own[_words(row["name"])] = row["iso3"]
                for name in (*(row[column] for column in _NAMES), *row["other"].split("|")):
                    names[_words(name)].add(row["iso3"])
        single = {name: next(iter(codes)) for name, codes in names.items() if len(codes) == 1}
        return cls(single | own)

    def states(self, labels: list[str], of: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """The codes of States, and the labels that name none; `of` says what they were."""
        codes: list[str] = []
        left: list[str] = []
        for label in labels:
            parts = [label] if self._code(label) else label.split(" - ")
            read_codes = [self._code(part) for part in parts]
            if all(read_codes):
                codes += [code for code in read_codes if code]
            else:
                left.append(label)
                self.unmatched[of, label] += 1
        return tuple(dict.fromkeys(codes)), tuple(dict.fromkeys(left))

    def mechanism(self, body: str) -> str | None:
        """The id of the mechanism that a body belongs to."""
        words = re.split(r"[\s\-–]", body.casefold(), maxsplit=1)
        mechanism = MECHANISMS.get(words[0]) if body else None
        if mechanism is None:
            self.unmatched["body", body or "(empty)"] += 1
        return mechanism

    def position(self, labels: list[str]) -> Position:
        """A position; two that differ, and none, are unknown."""
        positions = {_POSITIONS.get(" ".join(label.casefold().split())) for label in labels}
        if len(positions) == 1 and (position := positions.pop()):
            return position
        for label in labels:
            if label.casefold() not in _POSITIONS:
                self.unmatched["position", label] += 1
        return "unknown"

    def kind(self, label: str) -> Kind:
        """Whether it asks for something."""
        return _KINDS.get(label.casefold(), "unknown")

    def _code(self, label: str) -> str | None:
        return self._states.get(_words(label))


@lru_cache(maxsize=4_096)
def _words(name: str) -> tuple[str, ...]:
    words = _WORD.findall(unaccented(name.replace("&", " and ")))
    return tuple(words[1:] if words[:1] == ["the"] else words)


@cache
def cycle(session: int | None) -> int | None:
    """The UPR cycle of a session of its Working Group: 12 sessions in the first, then 14 each."""
    if session is None or session < 1:
        return None
    return 1 if session <= 12 else 2 + (session - 13) // 14


FILE = "upr-sessions.csv"
_COLUMNS = ("session", "year", "source", "note")


def years(knowledge: Path) -> Mapping[int, int]:
    """Session → year, from `states/upr-sessions.csv` and from the calendar of reviews, which has
    the later ones. Raises KnowledgeError for a file that can't be used."""
    name = f"states/{FILE}"
    years_of: dict[int, int] = {}
    try:
        content = (knowledge / "states" / FILE).read_bytes()
    except OSError as error:
        message = f"it can't be read ({error.strerror})"
        raise KnowledgeError([Problem(name, 1, message)]) from error
    for line, given in lines(name, content, _COLUMNS, _COLUMNS):
        cells = StateCells(given)
        session, year = cells.needed("session"), cells.needed("year")
        cells.needed("source")
        if cells.wrong or not (session.isdecimal() and year.isdecimal()):
            wrong = "; ".join(cells.wrong) or "session and year are whole numbers"
            raise KnowledgeError([Problem(name, line, wrong)])
        years_of[int(session)] = int(year)
    for row in Calendar.open(knowledge).rows.sessions:
        if row.mechanism == "upr" and row.session.isdecimal() and row.start:
            years_of.setdefault(int(row.session), row.start.year)
    return years_of
