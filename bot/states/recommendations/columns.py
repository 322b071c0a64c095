"""Which column of a table is which key of a record: by name, however it is spelt."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Mapping, Sequence
from typing import Any, Literal

from bot.states.recommendations.models import Unreadable

Sheet = Sequence[tuple[str, Callable[[Any], Any]]]
"""For each column the key (empty where it is not used) and what makes a value of a cell."""


def _one(cell: Any) -> str:
    return "" if cell is None else str(cell).strip()


def _lines(cell: Any) -> list[str]:
    """Several values of a cell: `- A` and `- B` on lines of their own."""
    parts = re.split(r"[\r\n]+", "" if cell is None else str(cell))
    return [text for part in parts if (text := part.strip().removeprefix("-").strip())]


def _listed(cell: Any) -> list[str]:
    """Several values, set apart by commas or bars."""
    parts = re.split(r"[,|]", "" if cell is None else str(cell))
    return [text for part in parts if (text := part.strip())]


def _alone(cell: Any) -> list[str]:
    return [text] if (text := _one(cell)) else []


def _dashed(cell: Any) -> str:
    return _one(cell).removeprefix("- ")


def _day(cell: Any) -> str:
    """A day: as text, or as Excel counts them, from the end of 1899."""
    text = _dashed(cell)
    if not re.fullmatch(r"\d{1,6}(?:\.\d+)?", text):
        return text
    return (dt.date(1899, 12, 30) + dt.timedelta(days=int(float(text)))).isoformat()


_UHRI: Mapping[str, tuple[str, Callable[[Any], Any]]] = {
    "text": ("Text", _dashed),
    "countriesconcerned": ("Countries", _lines),
    "recommendingbody": ("Body", _dashed),
    "documentsymbol": ("Symbol", _dashed),
    "themes": ("Themes", _lines),
    "affectedpersons": ("AffectedPersons", _lines),
    "documentpublicationdate": ("PublicationDate", _day),
    "uprrecommendingstates": ("UprRecommendingCountry", _lines),
    "uprposition": ("UprPositions", _lines),
    "type": ("AnnotationType", _dashed),
    "ohchrannotationid": ("AnnotationId", _dashed),
    "uprsession": ("UprSession", _lines),
}
_UPR_INFO: Mapping[str, tuple[str, Callable[[Any], Any]]] = {
    **dict.fromkeys(("to", "stateunderreview", "statereviewed", "sur"), ("Countries", _alone)),
    **dict.fromkeys(("text", "recommendation", "title"), ("Text", _one)),
    **dict.fromkeys(("from", "recommendingstate", "rs"), ("UprRecommendingCountry", _alone)),
    **dict.fromkeys(("response", "position"), ("UprPositions", _alone)),
    **dict.fromkeys(("issue", "issues"), ("Themes", _listed)),
    "session": ("UprSession", _alone),
}
"""The names of the export of 2015 and those of the fields of the present database. The headings of
its present CSV file are not known here."""
_NEEDED = {"uhri": ("Text", "Countries", "Body"), "upr-info": ("Text", "Countries", "UprSession")}
_CALLED = {"uhri": "UHRI's Excel file", "upr-info": "a CSV file of UPR Info"}


def columns_of(file: str, heading: Sequence[Any], source: Literal["uhri", "upr-info"]) -> Sheet:
    """What each column of a table is. Raises Unreadable where a needed one is missing."""
    known = _UHRI if source == "uhri" else _UPR_INFO
    found = [known.get(_folded(name), ("", _one)) for name in heading]
    keys = [key for key, _ in found]
    if missing := [key for key in _NEEDED[source] if key not in keys]:
        there = " ".join(", ".join(filter(None, map(_one, heading))).split())[:120] or "none"
        raise Unreadable(
            f"{file} is not {_CALLED[source]}: it has no column for {', '.join(missing)}; its"
            f" columns are {there}"
        )
    return found


def _folded(name: Any) -> str:
    """`UPR Reccomending States` and `UPR recommending states` are one."""
    letters = re.sub(r"[^a-z]", "", str(name).casefold())
    return letters.replace("reccomend", "recommend").replace("recomend", "recommend")
