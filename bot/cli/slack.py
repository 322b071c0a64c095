"""Commands for those who run the bot: serve, manifest, gaps."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from bot.cli.arguments import PATH
from bot.cli.files import write_table
from bot.cli.parts import (
    Unusable,
    echo_json,
    open_deployment,
    open_library,
    open_store,
    progress_bar,
)

if TYPE_CHECKING:
    from bot.store import Gap

GAP = ("id", "team", "asked", "status", "language", "question", "entries", "answer")
"""The columns of a table of questions."""


@click.command()
@click.option("--http", is_flag=True, help="Answer Slack over HTTP instead of Socket Mode.")
@click.option("--host", default="127.0.0.1", show_default=True, help="Where to listen.")
@click.option(
    "--port",
    type=click.IntRange(0, 65535),
    help="Port; 3000 for HTTP. With Socket Mode: where health and metrics are served.",
)
@click.option(
    "--health-port",
    type=click.IntRange(0, 65535),
    help="Over HTTP: where health and metrics are served; the port after --port.",
)
def serve(http: bool, host: str, port: int | None, health_port: int | None) -> None:
    """Run the bot in Slack until it is told to stop."""
    deployment = open_deployment()
    if missing := deployment.missing("http" if http else "socket"):
        for sentence in missing:
            click.echo(f"advocacy: {sentence}", err=True)
        raise Unusable("the bot can't start; docs/installing.md tells where each value is found")
    from bot import crash, logs
    from bot.app import check_token
    from bot.renewing import opened
    from bot.server import Unserved, few_heaps, serve_http, serve_socket

    crash.leave_no_memory()
    few_heaps()
    logs.start(deployment.advocacy_log_level, deployment.secrets)
    with accepted():  # before the first start learns for minutes what the entries mean
        check_token(deployment)
    with open_store(deployment) as store:
        with accepted(), progress_bar() as progress:
            built = opened(deployment, store, progress)
        try:
            if http:
                door = 3000 if port is None else port
                beside = door + 1 if 0 < door < 65535 else 0
                look = beside if health_port is None else health_port
                status = serve_http(built, host, door, look)
            else:
                status = serve_socket(built, host, port if health_port is None else health_port)
        except Unserved as error:
            raise Unusable(str(error)) from error
    sys.exit(status)


@contextmanager
def accepted() -> Iterator[None]:
    """A bot token that Slack does not accept ends the command."""
    from slack_bolt.error import BoltError
    from slack_sdk.errors import SlackApiError

    from bot.handlers.kernel.slack_errors import slack_error

    try:
        yield
    except (BoltError, SlackApiError) as error:
        cause = error if isinstance(error, SlackApiError) else error.__context__
        why = slack_error(cause) if isinstance(cause, SlackApiError) else type(error).__name__
        raise Unusable(
            f"Slack does not accept SLACK_BOT_TOKEN ({why}); copy it again from the app's"
            " page “OAuth & Permissions”"
        ) from error
    except OSError as error:
        raise Unusable("Slack can't be reached; see whether this machine may go online") from error


@click.command()
@click.option("--address", metavar="https://…", help="Where Slack reaches an HTTP deployment.")
def manifest(address: str | None) -> None:
    """Print the app manifest to paste into Slack: scopes, events, command, shortcuts."""
    from bot.handlers.manifest import manifest as made

    if address and not address.startswith("https://"):
        raise Unusable(
            "give the public address with https://, for example https://desk.example.org"
        )
    content = made(open_library().base, open_deployment(), address)
    click.echo(json.dumps(content, indent=2, ensure_ascii=False))


@click.command()
@click.option("--status", type=click.Choice(["open", "answered", "done"]), help="Only these.")
@click.option("--csv", "as_csv", type=PATH, help="Write a table to a file.")
@click.option("--json", "as_json", is_flag=True, help="Print a line of JSON each.")
def gaps(status: Any, as_csv: Path | None, as_json: bool) -> None:
    """List the questions that people sent to the curators."""
    with open_store(open_deployment()) as store:
        gaps = store.gaps.list(None, status)
    rows = [dict(zip(GAP, _gap(gap), strict=True)) for gap in gaps]
    if as_csv:
        write_table(as_csv, GAP, (row.values() for row in rows))
        click.echo(f"{len(rows)} questions written to {as_csv}", err=True)
    elif as_json:
        for row in rows:
            echo_json(row)
    else:
        for row in rows:
            text = "".join(sign if sign.isprintable() else " " for sign in row["question"])
            click.echo(f"{row['asked']}  {row['status']:<8}  {row['language']}  {text}")
        if not rows:
            click.echo("No questions were sent to the curators.")


def _gap(gap: Gap) -> tuple[str, ...]:
    day, entries = f"{gap.asked_at:%Y-%m-%d}", " ".join(gap.entries)
    stored = (gap.status, gap.language, gap.question, entries, gap.answer or "")
    return (gap.id, gap.workspace.team, day, *stored)
