"""What a curator's table changes in the calendar: shown first, then written, all or nothing."""

from __future__ import annotations

import datetime as dt
import tempfile
from collections import defaultdict
from collections.abc import Mapping, Sequence
from pathlib import Path

from bot.knowledge import KnowledgeError, Problem, quoted
from bot.knowledge.curated import Shape
from bot.reviews.load import Placed, conflicts, files, gathered, lines
from bot.reviews.models import Review, Rows, Session
from bot.reviews.reading import Row
from bot.reviews.table import COLUMNS, BadRow, CalendarNames, calendar_csv, cells_of, row_of

_STAMPS = ("source", "checked_on")


class CalendarChange(Shape):
    """A row that a table changes."""

    before: Session | Review
    after: Session | Review
    columns: tuple[str, ...]


class CalendarPlan(Shape):
    """What a table would do to the calendar."""

    added: tuple[Session | Review, ...] = ()
    changed: tuple[CalendarChange, ...] = ()
    removed: tuple[Session | Review, ...] = ()
    unchanged: int = 0
    elsewhere: int = 0
    """Rows of the calendar that the table does not hold, and that stay."""

    @property
    def empty(self) -> bool:
        """Whether nothing would change."""
        return not (self.added or self.changed or self.removed)


def plan(
    rows: Rows,
    table: Sequence[Row],
    file: str,
    names: CalendarNames,
    source: str,
    on: dt.date,
    whole: bool = False,
) -> CalendarPlan:
    """What `table` (as `read_table` gives it) would change in `rows`.

    A row is found by its key, else by its mechanism, session or cycle, State and stage; columns
    that the table lacks keep what they hold. What is new or changed takes `source` and the day
    `on`, where the table gives none of its own. With `whole`, rows that the table lacks are
    removed. Raises KnowledgeError naming every row that can't be used.
    """
    by_key = rows.by_key()
    taken: dict[str, Session | Review] = {}
    changes: list[CalendarChange] = []
    problems: list[Problem] = []
    placed: list[Placed] = []
    for number, cells in table:
        try:
            before, after, columns = _merged(by_key, cells, names, (source, on.isoformat()))
        except BadRow as bad:
            problems += [
                Problem(file, number, f"row {number}: {sentence}") for sentence in bad.sentences
            ]
            continue
        placed.append((file, number, after))
        taken[after.key] = after
        if before and columns:
            changes.append(CalendarChange(before=before, after=after, columns=columns))
    missing = [row for key, row in by_key.items() if key not in taken]
    stay: list[Placed] = [] if whole else [(f"the calendar's {r.key}", 0, r) for r in missing]
    problems += [
        Problem(name, number, f"row {number}: {sentence}" if number else sentence)
        for name, number, sentence in conflicts([*stay, *placed])
    ]
    if problems:
        raise KnowledgeError(problems)
    added = tuple(row for key, row in taken.items() if key not in by_key)
    return CalendarPlan(
        added=added,
        changed=tuple(changes),
        removed=tuple(missing) if whole else (),
        unchanged=len(taken) - len(added) - len(changes),
        elsewhere=0 if whole else len(missing),
    )


def applied(rows: Rows, changes: CalendarPlan) -> Rows:
    """The rows with the plan's removals, changes and additions in them."""
    by_key = rows.by_key()
    for row in changes.removed:
        del by_key[row.key]
    by_key |= {change.after.key: change.after for change in changes.changed}
    by_key |= {row.key: row for row in changes.added}
    return gathered(by_key.values())


def save(folder: Path, rows: Rows, names: CalendarNames) -> list[Path]:
    """Write the rows into the calendar's files of a knowledge folder: each mechanism where its
    rows stand already, a new one into a file of its own name. Returns the files that changed.

    Every file is written beside the old one first, so that a full disk changes nothing.
    """
    home = _homes(folder)
    content: dict[Path, list[Session | Review]] = {path: [] for path in files(folder)}
    for row in rows.all():
        path = home.get(row.mechanism, folder / "calendar" / f"{row.mechanism}.csv")
        content.setdefault(path, []).append(row)
    ready: list[tuple[Path, Path]] = []
    try:
        for path, its in content.items():
            text = calendar_csv(its, names.states).encode()
            if path.is_file() and path.read_bytes() == text:
                continue
            with tempfile.NamedTemporaryFile(dir=path.parent, suffix=".part", delete=False) as new:
                ready.append((Path(new.name), path))
                new.write(text)
            Path(new.name).chmod(0o644)
        for part, path in ready:
            part.replace(path)
    finally:
        for part, _ in ready:
            part.unlink(missing_ok=True)
    return [path for _, path in ready]


def _homes(folder: Path) -> dict[str, Path]:
    count: dict[str, dict[Path, int]] = defaultdict(lambda: defaultdict(int))
    for path in files(folder):
        for _, cells in lines(path.name, path.read_bytes()):
            count[cells["mechanism"]][path] += 1
    return {name: max(its, key=lambda path: its[path]) for name, its in count.items()}


def _merged(
    by_key: Mapping[str, Session | Review],
    given: Mapping[str, str],
    names: CalendarNames,
    stamps: tuple[str, str],
) -> tuple[Session | Review | None, Session | Review, tuple[str, ...]]:
    """The row as it was and as it becomes, and the columns in which they differ."""
    before = by_key.get(given.get("key", ""))
    if before is None:
        if "mechanism" not in given:
            raise BadRow([f"the calendar has no row with the key {quoted(given.get('key', ''))}"])
        new = row_of(_stamped(given, stamps), names)
        before = by_key.get(new.key)
        if before is None:
            return None, new, ()
    old = cells_of(before, names.states)
    cells = _stamped({**old, **given, "key": before.key}, stamps)
    after = row_of(cells, names)
    columns = _differences(old, cells_of(after, names.states))
    if set(columns) <= set(_STAMPS) and after.checked_on <= before.checked_on:
        return before, before, ()  # no date differs, and the calendar's source is the newer one
    for column, stamp in zip(_STAMPS, stamps, strict=True):
        if column not in columns:
            cells[column] = stamp
    return before, row_of(cells, names), columns


def _stamped(cells: Mapping[str, str], stamps: tuple[str, str]) -> dict[str, str]:
    given = {
        column: cells.get(column) or stamp for column, stamp in zip(_STAMPS, stamps, strict=True)
    }
    return {**cells, **given}


def _differences(old: Mapping[str, str], new: Mapping[str, str]) -> tuple[str, ...]:
    return tuple(column for column in COLUMNS if old.get(column, "") != new.get(column, ""))
