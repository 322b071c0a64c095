"""What curators sign: due statements beside their pages (knowledge review), and what was signed in
Slack (knowledge signatures)."""

from __future__ import annotations

import datetime as dt
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import click

from bot.cli.arguments import ON
from bot.cli.parts import Unusable, explained, open_deployment, open_library, open_store
from bot.settings import settings

if TYPE_CHECKING:
    from bot.knowledge.models import Base
    from bot.knowledge.signing import DueEntry, SignedLevel
    from bot.store import PageReading

KEYS = "s = still right, c = changed, t = can't tell, q = stop"


@click.command()
@click.option("--list", "as_list", is_flag=True, help="Print what is due; ask nothing.")
@click.option("--who", help="Your initials or role: they stand under what you sign.")
@click.option("--limit", type=click.IntRange(1, 2_000), default=20, show_default=True)
@ON
def review(as_list: bool, who: str | None, limit: int, on: dt.date | None) -> None:
    """Compare statements with their pages and sign them: most asked first."""
    from bot.knowledge.signing import due, written_who

    name = written_who(who or "")
    if who is not None and name is None:
        raise Unusable("--who takes initials or a role: letters first, at most 40 characters")
    if name is None and not as_list:
        raise Unusable("say with --who who reads: your initials or your role")
    base, today = open_library().base, on or dt.date.today()
    entries_due = due(base, today, name or "")
    if as_list:
        _table(entries_due[:limit])
        click.echo(f"{len(entries_due)} due, {min(limit, len(entries_due))} shown.")
    elif not entries_due:
        click.echo("Nothing is due.")
    else:
        _walk(base, entries_due[:limit], str(name), today)


def _table(entries_due: list[DueEntry]) -> None:
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    table = Table("asks", "status", "look again by", "signed", "entry", box=None)
    for due in entries_due:
        cells = (str(due.asks), due.entry.status, due.entry.review_by.isoformat())
        table.add_row(*map(Text, (*cells, _signed(due.signed), due.entry.id)))
    Console(width=None if sys.stdout.isatty() else 150).print(table)


def _signed(standing: SignedLevel | None) -> str:
    if standing is None:
        return "by nobody"
    if standing.level == "lapsed":
        return f"until {standing.day}"
    return f"{standing.level} by {' and '.join(standing.who)}"


def _walk(base: Base, entries_due: list[DueEntry], who: str, on: dt.date) -> None:
    """One statement after the other; each is written down before the next is shown."""
    from bot.knowledge.signing import page, statement

    signed = noted = seen = 0
    for number, due in enumerate(entries_due, 1):
        answer, *lines = statement(base, due.entry)
        click.echo(f"\n{number} of {len(entries_due)} · {due.entry.id} · {due.entry.status}")
        click.echo(f"{due.entry.title}\n\n{answer}")
        for line in lines:
            click.echo(f"- {line}")
        click.echo(f"\nOpen: {page(base, due.entry) or 'no page; is this still good advice?'}")
        click.echo(f"Signed: {_signed(due.signed)}")
        key = _key()
        if key == "q":
            break
        seen += 1
        if key == "s":
            signed += 1
            _sign(due, who, on)
        elif key == "c":
            note = _note()
            if not note:
                click.echo("Nothing was noted.")
                continue
            noted += 1
            _changed(due, who, on, note)
    click.echo(f"\n{seen} looked at: {signed} signed, {noted} noted as changed.")


def _sign(due: DueEntry, who: str, on: dt.date) -> None:
    from bot.knowledge.signing import sign

    with _writing():
        new = sign(settings().knowledge, due.entry, who, on)
    click.echo(f"{new.level} by {new.who}, counts until {new.until}")


def _changed(due: DueEntry, who: str, on: dt.date, note: str) -> None:
    from bot.knowledge.signing import CHANGED, changed

    with _writing():
        dropped = changed(settings().knowledge, due.entry, who, on, note)
    click.echo(f"noted in {settings().knowledge / CHANGED}")
    if dropped:
        click.echo(f"signatures taken away, until it is corrected: {dropped}")


@contextmanager
def _writing() -> Iterator[None]:
    """Curators who sign at the same time wait for each other; what can't be written is said."""
    from bot.knowledge.cache import one_at_a_time

    try:
        with one_at_a_time(settings().cache / "signed"):
            yield
    except OSError as error:
        where = error.filename or settings().knowledge
        message = f"{where} can't be written ({error.strerror}); what was signed before is kept"
        raise Unusable(message) from error


def _key() -> str:
    """One of the four keys; the end of the input stops as q does."""
    while True:
        click.echo(f"{KEYS}: ", nl=False)
        if sys.stdin.isatty():
            pressed = click.getchar(echo=True)
            click.echo()
        else:
            pressed = sys.stdin.readline() or "q"
        key = pressed.strip().casefold()[:1]
        if key and key in "sctq":
            return key
        click.echo("That key means nothing here.")


def _note() -> str:
    click.echo("What changed, in one line (empty: nothing is noted): ", nl=False)
    return sys.stdin.readline().strip()


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
    from bot.knowledge.signing import changed, noted, read_signed, sign

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
