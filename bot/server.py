"""Runs the bot: over Socket Mode or HTTP, with health checks, until it is told to stop."""

from __future__ import annotations

import json
import logging
import signal
import sys
import threading
import time
from collections.abc import Callable, Iterable
from concurrent.futures import Future, ThreadPoolExecutor
from concurrent.futures import TimeoutError as Late
from datetime import timedelta
from typing import Any

import waitress
from prometheus_client import generate_latest
from slack_bolt import App, BoltRequest, BoltResponse
from slack_bolt.adapter.socket_mode import SocketModeHandler
from slack_bolt.adapter.socket_mode.internals import build_headers, send_response
from slack_bolt.adapter.wsgi import SlackRequestHandler
from slack_bolt.adapter.wsgi.http_request import WsgiHttpRequest
from slack_sdk import WebClient
from slack_sdk.socket_mode.builtin import SocketModeClient
from slack_sdk.socket_mode.request import SocketModeRequest

from bot.app import Built
from bot.deployment import Deployment
from bot.handlers.parts import now
from bot.store import Retention, Storage, StoreError

ACKNOWLEDGED = 0.8
"""Seconds after which Slack, which waits three, gets its acknowledgement while work goes on."""
AT_ONCE = 16
"""Deliveries that are worked on at the same time."""
LARGEST = 1_048_576
"""Bytes of a request."""
SLOWEST = 10
"""Seconds that a request may take to arrive."""
SILENT = 60
"""Seconds without a sign from Slack after which a connection is dead."""
LOOK = 5
"""Seconds between two looks at it."""
CLEAN = 3_600
"""Seconds between two purges."""

_logger = logging.getLogger(__name__)
Start = Callable[[str, list[tuple[str, str]]], Any]


class Work:
    """Works on deliveries, and acknowledges in time those that take long."""

    def __init__(self, app: App) -> None:
        self._app = app
        self._pool = ThreadPoolExecutor(AT_ONCE, thread_name_prefix="work")

    def dispatch(self, request: BoltRequest) -> BoltResponse:
        """The answer to Slack: what the work gives, or an acknowledgement while it goes on."""
        future: Future[BoltResponse] = self._pool.submit(self._app.dispatch, request)
        try:
            return future.result(ACKNOWLEDGED)
        except Late:
            if future.done():
                raise
            return BoltResponse(status=200, body="")

    def finish(self) -> None:
        """Wait for all that was acknowledged."""
        self._pool.shutdown(wait=True)


class Health:
    """Whether the bot is alive and ready."""

    def __init__(self, built: Built, connected: Callable[[], bool] = lambda: True) -> None:
        self._storage = built.parts.storage
        self._base = built.parts.desk.base
        self.registry = built.parts.measures.registry
        self._connected = connected

    def ready(self) -> dict[str, Any]:
        """What readiness rests on; `ready` is true where all of it holds."""
        try:
            self._storage.check()
            database = "ok"
        except StoreError as error:
            database = str(error)
        connected = self._connected()
        return {
            "ready": connected and database == "ok",
            "connected": connected,
            "database": database,
            "knowledge": self._base.fingerprint[:12],
            "entries": len(self._base.entries),
        }


class Web:
    """The WSGI application: health, measures, and Slack's requests where HTTP is in use."""

    def __init__(self, health: Health, slack: SlackRequestHandler | None = None) -> None:
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
            return _answer(
                start, "200 OK", generate_latest(self._health.registry), "text/plain; version=0.0.4"
            )
        if self._slack is not None:
            return self._slack(environ, start)  # type: ignore[arg-type]
        return _answer(start, "404 Not Found", b"not found\n", "text/plain")


class _OverHttp(SlackRequestHandler):
    """Bolt's WSGI door, with acknowledgement in time."""

    def __init__(self, app: App, work: Work) -> None:
        super().__init__(app)
        self._work = work

    def dispatch(self, request: WsgiHttpRequest) -> BoltResponse:
        return self._work.dispatch(
            BoltRequest(
                body=request.get_body(), query=request.query_string, headers=request.get_headers()
            )
        )


