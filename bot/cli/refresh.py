"""The command that takes official lists: refresh (for curators)."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import TYPE_CHECKING

import click

from bot.cli.arguments import DAY, PATH, YES, read_day, treaty_id
from bot.cli.parts import Unusable, confirm, open_library
from bot.settings import settings

if TYPE_CHECKING:
    from bot.states import Profiles
    from bot.states.refresh import RefreshPlan, Set

SHOWN = 40
"""Changes of one kind that are named; the rest is counted."""


@click.command()
@click.argument("name", metavar="SET", required=False)
@click.argument("file", type=PATH, required=False)
@click.option("--who", help="Your initials or role: they stand in the receipt.")
@click.option("--treaty", help="The treaty, where the file does not name it.")
@click.option("--on", type=read_day, metavar=DAY, help="Day of the list, if it has none.")
@YES
def refresh(
    name: str | None,
    file: Path | None,
    who: str | None,
    treaty: str | None,
    on: dt.date | None,
    yes: bool,
) -> None:
    """Bring what is known of States up to date from official files.

    Without SET: every set, its official page and its last receipt. With SET: where to go and where
    to save the file. With FILE: what would change (opens a way, closes a way, date only); nothing
    counts before you confirm it.
    """
    from bot.states.refresh import SETS

    if name is None:
        _list()
        return
    if name not in SETS:
        raise Unusable(f"there is no set '{name}'; the sets are {', '.join(SETS)}")
    path = file or _saved(SETS[name])
    if path is None:
        _page(SETS[name])
        return
    if not (who or "").strip():
        raise Unusable("say with --who who read the list: initials or a role")
    _take(SETS[name], path, str(who).strip()[:40], treaty, on or dt.date.today(), yes)


def _folder(official: Set) -> Path:
    return settings().refreshed / "inbox" / official.id


def _saved(official: Set) -> Path | None:
    """The newest file that was saved for a set."""
    folder = _folder(official)
    files = [path for path in folder.iterdir() if path.is_file()] if folder.is_dir() else []
    return max(files, key=lambda path: path.stat().st_mtime, default=None)


def _list() -> None:
    from bot.states.files import receipts
    from bot.states.refresh import SETS

    last = {receipt.set: receipt for receipt in receipts()}
    for official in SETS.values():
        click.echo(f"{official.id}: {official.title} ({official.publisher})")
        click.echo(f"  {official.page}")
        if receipt := last.get(official.id):
            click.echo(
                f"  last: {receipt.title}, list of {receipt.as_of}, read by {receipt.who}"
                f" on {receipt.day}"
            )
    click.echo("What to do for one of them: advocacy refresh SET")


def _page(official: Set) -> None:
    folder = _folder(official)
    folder.mkdir(parents=True, exist_ok=True)
    click.echo(f"{official.title} ({official.publisher})")
    click.echo(f"1. Open {official.page}")
    click.echo(f"2. {official.how}")
    click.echo(f"3. Save the file here: {folder}")
    click.echo(f"4. advocacy refresh {official.id} --who YOUR-INITIALS")


def _take(official: Set, file: Path, who: str, treaty: str | None, on: dt.date, yes: bool) -> None:
    from bot.knowledge import KnowledgeError
    from bot.states.refresh import Forms, grids, planned, save

    library = open_library()
    base, profiles = library.base, library.profiles
    named = _treaty(profiles, treaty) if treaty else ""
    forms = Forms(profiles.names, profiles.instruments, profiles.tables.bodies)
    try:
        reading = forms.read(official.id, grids(file), named)
        plan = planned(settings().knowledge, base, profiles, reading, file, who, on)
    except ValueError as error:
        raise Unusable(f"{file.name} can't be used: {error}") from error
    except KnowledgeError as error:
        for problem in error.problems[:20]:
            click.echo(str(problem), err=True)
        raise Unusable(f"nothing was changed: {file.name} can't be used (see above)") from error
    if reading.skipped:
        click.echo(f"passed over, no State here: {', '.join(dict.fromkeys(reading.skipped))}")
    _preview(plan)
    if not plan.changes and not plan.confirmed:
        return
    confirm(yes, "Does this count from now on?")
    for path in save(plan):
        click.echo(f"written: {path}")
    click.echo(f"receipt: {plan.receipt.id}, sha256 {plan.receipt.sha256}")


def _preview(plan: RefreshPlan) -> None:
    from bot.states.refresh import CONSEQUENCES

    for kind, title in CONSEQUENCES.items():
        its = [change for change in plan.changes if change.consequence == kind]
        if not its:
            continue
        click.echo(f"{title}: {len(its)}")
        for change in its[:SHOWN]:
            click.echo(f"  {change.key}: {change.says}")
        if len(its) > SHOWN:
            click.echo(f"  … and {len(its) - SHOWN} more")
    click.echo(
        f"{plan.receipt.title}, list of {plan.receipt.as_of}: {len(plan.changes)} changed,"
        f" {len(plan.confirmed)} confirmed, {len(plan.older)} older than what is held."
    )


def _treaty(profiles: Profiles, text: str) -> str:
    treaty = treaty_id(profiles, text)
    if treaty is None:
        raise Unusable(f"'{text}' names no treaty that is kept here, or several; write its id")
    return treaty
