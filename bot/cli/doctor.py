"""The command doctor: is everything here that the desk needs, and how is it mended?"""

from __future__ import annotations

import datetime as dt
import os
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import click

from bot.cli.parts import CheckLine
from bot.settings import Settings, settings

if TYPE_CHECKING:
    from bot.deployment import Deployment
    from bot.knowledge.models import Base


@click.command()
def doctor() -> None:
    """Say whether everything that the desk needs is here, and how to put right what is not.

    Exit status 1 where something must be corrected.
    """
    findings = []
    for finding in _findings():
        findings.append(finding)
        finding.echo()
    sys.exit(any(finding.mend for finding in findings))


def _findings() -> Iterator[CheckLine]:
    from bot.deployment import Unset, deployment

    where = settings()
    yield from _content(where)
    yield _calendar(where)
    yield _meaning(where)
    yield _past(where)
    try:
        running = deployment()
    except Unset as error:
        yield CheckLine("settings", "can't be used", " ".join(error.sentences))
        return
    yield _database(running)
    from bot.cli.doctor_slack import slack

    yield from slack(running)


def _content(where: Settings) -> Iterator[CheckLine]:
    from bot.knowledge import KnowledgeError, load

    base = None
    try:
        base = load(where.knowledge, where.cache)
    except KnowledgeError as error:
        text = f"{where.knowledge} can't be used: {len(error.problems)} to correct"
        yield CheckLine("knowledge", text, "run: advocacy knowledge check")
    else:
        yield from _base(base, where)
    if where.templates.is_dir():
        yield CheckLine("templates", str(where.templates))
    else:
        mend = "set ADVOCACY_TEMPLATES to the folder templates/ of a checkout, or install again"
        yield CheckLine("templates", f"{where.templates}  MISSING", mend)
    yield _cache(where.cache, base)


def _base(base: Base, where: Settings) -> Iterator[CheckLine]:
    today = dt.date.today()
    stale = sum(entry.review_by < today for entry in base.entries.values())
    entries, mechanisms = len(base.entries), len(base.mechanisms)
    yield CheckLine(
        "knowledge", f"{entries} entries on {mechanisms} mechanisms in {where.knowledge}"
    )
    yield CheckLine("sources", str(len(base.sources)))
    yield CheckLine(
        "to review", f"{stale} entries are past the day by which they were to be checked again"
    )


def _cache(folder: Path, base: Base | None) -> CheckLine:
    """A cache that can't be written is as good where it holds the indexes, as in the image."""
    if _may_write(folder):
        return CheckLine("cache", str(folder))
    kinds = ("words", "vectors")
    if base and all(any(folder.glob(f"{kind}-{base.fingerprint}*")) for kind in kinds):
        return CheckLine("cache", f"{folder}, which can only be read, holds all indexes")
    mend = "set ADVOCACY_CACHE to another place: without it every start takes minutes"
    return CheckLine("cache", f"{folder} can't be written", mend)


def _calendar(where: Settings) -> CheckLine:
    from bot.knowledge import KnowledgeError
    from bot.reviews import Calendar

    try:
        calendar = Calendar.open(where.knowledge)
    except KnowledgeError as error:
        text = f"can't be used: {len(error.problems)} to correct"
        return CheckLine("calendar", text, "run: advocacy calendar check")
    rows, stale = len(calendar.rows.all()), len(calendar.stale(dt.date.today()))
    newest = calendar.checked_on or "none"
    return CheckLine("calendar", f"{rows} rows, newest check {newest}, {stale} to be checked again")


def _meaning(where: Settings) -> CheckLine:
    from bot.ask import NotInstalledError, trial, unusable

    # Tried apart: a processor that can't run it would end this command without a word.
    reason = trial(where.model) if sys.platform == "linux" else unusable(where.model)
    if isinstance(reason, NotInstalledError):
        means = "the desk finds by words alone and asks back more often"
        text = f"not installed: {means}; {reason.remedy}"
        return CheckLine("meaning", text)
    if reason:
        text = f"{reason.wrong}: the desk finds by words alone and asks back more often"
        return CheckLine("meaning", text, reason.remedy)
    return CheckLine("meaning", "installed: questions are also found by what they mean")


def _past(where: Settings) -> CheckLine:
    from bot.states.recommendations import Recommendations, Unreadable

    try:
        about = Recommendations.open(where).about()
    except Unreadable as error:
        return CheckLine("past", "recommendations can't be used", str(error))
    if about.demonstration:
        return CheckLine(
            "past",
            f"{about.records} recommendations, for demonstration only; import the full set:"
            " docs/recommendations.md",
        )
    newest = f", newest of {about.newest}" if about.newest else ""
    return CheckLine("past", f"{about.records} recommendations{newest} in {where.recommendations}")


def _database(running: Deployment) -> CheckLine:
    from bot.store import Store, StoreError

    place = running.advocacy_database
    if isinstance(place, Path) and not place.exists():
        return _database_to_be(place)
    try:
        look = Store.status(place)
        if not look.rows:
            return CheckLine(
                "database", f"{look.place}, empty: tables are made when the bot starts"
            )
        with Store.open(place) as store:
            store.check()
    except StoreError as error:
        where = str(place) if isinstance(place, Path) else "on a PostgreSQL server"
        return CheckLine("database", where, str(error))
    return CheckLine("database", f"{look.place}, writable, tables up to date")


def _database_to_be(path: Path) -> CheckLine:
    """Of a file that the bot makes when it starts: whether it may."""
    if _may_write(path.absolute().parent):
        return CheckLine("database", f"{path}, made when the bot starts")
    mend = f"set ADVOCACY_DATABASE to another place, or let the desk write in {path.parent}"
    return CheckLine("database", f"{path} can't be made", mend)


def _may_write(folder: Path) -> bool:
    """Whether files can be made there, or the folder itself where there is none yet."""
    there = next(parent for parent in (folder, *folder.absolute().parents) if parent.exists())
    return there.is_dir() and os.access(there, os.W_OK | os.X_OK)
