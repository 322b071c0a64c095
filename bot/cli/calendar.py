"""Commands on the calendar: upcoming; for curators calendar check, export and import."""

from __future__ import annotations

import datetime as dt
import json
import re
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from bot.cli.common import Day, Unusable, explained, nearest, open_base
from bot.knowledge.models import LANGUAGES
from bot.settings import settings

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.knowledge.models import Base, Language
    from bot.render.calendar import Names
    from bot.reviews import Calendar, Coming
    from bot.states import StateNames


class Horizon(click.ParamType[dt.timedelta]):
    """A number of days, written as 120d, or of weeks, written as 8w."""

    name = "120d"

    def convert(
        self, value: Any, param: click.Parameter | None, ctx: click.Context | None
    ) -> dt.timedelta:
        """The horizon; fails with what to write."""
        if isinstance(value, dt.timedelta):
            return value
        match = re.fullmatch(r"(\d{1,5})([dw]?)", value)
        if match is None:
            self.fail(f"'{value}' is no number of days; write it as 120d or 8w", param, ctx)
        return dt.timedelta(days=int(match[1]) * (7 if match[2] == "w" else 1))


@click.command()
@click.option("--state", "states", multiple=True, help="A State by name or code; repeatable.")
@click.option("--mechanism", "mechanisms", multiple=True, help="A mechanism; repeatable.")
@click.option(
    "--within", type=Horizon(), metavar="120d", help="Only what begins within so many days."
)
@click.option("--on", type=Day(), metavar="YYYY-MM-DD", help="Take this day for today.")
@click.option("--json", "as_json", is_flag=True, help="Print a JSON list.")
@click.option("--ics", type=click.Path(path_type=Path), help="Write or update a calendar file.")
@click.option("--csv", "as_csv", type=click.Path(path_type=Path), help="Write a table.")
@click.option(
    "--picture",
    type=click.Path(path_type=Path),
    metavar="FILE.png",
    help="Draw one State's last and next steps; with a mechanism and no State, its cycle.",
)
@click.option("--language", default="en", type=click.Choice(LANGUAGES), help="Of the picture.")
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
    from bot.cli.pictures import pictures
    from bot.render.upcoming import record, table

    base, names, calendar = _open()
    today = on or dt.date.today()
    codes = [_state(names, text) for text in states]
    wanted = [_mechanism(base, text) for text in mechanisms]
    found = calendar.upcoming(today, codes, wanted, within)
    called = _names(base, names)
    if as_json:
        click.echo(json.dumps([record(one, called) for one in found], ensure_ascii=False))
    if ics:
        _write_ics(ics, found, called, today)
    if as_csv:
        _write(as_csv, table(found, called).encode("utf-8-sig"))
        click.echo(f"{len(found)} rows written to {as_csv}", err=True)
    if picture:
        for path, content in pictures(
            picture, base, names, calendar, codes, wanted, today, language
        ):
            _write(path, content)
            click.echo(f"picture written to {path}", err=True)
    if not (as_json or ics or as_csv or picture):
        _print(calendar, found, codes, called, today)


@click.group()
def calendar() -> None:
    """Keep the calendar of reviews in order (for curators)."""


@calendar.command()
@click.option("--on", type=Day(), metavar="YYYY-MM-DD", help="Take this day for today.")
def check(on: dt.date | None) -> None:
    """Say what to look up, and on which page; exit status 1 where the files hold an error."""
    from bot.knowledge import KnowledgeError
    from bot.render.curating import finding_lines
    from bot.reviews import Calendar
    from bot.reviews.check import findings

    base = open_base()
    try:
        opened = Calendar.open(settings().knowledge)
    except KnowledgeError as error:
        for problem in error.problems:
            click.echo(str(problem))
        click.echo(f"{len(error.problems)} to mend", err=True)
        sys.exit(1)
    found = findings(opened, on or dt.date.today(), base.entries)
    for line in finding_lines(found, _names(base, None)):
        click.echo(line)
    rows = len(opened.rows.all())
    click.echo(f"The calendar has {rows} rows; newest check {opened.checked_on}.")
    if any(one.kind == "error" for one in found):
        sys.exit(1)


@calendar.command()
@click.argument("file", required=False, type=click.Path(path_type=Path))
def export(file: Path | None) -> None:
    """Write the whole calendar as one table, to FILE (.csv or .xlsx) or to the screen."""
    from bot.render.curating import workbook
    from bot.reviews.table import written

    _, _, opened = _open()
    text = written(opened.rows.all(), opened.names.states)
    if file is None:
        click.echo(text, nl=False)
        return
    as_excel = file.suffix.casefold() == ".xlsx"
    rows, states = opened.rows.all(), opened.names.states
    _write(file, workbook(rows, states) if as_excel else text.encode("utf-8-sig"))
    click.echo(f"{len(opened.rows.all())} rows written to {file}", err=True)


