"""A web server in a thread of its own, with bounds on what a stranger may take of it.

The server is waitress (docs/decisions/0011-http-server.md says why). Its own time limit is on
silence: who sends a byte now and then could stay for ever, so the time of a whole request is
bounded here.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import waitress
from waitress import wasyncore
from waitress.channel import HTTPChannel

LARGEST = 1_048_576
"""Bytes of a request."""
SLOWEST = 10.0
"""Seconds from the beginning of a connection, or from the answer before, until a request must have
arrived as a whole, however it drips in."""
HELD = 67_108_864
"""Bytes of requests that have not arrived as a whole, together; beyond that the largest go."""


@dataclass(frozen=True)
class Room:
    """What a server has for its callers."""

    threads: int
    """Requests that are answered at the same time."""
    connections: int


class _Channel(HTTPChannel):  # type: ignore[misc]
    """A connection, and since when a request has been arriving over it."""

    arriving = 0.0

    def __init__(self, *given: Any, **named: Any) -> None:
        self.arriving = time.time()
        super().__init__(*given, **named)

    def received(self, data: bytes) -> bool:
        """Take what arrived; a request that is whole now ends the wait for it."""
        taken = super().received(data)
        if self.requests:
            self.arriving = time.time()
        return bool(taken)

    @property
    def held(self) -> int:
        """Bytes of a request that has not arrived as a whole."""
        request = self.request
        if request is None:
            return 0
        return len(request.header_plus) + int(request.body_bytes_received)


class Listening:
    """A WSGI application that is served from now on."""

    def __init__(self, web: Callable[..., Any], host: str, port: int, room: Room) -> None:
        """Port 0 is any that is free. Raises OSError where nothing can listen there."""
        self._sockets: dict[int, Any] = {}
        self._server = waitress.create_server(
            web,
            map=self._sockets,
            host=host,
            port=port,
            threads=room.threads,
            connection_limit=room.connections,
            max_request_body_size=LARGEST,
            max_request_header_size=65_536,
            inbuf_overflow=LARGEST + 1,  # a body never goes to a temporary file
            channel_timeout=int(SLOWEST) or 1,
            cleanup_interval=1,
            asyncore_use_poll=True,  # select() ends at 1,024 connections
            ident="advocacy-desk",
        )
        for server in self._servers():
            server.channel_class = _Channel
            server.maintenance = _Maintenance(server, SLOWEST)
        listeners = getattr(self._server, "effective_listen", None)
        self.port = int(listeners[0][1] if listeners else self._server.effective_port)
        self._thread = threading.Thread(target=self._server.run, name="web", daemon=True)
        self._thread.start()

    @property
    def alive(self) -> bool:
        """Whether it still listens."""
        return self._thread.is_alive()

    def finish(self) -> None:
        """Let the answers that are being made be sent, make no more, and listen no more."""
        self._server.task_dispatcher.shutdown(cancel_pending=False, timeout=SLOWEST)
        until = time.monotonic() + SLOWEST
        while self._unsent() and time.monotonic() < until:
            time.sleep(0.01)
        # In the server's own thread, whose loop must not wait on sockets that are closed under it.
        self._server.trigger.pull_trigger(lambda: wasyncore.close_all(self._sockets))
        self._thread.join(SLOWEST)

    def _servers(self) -> list[Any]:
        """One for each address that the host's name has."""
        return [one for one in self._sockets.values() if hasattr(one, "channel_class")]

    def _unsent(self) -> bool:
        return any(getattr(one, "total_outbufs_len", 0) for one in list(self._sockets.values()))


class _Maintenance:
    """What the server does each second: closes connections whose request does not arrive, or whose
    answer is not taken."""

    def __init__(self, server: Any, slowest: float) -> None:
        self._server = server
        self._slowest = slowest

    def __call__(self, now: float) -> None:
        channels = list(self._server.active_channels.values())
        idle = [channel for channel in channels if not channel.requests]
        for channel in idle:
            if now - channel.arriving > self._slowest:
                channel.will_close = True
        held = sorted(idle, key=lambda channel: int(channel.held), reverse=True)
        too_much = sum(channel.held for channel in held) - HELD
        for channel in held:
            if too_much <= 0:
                break
            too_much -= channel.held
            channel.will_close = True
