"""The tables, step by step: a step once released is never changed, a new one is added."""

from __future__ import annotations

from collections.abc import Mapping

from sqlite_utils import Database, Migrations

from bot.store.connections import Connections
from bot.store.errors import StoreError

Columns = Mapping[str, type]
_WORKSPACE: Columns = {"enterprise": str, "team": str}


def first_tables(db: Database) -> None:
    """Claims, threads, follows, welcomes, gaps and feedback."""
    _create(db, "claims", ("key",), _text("key state taken until"))
    _create(db, "threads", ("channel", "thread"), _text("channel thread ids updated person"))
    _create(db, "follows", ("person", "state"), _text("person state"))
    _create(db, "welcomes", ("channel",), _text("channel"))
    asked = "id person channel thread question reason language entries asked_at status"
    answered = "answer curator closed_at notice_channel notice_ts"
    _create(db, "gaps", ("id",), _text(f"{asked} {answered}"))
    columns = {**_text("person entry message at"), "helpful": int}
    _create(db, "feedback", ("person", "entry", "message"), columns)


def digests(db: Database) -> None:
    """Subscriptions and deliveries."""
    what = "id channel person states mechanisms time zone language since paused"
    numbers = dict.fromkeys(("horizon", "weekday", "when_empty"), int)
    _create(db, "subscriptions", ("id",), {**_text(what), **numbers})
    columns = _text("subscription week state token claimed until said ts done_at")
    _create(db, "deliveries", ("subscription", "week"), columns)


def corrections(db: Database) -> None:
    """Corrections of the calendar."""
    what = "id calendar_key change source note person made taken_back taken_back_by"
    _create(db, "corrections", ("id",), _text(what))


def preparations(db: Database) -> None:
    """Preparations and their steps."""
    what = "id channel ts action mechanism state deadline counted_from zone language lead since"
    numbers = dict.fromkeys(("joint", "remind", "version", "shown"), int)
    columns = {**_text(f"{what} changed closed outcome"), **numbers}
    _create(db, "preparations", ("id",), columns)
    what = "preparation item due dated owner done done_by pressed reminded"
    columns = {**_text(what), **dict.fromkeys(("place", "own", "version"), int)}
    _create(db, "preparation_items", ("preparation", "item"), columns)


STEPS = (first_tables, digests, corrections, preparations)
MIGRATIONS = Migrations("advocacy-desk")
for _step in STEPS:
    MIGRATIONS()(_step)


def migrate(connections: Connections) -> None:
    """Bring the file to this version's tables; of several processes at once, one does it.

    Raises StoreError for a file of a newer version or of another program, and leaves it as it is.
    """
    with connections.writing() as db:
        applied = {step.name for step in MIGRATIONS.applied(db)}
        if applied - {step.__name__ for step in STEPS}:
            raise StoreError(
                f"the store {connections.path} was made by a newer version of the desk; "
                "install that version, or name another file"
            )
        if db.table_names() and not applied:
            raise StoreError(
                f"{connections.path} is the database of another program; name another file"
            )
        MIGRATIONS.apply(db)


def _create(db: Database, name: str, key: tuple[str, ...], columns: Columns) -> None:
    """A table whose rows belong to a workspace; `key` is unique within one."""
    whole = (*_WORKSPACE, *key)
    db.table(name).create({**_WORKSPACE, **columns}, pk=whole, not_null=whole)


def _text(names: str) -> Columns:
    return dict.fromkeys(names.split(), str)
