"""Commands on the weekly digest: post what is due, and preview."""

from __future__ import annotations

import datetime as dt
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import click

from bot.cli.arguments import (
    DAY,
    LANGUAGE,
    PATH,
    mechanism_id,
    read_day,
    read_horizon,
    read_moment,
    state_code,
)
from bot.cli.parts import Unusable, open_library, open_posting, open_store
from bot.settings import settings

if TYPE_CHECKING:
    from bot.knowledge.models import Language
    from bot.runner import Outcome
    from bot.store import Subscription

SAID: dict[Outcome, str] = {
    "posted": "posted",
    "found": "found in their channels, posted before a crash",
    "nothing": "with nothing to say",
    "taken": "done before, or in work elsewhere",
    "paused": "paused: the channel can't be reached",
    "later": "of workspaces that Slack asks to wait",
    "failed": "not posted, see the log",
}
UNFINISHED: tuple[Outcome, ...] = ("later", "failed")


@click.group()
def digest() -> None:
    """Post the weekly digests, and preview one."""


@digest.command()
@click.option("--due", is_flag=True, help="Post every digest that is due and was not posted.")
@click.option("--on", type=read_moment, metavar=DAY, help="Post what is due on that day.")
def post(due: bool, on: dt.date | dt.datetime | None) -> None:
    """Post the digests that are due, each once; for cron, systemd or Kubernetes.

    Exit status 1 where one could not be posted: run it again, it is safe.
    """
    if not due:
        raise Unusable("say what to post: advocacy digest post --due")
    from bot.reviews import Calendars
    from bot.runner import Chaser, Runner

    deployment, library = open_posting(), open_library()
    with open_store(deployment) as store:
        calendars = Calendars(library.calendar, store.corrections)
        prepare = (
            (lambda workspace: library.prepare.over(calendars.of(workspace)))
            if library.has_actions
            else None
        )
        runner = Runner.of(deployment, store, library.base, library.states, calendars.of, prepare)
        outcomes = runner.run(_moments(on))
        counts = Chaser.of(deployment, store, library.base, calendars.of).run()
    for outcome, count in sorted(outcomes.items()):
        click.echo(f"{count} {SAID[outcome]}")
    for end, count in sorted(counts.items()):
        click.echo(f"{count} to curators: {end}")
    if not outcomes and not counts:
        click.echo("nothing is due")
    if any(outcomes[outcome] for outcome in UNFINISHED) or counts["failed"] or counts["later"]:
        sys.exit(1)


@digest.command()
@click.option("--state", "states", multiple=True, help="A State by name or code; repeatable.")
@click.option("--mechanism", "mechanisms", multiple=True, help="A mechanism; repeatable.")
@click.option("--on", type=read_day, metavar=DAY, help="The day of the digest; else today.")
@click.option(
    "--within", type=read_horizon, default="180d", show_default=True, metavar="180d",
    help="How far it looks ahead.",
)  # fmt: skip
@LANGUAGE
@click.option("--text", "file", type=PATH, help="Write it to a file.")
def preview(
    states: tuple[str, ...],
    mechanisms: tuple[str, ...],
    on: dt.date | None,
    within: dt.timedelta,
    language: Language,
    file: Path | None,
) -> None:
    """Print the digest of a channel that has seen none before, for a screen or to mail on."""
    from bot.digest import Digests, Scope
    from bot.render.digest import DigestPages, text

    library = open_library()
    base, names, calendar = library.base, library.states, library.calendar
    scope = Scope(
        states=tuple(dict.fromkeys(state_code(names, state) for state in states)),
        mechanisms=tuple(dict.fromkeys(mechanism_id(base, name) for name in mechanisms)),
        horizon=within.days,
    )
    digest = Digests(calendar).digest(scope, on or dt.date.today())
    page_text = text(DigestPages(base, names).page(digest, language), settings().templates)
    if file is None:
        click.echo(page_text, nl=False)
        return
    try:
        file.write_text(page_text, encoding="utf-8")
    except OSError as error:
        raise Unusable(f"{file} can't be written ({error.strerror})") from error
    click.echo(f"written to {file}", err=True)


def _moments(
    on: dt.date | dt.datetime | None,
) -> Callable[[Subscription], dt.datetime] | None:
    from bot.runner import local_end

    if isinstance(on, dt.datetime):
        return lambda _: on
    return local_end(on) if on else None
