"""Small exports of past recommendations, as UHRI and UPR Info write them."""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path
from typing import Any

from openpyxl import Workbook

from bot.states.recommendations import Recommendations
from bot.states.recommendations.importing import Outcome, take
from bot.states.recommendations.labels import Labels, years

KNOWLEDGE = Path(__file__).parents[2] / "knowledge"
EXCEL = {
    "Text": "Text", "Countries Concerned": "Countries", "Reccomending Body": "Body",
    "Document Symbol": "Symbol", "Themes": "Themes", "Affected Persons": "AffectedPersons",
    "Document Publication Date": "PublicationDate",
    "UPR Reccomending States": "UprRecommendingCountry", "UPR Position": "UprPositions",
    "Type": "AnnotationType", "OHCHR Annotation Id": "AnnotationId", "UPR Session": "UprSession",
}  # fmt: skip


def record(number: int, text: str, **changes: Any) -> dict[str, Any]:
    """A recommendation of the UPR to Mali, with what is changed in it."""
    return {
        "AnnotationId": f"00000000-0000-4000-8000-{number:012}",
        "AnnotationType": "- Recommendations",
        "Body": "- UPR",
        "Countries": ["Mali"],
        "Regions": ["Africa"],
        "DocumentId": None,
        "Symbol": "A/HRC/53/8",
        "PublicationDate": f"2023-07-{number % 28 + 1:02}T00:00:00",
        "PublicationDateOnUhri": None,
        "Text": text,
        "Themes": [],
        "AffectedPersons": [],
        "Sdgs": [],
        "UprCycle": None,
        "UprPositions": ["Supported"],
        "UprRecommendingCountry": ["Norway"],
        "UprRecommendingRegions": [],
        "UprSession": ["43"],
    } | changes


def committee(number: int, text: str, **changes: Any) -> dict[str, Any]:
    """A recommendation of the CRC to Mali."""
    own = {"Body": "- CRC", "Symbol": "CRC/C/MLI/CO/5", "UprPositions": [], "UprSession": []}
    return record(number, text, **{**own, "UprRecommendingCountry": [], **changes})


def write_json(path: Path, records: list[dict[str, Any]]) -> Path:
    path.write_text(json.dumps(records, ensure_ascii=False), encoding="utf-8")
    return path


def write_excel(path: Path, records: list[dict[str, Any]], columns: dict[str, str]) -> Path:
    book = Workbook()
    sheet: Any = book.active
    sheet.append(list(columns))
    for one in records:
        sheet.append([_cell(key, one[key]) for key in columns.values()])
    book.save(path)
    return path


def _cell(key: str, value: Any) -> Any:
    if key == "PublicationDate" and value:
        return dt.datetime.fromisoformat(value)
    values = value if isinstance(value, list) else [value or ""]
    return "\r\n".join(f"- {str(one).removeprefix('- ')}" for one in values)


def imported(path: Path, into: Path, whole: bool = False) -> Outcome:
    return take(path, into, Labels.read(KNOWLEDGE), years(KNOWLEDGE), whole)


def loaded(into: Path) -> Recommendations:
    return Recommendations.read(into, KNOWLEDGE)
