"""The command knowledge signatures: what curators signed in Slack, for whoever keeps the files."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from bot.cli.common import Unusable, explained, open_library

if TYPE_CHECKING:
    from bot.knowledge.models import Base
    from bot.store import PageReading


@click.command()
@click.option("--workspace", help="Only those of this workspace (T…).")
@click.option(
    "--write", "folder", type=click.Path(path_type=Path, exists=True, file_okay=False),
    help="Take them into signed.csv and changed.md of this knowledge folder.",
)  # fmt: skip
def signatures(workspace: str | None, folder: Path | None) -> None:
    """Show what curators signed in Slack; with --write it counts for everybody.

    A signature given in Slack counts in its workspace alone, until whoever keeps the files takes it
    over. Taking it twice changes nothing.
    """
    from bot.cli.slack import open_deployment, open_store

    base = open_library().base
    with open_store(open_deployment()) as store:
        readings = [
            reading
            for reading in store.readings.list(None)
            if workspace in (None, reading.workspace.team) and _stands(base, reading)
        ]
    for reading in readings:
        what = (
            f"changed: {reading.note}"
            if reading.found == "changed"
            else f"counts until {reading.until}"
        )
        where = reading.workspace.team or reading.workspace.enterprise
        click.echo(f"{reading.at.date()}  {where}  {reading.who}  {reading.subject}  {what}")
    if folder is None:
        click.echo(f"{len(readings)} in the database.")
        return
    try:
        with explained():
            taken = sum(_take(folder, base, reading) for reading in readings)
    except OSError as error:
        raise Unusable(f"{error.filename or folder} can't be written ({error.strerror})") from error
    click.echo(f"{taken} taken into {folder}, {len(readings) - taken} were there already.")


def _stands(base: Base, reading: PageReading) -> bool:
    """Whether the statement is there, and as it was when it was read."""
    entry = base.entries.get(reading.subject)
    return entry is not None and entry.verified <= reading.at.date()


def _take(folder: Path, base: Base, reading: PageReading) -> bool:
    """Write one into the files, unless it stands there."""
    from bot.knowledge.reviewing import changed, noted, sign
    from bot.knowledge.signing import read_signed

    entry, day = base.entries[reading.subject], reading.at.date()
    if reading.found == "changed":
        if noted(folder, entry, reading.who, day, reading.note):
            return False
        changed(folder, entry, reading.who, day, reading.note)
        return True
    key = (reading.subject, reading.who.casefold(), day)
    if key in {(s.subject, s.who.casefold(), s.day) for s in read_signed(folder)}:
        return False
    sign(folder, entry, reading.who, day)
    return True