class _OverSocket(SocketModeHandler):
    """Bolt's Socket Mode door, with acknowledgement in time."""

    def __init__(self, app: App, work: Work, token: str, client: WebClient) -> None:
        super().__init__(app, token, web_client=client, concurrency=AT_ONCE)
        self._work = work

    def handle(self, client: SocketModeClient, req: SocketModeRequest) -> None:  # type: ignore[override]
        started = time.time()
        request = BoltRequest(mode="socket_mode", body=req.payload, headers=build_headers(req))
        send_response(client, req, self._work.dispatch(request), started)


class Watch:
    """Says when a connection is dead although nobody noticed."""

    def __init__(self, client: SocketModeClient, silent: float = SILENT) -> None:
        self._client = client
        self._silent = silent
        self._alive = time.time()

    def connected(self) -> bool:
        """Whether there is a connection that gave a sign of life lately."""
        session = self._client.current_session
        if session is None or not self._client.is_connected():
            return False
        seen = session.last_ping_pong_time
        return seen is None or time.time() - seen < self._silent

    def dead(self) -> bool:
        """Whether there has been none for too long."""
        if self.connected():
            self._alive = time.time()
        return time.time() - self._alive > self._silent


def serve_http(built: Built, host: str, port: int) -> int:
    """Answer Slack over HTTP until told to stop; gives the exit status."""
    work = Work(built.app)
    web = Web(Health(built), _OverHttp(built.app, work))
    _on_signals(lambda: sys.exit(0))
    clean = _Cleaning(built)
    clean.start()
    _logger.info("ready", extra={"mode": "http", "port": port})
    _web_server(web, host, port).run()
    work.finish()
    clean.stop()
    return 0


def serve_socket(built: Built, host: str, port: int | None) -> int:
    """Answer Slack over Socket Mode until told to stop (0) or until the connection is dead (1).

    With `port` health and measures are served there.
    """
    deployment: Deployment = built.parts.deployment
    token = deployment.slack_app_token
    if token is None:
        raise ValueError("an app-level token is needed for Socket Mode")
    stop = threading.Event()
    _on_signals(stop.set)
    work = Work(built.app)
    client = WebClient(token=token.get_secret_value(), base_url=deployment.slack_api_url)
    handler = _OverSocket(built.app, work, token.get_secret_value(), client)
    watch = Watch(handler.client)
    if port is not None:
        server = _web_server(Web(Health(built, watch.connected)), host, port)
        threading.Thread(target=server.run, name="web", daemon=True).start()
    clean = _Cleaning(built)
    clean.start()
    handler.connect()  # type: ignore[no-untyped-call]
    _logger.info("ready", extra={"mode": "socket"})
    status = 0
    while not stop.wait(LOOK):
        if watch.dead():
            _logger.error("no sign from Slack: stopping, so that the supervisor starts anew")
            status = 1
            break
    handler.client.auto_reconnect_enabled = False
    work.finish()
    handler.close()  # type: ignore[no-untyped-call]
    clean.stop()
    return status


class _Cleaning(threading.Thread):
    """Deletes what is older than the settings allow."""

    def __init__(self, built: Built) -> None:
        super().__init__(name="cleaning", daemon=True)
        self._storage: Storage = built.parts.storage
        self._retention = retention(built.parts.deployment)
        self._stop_now = threading.Event()

    def run(self) -> None:
        while True:
            try:
                gone = self._storage.purge(now(), self._retention)
                _logger.info("purged", extra={"rows": gone})
            except StoreError as error:
                _logger.error("not purged", extra={"why": str(error)})
            if self._stop_now.wait(CLEAN):
                return

    def stop(self) -> None:
        self._stop_now.set()


def retention(deployment: Deployment) -> Retention:
    """How long things are kept, by the settings."""
    return Retention(
        threads=timedelta(days=deployment.advocacy_thread_days),
        gaps_done=timedelta(days=deployment.advocacy_gap_days),
        feedback=timedelta(days=deployment.advocacy_feedback_days),
    )


def _web_server(web: Web, host: str, port: int) -> Any:
    return waitress.create_server(
        web,
        host=host,
        port=port,
        threads=AT_ONCE,
        max_request_body_size=LARGEST,
        channel_timeout=SLOWEST,
        ident="advocacy-desk",
    )


def _on_signals(stop: Callable[[], object]) -> None:
    for name in (signal.SIGTERM, signal.SIGINT):
        signal.signal(name, lambda *_: stop())


def _answer(start: Start, status: str, body: bytes, kind: str) -> list[bytes]:
    start(status, [("Content-Type", kind), ("Content-Length", str(len(body)))])
    return [body]
