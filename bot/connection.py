"""The connection to Slack in Socket Mode: what comes through it, and whether it is alive.

The WebSocket is the library websockets': it puts messages together that arrive in parts, as proxies
make them, which the client of Slack's library writes into its log and drops. What Slack says over
it is described at https://docs.slack.dev/apis/events-api/using-socket-mode/.
"""

from __future__ import annotations

import json
import logging
import socket
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from typing import Any

from slack_bolt import BoltRequest, BoltResponse
from slack_sdk import WebClient
from slack_sdk.errors import SlackClientError
from websockets.exceptions import ConnectionClosed, WebSocketException
from websockets.sync.client import ClientConnection, connect

from bot.handlers.kernel.slack_errors import CALL_ERRORS, TIMEOUT, described, retry_after
from bot.web import DOORS
from bot.work import Work

PING = 3.0
"""Seconds between two pings. One must be answered before the next is due and once more as long, or
the line is taken for dead: so a deaf line is noticed in less than ten seconds."""
LARGEST = 4_194_304
"""Bytes of a message that is taken; Slack's are below one megabyte."""
LONGEST_PAUSE = 5.0
"""Seconds between two tries to connect, where Slack does not ask for more."""
LONGEST_ASKED = 60.0
OVERLAP = 10.0
"""Seconds in which what is still under way may come over a line that Slack wants to end."""

_logger = logging.getLogger(__name__)


class SocketDoor:
    """Slack's deliveries over a WebSocket, which is made anew whenever it ends; each is
    acknowledged in time, and one that is to come again is not."""

    def __init__(self, work: Work, client: WebClient, ping: float = PING) -> None:
        """`client` has the app-level token. Nothing is connected yet."""
        self._work = work
        self._client = client
        self._ping = ping
        self._pool = ThreadPoolExecutor(DOORS, thread_name_prefix="socket")
        self._line: ClientConnection | None = None
        self._changing = threading.Lock()
        self._finished = threading.Event()
        self._heard = time.monotonic()

    def connect(self) -> None:
        """Connect, and stay connected until `finish`. Raises what a call to Slack raises."""
        self._use(self._opened())
        threading.Thread(target=self._watch, name="socket-ping", daemon=True).start()

    @property
    def connected(self) -> bool:
        """Whether there is a line, and Slack answered over it lately."""
        return self._line is not None and self.silence < 3 * self._ping

    @property
    def silence(self) -> float:
        """Seconds since Slack gave a sign: a message, or the answer to a ping."""
        return time.monotonic() - self._heard

    def finish(self) -> None:
        """Take no more deliveries, and acknowledge those that were taken."""
        self._finished.set()
        self._work.finish()
        self._pool.shutdown(wait=True)
        with self._changing:
            line, self._line = self._line, None
        if line is not None:
            with suppress(OSError, WebSocketException):
                line.close()

    def _opened(self) -> ClientConnection:
        """A new line. Raises what a call to Slack raises."""
        url = self._client.apps_connections_open(app_token=str(self._client.token))["url"]
        try:
            return connect(
                str(url),
                compression=None,
                open_timeout=TIMEOUT,
                close_timeout=1,
                ping_interval=None,  # `_watch` pings, and takes note of the answer
                max_size=LARGEST,
                legacy=True,
            )
        except WebSocketException as error:  # its text may hold the address, which is a secret
            raise SlackClientError(f"no WebSocket: {type(error).__name__}") from None

    def _use(self, line: ClientConnection) -> None:
        """Deliveries are acknowledged over this line from now on."""
        with self._changing:
            self._line = line
            self._heard = time.monotonic()
        threading.Thread(target=self._listen, args=(line,), name="socket", daemon=True).start()

    def _listen(self, line: ClientConnection) -> None:
        """Take what comes over a line until it ends; then, where it was the one in use, connect
        anew."""
        with suppress(ConnectionClosed, OSError):
            while True:
                message = line.recv()
                self._heard = time.monotonic()
                self._take(line, message)
        if self._leave(line):
            self._connect_anew()

    def _take(self, line: ClientConnection, message: str | bytes) -> None:
        try:
            told = json.loads(message)
            kind = told.get("type")
        except (ValueError, AttributeError, RecursionError):
            _logger.warning("Slack sent what is no message of Socket Mode")
            return
        if kind == "disconnect":  # this line will be cut: the next one is made before
            _logger.info("Slack asks for a new connection")
            if self._leave(line):
                threading.Thread(target=self._replace, args=(line,), daemon=True).start()
        elif "envelope_id" in told and not self._finished.is_set():
            with suppress(RuntimeError):  # finished just now: Slack sends it again
                self._pool.submit(self._handle, line, told)

    def _handle(self, line: ClientConnection, told: dict[str, Any]) -> None:
        """Answer one envelope; one that is to come again is not acknowledged."""
        payload, number, reason = (
            told.get(name) for name in ("payload", "retry_attempt", "retry_reason")
        )
        headers = {"x-slack-retry-num": str(number)} if number is not None else {}
        if reason:
            headers["x-slack-retry-reason"] = str(reason)

        def make(context: dict[str, Any]) -> BoltRequest:
            return BoltRequest(
                mode="socket_mode",
                body=payload if isinstance(payload, dict) else {},
                headers=dict(headers),
                context=context,
            )

        try:
            response = self._work.dispatch(make)
            if response.status == 200:
                self._send(line, _acknowledgement(str(told["envelope_id"]), response))
        except Exception as error:  # Slack sends it again
            _logger.error("an envelope was not acknowledged", extra=described(error))

    def _send(self, line: ClientConnection, message: str) -> None:
        """Over the line that a delivery came by, or, where that has ended, over the new one."""
        try:
            line.send(message)
        except ConnectionClosed:
            newer = self._line
            if newer is None or newer is line:
                raise
            newer.send(message)

    def _watch(self) -> None:
        """Ping the line in use; one that does not answer is cut, so that a new one is made."""
        while not self._finished.wait(self._ping):
            line = self._line
            if line is None:
                continue
            try:
                answered = line.ping().wait(self._ping)
            except (ConnectionClosed, OSError):
                continue
            if answered:
                self._heard = time.monotonic()
            elif self._leave(line):
                _logger.warning("the connection to Slack is dead: a new one is made")
                with suppress(OSError):
                    line.socket.shutdown(socket.SHUT_RDWR)
                self._connect_anew()

    def _leave(self, line: ClientConnection) -> bool:
        """Whether this line was the one in use; it is no more."""
        with self._changing:
            if self._line is not line or self._finished.is_set():
                return False
            self._line = None
            return True

    def _replace(self, line: ClientConnection) -> None:
        self._connect_anew()
        self._finished.wait(OVERLAP)
        with suppress(OSError, WebSocketException):
            line.close()

    def _connect_anew(self) -> None:
        wait = 0.0
        while not self._finished.wait(wait):
            try:
                self._use(self._opened())
            except CALL_ERRORS as error:
                _logger.warning("no connection to Slack", extra=described(error))
                wait = max(min(wait * 2, LONGEST_PAUSE), min(retry_after(error), LONGEST_ASKED))
            else:
                _logger.info("connected anew")
                return


def _acknowledgement(envelope: str, response: BoltResponse) -> str:
    """What Slack is told: that a delivery was taken, and what the listener answered."""
    told: dict[str, Any] = {"envelope_id": envelope}
    if response.body:
        kind = response.headers.get("content-type", [""])[0]
        as_json = kind.startswith("application/json")
        told["payload"] = json.loads(response.body) if as_json else {"text": response.body}
    return json.dumps(told)
