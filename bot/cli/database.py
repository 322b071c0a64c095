"""Commands that look after what is stored."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

import click

from bot.cli.arguments import PATH
from bot.cli.parts import Unusable, open_deployment, open_store, store_explained

if TYPE_CHECKING:
    from bot.store import Place


@click.group()
def database() -> None:
    """Look after what is stored: tables, backup, moving, purge, forgetting a person."""


@database.command()
def status() -> None:
    """Say where the database is, whether its tables are up to date, and how many rows they have.

    Changes nothing. Exit status 1 where tables are to be brought up to date.
    """
    from bot.store import Store

    place = _there(open_deployment().advocacy_database)
    with store_explained():
        look = Store.status(place)
    click.echo(look.place)
    for table, rows in look.rows.items():
        click.echo(f"{table:<20}{rows:>8}")
    if look.waiting:
        click.echo(f"to be done by advocacy database migrate: {', '.join(look.waiting)}")
        raise SystemExit(1)
    click.echo("tables up to date")


@database.command()
def migrate() -> None:
    """Bring the tables up to date, as each start of the bot does.

    For a database whose owner is another user than the bot's. Running bots of the version before
    can go on meanwhile.
    """
    from bot.store import Store

    place = open_deployment().advocacy_database
    with store_explained():
        new = isinstance(place, Path) and not place.exists()
        waiting = () if new else Store.status(place).waiting
        Store.open(place).close()
    click.echo(f"done: {', '.join(waiting)}" if waiting else "tables up to date")


@database.command()
@click.argument("file", type=PATH)
def backup(file: Path) -> None:
    """Copy the database to FILE while the bot runs.

    FILE is an SQLite file, of a PostgreSQL database too: `advocacy database copy` puts it back.
    """
    with open_store(open_deployment()) as store:
        store.backup(file)
    click.echo(f"copied to {file}", err=True)


@database.command()
@click.argument("source", metavar="FROM")
@click.argument("target", metavar="TO")
def copy(source: str, target: str) -> None:
    """Copy all rows FROM one database TO an empty one: files or postgresql://….

    All or nothing, with the rows counted on both sides. Stop the bot before: what it writes
    meanwhile stays behind. Passwords are better given by PGPASSWORD than in an address, which
    other users of the machine can see.
    """
    from bot.store import Store

    with (
        store_explained(),
        Store.open(_there(_place(source))) as first,
        Store.open(_place(target)) as second,
    ):
        rows = first.copy_to(second)
    _show(rows)
    click.echo("copied, the rows counted on both sides", err=True)


@database.command()
def key() -> None:
    """Print a new key for ADVOCACY_KEY, which seals the tokens of workspaces.

    To change it put the new one before the old one, with a comma, and restart; then take the old
    one out.
    """
    from bot.store import new_key

    click.echo(new_key())


@database.command()
@click.option("--clock-is-right", is_flag=True, help="Though nothing was written for long.")
def purge(clock_is_right: bool) -> None:
    """Delete what is older than the settings allow.

    Nothing is deleted where the clock is weeks after the newest row.
    """
    from bot.server import retention
    from bot.store import purge as purged

    deployment = open_deployment()
    with open_store(deployment) as store:
        now = dt.datetime.now(dt.UTC)
        gone = purged(store, now, retention(deployment), clock_is_right)
    _show(gone)


@database.command()
@click.argument("team")
@click.argument("person")
@click.option("--enterprise", default="", metavar="E…", help="In an Enterprise Grid: its id.")
def forget(team: str, person: str, enterprise: str) -> None:
    """Delete all that is stored about a PERSON (U…) of a workspace (TEAM, T…).

    For those who can't press the button in their home any more.
    """
    from bot.store import Workspace

    if not re.fullmatch(r"T\w+", team) or not re.fullmatch(r"[UW]\w+", person):
        raise Unusable(
            "give the ids of the workspace and of the person, for example:"
            " advocacy database forget T0123ABCD U0123ABCD"
        )
    with open_store(open_deployment()) as store:
        gone = store.forget(Workspace(enterprise=enterprise, team=team), person)
    _show(gone)
    click.echo("messages in Slack stay: the curators delete theirs by hand", err=True)


def _place(text: str) -> Place:
    from bot.deployment import database as meant

    try:
        return meant(text)
    except ValueError as error:
        raise Unusable("give the path of a file, or postgresql://USER@HOST/DATABASE") from error


def _there(place: Place) -> Place:
    """A database that is read must be there: a file would be made."""
    if isinstance(place, Path) and not place.exists():
        raise Unusable(f"there is no database {place}; the bot makes it when it starts")
    return place


def _show(rows: Mapping[str, int]) -> None:
    for table, count in rows.items():
        click.echo(f"{table:<12}{count:>6}")
