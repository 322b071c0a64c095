"""The demonstration set: a few hundred records that show how searching works before a download."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from sqlite_utils import Database

from bot.states.recommendations.labels import Labels
from bot.states.recommendations.models import Unreadable
from bot.states.recommendations.record import COLUMNS, INSERT, Maker, NoRecord
from bot.states.recommendations.schema import create, fill
from bot.states.recommendations.sessions import years

FILE = "recommendations-sample.json"
ORIGIN = "demonstration"


def demonstration(knowledge: Path) -> Database:
    """The set `states/recommendations-sample.json` of a knowledge folder, held in memory.

    Raises Unreadable for a file that can't be used, KnowledgeError for unusable tables beside it.
    """
    maker = Maker(Labels.read(knowledge), years(knowledge), ORIGIN)
    try:
        rows = [row for raw in _records(knowledge) if (row := maker.row(raw))]
    except (OSError, ValueError, NoRecord) as error:
        raise Unreadable(f"the demonstration set states/{FILE} can't be read ({error})") from error
    raw_db = sqlite3.connect(":memory:", check_same_thread=False, isolation_level=None)
    db = Database(raw_db, execute_plugins=False)
    create(db)
    names = ", ".join(COLUMNS)
    db.execute(f"create temp table read ({names})")
    db.conn.executemany(INSERT.format(table="read"), rows)
    db.execute(
        f"insert into recommendations ({names}) select {names} from read"  # noqa: S608 (ours)
        " group by key order by coalesce(date, year || '-12-31'), key"
    )
    fill(db)
    db.table("about").insert({"key": "files", "value": json.dumps([])})
    db.conn.executemany(
        "insert into unmatched values (?, ?, ?)",
        [(of, label, count) for (of, label), count in maker.labels.unmatched.items()],
    )
    return db


def _records(knowledge: Path) -> Iterator[Mapping[str, Any]]:
    """The records, each with where it comes from; rows of UPR Info keep its own themes."""
    content = (knowledge / "states" / FILE).read_text(encoding="utf-8")
    for raw in json.loads(content):
        origin = f"{ORIGIN}:{raw['_provenance']['kind']}"
        issues = raw.get("_original", {}).get("Issue", "")
        themes = raw["Themes"] or [one.strip() for one in issues.split(",") if one.strip()]
        yield {**raw, "_origin": origin, "Themes": themes}
