"""All rows of one database into another, all or nothing."""

from __future__ import annotations

from bot.store.connections import ALL, Connections
from bot.store.errors import StoreError


def copied(source: Connections, target: Connections) -> dict[str, int]:
    """Put every row of `source`, as of one moment, into `target`; both have all tables.

    Gives rows by table. Raises StoreError where the target holds anything, or where the counts
    differ in the end; then the target is as it was.
    """
    with source.snapshot(), target.writing():
        tables = sorted(source.tables() - {source.ledger})
        if full := [table for table in tables if target.count(table, ALL)]:
            raise StoreError(
                f"{target.place} is not empty ({', '.join(full)}); copy into a database that is"
            )
        rows = {table: target.insert(table, source.rows(table, ALL)) for table in tables}
        for table in tables:
            if not source.count(table, ALL) == target.count(table, ALL) == rows[table]:
                raise StoreError(f"{table} came over in part; nothing was kept, try again")
        return rows
