"""Runs the bot: over Socket Mode or HTTP, until it is told to stop. Meanwhile it posts what is due,
and deletes what is old."""

from __future__ import annotations

import ctypes
import logging
import signal
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import timedelta
from queue import Empty, SimpleQueue
from typing import Self

from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from bot.app import Built
from bot.connection import PING, SocketDoor
from bot.deployment import Deployment
from bot.handlers.kernel.services import now
from bot.handlers.kernel.slack_errors import CALL_ERRORS, TIMEOUT, seconds_off, slack_error
from bot.handlers.preparations import SlackPreparations
from bot.listening import Listening, Room
from bot.prepare import Prepare
from bot.renewing import Renewal
from bot.runner import Chaser, Keeper, Loop, Runner
from bot.store import Retention, Store, StoreError, Workspace, purge
from bot.web import OPERATORS, SLACKS, Health, SlackDoor, Web
from bot.work import Work

SILENT = 60.0
"""Seconds without a sign from Slack after which a connection is dead."""
LOOK = 5.0
"""Seconds between two looks at it."""
CLEAN = 3_600
"""Seconds between two purges."""
CLOCK = 3_600
"""Seconds that the clock may be ahead of Slack's when something is deleted."""
HEAPS = 2
"""Heaps that all threads share."""
_M_ARENA_MAX = -8
"""mallopt(3)."""
RENEW = (signal.SIGHUP,) if hasattr(signal, "SIGHUP") else ()
"""What tells the process to renew the knowledge. Windows has no such signal."""

_logger = logging.getLogger(__name__)


class Unserved(Exception):
    """The bot can't run: a sentence that says why and what to do."""


def few_heaps() -> None:
    """From now on threads share a few heaps. The C library would give each its own, and what one
    thread freed would lie there for no other: 40 MB more after some hundred events. Python lets one
    thread work at a time, so that they seldom wait for each other."""
    if sys.platform == "linux":
        with suppress(OSError, AttributeError):  # musl has no such setting
            ctypes.CDLL(None).mallopt(_M_ARENA_MAX, HEAPS)


def serve_http(built: Built, host: str, port: int, health_port: int) -> int:
    """Answer Slack over HTTP until told to stop (0), or until the web server fails (1). Health and
    measures are served at `health_port`.

    Raises Unserved where it can't listen at one of the two.
    """
    work, health, posting = Work(built), Health(built), Posting(built)
    door = SlackDoor(built, work)
    stop = Signals(Renewal(built, work, health, door, posting))
    listening = _listening(door, host, port, SLACKS)
    looked = _listening(Web(health), host, health_port, OPERATORS)
    with _cleaning(built), posting:
        ports = {"port": listening.port, "health": looked.port}
        _logger.info("ready", extra={"mode": "http", **ports})
        while not (told := stop.told(LOOK)) and listening.alive and looked.alive:
            pass
        listening.finish()
        work.finish()
        looked.finish()
    _logger.info("stopped")
    return 0 if told else 1


def serve_socket(
    built: Built,
    host: str,
    port: int | None,
    silent: float = SILENT,
    look: float = LOOK,
    ping: float = PING,
) -> int:
    """Answer Slack over Socket Mode until told to stop (0) or until the connection is dead (1).

    With `port` health and measures are served there. Raises Unserved where Slack does not let the
    bot connect, or where it can't listen at the port.
    """
    deployment: Deployment = built.services.deployment
    if deployment.slack_app_token is None:
        raise ValueError("an app-level token is needed for Socket Mode")
    token = deployment.slack_app_token.get_secret_value()
    client = WebClient(token=token, base_url=deployment.slack_api_url, timeout=TIMEOUT)
    work, posting = Work(built), Posting(built)
    door = SocketDoor(work, client, ping)
    health = Health(built, lambda: door.connected)
    stop = Signals(Renewal(built, work, health, posting))
    looked = _listening(Web(health), host, port, OPERATORS) if port is not None else None
    with _cleaning(built), posting:
        _connect(door)
        _logger.info("ready", extra={"mode": "socket", "health": looked and looked.port})
        while not (told := stop.told(look)) and door.silence <= silent:
            pass
        if not told:
            _logger.error("no sign from Slack: stopping, so that the supervisor starts anew")
        door.finish()
        if looked:
            looked.finish()
    _logger.info("stopped")
    return 0 if told else 1


