"""The tables of the file of recommendations.

`recommendations` holds what is shown and `counted` what is filtered and counted, in as few bytes as
can be, so that a hundred thousand hits are counted in a moment. Rows are in the order of their
dates, so the newest are those with the highest id. The index of words is FTS5; its column `labels`
holds a sign for the State, the mechanism, each theme …, so that a filter is part of the search.
No word that people type is like a sign, so the index is searched as a whole: to look into some of
its columns only takes several times as long.
"""

from __future__ import annotations

from sqlite_utils import Database

from bot.states.recommendations.record import COLUMNS

VERSION = 1
"""Of these tables."""
MARK = 0x41445243
"""SQLite's application_id of the file, so that no other program's is taken for one."""
TABLE = "recommendations"
SEARCHED = ("text", "heading", "themes", "persons", "labels")
"""Columns of the index; words are looked for in all but the last."""
WEIGHTS = "4.0, 2.0, 3.0, 1.0, 0.0"
"""Of these columns, where a word is found."""
TOKENIZER = "porter unicode61 remove_diacritics 2"
_NUMBERS = ("year", "session", "cycle", "alike")


def columns() -> dict[str, type]:
    """The columns of a row, with their types."""
    return {name: int if name in _NUMBERS else str for name in COLUMNS}


def create(db: Database) -> None:
    """Make the tables that rows are put into."""
    db.table(TABLE).create({"id": int, **columns()}, pk="id")
    db.table("about").create({"key": str, "value": str}, pk="key")
    db.table("unmatched").create({"of": str, "label": str, "records": int}, pk=("of", "label"))


def fill(db: Database) -> None:
    """Make what is counted and the index of words, out of the rows."""
    columns = {"id": int, "mechanism": str, "position": str, "year": int, "dated": str}
    db.table("counted").create(columns, pk="id")
    db.execute(
        "insert into counted select id, coalesce(mechanism, body), position, year,"
        " coalesce(date, year || '-12-31') from recommendations order by id"
    )
    db.table("counted").create_index(["dated"])
    db.execute(
        "create temp table subjects as"
        " select r.id, j.value as label, 1 as theme from recommendations r, json_each(r.themes) j"
        " where r.themes <> '' union all"
        " select r.id, j.value, 0 from recommendations r, json_each(r.persons) j"
        " where r.persons <> ''"
    )
    db.table("themes").create({"id": int, "label": str, "records": int}, pk="id")
    db.execute(
        "insert into themes (label, records) select label, count(*) from subjects group by label"
    )
    db.table("themes").create_index(["label"], unique=True)
    db.table("themed").create({"id": int, "theme": int}, pk=("id", "theme"))
    db.execute(
        "insert into themed select distinct s.id, t.id from subjects s join themes t"
        " on t.label = s.label where s.theme order by 1, 2"
    )
    db.table(TABLE).create_index(["key"], unique=True)
    db.table(TABLE).enable_fts(SEARCHED, tokenize=TOKENIZER)
    db.table(TABLE).optimize()
