"""What doctor and setup find out from Slack: tokens, scopes, the clock, the curators' channel.

Apart from doctor, which must speak where Slack's library can't be opened (it wants a home folder).
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from email.utils import parsedate_to_datetime
from http.client import HTTPException
from pathlib import Path

from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError
from slack_sdk.web import SlackResponse

from bot.cli.parts import CheckLine
from bot.deployment import Deployment
from bot.handlers.kernel.slack_errors import TIMEOUT, slack_error
from bot.handlers.manifest import SCOPES
from bot.store import Installation, Seal, Store, StoreError

OFF = 60
"""Seconds that a clock may be off; Slack's signatures are good for five minutes."""
INSTALL = "docs/installing.md tells how"
PERMISSIONS = "the app's page “OAuth & Permissions”"
ONLINE = "see whether this machine may go online, and whether SLACK_API_URL is right"


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