def retention(deployment: Deployment) -> Retention:
    """How long things are kept, by the settings."""
    return Retention(
        threads=timedelta(days=deployment.advocacy_thread_days),
        gaps_done=timedelta(days=deployment.advocacy_gap_days),
        feedback=timedelta(days=deployment.advocacy_feedback_days),
        preparations=timedelta(days=deployment.advocacy_preparation_days),
    )


def _listening(web: Web | SlackDoor, host: str, port: int, room: Room) -> Listening:
    try:
        return Listening(web, host, port, room)
    except OSError as error:
        raise Unserved(
            f"nothing can listen on {host}, port {port} ({error.strerror}); give another --port or"
            " --health-port"
        ) from error


def _connect(door: SocketDoor) -> None:
    try:
        door.connect()
    except CALL_ERRORS as error:
        door.finish()
        if isinstance(error, SlackApiError):
            raise Unserved(
                f"Slack does not accept SLACK_APP_TOKEN ({slack_error(error)});"
                " advocacy doctor says how to put that right"
            ) from error
        raise Unserved("Slack can't be reached; see whether this machine may go online") from error


@contextmanager
def _cleaning(built: Built) -> Iterator[None]:
    """Meanwhile, delete what is older than the settings allow."""
    storage: Store = built.services.storage
    api = built.services.deployment.slack_api_url
    kept, stop = retention(built.services.deployment), threading.Event()

    def clean() -> None:
        while not stop.is_set():
            try:
                off = seconds_off(api)
                if off is not None and off > CLOCK:
                    _logger.error("not purged: the clock is wrong", extra={"seconds_ahead": off})
                else:
                    rows = purge(storage, now(), kept, sure=off is not None)
                    _logger.info("purged", extra={"rows": rows})
            except StoreError as error:
                _logger.error("not purged", extra={"why": str(error)})
            stop.wait(CLEAN)

    thread = threading.Thread(target=clean, name="cleaning")
    thread.start()
    try:
        yield
    finally:
        stop.set()
        thread.join()


class Posting:
    """Posts what is due, as long as its `with` lasts."""

    def __init__(self, built: Built) -> None:
        self._loop = _loop(built)
        self._lock = threading.Lock()
        self._over = False

    def use(self, built: Built) -> None:
        """Go on with this bot."""
        with self._lock:
            if not self._over:
                self._loop.__exit__()
                self._loop = _loop(built)
                self._loop.__enter__()

    def __enter__(self) -> Self:
        self._loop.__enter__()
        return self

    def __exit__(self, *_: object) -> None:
        with self._lock:
            self._over = True
            self._loop.__exit__()


def _loop(built: Built) -> Loop:
    services = built.services
    desk, toolkit, calendar_of = services.desk, services.toolkit, services.calendar_of
    of = (services.deployment, services.storage, desk.base, desk.states, calendar_of)
    chaser = Chaser.of(services.deployment, services.storage, desk.base, calendar_of)
    if toolkit is None:
        return Loop(Runner.of(*of), chaser=chaser)

    def prepare(workspace: Workspace) -> Prepare:
        return toolkit.prepare.over(calendar_of(workspace))

    shown = SlackPreparations(desk.base, toolkit.wordings)
    keeper = Keeper.of(services.deployment, services.storage, prepare, shown)
    return Loop(Runner.of(*of, prepare), keeper, chaser)


class Signals:
    """What the process is told: to stop (SIGTERM, SIGINT), or to renew the knowledge (SIGHUP).

    At a terminal SIGHUP stops it, as the terminal is gone.
    """

    def __init__(self, renewal: Renewal) -> None:
        self._renewal = renewal
        # A handler may interrupt the wait for it, which a SimpleQueue allows and an Event does not.
        self._told: SimpleQueue[int] = SimpleQueue()
        heard = [signal.SIGTERM, signal.SIGINT]
        if not (sys.stdin and sys.stdin.isatty()):
            heard += RENEW
        for name in heard:
            signal.signal(name, lambda number, _: self._told.put(number))

    def told(self, seconds: float) -> bool:
        """Whether it was told to stop, within so many seconds."""
        try:
            number = self._told.get(timeout=seconds)
        except Empty:
            return False
        if number in RENEW:
            self._renewal.begin()
        return number not in RENEW
