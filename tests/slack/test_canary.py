"""A canary on every surface and in every failure of a running bot: it is in no log, no file that
the bot keeps, no temporary file, and would be in no core file."""

# ruff: noqa: F811 (fixtures are imported and then asked for by name)
from __future__ import annotations

import re
import time
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlencode

import pytest

from tests.prepare.drafts.samples import SOUND
from tests.prepare.drafts.writing import md
from tests.slack.advocating import SUBMISSION
from tests.slack.bot import slack_scopes  # noqa: F401
from tests.slack.rig.http import Http
from tests.slack.rig.oauth import returned
from tests.slack.rig.people import Person
from tests.slack.rig.slack import Slack
from tests.slack.rig.socket import Socket
from tests.slack.serving import Serve, Serving, database, mention, serve  # noqa: F401
from tests.slack.test_privacy import CANARY, KNOWN, UNKNOWN, WIDE, trouble

REDIRECT = "http://desk.test/slack/oauth_redirect"
FORM = {"content-type": "application/x-www-form-urlencoded"}


@pytest.fixture
def temporary(tmp_path: Path) -> Path:
    found = tmp_path / "temporary"
    found.mkdir()
    return found


def test_over_http(slack: Slack, serve: Serve, database: Path, temporary: Path) -> None:
    curators = slack.team.channels["case-management"]
    running = serve("--http", "--port", "0", TMPDIR=str(temporary), ADVOCACY_CURATORS=curators)
    way = Http(slack, running.url)
    person = Person(way, slack.team)
    for question in (KNOWN, WIDE, UNKNOWN):
        asked(person, question)
    draft(person)
    trouble(person)
    unsigned(slack, way)
    looked_through(running, database, temporary)


def test_over_a_socket(
    slack: Slack, serve: Serve, socket_server: Socket, database: Path, temporary: Path
) -> None:
    running = serve(TMPDIR=str(temporary))
    running.logged("ready")
    person = Person(socket_server, slack.team)  # type: ignore[arg-type]
    person.mentions("protection-cluster", KNOWN)
    for frames in ("parts", "binary", "binary parts"):
        socket_server.wait_ack(socket_server.post(mention(slack, KNOWN)[1], frames=frames))
    for raw in (CANARY, CANARY.encode() + b"\xff", f'{{"type": "{CANARY}"}}', f'["{CANARY}"]'):
        socket_server.send_raw(raw)
    socket_server.drop()
    socket_server.wait_connected(opened=2)
    person.runs(f"ask {KNOWN}")
    slack.settle()
    looked_through(running, database, temporary)


def test_while_it_is_installed(
    slack: Slack, serve: Serve, database: Path, temporary: Path, slack_scopes: Any
) -> None:
    slack.reset(slack_scopes, redirect_uris=[REDIRECT])
    running = serve(
        "--http", "--port", "0", TMPDIR=str(temporary), SLACK_BOT_TOKEN=None,
        SLACK_CLIENT_ID=slack.client_id, SLACK_CLIENT_SECRET=slack.client_secret,
        SLACK_REDIRECT_URI=REDIRECT,
    )  # fmt: skip
    way = Http(slack, running.url)
    path, headers = returned(way, slack.team)
    answer, _ = way.request("GET", re.sub(r"code=[^&]*", f"code={CANARY}", path), b"", headers)
    assert answer.status == 401
    for query in (f"error={CANARY}", f"state={CANARY}&code={CANARY}", CANARY):
        way.request("GET", f"/slack/oauth_redirect?{query}", b"", headers)
    looked_through(running, database, temporary)


def asked(person: Person, question: str) -> None:
    """A question on each surface, in a running bot that answers when it is done."""
    slack = person.slack
    person.mentions("protection-cluster", question)
    person.writes(question)
    person.runs(f"ask {question}")
    before = len(slack.calls("views.open"))
    person.uses("ask_the_desk")
    until = time.monotonic() + 30
    while len(slack.calls("views.open")) == before and time.monotonic() < until:
        time.sleep(0.05)
    person.submits(slack.modal(), {"question": question})
    for word in ("mechanism", "compare", "upcoming", "state", "recommendations"):
        person.runs(f"{word} {CANARY}")
    slack.settle()


def draft(person: Person) -> None:
    """Somebody has a draft checked that holds the canary."""
    text = md(SOUND["en"]) + f"\n\n{CANARY} was seen in Goma on 3 May 2025.\n".encode()
    said = person.sends_file(f"{CANARY}.md", text)
    team = person.slack.team
    shown = team.replies(person.dm, said.ts)[-1]
    person.clicks(shown, "draft_check", person.dm, filled={"draft_action": SUBMISSION})
    until = time.monotonic() + 120
    while team.replies(person.dm, said.ts)[-1] == shown and time.monotonic() < until:
        time.sleep(0.2)
    assert team.replies(person.dm, said.ts)[-1] != shown, "the report came"


def unsigned(slack: Slack, way: Any) -> None:
    """What nobody signed, or signed badly: a wrong secret, and a header that is no number."""
    _, payload = mention(slack, KNOWN)
    for how in ({"secret": "another"}, {"age": 900}, {"signed": False}):
        way.send(payload, **how)
    url = f"https://hooks.slack.com/commands/T1/1/{CANARY}"
    body = urlencode({"text": CANARY, "response_url": url, "token": CANARY}).encode()
    for stamp in ("x", "nan", "1", CANARY):
        headers = {"x-slack-request-timestamp": stamp, "x-slack-signature": f"v0={CANARY}"}
        way.post(body, {**FORM, **headers})
    way.request("GET", f"/{CANARY}?{CANARY}")
    way.post(body * 5_000, FORM)


def looked_through(running: Serving, database: Path, temporary: Path) -> None:
    """Look everywhere, while the bot runs and once it has ended."""
    process = Path(f"/proc/{running.process.pid}")
    if process.exists():
        core = next(one for one in (process / "limits").read_text().splitlines() if "core" in one)
        assert core.split()[4:6] == ["0", "0"]
        opened = [one for one in (process / "fd").iterdir() if int(one.name) > 2]
        held = [str(one.readlink()) for one in opened if one.is_symlink()]
        assert not [one for one in held if "(deleted)" in one and "/memfd:" not in one], held
    files(database, temporary)
    assert running.stop() == 0
    files(database, temporary)
    for form in (CANARY, quote(CANARY), CANARY.casefold()):
        assert form not in running.log
    assert "Traceback" not in running.log
    assert not re.search(r"xox[a-z]-\w|xapp-|/response/|signing-secret|client-secret", running.log)


def files(database: Path, temporary: Path) -> None:
    everywhere = [*database.parent.glob("desk*"), *temporary.rglob("*")]
    assert database in everywhere
    for file in everywhere:
        if file.is_file():
            assert CANARY.encode() not in file.read_bytes(), file
