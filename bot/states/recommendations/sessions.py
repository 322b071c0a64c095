"""In which year a session of the UPR Working Group was, for rows that give no date."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from bot.knowledge import KnowledgeError, Problem
from bot.reviews import Calendar
from bot.states.csvfile import Cells, lines

FILE = "upr-sessions.csv"
_COLUMNS = ("session", "year", "source", "note")


def years(knowledge: Path) -> Mapping[int, int]:
    """Session → year, from `states/upr-sessions.csv` and from the calendar of reviews, which has
    the later ones. Raises KnowledgeError for a file that can't be used."""
    name = f"states/{FILE}"
    found: dict[int, int] = {}
    try:
        content = (knowledge / "states" / FILE).read_bytes()
    except OSError as error:
        message = f"it can't be read ({error.strerror})"
        raise KnowledgeError([Problem(name, 1, message)]) from error
    for line, given in lines(name, content, _COLUMNS, _COLUMNS):
        cells = Cells(given)
        session, year = cells.needed("session"), cells.needed("year")
        cells.needed("source")
        if cells.wrong or not (session.isdecimal() and year.isdecimal()):
            said = "; ".join(cells.wrong) or "session and year are whole numbers"
            raise KnowledgeError([Problem(name, line, said)])
        found[int(session)] = int(year)
    for row in Calendar.open(knowledge).rows.sessions:
        if row.mechanism == "upr" and row.session.isdecimal() and row.start:
            found.setdefault(int(row.session), row.start.year)
    return found
