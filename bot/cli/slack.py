"""Commands for those who run the bot: serve, manifest, gaps, database."""

from __future__ import annotations

import csv
import datetime as dt
import json
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from bot.cli.common import Unusable, open_base, open_desk, open_plain

if TYPE_CHECKING:
    from bot.deployment import Deployment
    from bot.store import Store


@click.command()
@click.option("--http", is_flag=True, help="Answer Slack over HTTP instead of Socket Mode.")
@click.option("--host", default="127.0.0.1", show_default=True, help="Where to listen.")
@click.option(
    "--port",
    type=click.IntRange(0, 65535),
    help="Port; 3000 for HTTP. With Socket Mode: where health and metrics are served.",
)
def serve(http: bool, host: str, port: int | None) -> None:
    """Run the bot in Slack until it is told to stop."""
    deployment = open_deployment()
    if missing := deployment.missing("http" if http else "socket"):
        for sentence in missing:
            click.echo(f"advocacy: {sentence}", err=True)
        raise Unusable("the bot can't start; docs/installing.md tells where each value is found")
    desk = open_desk(words_only=False)
    from slack_bolt.error import BoltError

    from bot import logs
    from bot.app import build
    from bot.server import serve_http, serve_socket

    logs.start(deployment.advocacy_log_level)
    with open_store(deployment) as store:
        try:
            built = build(deployment, desk, store, open_plain(desk.base, desk.states))
        except BoltError as error:
            raise Unusable(
                "Slack does not accept SLACK_BOT_TOKEN, or can't be reached; see advocacy doctor"
            ) from error
        status = serve_http(built, host, port or 3000) if http else serve_socket(built, host, port)
    sys.exit(status)


@click.command()
@click.option("--address", metavar="https://…", help="Where Slack reaches an HTTP deployment.")
def manifest(address: str | None) -> None:
    """Print the app manifest to paste into Slack: scopes, events, command, shortcuts."""
    from bot.handlers.manifest import manifest as made

    if address and not address.startswith("https://"):
        raise Unusable(
            "give the public address with https://, for example https://desk.example.org"
        )
    content = made(open_base(), open_deployment(), address)
    click.echo(json.dumps(content, indent=2, ensure_ascii=False))


@click.command()
@click.option("--status", type=click.Choice(["open", "answered", "done"]), help="Only these.")
@click.option("--csv", "as_csv", type=click.Path(path_type=Path), help="Write a table to a file.")
@click.option("--json", "as_json", is_flag=True, help="Print a line of JSON each.")
def gaps(status: Any, as_csv: Path | None, as_json: bool) -> None:
    """List the questions that people sent to the curators."""
    with open_store(open_deployment()) as store:
        found = store.gaps.list(None, status)
    rows = [
        {
            "id": gap.id,
            "team": gap.workspace.team,
            "asked": f"{gap.asked_at:%Y-%m-%d}",
            "status": gap.status,
            "language": gap.language,
            "question": gap.question,
            "entries": " ".join(gap.entries),
            "answer": gap.answer or "",
        }
        for gap in found
    ]
    if as_csv:
        with as_csv.open("w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, list(rows[0]) if rows else ["id"])
            writer.writeheader()
            writer.writerows({k: _harmless(v) for k, v in row.items()} for row in rows)
        click.echo(f"{len(rows)} questions written to {as_csv}", err=True)
    elif as_json:
        for row in rows:
            click.echo(json.dumps(row, ensure_ascii=False))
    else:
        for row in rows:
            click.echo(f"{row['asked']}  {row['status']:<8}  {row['language']}  {row['question']}")
        if not rows:
            click.echo("No questions were sent to the curators.")


@click.group()
def database() -> None:
    """Look after what is stored: backup and purge."""


@database.command()
@click.argument("file", type=click.Path(path_type=Path))
def backup(file: Path) -> None:
    """Copy the database to FILE while the bot runs."""
    from bot.store import StoreError

    with open_store(open_deployment()) as store:
        try:
            store.backup(file)
        except StoreError as error:
            raise Unusable(str(error)) from error
    click.echo(f"copied to {file}", err=True)


@database.command()
def purge() -> None:
    """Delete what is older than the settings allow."""
    from bot.server import retention

    deployment = open_deployment()
    with open_store(deployment) as store:
        gone = store.purge(dt.datetime.now(dt.UTC), retention(deployment))
    for table, rows in gone.items():
        click.echo(f"{table:<12}{rows:>6}")


def open_deployment() -> Deployment:
    """The bot's settings; what can't be used ends the command."""
    from bot.deployment import Unset, deployment

    try:
        return deployment()
    except Unset as error:
        raise Unusable(" ".join(error.sentences)) from error


@contextmanager
def open_store(deployment: Deployment) -> Iterator[Store]:
    """The store; one that can't be used ends the command."""
    from bot.store import Store, StoreError

    try:
        store = Store.open(deployment.advocacy_database)
    except StoreError as error:
        raise Unusable(str(error)) from error
    with store:
        yield store


def _harmless(value: str) -> str:
    """A cell that a spreadsheet does not take for a formula."""
    return f"'{value}" if value[:1] in "=+-@\t\r" else value