@calendar.command("import")
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--source", required=True, help="Where the dates were read: an address, a source.")
@click.option("--whole", is_flag=True, help="FILE is the whole table: remove what it lacks.")
@click.option("--yes", is_flag=True, help="Write without asking.")
@click.option("--on", type=Day(), metavar="YYYY-MM-DD", help="Take this day for today.")
def import_(file: Path, source: str, whole: bool, yes: bool, on: dt.date | None) -> None:
    """Take rows from FILE (.csv, .xlsx, .ics): show what changes, ask, write all or nothing."""
    from dataclasses import replace

    from bot.knowledge import KnowledgeError
    from bot.render.curating import plan_lines
    from bot.reviews.importing import applied, plan, save
    from bot.reviews.reading import read_table

    if not source.strip():
        raise Unusable("say with --source where the dates were read")
    if whole and file.suffix.casefold() == ".ics":
        raise Unusable("a calendar file never holds the whole table; leave out --whole")
    _, names, opened = _open()
    known = replace(opened.names, code=lambda text: _code(names, text))
    today = on or dt.date.today()
    try:
        table = read_table(file)
        made = plan(opened.rows, table, file.name, known, source.strip(), today, whole)
    except KnowledgeError as error:
        for problem in error.problems[:50]:
            click.echo(f"{problem.file}: {problem.message}", err=True)
        message = f"nothing was changed: {len(error.problems)} to mend in {file.name} (see above)"
        raise Unusable(message) from error
    for line in plan_lines(made):
        click.echo(line)
    if made.empty:
        return
    if not yes and not click.confirm("Write this?", default=False):
        raise Unusable("nothing was changed")
    for path in save(settings().knowledge, applied(opened.rows, made), known):
        click.echo(f"written: {path}")


def _open() -> tuple[Base, StateNames, Calendar]:
    from bot.reviews import Calendar
    from bot.states import StateNames

    where = settings().knowledge
    with explained():
        return open_base(), StateNames.read(where / "states"), Calendar.open(where)


def _mechanism(base: Base, text: str) -> str:
    found = base.mechanism_named(text)
    if found is None:
        near = ", ".join(base.mechanisms_like(text))
        raise Unusable(f"there is no mechanism '{text}'; did you mean {near}?")
    return found.id


def _names(base: Base, states: StateNames | None) -> Names:
    from bot.render.calendar import Names

    def source(name: str) -> str:
        if found := base.sources.get(name):
            return f"{found.title} ({found.publisher})"
        return base.entries[name].title if name in base.entries else name

    def mechanism(name: str) -> str:
        found = base.mechanisms.get(name)
        return found.short if found else name

    return Names(mechanism, states.name if states else str, source)


def _code(states: StateNames, text: str) -> str | None:
    from bot.states import mask

    if text.strip().upper() in states.states:
        return text.strip().upper()
    mentions = states.find(text)
    rest = mask(text, mentions).casefold().removeprefix("the")
    named = len(mentions) == 1 and len(mentions[0].codes) == 1 and not rest.strip(" .,;()")
    return mentions[0].codes[0] if named else None


def _state(states: StateNames, text: str) -> str:
    code = _code(states, text)
    if code is None:
        names = [state.name for state in states.states.values()]
        raise Unusable(nearest("State", text, names))
    return code


def _print(
    calendar: Calendar, found: Sequence[Coming], codes: Sequence[str], names: Names, today: dt.date
) -> None:
    from rich.console import Console

    from bot.render.upcoming import drawn, lines, standing

    at_terminal = sys.stdout.isatty()
    for iso3 in dict.fromkeys(codes):
        click.secho(names.state(iso3), bold=True)
        for text, advice in standing(calendar.of_state(iso3, today), names):
            click.echo(f"  {text}")
            if advice:
                click.secho(f"    What can be done now: {' | '.join(advice)}", fg="cyan")
        click.echo()
    if not found:
        click.echo("Nothing with a known date comes in that time.")
    elif at_terminal:
        Console().print(drawn(found, names))
    else:
        for line in lines(found, names):
            click.echo(line)
    if calendar.checked_on:
        click.echo(f"Calendar last checked on {calendar.checked_on}.")


def _write_ics(path: Path, found: Sequence[Coming], names: Names, today: dt.date) -> None:
    from bot.render.ics import NotACalendar, dated, ics

    try:
        existing = path.read_bytes() if path.exists() else None
        content = ics(found, names, today, dt.datetime.now(dt.UTC), existing)
    except (OSError, NotACalendar) as error:
        raise Unusable(f"{path} can't be updated: {error}") from error
    _write(path, content)
    events = sum(map(dated, found))
    left_out = len(found) - events
    undated = f"; {left_out} without a month are not in it" if left_out else ""
    click.echo(f"{events} events written to {path}{undated}", err=True)


def _write(path: Path, content: bytes) -> None:
    """All of it or nothing, so that whoever reads the file never sees half of it."""
    try:
        with tempfile.NamedTemporaryFile(dir=path.parent, prefix=".part-", delete=False) as part:
            part.write(content)
        Path(part.name).chmod(0o644)
        Path(part.name).replace(path)
    except OSError as error:
        raise Unusable(f"{path} can't be written ({error.strerror})") from error
