"""The command doctor: is everything here that the desk needs, what does Slack say of its settings,
and how is what is wrong mended?"""

from __future__ import annotations

import datetime as dt
import os
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from email.utils import parsedate_to_datetime
from http.client import HTTPException
from pathlib import Path
from typing import TYPE_CHECKING

import click
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError
from slack_sdk.web import SlackResponse

from bot.handlers.kernel.slack_errors import TIMEOUT, slack_error
from bot.handlers.manifest import SCOPES
from bot.settings import Settings, settings
from bot.store import Installation, Seal, Store, StoreError

if TYPE_CHECKING:
    from bot.deployment import Deployment
    from bot.knowledge.models import Base

OFF = 60
"""Seconds that a clock may be off; Slack's signatures are good for five minutes."""
INSTALL = "docs/installing.md tells how"
PERMISSIONS = "the app's page “OAuth & Permissions”"
ONLINE = "see whether this machine may go online, and whether SLACK_API_URL is right"


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


def slack(running: Deployment) -> Iterator[CheckLine]:
    """What is wrong between this machine and Slack; one line where Slack is not set up."""
    named = (running.slack_bot_token, running.slack_app_token, running.slack_signing_secret)
    if not any(named) and not running.slack_client_id:
        yield CheckLine("slack", f"not set up: {INSTALL}")
        return
    over_http = running.many or running.slack_app_token is None
    for sentence in running.missing("http" if over_http else "socket"):
        yield CheckLine("slack", "a setting is missing", sentence)
    try:
        if running.many:
            yield from _installed(running)
        elif running.slack_bot_token:
            yield from _workspace(running, running.slack_bot_token.get_secret_value())
        if running.slack_app_token:
            yield _app_token(running, running.slack_app_token.get_secret_value())
    except (OSError, HTTPException):
        yield CheckLine("slack", f"{running.slack_api_url} can't be reached", ONLINE)


def _workspace(running: Deployment, token: str) -> Iterator[CheckLine]:
    client = _client(running, token)
    try:
        answer = client.auth_test()
    except SlackApiError as error:
        mend = f"install the app again and copy the bot token from {PERMISSIONS}"
        yield CheckLine("slack", f"the bot token is refused: {slack_error(error)}", mend)
        return
    yield CheckLine("slack", f"the bot token works in {answer['team']} ({answer['team_id']})")
    yield scopes(str(answer.headers.get("x-oauth-scopes") or ""))
    yield clock(answer, dt.datetime.now(dt.UTC))
    if channel := running.curators_of(str(answer["team_id"])):
        yield _curators(client, channel)
    else:
        yield CheckLine(
            "curators", "no channel is set: questions sent to the curators are listed by"
            " advocacy gaps only",
        )  # fmt: skip


def _installed(running: Deployment) -> Iterator[CheckLine]:
    """The workspaces that installed the app, each with its token."""
    try:
        installations = [
            installation
            for installation in _installations(running)
            if installation.client == running.slack_client_id
        ]
    except StoreError:  # the finding on the database says what is wrong
        return
    many = "1 workspace has" if len(installations) == 1 else f"{len(installations)} workspaces have"
    yield CheckLine("slack", f"{many} installed the app")
    for installation in installations:
        yield from _workspace(running, str(installation.record["bot_token"]))
    if installations and not running.keys:
        plain = "stand in the database in plain: advocacy database key prints an ADVOCACY_KEY"
        yield CheckLine("tokens", plain)


def _installations(running: Deployment) -> tuple[Installation, ...]:
    place = running.advocacy_database
    if isinstance(place, Path) and not place.exists():
        return ()
    with Store.open(place, Seal(running.keys)) as store:
        return store.installations.list()


def scopes(given: str) -> CheckLine:
    """The scopes that Slack says a token has, against those of the manifest."""
    have = {scope.strip() for scope in given.split(",") if scope.strip()}
    missing, more = sorted(SCOPES.keys() - have), sorted(have - SCOPES.keys())
    if missing:
        mend = (
            "paste the output of advocacy manifest into the app's page “App Manifest”, then"
            f" install the app again on {PERMISSIONS}"
        )
        return CheckLine("scopes", f"missing: {', '.join(missing)}", mend)
    if more:
        mend = f"remove them on {PERMISSIONS} and install the app again: the desk does not use them"
        return CheckLine("scopes", f"more than needed: {', '.join(more)}", mend)
    return CheckLine("scopes", f"{len(have)}, as the manifest has them")


def clock(answer: SlackResponse, now: dt.datetime) -> CheckLine:
    """This machine's clock against Slack's."""
    date = answer.headers.get("Date")
    if date is None:
        return CheckLine("clock", "Slack did not tell the time")
    off = round((now - parsedate_to_datetime(date)).total_seconds())
    if abs(off) <= OFF:
        return CheckLine("clock", "agrees with Slack's")
    side = "ahead of" if off > 0 else "behind"
    mend = "switch on the time service (NTP) of this machine: Slack's requests would be refused"
    return CheckLine("clock", f"{abs(off)} seconds {side} Slack's", mend)


def _app_token(running: Deployment, token: str) -> CheckLine:
    try:
        _client(running, token).apps_connections_open(app_token=token)
    except SlackApiError as error:
        mend = (
            "on the app's page “Basic Information” make an app-level token with the scope"
            " connections:write, and see that Socket Mode is on"
        )
        return CheckLine("app token", f"is refused: {slack_error(error)}", mend)
    return CheckLine("app token", "works: Socket Mode can connect")


def _curators(client: WebClient, channel: str) -> CheckLine:
    invite = f"invite the desk there, or name another channel in ADVOCACY_CURATORS ({channel})"
    try:
        info = client.conversations_info(channel=channel)["channel"]
    except SlackApiError as error:
        return CheckLine("curators", f"the channel can't be seen: {slack_error(error)}", invite)
    if not info.get("is_member"):
        return CheckLine("curators", f"the desk is not in #{info.get('name')}", invite)
    return CheckLine("curators", f"#{info.get('name')}")


def _client(running: Deployment, token: str) -> WebClient:
    return WebClient(
        token=token, base_url=running.slack_api_url, timeout=TIMEOUT, retry_handlers=[]
    )
