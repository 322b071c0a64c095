"""What the commands share: opening the parts, and errors as one line for people."""

from __future__ import annotations

import datetime as dt
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from difflib import get_close_matches
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from bot.knowledge.curated import LANGUAGES
from bot.settings import Settings, settings

if TYPE_CHECKING:
    from bot.ask.desk import Desk
    from bot.knowledge.models import Base
    from bot.prepare import Prepare
    from bot.prepare.find import ActionFinder
    from bot.prepare.first_section import FirstSections
    from bot.render import Plain
    from bot.reviews import Calendar
    from bot.states import StateNames

UNUSABLE = 2
"""Exit status for input that can't be used."""

LANGUAGE = click.option(
    "--lang",
    "--language",
    "language",
    type=click.Choice(LANGUAGES),
    default="en",
    show_default=True,
    help="Language of what is said.",
)


class Unusable(click.ClickException):
    """Input that can't be used: one line on stderr, exit status 2."""

    exit_code = UNUSABLE

    def show(self, file: Any = None) -> None:  # noqa: ARG002 (the base class passes it)
        """Print the line."""
        click.echo(f"advocacy: {self.format_message()}", err=True)


class Day(click.ParamType[dt.date]):
    """A day written as YYYY-MM-DD."""

    name = "YYYY-MM-DD"

    def convert(
        self, value: Any, param: click.Parameter | None, ctx: click.Context | None
    ) -> dt.date:
        """The date; fails with what to write."""
        if isinstance(value, dt.date):
            return value
        try:
            return dt.date.fromisoformat(value)
        except ValueError:
            self.fail(f"'{value}' is no date; write it as 2026-11-25", param, ctx)


def open_desk(words_only: bool) -> Desk:
    """The desk, with a progress bar while vectors are made; a broken base ends the command."""
    from bot.ask.desk import Desk

    with explained(), progress_bar() as progress:
        desk = Desk.open(settings(), progress, meaning=not words_only)
    made: list[tuple[ActionFinder, FirstSections]] = []

    def opened() -> tuple[ActionFinder, FirstSections]:
        """Opens the actions when the first is asked for: that takes a second."""
        if not made:
            from bot.prepare.find import ActionFinder
            from bot.prepare.first_section import FirstSections
            from bot.prepare.load import load_actions
            from bot.prepare.translated import TranslatedActions

            folder, base = settings().knowledge, desk.base
            with explained():
                actions = load_actions(folder, base)
            said = TranslatedActions(folder, base, actions)
            made.append((ActionFinder(actions, base), FirstSections(said.of, base, desk.states)))
        return made[0]

    if (settings().knowledge / "actions").is_dir():
        desk.action_of = lambda *asked: opened()[0].action_of(*asked)
        desk.section_of = lambda *asked: opened()[1].of(*asked)
    return desk


def open_base(folder: Path | None = None) -> Base:
    """The knowledge base; a broken one ends the command."""
    from bot.knowledge import load

    where: Settings = settings()
    with explained():
        return load(folder or where.knowledge, where.cache)


def open_plain(base: Base, states: StateNames | None = None) -> Plain:
    """The renderer of plain text."""
    from bot.render import Plain

    return Plain(base, settings().templates, states)


def open_actions(base: Base, calendar: Calendar) -> Prepare | None:
    """The actions of a base without its desk; None where no treaties are known."""
    from bot.prepare import Prepare
    from bot.states import Profiles

    where = settings()
    if not (where.knowledge / "states" / "ratifications.csv").is_file():
        return None
    with explained():
        return Prepare.open(where.knowledge, base, calendar, Profiles.open(where.knowledge, base))


@contextmanager
def explained() -> Iterator[None]:
    """A broken knowledge base ends the command with file, line and what to do."""
    from bot.knowledge import KnowledgeError

    try:
        yield
    except KnowledgeError as error:
        for problem in error.problems[:20]:
            click.echo(str(problem), err=True)
        message = f"the knowledge base can't be used: {len(error.problems)} to mend (see above)"
        raise Unusable(message) from error


@contextmanager
def progress_bar() -> Iterator[Any]:
    """A progress bar on stderr, shown only when there is something to wait for."""
    bar: Any = None

    def step(done: int, total: int) -> None:
        nonlocal bar
        if bar is None:
            bar = click.progressbar(
                length=total, label="Learning what the entries mean (once)", file=sys.stderr
            )
            bar.__enter__()
        bar.update(done - bar.pos)

    try:
        yield step
    finally:
        if bar is not None:
            bar.__exit__(None, None, None)


def mechanism_id(base: Base, text: str) -> str:
    """The mechanism of that name. Raises Unusable with the nearest ones."""
    found = base.mechanism_named(text)
    if found is None:
        near = ", ".join(base.mechanisms_like(text))
        raise Unusable(f"there is no mechanism '{text}'; did you mean {near}?")
    return found.id


def nearest(kind: str, wanted: str, known: list[str]) -> str:
    """A sentence that says what is unknown and names the nearest that are known."""
    near = get_close_matches(wanted.casefold(), known, n=3, cutoff=0.4) or known[:5]
    return f"there is no {kind} '{wanted}'; did you mean {', '.join(near)}?"
