"""What the commands share: opening the parts, and errors as one line for people."""

from __future__ import annotations

import datetime as dt
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from difflib import get_close_matches
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from bot.knowledge.curated import LANGUAGES
from bot.settings import settings

if TYPE_CHECKING:
    from bot.ask import Desk
    from bot.knowledge import KnowledgeError, Problem
    from bot.knowledge.models import Base
    from bot.library import Library
    from bot.render import Plain
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


@dataclass(frozen=True)
class CheckLine:
    """One line of what was found; `mend` says what to do where something must be done."""

    name: str
    text: str
    mend: str = ""


class Unusable(click.ClickException):
    """Input that can't be used: one line on stderr, exit status 2."""

    exit_code = UNUSABLE

    def show(self, file: Any = None) -> None:  # noqa: ARG002 (the base class passes it)
        """Print the error as one line on stderr."""
        click.echo(f"advocacy: {self.format_message()}", err=True)


class DayParam(click.ParamType[dt.date]):
    """A day written as YYYY-MM-DD."""

    name = "YYYY-MM-DD"

    def convert(
        self, value: Any, param: click.Parameter | None, ctx: click.Context | None
    ) -> dt.date:
        """The day of YYYY-MM-DD; fails with how to write one."""
        if isinstance(value, dt.date):
            return value
        try:
            return dt.date.fromisoformat(value)
        except ValueError:
            self.fail(f"'{value}' is no date; write it as 2026-11-25", param, ctx)


def open_library(folder: Path | None = None) -> Library:
    """The parts over a knowledge folder; over that which the environment names without one."""
    from bot.library import Library

    where = settings()
    return Library(replace(where, knowledge=folder or where.knowledge))


def open_desk(words_only: bool) -> Desk:
    """The desk, with a progress bar while vectors are made."""
    from bot.library import Library

    with progress_bar() as progress:
        return Library(settings(), progress, meaning=not words_only).desk


def open_plain(base: Base, states: StateNames | None = None) -> Plain:
    """The renderer of plain text."""
    from bot.render import Plain

    return Plain(base, settings().templates, states)


@contextmanager
def explained() -> Iterator[None]:
    """Content that can't be used ends the command, with file, line and what to do."""
    try:
        yield
    except (click.ClickException, click.exceptions.Exit, click.Abort):
        raise
    except Exception as error:
        from bot.knowledge import KnowledgeError
        from bot.states.recommendations import Unreadable

        if isinstance(error, Unreadable):
            raise Unusable(str(error)) from error
        if not isinstance(error, KnowledgeError):
            raise
        for problem in error.problems[:20]:
            click.echo(str(problem), err=True)
        message = f"the knowledge base can't be used: {len(error.problems)} to correct (see above)"
        raise Unusable(message) from error


def table_refused(
    error: KnowledgeError, file: str, line: Callable[[Problem], str] = str
) -> Unusable:
    """That a table was not taken in: up to 50 of its problems on stderr, one a `line`, and the
    error that ends the command."""
    for problem in error.problems[:50]:
        click.echo(line(problem), err=True)
    return Unusable(f"nothing was changed: {len(error.problems)} to correct in {file} (see above)")


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
    mechanism = base.mechanism_named(text)
    if mechanism is None:
        near = ", ".join(base.mechanisms_like(text))
        raise Unusable(f"there is no mechanism '{text}'; did you mean {near}?")
    return mechanism.id


def nearest(kind: str, wanted: str, known: list[str]) -> str:
    """A sentence that says what is unknown and names the nearest that are known."""
    near = get_close_matches(wanted.casefold(), known, n=3, cutoff=0.4) or known[:5]
    return f"there is no {kind} '{wanted}'; did you mean {', '.join(near)}?"
