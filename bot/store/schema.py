"""The tables, step by step: a step once released is never changed, a new one is added."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Callable, Mapping

from bot.store.connections import ALL, Connections, Row, StoreError
from bot.store.models import as_text

Columns = Mapping[str, type]
_WORKSPACE: Columns = {"enterprise": str, "team": str}


def first_tables(db: Connections) -> None:
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


def digests(db: Connections) -> None:
    """Subscriptions and deliveries."""
    what = "id channel person states mechanisms time zone language since paused"
    numbers = dict.fromkeys(("horizon", "weekday", "when_empty"), int)
    _create(db, "subscriptions", ("id",), {**_text(what), **numbers})
    columns = _text("subscription week state token claimed until said ts done_at")
    _create(db, "deliveries", ("subscription", "week"), columns)


def corrections(db: Connections) -> None:
    """Corrections of the calendar."""
    what = "id calendar_key change source note person made taken_back taken_back_by"
    _create(db, "corrections", ("id",), _text(what))


def preparations(db: Connections) -> None:
    """Preparations and their steps."""
    what = "id channel ts action mechanism state deadline counted_from zone language lead since"
    numbers = dict.fromkeys(("joint", "remind", "version", "shown"), int)
    columns = {**_text(f"{what} changed shown_on closed outcome"), **numbers}
    _create(db, "preparations", ("id",), columns)
    what = "preparation item due dated owner done done_by pressed reminded"
    columns = {**_text(what), **dict.fromkeys(("place", "own", "version"), int)}
    _create(db, "preparation_items", ("preparation", "item"), columns)


def installations(db: Connections) -> None:
    """Where the app was installed, and installations that have begun. In a file they stood in
    tables of Slack's library, of which the newest installation of each workspace is taken over."""
    _create(db, "installations", ("client",), _text("client record installed"))
    _create_alone(db, "installing", ("state",), _text("state until"))
    there = db.tables()
    if "slack_bots" in there:
        newest: dict[tuple[str, ...], Row] = {}
        for bot in db.rows("slack_bots", ALL, order_by="id"):
            newest[bot["enterprise_id"], bot["team_id"], bot["client_id"]] = bot
        db.insert("installations", map(_taken_over, newest.values()))
    for old in {"slack_bots", "slack_installations", "oauth_states"} & there:
        db.execute(f"drop table {old}")


def departures(db: Connections) -> None:
    """Workspaces that removed the app."""
    _create(db, "departures", (), _text("since"))


def readings(db: Connections) -> None:
    """What curators found who compared statements with their pages."""
    columns = _text("subject person who found at until note")
    _create(db, "readings", ("subject", "person"), columns)


def channel_languages(db: Connections) -> None:
    """The languages of channels."""
    _create(db, "channel_languages", ("channel",), _text("channel language"))


STEPS = (
    first_tables, digests, corrections, preparations, installations, departures, readings,
    channel_languages,
)  # fmt: skip
SET = "advocacy-desk"


def migrate(db: Connections) -> tuple[str, ...]:
    """Bring the database to this version's tables, and say which steps that took; of several
    processes at once, one does it.

    Raises StoreError for a database of a newer version or of another program, and leaves it as
    it is.
    """
    if not pending(db):
        return ()
    with db.writing():
        left = pending(db)
        if db.ledger not in db.tables():
            _create_alone(db, db.ledger, ("migration_set", "name"), _text(_LEDGER))
        for step in left:
            step(db)
            now = as_text(dt.datetime.now(dt.UTC))
            row = {"migration_set": SET, "name": step.__name__, "applied_at": now}
            db.insert(db.ledger, [row])
        return tuple(step.__name__ for step in left)


def pending(db: Connections) -> tuple[Callable[[Connections], None], ...]:
    """The steps that are still to be done. Raises StoreError as `migrate` does."""
    there = db.tables()
    mine = ("migration_set = :mine", {"mine": SET})
    done = {row["name"] for row in db.rows(db.ledger, mine)} if db.ledger in there else set()
    if done - {step.__name__ for step in STEPS}:
        raise StoreError(
            f"the store {db.place} was made by a newer version of the desk; "
            "install that version, or name another database"
        )
    if there and not done:
        raise StoreError(f"{db.place} is the database of another program; name another one")
    return tuple(step for step in STEPS if step.__name__ not in done)


_LEDGER = "migration_set name applied_at"


def _taken_over(bot: Row) -> Row:
    """A row of the table of Slack's library, as it is kept now."""
    record = {name: value for name, value in bot.items() if name not in ("id", "client_id")}
    return {
        "enterprise": bot["enterprise_id"],
        "team": bot["team_id"],
        "client": bot["client_id"],
        "record": json.dumps(record),
        "installed": str(bot["installed_at"]),
    }


def _create(db: Connections, name: str, key: tuple[str, ...], columns: Columns) -> None:
    """A table whose rows belong to a workspace; `key` is unique within one."""
    _create_alone(db, name, (*_WORKSPACE, *key), {**_WORKSPACE, **columns})


def _create_alone(db: Connections, name: str, key: tuple[str, ...], columns: Columns) -> None:
    """A table whose rows belong to nobody."""
    lines = [
        f"{column} {db.types[kind]}{' not null' if column in key else ''}"
        for column, kind in columns.items()
    ]
    db.execute(f"create table {name} ({', '.join(lines)}, primary key ({', '.join(key)}))")


def _text(names: str) -> Columns:
    return dict.fromkeys(names.split(), str)
