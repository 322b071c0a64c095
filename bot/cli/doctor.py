"""The command doctor: is everything here that the desk needs?"""

from __future__ import annotations

import datetime as dt

import click

from bot.cli.common import open_base
from bot.settings import settings


@click.command()
def doctor() -> None:
    """Say whether everything that the desk needs is here, and how old its content is."""
    from bot.ask.meaning import model

    where = settings()
    base = open_base()
    today = dt.date.today()
    stale = sum(entry.review_by < today for entry in base.entries.values())
    entries, mechanisms = len(base.entries), len(base.mechanisms)
    click.echo(f"knowledge   {entries} entries on {mechanisms} mechanisms in {where.knowledge}")
    click.echo(f"sources     {len(base.sources)}")
    click.echo(
        f"to review   {stale} entries are past the day by which they were to be checked again"
    )
    click.echo(f"templates   {where.templates}{'' if where.templates.is_dir() else '  MISSING'}")
    click.echo(f"cache       {where.cache}")
    if model() is None:
        click.echo(
            "meaning     not installed: the desk finds by words alone and misses more questions."
            " Install it with: pip install 'advocacy-desk[meaning]'"
        )
    else:
        click.echo("meaning     installed: questions are also found by what they mean")
