"""A file of the size and shape of OHCHR's full export, made up: nothing in it is a recommendation.

usage: python benchmarks/uhri.py FILE.json|FILE.xlsx [RECORDS]

Words and their frequency come from the demonstration set and from the desk's own entries, so that
common words are as common as in real texts. Keys, values and faults are those of the export: the
leading dash, HTML, paragraph numbers, joint records, empty lists, repeated ids.
"""

from __future__ import annotations

import json
import random
import re
import sys
import uuid
from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from bot.knowledge import load
from bot.settings import settings
from bot.states import StateNames

RECORDS = 270_000
BODIES = {
    "UPR": 110, "CRC": 30, "CEDAW": 28, "CESCR": 20, "CCPR": 20, "CERD": 16, "CAT": 14, "CRPD": 14,
    "CMW": 4, "CED": 3, "SPT": 2, "SR Torture": 4, "WG Arbitrary detention": 3,
    "SR Internally displaced persons": 3, "IE Albinism": 1,
}  # fmt: skip
THEMES = (
    "Right to health", "Right to education", "Enforced disappearances", "Violence against women",
    "Conditions of detention", "Arbitrary arrest & detention", "Right to adequate housing",
    "Rights related to name, identity & nationality", "Freedom of movement", "Death penalty",
    "Administration of justice & fair trial", "Children: protection against exploitation",
    "Refugees & asylum seekers", "Internally displaced persons", "Minorities / racial, ethnic",
    "Constitutional & legislative framework", "National Human Rights Institution (NHRI)",
    "Human trafficking & contemporary forms of slavery", "Discrimination against women",
    "Land & property rights", "Access to justice & remedy", "Civil society", "Statelessness",
)  # fmt: skip
PERSONS = ("Children", "Women & girls", "Internally displaced persons", "Migrants", "Minorities")
POSITIONS = ("Supported", "Supported", "Supported", "Noted", "Noted", "Partially supported", "")
COLUMNS = {
    "Text": "Text", "Countries Concerned": "Countries", "Reccomending Body": "Body",
    "Document Symbol": "Symbol", "Themes": "Themes", "Affected Persons": "AffectedPersons",
    "Sdgs": "Sdgs", "Document Publication Date": "PublicationDate",
    "UPR Reccomending States": "UprRecommendingCountry", "UPR Position": "UprPositions",
    "Type": "AnnotationType", "OHCHR Annotation Id": "AnnotationId", "UPR Session": "UprSession",
    "Regions Concerned": "Regions", "Recommending Regions": "UprRecommendingRegions",
    "Date of publication on UHRI": "PublicationDateOnUhri",
}  # fmt: skip


def sentences() -> list[str]:
    """Sentences of the demonstration set and of the desk's entries."""
    where = settings()
    sample = where.knowledge / "states" / "recommendations-sample.json"
    texts = [one["Text"] for one in json.loads(sample.read_text(encoding="utf-8"))] * 4
    for entry in load(where.knowledge, where.cache).entries.values():
        texts += [entry.answer, *entry.texts()]
    parts = (part.strip() for text in texts for part in re.split(r"(?<=[.;])\s", text))
    return [part for part in parts if len(part) > 30]


def records(count: int, seed: int = 11) -> Iterator[dict[str, Any]]:
    """That many records, the same ones for the same seed."""
    chance = random.Random(seed)  # noqa: S311 (the same ones every time)
    said, states = sentences(), StateNames.read(settings().knowledge / "states").states
    words = sorted({word for text in said for word in re.findall(r"[a-z]{5,}", text)})
    names = [state.name for state in states.values()]
    weights = [1 + 4 * chance.random() for _ in names]
    bodies, shares = list(BODIES), list(BODIES.values())
    for number in range(count):
        body = chance.choices(bodies, shares)[0]
        (state,) = chance.choices(names, weights)
        upr, year = body == "UPR", chance.randint(2006, 2026)
        session = chance.randint(1, 53)
        text = " ".join(_slips(chance, chance.choice(said), words) for _ in range(3 if upr else 7))
        head = f"{chance.randint(100, 180)}.{chance.randint(1, 300)}" if upr else "\n12."
        symbol = f"A/HRC/{session + 5}/{number % 30}" if upr else f"{body}/C/{number % 997}/CO/4"
        yield {
            "AnnotationId": str(uuid.UUID(int=chance.getrandbits(128), version=4)),
            "AnnotationType": "- Recommendations",
            "Body": f"- {body}",
            "Countries": [state],
            "Regions": ["Asia-Pacific"],
            "DocumentId": str(uuid.UUID(int=chance.getrandbits(128), version=4)),
            "Symbol": symbol,
            "PublicationDate": f"{year}-{chance.randint(1, 12):02}-12T00:00:00",
            "PublicationDateOnUhri": f"{year}-12-20T10:53:45.827",
            "Text": f"<p>{head} {text}</p>" if chance.random() < 0.5 else f"{head} {text}",
            "Themes": chance.sample(THEMES, chance.choice((1, 2, 2, 3, 4))),
            "AffectedPersons": chance.sample(PERSONS, chance.choice((0, 1, 2))),
            "Sdgs": ["16 - PEACE, JUSTICE AND STRONG INSTITUTIONS"],
            "UprCycle": None,
            "UprPositions": list(filter(None, [chance.choice(POSITIONS)])) if upr else [],
            "UprRecommendingCountry": [chance.choice(names)] if upr else [],
            "UprRecommendingRegions": ["GRULAC"] if upr else [],
            "UprSession": [str(session)] if upr else [],
        }


def _slips(chance: random.Random, text: str, words: list[str]) -> str:
    """The sentence with some words exchanged, so that hardly two are the same."""
    return " ".join(
        chance.choice(words) if chance.random() < 0.12 else word for word in text.split()
    )


def write_json(path: Path, count: int) -> None:
    """One JSON array, as the export has it."""
    with path.open("w", encoding="utf-8") as file:
        file.write("[\n")
        for number, one in enumerate(records(count)):
            file.write((",\n" if number else "") + json.dumps(one, ensure_ascii=False))
        file.write("\n]\n")


def write_excel(path: Path, count: int) -> None:
    """One sheet of 16 columns; several values of a cell stand on lines of their own."""
    from openpyxl import Workbook

    book = Workbook(write_only=True)
    sheet = book.create_sheet("export")
    sheet.append(list(COLUMNS))
    for one in records(count):
        sheet.append([_cell(one[key]) for key in COLUMNS.values()])
    book.save(path)


def _cell(value: Any) -> str:
    values = value if isinstance(value, list) else [value or ""]
    return "\r\n".join(f"- {text.removeprefix('- ')}" for text in values)


def main() -> None:
    """Write the file that is named."""
    path, count = Path(sys.argv[1]), int(islice_one(sys.argv, 2) or RECORDS)
    (write_excel if path.suffix == ".xlsx" else write_json)(path, count)
    print(f"{count} made-up records, {path.stat().st_size / 1e6:.0f} MB: {path}")


def islice_one(values: list[str], at: int) -> str | None:
    """What stands there, or nothing."""
    return next(islice(values, at, at + 1), None)


if __name__ == "__main__":
    main()
