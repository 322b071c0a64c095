"""Commands on preparations: list and export them, send their reminders."""

from __future__ import annotations

import datetime as dt
import sys
from collections.abc import Iterator
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
    open_posting,
    open_store,
)

if TYPE_CHECKING:
    from bot.prepare.team import Team
    from bot.store import Store

STEP = (
    "preparation", "team", "channel", "action", "state", "joint", "lead", "begun", "closed",
    "outcome", "step", "what", "owner", "due", "done", "done_by",
)  # fmt: skip
"""The columns of a table of steps."""
SAID = {
    "reminded": "sent",
    "found": "found, sent by an earlier run",
    "taken": "left to another run",
    "nowhere": "given up: nobody can be told",
    "shown": "shown as they are now",
    "posted": "posted",
    "later": "to be sent later: Slack asks to wait",
    "failed": "not sent",
}


@click.group(invoke_without_command=True)
@click.option("--all", "every", is_flag=True, help="The closed ones too.")
@click.option("--json", "as_json", is_flag=True, help="Print a line of JSON for each.")
@click.option("--csv", "as_csv", type=PATH, help="Write all steps to a file.")
@click.pass_context
def preparations(ctx: click.Context, every: bool, as_json: bool, as_csv: Path | None) -> None:
    """List what teams prepare in their channels: how far each is, and what is due."""
    if ctx.invoked_subcommand:
        return
    with open_store(open_deployment()) as store:
        teams = [team for team in _teams(store) if every or not team.preparation.closed]
    if as_csv:
        rows = [_row(team, number) for team in teams for number in range(len(team.steps))]
        write_table(as_csv, STEP, rows)
        click.echo(f"{len(rows)} steps written to {as_csv}", err=True)
    elif as_json:
        for team in teams:
            echo_json(_record(team))
    else:
        for team in teams:
            click.echo(_line(team))
        if not teams:
            click.echo("Nothing is under way.")


@preparations.command()
def remind() -> None:
    """Send the reminders that are due, each once; for cron, systemd or Kubernetes.

    `advocacy serve` does it by itself. Exit status 1 where one could not be sent: run it again.
    """
    from bot.handlers.preparations import SlackPreparations
    from bot.render.prepare_words import Wordings
    from bot.reviews import Calendars
    from bot.runner import Keeper

    deployment, library = open_posting(), open_library()
    if not library.has_actions:
        raise Unusable("the knowledge base has no treaties, so nothing is prepared from it")
    prepare = library.prepare
    slack = SlackPreparations(library.base, Wordings(library.base, library.states))
    with open_store(deployment) as store:
        calendars = Calendars(library.calendar, store.corrections)
        keeper = Keeper.of(
            deployment, store, lambda workspace: prepare.over(calendars.of(workspace)), slack
        )
        outcomes = keeper.run()
    for outcome, count in sorted(outcomes.items()):
        click.echo(f"{count} {SAID[outcome]}")
    if not outcomes:
        click.echo("nothing is due")
    if outcomes["failed"] or outcomes["later"]:
        sys.exit(1)


def _teams(store: Store) -> Iterator[Team]:
    """All preparations, of all workspaces."""
    from bot.prepare.team import team_of
    from bot.reviews import Calendars

    library = open_library()
    prepare = library.prepare if library.has_actions else None
    calendars = Calendars(library.calendar, store.corrections)
    for preparation in store.preparations.list(None):
        over = prepare.over(calendars.of(preparation.workspace)) if prepare else None
        items = store.preparations.items(preparation.workspace, preparation.id)
        yield team_of(over, preparation, items, dt.date.today())


def _line(team: Team) -> str:
    preparation, ahead = team.preparation, team.next(1)
    what = f"{preparation.action} {preparation.state or ''}".strip()
    due = ahead[0].item.due if ahead else None
    state = preparation.outcome or (f"next due {due}" if due else "no date")
    far, where = (
        f"{team.done:>2}/{len(team.steps):<2}",
        f"{preparation.workspace.team} {preparation.channel}",
    )
    return f"{preparation.since:%Y-%m-%d}  {far}  {state:<20}  {what}  {where}"


def _record(team: Team) -> dict[str, Any]:
    preparation = team.preparation
    hidden = {"ts", "shown", "shown_on", "version"}
    return {
        **preparation.model_dump(mode="json", exclude=hidden),
        "done": team.done,
        "of": len(team.steps),
        "steps": [
            {
                "step": step.item.id,
                "what": step.step.do if step.step else None,
                "owner": step.item.owner or None,
                "due": step.item.due and step.item.due.isoformat(),
                "done": step.item.done and step.item.done.isoformat(),
                "done_by": step.item.done_by or None,
            }
            for step in team.steps
        ],
    }


def _row(team: Team, number: int) -> list[str]:
    preparation, step = team.preparation, team.steps[number]
    item = step.item
    return [
        preparation.id,
        preparation.workspace.team,
        preparation.channel,
        preparation.action,
        preparation.state or "",
        "yes" if preparation.joint else "",
        preparation.lead,
        f"{preparation.since:%Y-%m-%d}",
        f"{preparation.closed:%Y-%m-%d}" if preparation.closed else "",
        preparation.outcome or "",
        item.id,
        step.step.do if step.step else "",
        item.owner,
        item.due.isoformat() if item.due else "",
        f"{item.done:%Y-%m-%d}" if item.done else "",
        item.done_by,
    ]
