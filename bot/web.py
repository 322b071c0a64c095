"""What is answered over HTTP: Slack's requests, and, at another port, health and measures."""

from __future__ import annotations

import json
import logging
import threading
from collections.abc import Callable, Iterable, Sequence
from http import HTTPStatus
from typing import Any

from prometheus_client import generate_latest
from slack_bolt import BoltRequest, BoltResponse

from bot.app import Built
from bot.gate import Gate, is_certificate_check
from bot.handlers.kernel.slack_errors import described
from bot.listening import Room
from bot.store import StoreError
from bot.work import UNSOUND, Work

DOORS = 48
"""Requests that are heard at the same time. Each waits for its work for less than a second, so
that Slack is acknowledged in time even where all of the work is slow."""
SLACKS = Room(threads=DOORS, connections=512)
"""At Slack's port: strangers who hold connections must be many to shut others out, and each is
gone in ten seconds."""
OPERATORS = Room(threads=4, connections=64)
"""At the port for health and measures."""
HEADERS = {
    "CONTENT_TYPE": "content-type",
    "HTTP_COOKIE": "cookie",
    "HTTP_X_SLACK_REQUEST_TIMESTAMP": "x-slack-request-timestamp",
    "HTTP_X_SLACK_RETRY_NUM": "x-slack-retry-num",
    "HTTP_X_SLACK_RETRY_REASON": "x-slack-retry-reason",
    "HTTP_X_SLACK_SIGNATURE": "x-slack-signature",
}
EVENTS = "/slack/events"
"""The path to which Slack sends everything, as the manifest tells it."""

_logger = logging.getLogger(__name__)
Start = Callable[[str, list[tuple[str, str]]], Any]


class Health:
    """Whether the bot is alive and ready."""

    def __init__(self, built: Built, connected: Callable[[], bool] = lambda: True) -> None:
        self.use(built)
        self._connected = connected

    def use(self, built: Built) -> None:
        """Tell of this bot from now on."""
        self._storage = built.services.storage
        self._desk = desk = built.services.desk
        self.registry = built.services.measures.registry
        built.services.measures.by_meaning.set_function(lambda: float(desk.by_meaning))

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
            # Without it the desk asks back more often, and is no less ready.
            "meaning": self._desk.by_meaning,
            "knowledge": self._desk.base.fingerprint[:12],
            "entries": len(self._desk.base.entries),
        }


class SlackDoor:
    """Slack's requests and installations over HTTP. What Slack did not sign ends here."""

    def __init__(self, built: Built, work: Work) -> None:
        """Raises ValueError without a signing secret."""
        secret = built.services.deployment.slack_signing_secret
        self._gate = Gate(secret.get_secret_value() if secret else "")
        self._work = work
        self.use(built)

    def use(self, built: Built) -> None:
        """Installations go through this bot from now on; deliveries go where the work goes."""
        self._refused = built.services.measures.refused
        self._flow = built.app.oauth_flow

    def __call__(self, environ: dict[str, Any], start: Start) -> Iterable[bytes]:
        """Answer one request."""
        response = self._answered(environ.get("REQUEST_METHOD"), environ.get("PATH_INFO"), environ)
        status = HTTPStatus(response.status)
        body = response.body.encode("utf-8", "replace")
        headers = [
            (name, value)
            for name, values in response.headers.items()
            for value in values
            if name != "content-length"
        ]
        start(f"{status.value} {status.phrase}", [*headers, ("content-length", str(len(body)))])
        return [body]

    def _answered(self, verb: object, path: object, environ: dict[str, Any]) -> BoltResponse:
        flow = self._flow
        if verb == "POST" and path == EVENTS:
            return self._delivered(environ)
        if verb == "GET" and flow is not None and path == flow.install_path:
            return _installed(flow.handle_installation, environ)
        if verb == "GET" and flow is not None and path == flow.redirect_uri_path:
            return _installed(flow.handle_callback, environ)
        return BoltResponse(status=404, body="not found\n")

    def _delivered(self, environ: dict[str, Any]) -> BoltResponse:
        raw = environ["wsgi.input"].read(int(environ.get("CONTENT_LENGTH") or 0))
        if is_certificate_check(environ, raw):
            return BoltResponse(status=200)
        if not self._gate.signed(environ, raw):
            self._refused.labels("not signed").inc()
            return BoltResponse(status=401, body="not signed by Slack\n")
        try:
            body = raw.decode()
        except UnicodeDecodeError:
            return UNSOUND
        headers = _headers(environ)

        def make(context: dict[str, Any]) -> BoltRequest:
            return BoltRequest(body=body, headers=headers, context=context)

        return self._work.dispatch(make)


def _installed(
    step: Callable[[BoltRequest], BoltResponse], environ: dict[str, Any]
) -> BoltResponse:
    """A step of an installation: a browser's request, which nobody signed. Its body is not read."""
    try:
        query = environ.get("QUERY_STRING", "")
        return step(BoltRequest(body="", query=query, headers=_headers(environ)))
    except Exception as error:  # whatever a browser sends, it gets a sentence and the log its kind
        _logger.error("an installation failed", extra=described(error))
        return BoltResponse(status=503, body="This did not work; try again in a few minutes.\n")


def _headers(environ: dict[str, Any]) -> dict[str, str | Sequence[str]]:
    """The headers that Bolt needs, and no other: what says in a header how Bolt should work is not
    signed."""
    return {name: environ[key] for key, name in HEADERS.items() if key in environ}


class Web:
    """The WSGI application for those who look after the bot: health and measures. It is served at
    a port of its own, with threads of its own: a flood at Slack's port must not look like death."""

    def __init__(self, health: Health) -> None:
        self._health = health
        self._looking = threading.Lock()

    def __call__(self, environ: dict[str, Any], start: Start) -> Iterable[bytes]:
        """Answer one request."""
        path = environ.get("PATH_INFO")
        if path == "/healthz":
            return _answer(start, "200 OK", b"ok\n", "text/plain")
        if path == "/readyz":
            with self._looking:  # it reads and writes the database: one at a time
                ready = self._health.ready()
            status = "200 OK" if ready["ready"] else "503 Service Unavailable"
            return _answer(start, status, json.dumps(ready).encode(), "application/json")
        if path == "/metrics":
            measures = generate_latest(self._health.registry)
            return _answer(start, "200 OK", measures, "text/plain; version=0.0.4")
        return _answer(start, "404 Not Found", b"not found\n", "text/plain")


def _answer(start: Start, status: str, body: bytes, kind: str) -> list[bytes]:
    start(status, [("Content-Type", kind), ("Content-Length", str(len(body)))])
    return [body]
