"""The HTTP door: Slack's requests, signed, to the desk's real web server."""

from __future__ import annotations

import hashlib
import hmac
import http.client
import json
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

import waitress
from slack_bolt import App
from slack_bolt.adapter.wsgi import SlackRequestHandler

from tests.slack.rig.inbound import problems_in_payload
from tests.slack.rig.payloads import Payload
from tests.slack.rig.slack import Slack

EVENTS_PATH = "/slack/events"


@dataclass(frozen=True)
class Answer:
    """What the desk answered at once: status, body as text, and how long it took."""

    status: int
    text: str
    seconds: float

    @property
    def json(self) -> Any:
        """The body, parsed; None when it is empty or not JSON."""
        try:
            return json.loads(self.text)
        except ValueError:
            return None


class Http:
    """Slack's side of HTTP: `url` is the desk's, without a path."""

    def __init__(self, slack: Slack, url: str) -> None:
        """Nothing is sent yet."""
        self.slack = slack
        self.url = url

    def send(
        self,
        payload: Payload,
        *,
        secret: str | None = None,
        age: int = 0,
        signed: bool = True,
        retry: tuple[int, str] | None = None,
        checked: bool = True,
    ) -> Answer:
        """Send a payload; fails when Slack would never send it (unless not `checked`).

        `secret` signs with another secret; `age` is how many seconds ago it was signed; `retry` is
        (1, "http_timeout") and the like.
        """
        if checked and (problems := problems_in_payload(payload.kind, payload.body)):
            raise AssertionError("Slack would not send this: " + "; ".join(problems))
        body, kind = payload.encoded()
        headers = {"content-type": kind, "user-agent": "Slackbot 1.0"}
        if signed:
            headers |= self.signature(body, secret or self.slack.signing_secret, age)
        if retry:
            headers |= {"x-slack-retry-num": str(retry[0]), "x-slack-retry-reason": retry[1]}
        answer = self.post(body, headers)
        if answer.status == 200:
            self.slack.acked(payload, answer.json if answer.json is not None else answer.text)
        return answer

    def post(self, body: bytes, headers: dict[str, str], path: str = EVENTS_PATH) -> Answer:
        """A raw request."""
        return self.request("POST", path, body, headers)[0]

    def request(
        self, verb: str, path: str, body: bytes = b"", headers: dict[str, str] | None = None
    ) -> tuple[Answer, dict[str, str]]:
        """Any request to the desk's server: the answer and its headers in lower case."""
        split = urlsplit(self.url)
        connection = http.client.HTTPConnection(split.hostname or "", split.port, timeout=30)
        began = time.monotonic()
        try:
            connection.request(verb, path, body, headers or {})
            response = connection.getresponse()
            text = response.read().decode()
            found = {key.lower(): value for key, value in response.getheaders()}
            return Answer(response.status, text, time.monotonic() - began), found
        finally:
            connection.close()

    @staticmethod
    def signature(body: bytes, secret: str, age: int = 0) -> dict[str, str]:
        """The headers by which Slack proves that it sent the body."""
        stamp = str(int(time.time()) - age)
        proof = hmac.new(secret.encode(), f"v0:{stamp}:".encode() + body, hashlib.sha256)
        signed = f"v0={proof.hexdigest()}"
        return {"x-slack-request-timestamp": stamp, "x-slack-signature": signed}


@contextmanager
def serve(app: App | Callable[..., Any]) -> Iterator[str]:
    """A Bolt app or WSGI app behind waitress on this machine; the address while it runs."""
    wsgi = SlackRequestHandler(app, path=EVENTS_PATH) if isinstance(app, App) else app
    server = waitress.create_server(wsgi, host="127.0.0.1", port=0, threads=8)
    running = threading.Thread(target=server.run, daemon=True)
    running.start()
    try:
        yield f"http://127.0.0.1:{server.effective_port}"
    finally:
        server.task_dispatcher.shutdown()
        # in the server's own thread: its loop must not wait on sockets that are closed under it
        with suppress(OSError):  # it has ended by itself
            server.trigger.pull_trigger(lambda: server.asyncore.close_all(server._map))
        running.join(5)
        if isinstance(app, App):
            close(app)


def close(app: App) -> None:
    """Let a Bolt app finish what it is doing and end its threads."""
    app.listener_runner.listener_executor.shutdown(wait=True)
