"""The command upcoming: which sessions, reviews and deadlines come."""

from __future__ import annotations

import datetime as dt
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from bot.cli.arguments import LANGUAGE, ON, PATH, mechanism_id, read_horizon, state_code
from bot.cli.files import drawable, write, write_picture
from bot.cli.mechanisms import write_cycles
from bot.cli.parts import Unusable, echo_json, open_library
from bot.knowledge import KnowledgeError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.knowledge.models import Language
    from bot.render.state_words import StateWords
    from bot.reviews import Calendar, CalendarEvent


@click.command()
@click.option("--state", "states", multiple=True, help="A State by name or code; repeatable.")
@click.option("--mechanism", "mechanisms", multiple=True, help="A mechanism; repeatable.")
@click.option(
    "--within", type=read_horizon, metavar="120d", help="Only what begins within so many days."
)
@ON
@click.option("--json", "as_json", is_flag=True, help="Print a JSON list.")
@click.option("--ics", type=PATH, help="Write or update a calendar file.")
@click.option("--csv", "as_csv", type=PATH, help="Write a table.")
@click.option(
    "--picture",
    type=PATH,
    metavar="FILE.png",
    help="Draw one State's last and next steps; with a mechanism and no State, its cycle.",
)
@LANGUAGE
def upcoming(
    states: tuple[str, ...],
    mechanisms: tuple[str, ...],
    within: dt.timedelta | None,
    on: dt.date | None,
    as_json: bool,
    ics: Path | None,
    as_csv: Path | None,
    picture: Path | None,
    language: Language,
) -> None:
    """Show which sessions, reviews and deadlines come, and how sure each date is."""
    from bot.render.state_words import StateWords
    from bot.render.upcoming import record, table

    library = open_library()
    base, names, calendar = library.base, library.states, library.calendar
    today = on or dt.date.today()
    codes = [state_code(names, text) for text in states]
    mechanism_ids = [mechanism_id(base, text) for text in mechanisms]
    events = calendar.upcoming(today, codes, mechanism_ids, within)
    words = StateWords(base, names, language)
    if as_json:
        echo_json([record(event, words) for event in events])
    if ics:
        _write_ics(ics, events, words, today)
    if as_csv:
        write(as_csv, table(events, words).encode("utf-8-sig"))
        click.echo(f"{len(events)} rows written to {as_csv}", err=True)
    if picture:
        if len(set(codes)) == 1:
            from bot.render.pictures import Drawing

            its = calendar.of_state(codes[0], today).before(mechanism_ids)
            with drawable(picture):
                drawn = Drawing(base, names).timeline(its, language, calendar.checked_on)
            write_picture(picture, drawn)
        elif len(set(mechanism_ids)) == 1 and not codes:
            write_cycles(picture, base, names, mechanism_ids[0], language)
        else:
            raise Unusable("a picture shows one State (--state), or one mechanism's cycle")
    if not (as_json or ics or as_csv or picture):
        _print(calendar, events, codes, words, today)


def _print(
    calendar: Calendar,
    events: Sequence[CalendarEvent],
    codes: Sequence[str],
    words: StateWords,
    today: dt.date,
) -> None:
    from rich.console import Console

    from bot.render.upcoming import drawn, lines, state_lines

    at_terminal = sys.stdout.isatty()
    for iso3 in dict.fromkeys(codes):
        click.secho(words.names.state(iso3), bold=True)
        for text, advice in state_lines(calendar.of_state(iso3, today), words):
            click.echo(f"  {text}")
            if advice:
                now = words.labelled(words.say("do_now"))
                click.secho(f"    {now} {' | '.join(advice)}", fg="cyan")
        click.echo()
    if not events:
        click.echo(words.say("upcoming_nothing"))
    elif at_terminal:
        Console().print(drawn(events, words))
    else:
        for line in lines(events, words):
            click.echo(line)
    if calendar.checked_on:
        checked = words.say("picture_checked", date=words.day(calendar.checked_on))
        click.echo(" ".join(filter(None, (checked, words.unread()))))


def _write_ics(
    path: Path, coming: Sequence[CalendarEvent], words: StateWords, today: dt.date
) -> None:
    from bot.knowledge.files import content_of
    from bot.render.ics import NotACalendar, dated, ics

    try:
        existing = content_of(path, path.name) if path.exists() else None
        content = ics(coming, words, today, dt.datetime.now(dt.UTC), existing)
    except (OSError, KnowledgeError, NotACalendar) as error:
        raise Unusable(f"{path} can't be updated: {error}") from error
    write(path, content)
    events = sum(map(dated, coming))
    left_out = len(coming) - events
    undated = f"; {left_out} without a month are not in it" if left_out else ""
    click.echo(f"{events} events written to {path}{undated}", err=True)
