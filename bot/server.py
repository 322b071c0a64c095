"""Runs the bot: over Socket Mode or HTTP, until it is told to stop."""

from __future__ import annotations

import logging
import signal
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import timedelta
from queue import Empty, SimpleQueue
from typing import Any

from slack_bolt import App, BoltRequest
from slack_bolt.adapter.socket_mode import SocketModeHandler
from slack_bolt.adapter.socket_mode.internals import build_headers, send_response
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError
from slack_sdk.socket_mode.builtin import SocketModeClient
from slack_sdk.socket_mode.request import SocketModeRequest

from bot.app import Built
from bot.deployment import Deployment
from bot.handlers.parts import now
from bot.handlers.trouble import PATIENCE, TROUBLE
from bot.runner import Loop, Runner
from bot.store import Retention, Storage, StoreError
from bot.web import DOORS, Health, Listening, SlackDoor, Web
from bot.work import Work

SILENT = 60.0
"""Seconds without a sign from Slack after which a connection is dead."""
LOOK = 5.0
"""Seconds between two looks at it."""
PING = 5.0
"""Seconds between two pings; after four without an answer the client connects anew by itself."""
CLEAN = 3_600
"""Seconds between two purges."""

_logger = logging.getLogger(__name__)


class Unserved(Exception):
    """The bot can't run: a sentence that says why and what to do."""


class SocketDoor(SocketModeHandler):
    """Bolt's Socket Mode door, with acknowledgement in time."""

    def __init__(self, app: App, work: Work, token: str, client: WebClient, ping: float) -> None:
        super().__init__(app, token, web_client=client, ping_interval=ping, concurrency=DOORS)
        self._work = work

    def handle(self, client: SocketModeClient, req: SocketModeRequest) -> None:  # type: ignore[override]
        """Answer one envelope; one that is to come again is not acknowledged."""
        started, headers = time.time(), build_headers(req)

        def make(context: dict[str, Any]) -> BoltRequest:
            return BoltRequest(
                mode="socket_mode", body=req.payload, headers=headers, context=context
            )

        send_response(client, req, self._work.dispatch(make({}), make), started)

    def finish(self) -> None:
        """Take no more envelopes, and acknowledge those that were taken."""
        self.client.closed = True
        self.client.auto_reconnect_enabled = False
        self._work.finish()
        self.client.message_workers.shutdown(wait=True)
        self._hang_up()
        self.close()  # type: ignore[no-untyped-call]

    def _hang_up(self) -> None:
        """End the wait for the next envelope, which the client would otherwise sit out."""
        self.client.current_session_state.terminated = True
        session = self.client.current_session
        if session is not None and session.sock is not None:
            with suppress(OSError):
                session.sock.shutdown(socket.SHUT_RDWR)


class Watch:
    """Says when a connection is dead although nobody noticed: neither a message nor the answer to
    a ping has come for `silent` seconds."""

    def __init__(self, client: SocketModeClient, silent: float) -> None:
        self._client = client
        self._silent = silent
        self._heard = time.monotonic()
        self._ping: float | None = None
        client.on_message_listeners.append(self._hear)

    def connected(self) -> bool:
        """Whether there is a connection that gave a sign of life lately."""
        return self._client.is_connected() and not self.dead()

    def dead(self) -> bool:
        """Whether there was no sign of life for too long."""
        session = self._client.current_session
        ping = session.last_ping_pong_time if session else None
        if ping is not None and ping != self._ping:
            self._ping = ping
            self._hear()
        return time.monotonic() - self._heard > self._silent

    def _hear(self, _: str = "") -> None:
        self._heard = time.monotonic()


def serve_http(built: Built, host: str, port: int) -> int:
    """Answer Slack over HTTP until told to stop (0), or until the web server fails (1).

    Raises Unserved where it can't listen there.
    """
    stop = _signals()
    work = Work(built)
    listening = _listening(Web(Health(built), SlackDoor(built.app, work)), host, port)
    with _cleaning(built), _digests(built):
        _logger.info("ready", extra={"mode": "http", "port": listening.port})
        while not (told := _told(stop, LOOK)) and listening.alive:
            pass
        listening.finish()
        work.finish()
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
    deployment: Deployment = built.parts.deployment
    if deployment.slack_app_token is None:
        raise ValueError("an app-level token is needed for Socket Mode")
    token = deployment.slack_app_token.get_secret_value()
    stop = _signals()
    client = WebClient(token=token, base_url=deployment.slack_api_url, timeout=PATIENCE)
    handler = SocketDoor(built.app, Work(built), token, client, ping)
    watch = Watch(handler.client, silent)
    listening = None
    if port is not None:
        listening = _listening(Web(Health(built, watch.connected)), host, port)
    with _cleaning(built), _digests(built):
        _connect(handler)
        _logger.info("ready", extra={"mode": "socket", "port": listening and listening.port})
        while not (told := _told(stop, look)) and not watch.dead():
            pass
        if not told:
            _logger.error("no sign from Slack: stopping, so that the supervisor starts anew")
        handler.finish()
        if listening:
            listening.finish()
    _logger.info("stopped")
    return 0 if told else 1


def retention(deployment: Deployment) -> Retention:
    """How long things are kept, by the settings."""
    return Retention(
        threads=timedelta(days=deployment.advocacy_thread_days),
        gaps_done=timedelta(days=deployment.advocacy_gap_days),
        feedback=timedelta(days=deployment.advocacy_feedback_days),
    )


def _listening(web: Web, host: str, port: int) -> Listening:
    try:
        return Listening(web, host, port)
    except OSError as error:
        raise Unserved(
            f"nothing can listen on {host}, port {port} ({error.strerror}); give another --port"
        ) from error


def _connect(handler: SocketDoor) -> None:
    try:
        handler.connect()  # type: ignore[no-untyped-call]
    except TROUBLE as error:
        handler.finish()
        if isinstance(error, SlackApiError):
            raise Unserved(
                f"Slack does not accept SLACK_APP_TOKEN ({error.response.get('error')});"
                " advocacy doctor says how to mend that"
            ) from error
        raise Unserved("Slack can't be reached; see whether this machine may go online") from error


@contextmanager
def _cleaning(built: Built) -> Iterator[None]:
    """Meanwhile, delete what is older than the settings allow."""
    storage: Storage = built.parts.storage
    kept, stop = retention(built.parts.deployment), threading.Event()

    def clean() -> None:
        while not stop.is_set():
            try:
                _logger.info("purged", extra={"rows": storage.purge(now(), kept)})
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


def _digests(built: Built) -> Loop:
    """Meanwhile, post the digests that are due."""
    parts, desk = built.parts, built.parts.desk
    runner = Runner.of(parts.deployment, parts.storage, desk.base, desk.states, parts.calendar_of)
    return Loop(runner)


def _signals() -> SimpleQueue[int]:
    """Where the signals to stop arrive. A handler may interrupt the wait for them, which a
    SimpleQueue allows and an Event does not."""
    stop: SimpleQueue[int] = SimpleQueue()
    for name in (signal.SIGTERM, signal.SIGINT):
        signal.signal(name, lambda number, _: stop.put(number))
    return stop


def _told(stop: SimpleQueue[int], seconds: float) -> bool:
    try:
        stop.get(timeout=seconds)
    except Empty:
        return False
    return True
