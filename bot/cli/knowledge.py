"""Commands for curators: knowledge check and knowledge stats."""

from __future__ import annotations

import datetime as dt
import sys
from pathlib import Path

import click

from bot.cli.common import open_base
from bot.settings import settings


@click.group()
def knowledge() -> None:
    """Check and count the knowledge base."""


@knowledge.command()
@click.argument("folder", required=False, type=click.Path(path_type=Path))
def check(folder: Path | None) -> None:
    """Check every file of the knowledge base; exit status 1 where something must be mended."""
    from bot.knowledge.check import check_folder

    where = folder or settings().knowledge
    problems = check_folder(where, dt.date.today())
    for problem in problems:
        click.echo(str(problem))
    if any(not problem.message.startswith("note:") for problem in problems):
        click.echo(f"{len(problems)} to mend", err=True)
        sys.exit(1)
    click.echo(f"The knowledge base is in order ({len(open_base(where).entries)} entries).")


@knowledge.command()
def stats() -> None:
    """Show how many entries each mechanism has on each topic, and how settled they are."""
    from rich.console import Console

    from bot.render.statistics import tables

    for table in tables(open_base(), dt.date.today()):
        Console(width=None if sys.stdout.isatty() else 150).print(table)
