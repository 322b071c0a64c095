"""Opens the parts for commands; what can't be used ends a command with one line for people."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn

import click

from bot.settings import settings

if TYPE_CHECKING:
    from bot.ask import Desk
    from bot.deployment import Deployment
    from bot.knowledge import KnowledgeError, Problem
    from bot.knowledge.models import Base
    from bot.library import Library
    from bot.render import Plain
    from bot.states import StateNames
    from bot.store import Store

UNUSABLE = 2
"""Exit status for input that can't be used."""


class Unusable(click.ClickException):
    """Input that can't be used: one line on stderr, exit status 2."""

    exit_code = UNUSABLE

    def show(self, file: Any = None) -> None:  # noqa: ARG002 (the base class passes it)
        """Print the error as one line on stderr."""
        click.echo(f"advocacy: {self.format_message()}", err=True)


@dataclass(frozen=True)
class CheckLine:
    """One line of what was found; `mend` says what to do where something must be done."""

    name: str
    text: str
    mend: str = ""

    def echo(self, indent: str = "") -> None:
        """Print it."""
        click.echo(f"{indent}{self.name:<12}{self.text}")
        if self.mend:
            click.echo(f"{indent}{'':<12}→ {self.mend}")


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


def open_deployment() -> Deployment:
    """The bot's settings; what can't be used ends the command."""
    from bot.deployment import Unset, deployment

    try:
        return deployment()
    except Unset as error:
        raise Unusable(" ".join(error.sentences)) from error


def open_posting() -> Deployment:
    """The same for a command that posts to Slack: a token must be there, and the log is started."""
    from bot import logs

    running = open_deployment()
    if not running.slack_bot_token and not running.many:
        raise Unusable(running.missing("socket")[0])
    logs.start(running.advocacy_log_level)
    return running


@contextmanager
def open_store(deployment: Deployment) -> Iterator[Store]:
    """The store; what can't be stored or read ends the command."""
    from bot.store import Seal, Store

    place, seal = deployment.advocacy_database, Seal(deployment.keys)
    with store_explained(), Store.open(place, seal) as store:
        yield store


@contextmanager
def store_explained() -> Iterator[None]:
    """A database that can't be used ends the command."""
    from bot.store import StoreError

    try:
        yield
    except StoreError as error:
        raise Unusable(str(error)) from error


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


def to_correct(problems: Iterable[Problem], count: int) -> NoReturn:
    """What a check found, so many of it to correct: exit status 1."""
    for problem in problems:
        click.echo(str(problem))
    click.echo(f"{count} to correct", err=True)
    sys.exit(1)


def confirm(yes: bool, question: str = "Write this?", otherwise: str = "changed") -> None:
    """Ask, unless `yes` was said before; a no ends the command."""
    if not yes and not click.confirm(question, default=False):
        raise Unusable(f"nothing was {otherwise}")


def echo_json(value: object) -> None:
    """Print a line of JSON."""
    click.echo(json.dumps(value, ensure_ascii=False))


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
