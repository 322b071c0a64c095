"""The socket door: a Socket Mode server of our own, as Slack's documentation describes it."""

from __future__ import annotations

import itertools
import json
import socket as sockets
import struct
import threading
import time
from typing import Any

from websockets.exceptions import ConnectionClosed
from websockets.sync.server import ServerConnection, serve

from tests.slack.rig.emulator import HOST
from tests.slack.rig.http import Answer
from tests.slack.rig.inbound import problems_in_payload
from tests.slack.rig.payloads import Payload
from tests.slack.rig.slack import Slack

_envelopes = itertools.count(1)


class Socket:
    """A running server; apps.connections.open answers with its address until it is stopped."""

    def __init__(self, slack: Slack) -> None:
        """Listen on a free port of this machine."""
        self.slack = slack
        self.opened = 0
        """Connections that were ever made."""
        self.acks: list[dict[str, Any]] = []
        """What the desk sent, in order: envelope_id and sometimes payload."""
        self._live: list[ServerConnection] = []
        self._changed = threading.Condition()
        self._server = serve(self._talk, HOST, 0, ping_interval=None, close_timeout=1)
        port = self._server.socket.getsockname()[1]
        self._thread = threading.Thread(target=self._server.serve_forever, daemon=True)
        self._thread.start()
        slack.proxy.socket_url = f"ws://{HOST}:{port}/link"

    def stop(self) -> None:
        """Close every connection and the server."""
        self.slack.proxy.socket_url = None
        self._server.shutdown()
        for connection in list(self._live):
            connection.close()
        self._thread.join(5)

    def wait_connected(self, opened: int = 1, seconds: float = 60) -> None:
        """Wait until so many connections were ever made and one of them lives."""
        self._wait(lambda: self.opened >= opened and bool(self._live), seconds, "no connection")

    def send(
        self,
        payload: Payload,
        *,
        envelope_id: str | None = None,
        retry: tuple[int, str] | None = None,
        seconds: float = 30,
        checked: bool = True,
    ) -> Answer:
        """Send a payload over the newest connection and wait for its ack.

        The answer's status is 200, its text the payload of the ack. An `envelope_id` of an earlier
        one makes a duplicate; `retry` is (1, "timeout") and the like.
        """
        began = time.monotonic()
        envelope = self.post(payload, envelope_id=envelope_id, retry=retry, checked=checked)
        ack = self.wait_ack(envelope, seconds)
        body = ack.get("payload")
        self.slack.acked(payload, body)
        text = json.dumps(body) if body else ""
        return Answer(200, text, time.monotonic() - began)

    def post(
        self,
        payload: Payload,
        *,
        envelope_id: str | None = None,
        retry: tuple[int, str] | None = None,
        checked: bool = True,
        frames: str = "whole",
    ) -> str:
        """Send a payload without waiting; the envelope's id. Order is the order of the calls.

        `frames`: "whole" as Slack sends it, or as something in between may: "parts" (of a few
        signs each), "binary", or "binary parts".
        """
        if checked and (problems := problems_in_payload(payload.kind, payload.body)):
            raise AssertionError("Slack would not send this: " + "; ".join(problems))
        envelope = envelope_id or f"envelope-{next(_envelopes)}"
        message: dict[str, Any] = {
            "envelope_id": envelope,
            "payload": payload.body,
            "type": payload.envelope,
            "accepts_response_payload": payload.envelope != "events_api",
        }
        if payload.envelope == "events_api":
            number, reason = retry or (0, "")
            message |= {"retry_attempt": number, "retry_reason": reason}
        text = json.dumps(message, ensure_ascii=False)
        whole: str | bytes = text.encode() if "binary" in frames else text
        parts = [whole[at : at + 7] for at in range(0, len(whole), 7)]
        self._newest().send(iter(parts) if "parts" in frames else whole)  # type: ignore[arg-type]
        return envelope

    def send_raw(self, message: str | bytes) -> None:
        """Send what Slack would not."""
        self._newest().send(message)

    def wait_ack(self, envelope_id: str, seconds: float = 30) -> dict[str, Any]:
        """The newest ack of an envelope."""
        self._wait(lambda: bool(self._acks_of(envelope_id)), seconds, f"no ack of {envelope_id}")
        return self._acks_of(envelope_id)[-1]

    def refresh(self) -> None:
        """Ask the desk to connect anew, as Slack does every few hours."""
        old = self._newest()
        reason = {
            "type": "disconnect",
            "reason": "refresh_requested",
            "debug_info": {"host": "rig"},
        }
        old.send(json.dumps(reason))

    def drop(self) -> None:
        """Cut the newest connection without a word."""
        line = self._newest().socket
        line.setsockopt(sockets.SOL_SOCKET, sockets.SO_LINGER, struct.pack("ii", 1, 0))
        line.shutdown(sockets.SHUT_RDWR)

    def _talk(self, connection: ServerConnection) -> None:
        hello = {
            "type": "hello",
            "num_connections": 1,
            "connection_info": {"app_id": self.slack.team.app_id},
            "debug_info": {"host": "rig", "approximate_connection_time": 18060},
        }
        connection.send(json.dumps(hello))
        with self._changed:
            self.opened += 1
            self._live.append(connection)
            self._changed.notify_all()
        try:
            for message in connection:
                with self._changed:
                    self.acks.append(json.loads(message))
                    self._changed.notify_all()
        except (ConnectionClosed, OSError):
            pass
        finally:
            with self._changed:
                self._live.remove(connection)
                self._changed.notify_all()

    def _newest(self) -> ServerConnection:
        self.wait_connected()
        with self._changed:
            return self._live[-1]

    def _acks_of(self, envelope_id: str) -> list[dict[str, Any]]:
        return [ack for ack in self.acks if ack.get("envelope_id") == envelope_id]

    def _wait(self, done: Any, seconds: float, complaint: str) -> None:
        with self._changed:
            if not self._changed.wait_for(done, seconds):
                raise AssertionError(f"{complaint} in {seconds} s")
