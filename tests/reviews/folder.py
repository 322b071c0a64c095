"""A knowledge folder with a calendar small enough to break in a test."""

from __future__ import annotations

import shutil
from pathlib import Path

from bot.reviews.table import COLUMNS

KNOWLEDGE = Path(__file__).parents[2] / "knowledge"
SESSION = {
    "mechanism": "upr", "stage": "session", "session": "54", "start": "2027-01-18",
    "end": "2027-01-29", "civil_society_deadline": "2026-07-17", "certainty": "published",
    "source": "OHCHR", "checked_on": "2026-11-24",
}  # fmt: skip
REVIEW = {
    "mechanism": "upr", "stage": "review", "session": "54", "cycle": "4", "iso3": "HTI",
    "state": "Haiti", "certainty": "published", "source": "OHCHR", "checked_on": "2026-11-24",
}  # fmt: skip


def csv_of(*rows: dict[str, str]) -> str:
    """The text of a CSV file with these rows."""
    lines = [",".join(COLUMNS)]
    lines += [",".join(f'"{row.get(column, "")}"' for column in COLUMNS) for row in rows]
    return "\n".join(lines) + "\n"


def folder(where: Path, *rows: dict[str, str]) -> Path:
    """A knowledge folder with these rows as its calendar; the rest is the project's own."""
    (where / "calendar").mkdir(parents=True, exist_ok=True)
    for path in KNOWLEDGE.iterdir():
        if path.name != "calendar" and not (where / path.name).exists():
            (where / path.name).symlink_to(path)
    shutil.copy(KNOWLEDGE / "calendar" / "advice.yaml", where / "calendar")
    if rows:
        (where / "calendar" / "rows.csv").write_text(csv_of(*rows), encoding="utf-8")
    else:
        for path in (KNOWLEDGE / "calendar").glob("*.csv"):
            shutil.copy(path, where / "calendar")
    return where
