"""The web server: Slack's requests where HTTP is in use, health and measures in both modes."""

from __future__ import annotations

import json
import logging
import threading
import time
from collections.abc import Callable, Iterable
from functools import cache
from typing import Any

import waitress
from prometheus_client import generate_latest
from slack_bolt import App, BoltRequest, BoltResponse
from slack_bolt.adapter.wsgi import SlackRequestHandler
from slack_bolt.adapter.wsgi.http_request import WsgiHttpRequest

from bot.app import Built
from bot.store import StoreError
from bot.work import Work

DOORS = 48
"""Requests that are heard at the same time. Each waits for its work for less than a second, so
that Slack is acknowledged in time even where all of the work is slow."""
LARGEST = 1_048_576
"""Bytes of a request."""
SLOWEST = 10
"""Seconds that a request may take to arrive."""

_logger = logging.getLogger(__name__)
Start = Callable[[str, list[tuple[str, str]]], Any]


class Health:
    """Whether the bot is alive and ready."""

    def __init__(self, built: Built, connected: Callable[[], bool] = lambda: True) -> None:
        self.use(built)
        self._connected = connected

    def use(self, built: Built) -> None:
        """Tell of this bot from now on."""
        self._storage = built.parts.storage
        self._base = built.parts.desk.base
        self.registry = built.parts.measures.registry

    def ready(self) -> dict[str, Any]:
        """What readiness rests on; `ready` is true where all of it holds."""
        writable = True
        try:
            self._storage.check()
        except StoreError as error:
            writable = False
            _logger.error("the database can't be used", extra={"why": str(error)})
        connected = self._connected()
        return {
            "ready": connected and writable,
            "connected": connected,
            "database": writable,
            "knowledge": self._base.fingerprint[:12],
            "entries": len(self._base.entries),
        }


class SlackDoor(SlackRequestHandler):
    """Bolt's WSGI door, with acknowledgement in time."""

    def __init__(self, app: App, work: Work) -> None:
        super().__init__(app)
        self._work = work

    def use(self, built: Built) -> None:
        """Installations go through this bot from now on; deliveries go where the work goes."""
        self.app = built.app

    def dispatch(self, request: WsgiHttpRequest) -> BoltResponse:
        """The answer to one request."""
        headers, query = request.get_headers(), request.query_string
        body = cache(request.get_body)  # it can be read once

        def make(context: dict[str, Any]) -> BoltRequest:
            return BoltRequest(body=body(), query=query, headers=headers, context=context)

        return self._work.dispatch(make)


class Web:
    """The WSGI application."""

    def __init__(self, health: Health, slack: SlackDoor | None = None) -> None:
        self._health = health
        self._slack = slack

    def __call__(self, environ: dict[str, Any], start: Start) -> Iterable[bytes]:
        """Answer one request."""
        path = environ.get("PATH_INFO")
        if path == "/healthz":
            return _answer(start, "200 OK", b"ok\n", "text/plain")
        if path == "/readyz":
            ready = self._health.ready()
            status = "200 OK" if ready["ready"] else "503 Service Unavailable"
            return _answer(start, status, json.dumps(ready).encode(), "application/json")
        if path == "/metrics":
            measures = generate_latest(self._health.registry)
            return _answer(start, "200 OK", measures, "text/plain; version=0.0.4")
        if self._slack is not None:
            return self._slack(environ, start)  # type: ignore[arg-type]
        return _answer(start, "404 Not Found", b"not found\n", "text/plain")


class Listening:
    """The web server in a thread of its own."""

    def __init__(self, web: Web, host: str, port: int) -> None:
        """Listen from now on; port 0 is any that is free. Raises OSError where that can't be."""
        self._sockets: dict[int, Any] = {}
        self._server = waitress.create_server(
            web,
            map=self._sockets,
            host=host,
            port=port,
            threads=DOORS,
            max_request_body_size=LARGEST,
            channel_timeout=SLOWEST,
            cleanup_interval=1,
            ident="advocacy-desk",
        )
        listeners = getattr(self._server, "effective_listen", None)
        self.port = int(listeners[0][1] if listeners else self._server.effective_port)
        self._thread = threading.Thread(target=self._server.run, name="web", daemon=True)
        self._thread.start()

    @property
    def alive(self) -> bool:
        """Whether it still listens."""
        return self._thread.is_alive()

    def finish(self) -> None:
        """Let the answers that are being made be sent, and make no more."""
        self._server.task_dispatcher.shutdown(cancel_pending=False, timeout=SLOWEST)
        until = time.monotonic() + SLOWEST
        while self._unsent() and time.monotonic() < until:
            time.sleep(0.01)

    def _unsent(self) -> bool:
        return any(getattr(one, "total_outbufs_len", 0) for one in list(self._sockets.values()))


def _answer(start: Start, status: str, body: bytes, kind: str) -> list[bytes]:
    start(status, [("Content-Type", kind), ("Content-Length", str(len(body)))])
    return [body]
