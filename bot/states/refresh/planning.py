"""What an official list would change, by what follows from it; then written, with a receipt."""

from __future__ import annotations

import csv
import datetime as dt
import hashlib
import io
import tempfile
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Literal

from bot.knowledge import KnowledgeError, Problem
from bot.knowledge.cache import replace
from bot.knowledge.files import csv_text
from bot.knowledge.models import Base
from bot.reviews import PartialDate
from bot.reviews.importing import plan as calendar_plan
from bot.reviews.importing import read_table
from bot.reviews.load import calendar_names as calendar_known
from bot.reviews.load import load as calendar_rows
from bot.reviews.load import refreshed as calendar_file
from bot.reviews.table import COLUMNS as CALENDAR
from bot.reviews.table import cells_of
from bot.settings import settings
from bot.states.files import (
    KEYS,
    RECEIPT_COLUMNS,
    RECEIPTS,
    Receipt,
    TableNames,
    lines,
    over,
    path_of,
    receipts,
)
from bot.states.importing import Find
from bot.states.importing import plan as ratification_plan
from bot.states.load import COLUMNS
from bot.states.profiles import Profiles
from bot.states.refresh.lists import SETS, Fact, ListFacts

Consequence = Literal["opens", "closes", "date"]
CONSEQUENCES: dict[Consequence, str] = {
    "opens": "Opens a way",
    "closes": "Closes a way",
    "date": "Date or name only",
}
_NAMING = ("iso3", "kind", "instrument", "body", "key", "mechanism", "stage")
"""Columns that name a line."""
_OPEN = {"party", "yes", "working", "a", "b"}


@dataclass(frozen=True)
class LineChange:
    """A line that the list changes, or confirms with a newer day."""

    table: str
    key: str
    before: Mapping[str, str]
    after: Mapping[str, str]
    consequence: Consequence

    @property
    def says(self) -> str:
        """What changes: 'status: none → party'."""
        ignored = ("source", "as_of", "checked_on", "state", "note", "doubt", *_NAMING)
        return "; ".join(
            f"{column}: {self.before.get(column) or 'empty'} → {text or 'empty'}"
            for column, text in self.after.items()
            if column not in ignored and self.before.get(column, "") != text
        )


@dataclass(frozen=True)
class RefreshPlan:
    """What a list would change, confirm or be too old for, and the receipt of taking it."""

    changes: tuple[LineChange, ...]
    confirmed: tuple[LineChange, ...]
    """Lines of which only the day and the source are newer."""
    older: tuple[str, ...]
    receipt: Receipt


def planned(
    folder: Path,
    base: Base,
    profiles: Profiles,
    reading: ListFacts,
    file: Path,
    who: str,
    on: dt.date,
) -> RefreshPlan:
    """What the facts of a list change in a knowledge folder and what was refreshed before.

    `who` read the list, `on` is the day of it where the file gives none. Raises KnowledgeError
    where the result would be impossible.
    """
    as_of = reading.as_of or PartialDate.parse(on.isoformat())
    digest = hashlib.sha256(file.read_bytes()).hexdigest()
    the = SETS[reading.set]
    receipt = Receipt(
        id=f"receipt-{digest[:10]}", set=the.id, title=reading.title or the.title,
        publisher=the.publisher, url=the.page, file=file.name, sha256=digest, as_of=str(as_of),
        who=who, day=dt.date.today().isoformat(), changes="",
    )  # fmt: skip
    changes: list[LineChange] = []
    older: list[str] = []
    stamp = {"as_of": str(as_of), "source": receipt.id}
    if facts := reading.facts.get("ratifications"):
        read_changes, old = _ratifications(folder, base, profiles, facts, stamp)
        changes += read_changes
        older += old
    for table in ("regional", "institutions"):
        changes += _lines(table, profiles, reading.facts.get(table, []), stamp)
    if facts := reading.facts.get("calendar"):
        changes += _calendar(folder, facts, receipt, on)
    real = tuple(change for change in changes if change.says)
    return RefreshPlan(
        changes=real,
        confirmed=tuple(change for change in changes if not change.says),
        older=tuple(older),
        receipt=Receipt(**{**asdict(receipt), "changes": str(len(real))}),
    )


def save(plan: RefreshPlan) -> list[Path]:
    """Write what was planned beside the knowledge base, and the receipt: each file whole, or as it
    was."""
    every = (*plan.changes, *plan.confirmed)
    paths = []
    for table in KEYS:
        its = [change.after for change in every if change.table == table]
        if its:
            paths.append(_laid(path_of(table), COLUMNS[table], KEYS[table], its))
    rows = [change.after for change in every if change.table == "calendar"]
    if rows:
        paths.append(_laid(calendar_file(), CALENDAR, ("key",), rows))
    earlier = [receipt for receipt in receipts() if receipt.id != plan.receipt.id]
    text = csv_text(RECEIPT_COLUMNS, [asdict(receipt) for receipt in (*earlier, plan.receipt)])
    paths.append(_write(settings().refreshed / RECEIPTS, text))
    return paths


