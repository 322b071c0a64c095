"""Commands on the calendar for curators: check, export and import."""

from __future__ import annotations

import datetime as dt
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from bot.cli.arguments import ON, PATH, YES, code_of
from bot.cli.files import write
from bot.cli.parts import (
    Unusable,
    confirm,
    open_deployment,
    open_library,
    open_store,
    table_refused,
    to_correct,
)
from bot.settings import settings

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.store import Correction


@click.group()
def calendar() -> None:
    """Keep the calendar of reviews in order (for curators)."""


@calendar.command()
@ON
def check(on: dt.date | None) -> None:
    """Say what to look up, and on which page; exit status 1 where the files hold an error."""
    from bot.knowledge import KnowledgeError
    from bot.render.curators import finding_lines
    from bot.render.words import DisplayNames
    from bot.reviews.check import findings

    library = open_library()
    base = library.base
    try:
        files = library.calendar
    except KnowledgeError as error:
        to_correct(error.problems, len(error.problems))
    to_look_up = findings(files, on or dt.date.today(), base.entries)
    for line in finding_lines(to_look_up, DisplayNames.of(base)):
        click.echo(line)
    rows = len(files.rows.all())
    click.echo(f"The calendar has {rows} rows; newest check {files.checked_on}.")
    if any(finding.kind == "error" for finding in to_look_up):
        sys.exit(1)


@calendar.command()
@click.argument("file", required=False, type=PATH)
def export(file: Path | None) -> None:
    """Write the whole calendar as one table, to FILE (.csv or .xlsx) or to the screen.

    What curators corrected in Slack stands in it, marked in a column of its own.
    """
    from bot.render.curators import marks, workbook
    from bot.reviews.table import calendar_csv

    files = open_library().calendar
    corrections = _corrections()
    corrected = files.corrected(corrections)
    rows, states = corrected.rows.all(), files.names.states
    marked = marks(files, corrected, corrections)
    text = calendar_csv(rows, states, marked)
    if file is None:
        click.echo(text, nl=False)
    else:
        as_excel = file.suffix.casefold() == ".xlsx"
        content = workbook(rows, states, marked) if as_excel else text.encode("utf-8-sig")
        write(file, content)
        click.echo(f"{len(rows)} rows written to {file}", err=True)
    if marked:
        click.echo(f"{len(marked)} rows were corrected in Slack: see 'correction'", err=True)
    for sentence in corrected.overlay.left_out.values():
        click.echo(f"a correction was left out: {sentence}", err=True)


@calendar.command("import")
@click.argument("file", type=PATH)
@click.option("--source", required=True, help="Where the dates were read: an address, a source.")
@click.option("--whole", is_flag=True, help="FILE is the whole table: remove what it lacks.")
@YES
@ON
def import_(file: Path, source: str, whole: bool, yes: bool, on: dt.date | None) -> None:
    """Take rows from FILE (.csv, .xlsx, .ics): show what changes, ask, write all or nothing."""
    from dataclasses import replace

    from bot.knowledge import KnowledgeError
    from bot.render.curators import plan_lines
    from bot.reviews.importing import applied, plan, read_table, save

    if not source.strip():
        raise Unusable("say with --source where the dates were read")
    if whole and file.suffix.casefold() == ".ics":
        raise Unusable("a calendar file never holds the whole table; leave out --whole")
    library = open_library()
    names, files = library.states, library.calendar
    known = replace(files.names, code=lambda text: code_of(names, text))
    today = on or dt.date.today()
    try:
        table = read_table(file)
        planned = plan(files.rows, table, file.name, known, source.strip(), today, whole)
    except KnowledgeError as error:
        raise table_refused(
            error, file.name, lambda problem: f"{problem.file}: {problem.message}"
        ) from error
    for line in plan_lines(planned):
        click.echo(line)
    if planned.empty:
        return
    confirm(yes)
    for path in save(settings().knowledge, applied(files.rows, planned), known):
        click.echo(f"written: {path}")


@calendar.command()
@click.argument("file", required=False, type=PATH)
@YES
@ON
def calls(file: Path | None, yes: bool, on: dt.date | None) -> None:
    """List the calls for input that are open; with FILE (.csv) take its rows: a row with a known
    key replaces it, another is new. Show what changes, ask, write all or nothing."""
    from bot.knowledge import KnowledgeError
    from bot.knowledge.files import content_of
    from bot.reviews.calls import FILE, PAGE, calls_csv, rows

    files = open_library().calendar
    known, today = files.calls.every, on or dt.date.today()
    if file is None:
        for call in files.calls.open(today):
            states = ", ".join(files.names.states[code] for code in call.states) or "all States"
            until = (
                f"until {call.until}, {call.certainty}" if call.until else "no closing day known"
            )
            click.echo(f"{call.key}: {call.title} ({states}; {until}) {call.page}")
        closed = len(known) - len(files.calls.open(today))
        click.echo(f"{len(known)} calls, {closed} of them closed. OHCHR lists them: {PAGE}")
        return
    try:
        calls_given = rows(file.name, content_of(file, file.name), files.names)
    except KnowledgeError as error:
        raise table_refused(error, file.name) from error
    before = {call.key: call for call in known}
    changed = [call for call in calls_given if before.get(call.key) != call]
    for call in changed:
        click.echo(f"{'changed' if call.key in before else 'new'}: {call.key}: {call.title}")
    if not changed:
        click.echo("Nothing changes.")
        return
    confirm(yes)
    path = settings().knowledge / FILE
    merged = before | {call.key: call for call in changed}
    write(path, calls_csv(merged.values()).encode())
    click.echo(f"written: {path}")


def _corrections() -> Sequence[Correction]:
    """What curators of all workspaces corrected; nothing where no bot has run."""
    deployment = open_deployment()
    place = deployment.advocacy_database
    if isinstance(place, Path) and not place.exists():
        return ()
    with open_store(deployment) as store:
        return store.corrections.list(None)
