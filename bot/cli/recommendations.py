"""Commands on past recommendations: import and status; the others stand in files of their own."""

from __future__ import annotations

import time
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING

import click

from bot.cli.downloading import downloaded, is_address
from bot.cli.recommendation_search import groups, recommenders, search
from bot.cli.recommendation_uptake import uptake
from bot.cli.recommending import opened
from bot.settings import settings

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.states.recommendations.importing import Outcome

SHOWN = 40
"""Labels of one kind that are named; the rest is counted."""


@click.group()
def recommendations() -> None:
    """Search what human rights mechanisms recommended to States before."""


for command in (search, recommenders, groups, uptake):
    recommendations.add_command(command)


@recommendations.command("import")
@click.argument("file")
@click.option("--whole", is_flag=True, help="FILE is all of its source: remove what it lacks.")
def import_(file: str, whole: bool) -> None:
    """Take an export of UHRI (.json, .xlsx) or UPR Info (.csv): all of it, or nothing changes.

    FILE is a file, or an https address from which it is downloaded first.
    """
    from rich.console import Console
    from rich.progress import BarColumn, Progress, TextColumn, TimeRemainingColumn

    from bot.states.recommendations.importing import take
    from bot.states.recommendations.labels import Labels, years

    where, start = settings(), time.monotonic()
    columns = (TextColumn("{task.description}"), BarColumn(), TimeRemainingColumn())
    with Progress(*columns, console=Console(stderr=True)) as bar:
        task = bar.add_task("reading", total=None)

        def show(what: str, done: int, total: int) -> None:
            bar.update(task, description=what, completed=done, total=total)

        labels = Labels.read(where.knowledge)
        sessions = years(where.knowledge)
        with ExitStack() as stack:
            path = Path(file)
            if is_address(file):
                bar.update(task, description="downloading")
                path = stack.enter_context(
                    downloaded(file, lambda done, total: show("downloading", done, total))
                )
            outcome = take(path, where.recommendations, labels, sessions, whole, show)
    for line in _outcome_lines(outcome, time.monotonic() - start):
        click.echo(line)
    click.echo(f"Written: {where.recommendations}")


@recommendations.command()
def status() -> None:
    """Show which recommendations are loaded, and which labels in them name nothing known."""
    from bot.render.recommendations import notice

    loaded = opened()
    about = loaded.recommendations.about()
    click.echo(f"{about.records:,} records. {notice(about)}")
    for line in _labels(about.unmatched):
        click.echo(line)


def _outcome_lines(outcome: Outcome, seconds: float) -> list[str]:
    change = outcome.change
    lines = [
        f"{outcome.records:,} records read in {seconds:.0f} s: {change.new:,} new,"
        f" {change.changed:,} changed, {change.same:,} as before, {change.removed:,} removed;"
        f" {change.records:,} in all."
    ]
    if outcome.resumed:
        lines.append(f"{outcome.resumed:,} of them had been read by an import that was stopped.")
    if outcome.empty or outcome.repeated:
        lines.append(
            f"Left out: {outcome.empty:,} without a text, {outcome.repeated:,} whose id had come"
            " before."
        )
    if change.doubled:
        lines.append(f"{change.doubled:,} of UPR Info are in UHRI too and are shown once.")
    return [*lines, *_labels(outcome.unmatched)]


def _labels(unmatched: Sequence[tuple[str, str, int]]) -> list[str]:
    if not unmatched:
        return []
    lines = [
        "Labels that name nothing known here; the records are kept under them. A State's other name"
        " goes into states/names.csv, column other:"
    ]
    for of in dict.fromkeys(label[0] for label in unmatched):
        some = [(label, number) for kind, label, number in unmatched if kind == of]
        lines += [f"  {of}: {label} ({number:,})" for label, number in some[:SHOWN]]
        if len(some) > SHOWN:
            lines.append(f"  {of}: … and {len(some) - SHOWN} more")
    return lines