def _ratifications(
    folder: Path, base: Base, profiles: Profiles, facts: Sequence[Fact], stamp: Fact
) -> tuple[list[LineChange], tuple[str, ...]]:
    tables = profiles.tables
    statuses = {(row.iso3, row.instrument): row.status for row in tables.rows}
    lines = []
    for fact in facts:
        keep = (
            fact.get("keep_signed") and statuses.get((fact["iso3"], fact["instrument"])) == "signed"
        )
        cells = {name: text for name, text in fact.items() if name != "keep_signed"}
        lines.append({**cells, "status": "signed" if keep else cells["status"], **stamp})
    known = TableNames(
        {code: state.name for code, state in tables.names.states.items()},
        base.mechanisms,
        base.entries,
        {*base.sources, *tables.sources, stamp["source"]},
    )
    find = Find(lambda text: text, lambda text: text)
    with tempfile.TemporaryDirectory() as place:
        table = Path(place) / "list.csv"
        table.write_text(csv_text(COLUMNS["ratifications"], lines), encoding="utf-8")
        on = PartialDate.parse(stamp["as_of"]).last
        plan = ratification_plan(folder, tables, known, table, find, stamp["source"], on)
    changes = [
        LineChange(
            "ratifications",
            change.key,
            change.before,
            change.after,
            _follows(change.before, change.after),
        )
        for change in (*plan.changes, *plan.confirmed)
    ]
    return changes, plan.older


def _lines(table: str, profiles: Profiles, facts: Iterable[Fact], stamp: Fact) -> list[LineChange]:
    """Changes in a table whose lines are taken as they are; what a list leaves empty stays."""
    columns = COLUMNS[table]
    lines_before = {
        tuple(row[name] for name in KEYS[table]): row for row in _lines_held(table, columns)
    }
    names = profiles.names
    changes = []
    for fact in facts:
        key = tuple(fact[name] for name in KEYS[table])
        before = lines_before.get(key, {})
        after = {name: before.get(name, "") for name in columns} | fact | stamp
        after |= {
            "state": names.name(fact["iso3"]),
            "note": "",
            **({"doubt": ""} if "doubt" in after else {}),
        }
        if table == "institutions" and not fact.get("name"):
            after["name"] = before.get("name", "") if fact["standing"] != "none" else ""
        same = before.get("standing") == "working" and before.get("name") == after.get("name")
        if table == "institutions" and same and after["standing"] == "named":
            after["standing"] = "working"  # a list that only names it makes it no less
        changes.append(LineChange(table, " and ".join(key), before, after, _follows(before, after)))
    return changes


def _lines_held(table: str, columns: Sequence[str]) -> list[dict[str, str]]:
    path = settings().knowledge / "states" / f"{table}.csv"
    its = lines(path.name, path.read_bytes(), columns, columns)
    return [cells for _, cells in over(table, its, tuple(columns))]


def _calendar(
    folder: Path, facts: Sequence[Fact], receipt: Receipt, on: dt.date
) -> list[LineChange]:
    names = calendar_known(folder)
    lines = [fact for fact in facts if fact["mechanism"] in names.mechanisms]
    if not lines:
        raise KnowledgeError([Problem(receipt.file, 1, "no mechanism of the list is known here")])
    rows = calendar_rows(folder)
    turns = {_turn(cells): cells for cells in (cells_of(row, names.states) for row in rows.all())}
    filled = [_filled_fact(fact, turns.get(_turn(fact))) for fact in lines]
    with tempfile.TemporaryDirectory() as place:
        table = Path(place) / "list.csv"
        columns = [name for name in CALENDAR if any(line.get(name) for line in filled)]
        table.write_text(csv_text(columns, filled), encoding="utf-8")
        plan = calendar_plan(rows, read_table(table), receipt.file, names, receipt.url, on)
    changes = [
        LineChange("calendar", row.key, {}, cells_of(row, names.states), "opens")
        for row in plan.added
    ]
    for change in plan.changed:
        before, after = (cells_of(row, names.states) for row in (change.before, change.after))
        changes.append(LineChange("calendar", change.after.key, before, after, "date"))
    return changes


def _turn(cells: Mapping[str, str]) -> tuple[str, ...]:
    """What makes a line of the calendar the same."""
    return tuple(cells.get(name, "") for name in ("mechanism", "session", "iso3", "stage"))


def _filled_fact(fact: Fact, held: Mapping[str, str] | None) -> Fact:
    """A line with what the calendar holds where the list is empty; a new day is published."""
    dated = {"certainty": "published"} if fact.get("start") or held is None else {}
    dated |= {"rule": ""} if fact.get("start") else {}
    held_cells = {name: text for name, text in (held or {}).items() if name not in _STAMPS}
    return {**held_cells, **dated, **fact}


_STAMPS = ("source", "checked_on", "note")


def _follows(before: Mapping[str, str], after: Mapping[str, str]) -> Consequence:
    """What follows for those who want to use a way."""
    columns = ("status", "complaint", "inquiry", "standing", "covered")
    was = {name for name in columns if before.get(name, "").casefold() in _OPEN}
    now = {name for name in columns if after.get(name, "").casefold() in _OPEN}
    if was - now:
        return "closes"
    return "opens" if now - was else "date"


def _laid(
    path: Path, columns: Sequence[str], key: Sequence[str], after: Iterable[Mapping[str, str]]
) -> Path:
    """Write lines into a refreshed file, in the place of those with the same key; the calendar's
    stand in the order of their keys."""
    rows: dict[tuple[str, ...], Mapping[str, str]] = {}
    content = path.read_bytes().decode() if path.is_file() else ""
    for row in (*csv.DictReader(io.StringIO(content, newline="")), *after):
        rows[tuple(row[name] for name in key)] = row
    order = sorted(rows) if columns is CALENDAR else rows
    return _write(path, csv_text(columns, [rows[of_row] for of_row in order]))


def _write(path: Path, text: str) -> Path:
    """The whole file or none of it."""
    path.parent.mkdir(parents=True, exist_ok=True)
    replace(path, text.encode())
    return path
