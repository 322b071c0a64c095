"""The connection to Slack in Socket Mode: what comes through it, and whether it is alive."""

from __future__ import annotations

import socket
import time
from contextlib import suppress
from typing import Any

from slack_bolt import App, BoltRequest
from slack_bolt.adapter.socket_mode import SocketModeHandler
from slack_bolt.adapter.socket_mode.internals import build_headers, send_response
from slack_sdk import WebClient
from slack_sdk.socket_mode.builtin import SocketModeClient
from slack_sdk.socket_mode.request import SocketModeRequest

from bot.web import DOORS
from bot.work import Work


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

        send_response(client, req, self._work.dispatch(make), started)

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
