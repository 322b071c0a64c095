"""The bot behind its own doors: in this process, and as an operator runs `advocacy serve`."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from bot.app import Built
from bot.ask import Desk
from bot.web import Health, SlackDoor, Web
from bot.work import Work
from tests.slack.rig import payloads
from tests.slack.rig.http import Answer, Http
from tests.slack.rig.payloads import Payload
from tests.slack.rig.slack import Slack

ROOT = Path(__file__).resolve().parent.parent.parent
QUESTION = "How many words may our UPR submission have?"
COMMAND = (sys.executable, "-c", "from bot.cli import main; main()")


def environment(slack: Slack, database: Path, **changed: str | None) -> dict[str, str]:
    """What an operator sets for the emulated workspace; None takes a variable away."""
    values: dict[str, str | None] = {
        "PATH": os.environ["PATH"],
        "HOME": str(database.parent),
        "PYTHONPATH": str(ROOT),
        "ADVOCACY_CACHE": os.environ.get("ADVOCACY_CACHE", str(ROOT / "build" / "cache")),
        "ADVOCACY_DATABASE": str(database),
        "SLACK_API_URL": slack.api_url,
        "SLACK_BOT_TOKEN": slack.team.bot_token,
        "SLACK_APP_TOKEN": slack.app_token,
        "SLACK_SIGNING_SECRET": slack.signing_secret,
    }
    return {key: value for key, value in (values | changed).items() if value is not None}


class Serving:
    """A running process and what it logs."""

    def __init__(self, env: dict[str, str], *arguments: str, command: tuple[str, ...] = COMMAND):
        """Start it, without waiting for it to be ready."""
        self.process = subprocess.Popen(
            [*command, *arguments], env=env, cwd=env["HOME"], stderr=subprocess.PIPE, text=True
        )
        self.lines: list[str] = []
        self._changed = threading.Condition()
        self._reader = threading.Thread(target=self._read, daemon=True)
        self._reader.start()

    @property
    def url(self) -> str:
        """Where it listens, once it is ready."""
        return f"http://127.0.0.1:{self.logged('ready')['port']}"

    @property
    def health(self) -> str:
        """Where it tells of its health, once it is ready."""
        return f"http://127.0.0.1:{self.logged('ready')['health']}"

    @property
    def log(self) -> str:
        """All that it wrote."""
        return "".join(self.lines)

    def logged(self, message: str, count: int = 1, seconds: float = 60) -> dict[str, Any]:
        """The record with this message, once it is there; fails when time is up."""
        with self._changed:
            found = self._changed.wait_for(lambda: self._found(message, count), seconds)
        assert found, f"'{message}' was not logged in {seconds} s:\n{self.log}"
        return found[count - 1]

    def kill(self) -> None:
        """End it at once, as a crash does."""
        self.process.kill()
        self.wait()

    def stop(self, number: int = signal.SIGTERM) -> int:
        """Tell it to stop; its exit status."""
        self.process.send_signal(number)
        return self.wait()

    def wait(self, seconds: float = 60) -> int:
        """Its exit status, once it has ended."""
        status = self.process.wait(seconds)
        self._reader.join(5)
        return status

    def close(self) -> None:
        """End it whatever it does."""
        if self.process.poll() is None:
            self.kill()
        if self.process.stderr:
            self.process.stderr.close()

    def _read(self) -> None:
        assert self.process.stderr
        for line in self.process.stderr:
            with self._changed:
                self.lines.append(line)
                self._changed.notify_all()

    def _found(self, message: str, count: int) -> list[dict[str, Any]] | None:
        records = [json.loads(line) for line in self.lines if line.startswith("{")]
        found = [one for one in records if one["message"] == message]
        return found if len(found) >= count else None


class Punctual(Http):
    """Slack's way to the bot, with a note of how long it waited for an answer."""

    slowest = 0.0

    def request(
        self, verb: str, path: str, body: bytes = b"", headers: dict[str, str] | None = None
    ) -> tuple[Answer, dict[str, str]]:
        answer, found = super().request(verb, path, body, headers)
        if verb == "POST":
            self.slowest = max(self.slowest, answer.seconds)
        return answer, found


Door = Callable[[Built | str], Punctual]
Serve = Callable[..., Serving]


@pytest.fixture
def door(slack: Slack, http: Callable[[Any], Http]) -> Iterator[Door]:
    """`door(built)` serves the bot as `advocacy serve --http` does; `door(url)` is the way to a
    process. Fails a test in which Slack waited so long for an answer that not even a busy machine
    explains it (Slack gives three seconds; benchmarks/load.py measures)."""
    doors: list[Punctual] = []
    works: list[Work] = []

    def to(bot: Built | str) -> Punctual:
        if isinstance(bot, Built):
            works.append(Work(bot))
            slack_door, web = SlackDoor(bot, works[-1]), Web(Health(bot))

            def both(environ: dict[str, Any], start: Any) -> Any:
                inside = environ["PATH_INFO"].startswith("/slack/")
                return (slack_door if inside else web)(environ, start)

            bot = http(both).url
        doors.append(Punctual(slack, bot))
        return doors[-1]

    yield to
    for work in works:
        work.finish()
    assert all(one.slowest < 20 for one in doors), [one.slowest for one in doors]


@pytest.fixture
def database(tmp_path: Path) -> Path:
    return tmp_path / "desk.sqlite"


@pytest.fixture
def serve(slack: Slack, database: Path, desk: Desk) -> Iterator[Serve]:
    """`serve("--http", "--port", "0", NAME=value)` starts a process on the test's database.

    The desk of the session is opened before, so that no process has to learn the entries first.
    """
    running: list[Serving] = []

    def start(*arguments: str, **changed: str | None) -> Serving:
        running.append(Serving(environment(slack, database, **changed), "serve", *arguments))
        return running[-1]

    yield start
    for one in running:
        one.close()


def mention(slack: Slack, text: str = QUESTION) -> tuple[str, Payload]:
    """Someone mentions the desk: the message's ts, and the event, not yet sent."""
    space, member = slack.team, slack.team.users["member"]
    named = f"<@{space.bot_user}> {text}"
    ts = space.say(member, "protection-cluster", named)
    where = space.channels["protection-cluster"]
    return ts, payloads.app_mention(space, member, where, named, ts)


def replies(slack: Slack, ts: str) -> list[str]:
    """The texts in the thread of a message."""
    return [one["text"] for one in slack.team.replies("protection-cluster", ts)]
