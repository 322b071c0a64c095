"""HTTP as the proxy speaks it: requests with their arguments, replies, and ways to break them."""

from __future__ import annotations

import json
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, Literal
from urllib.parse import parse_qsl, urlsplit

Fault = Literal["429", "500", "timeout", "slow", "lost"]
"""429: with Retry-After. 500: an HTML page. timeout: silence, then the line is cut. slow: the right
answer, a few bytes at a time. lost: Slack does it, and the line is cut before the answer."""

UNDONE: tuple[Fault, ...] = ("429", "500", "timeout")
"""The faults with which a call never reaches Slack."""

OBJECTS = {
    "attachments",
    "blocks",
    "files",
    "loading_messages",
    "metadata",
    "prompts",
    "unfurls",
    "view",
}
"""Arguments that travel as JSON text in a form."""


@dataclass
class Request:
    """One HTTP request as it came."""

    verb: str
    path: str
    query: str
    headers: dict[str, str]
    body: bytes

    def arguments(self) -> dict[str, Any]:
        """The arguments, from a query, form or JSON body; what travels as JSON text is parsed."""
        found: dict[str, Any] = dict(parse_qsl(self.query, keep_blank_values=True))
        kind = self.headers.get("content-type", "")
        if "json" in kind:
            found.update(json.loads(self.body or b"{}"))
        elif "form-urlencoded" in kind:
            found.update(parse_qsl(self.body.decode(), keep_blank_values=True))
        for name in OBJECTS:
            if isinstance(found.get(name), str):
                found[name] = json.loads(found[name])
        return found


@dataclass
class Reply:
    """What goes back."""

    status: int
    body: bytes
    kind: str = "application/json; charset=utf-8"
    headers: dict[str, str] = field(default_factory=dict)

    @classmethod
    def of(cls, answer: dict[str, Any], **headers: str) -> Reply:
        """An answer of the Web API."""
        return cls(200, json.dumps(answer).encode(), headers=headers)


Answering = Callable[[Request], tuple[Reply, tuple[Fault, float] | None]]


class Server(ThreadingHTTPServer):
    daemon_threads = True
    request_queue_size = 64

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A client that hangs up is no news: time-outs are what tests make."""


def handler(answer: Answering) -> type[BaseHTTPRequestHandler]:
    """A handler that answers with the function."""

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            split = urlsplit(self.path)
            length = int(self.headers.get("content-length") or 0)
            body = self.rfile.read(length)
            if len(body) < length:  # its sender was killed
                return
            headers = {key.lower(): value for key, value in self.headers.items()}
            self._reply(*answer(Request(self.command, split.path, split.query, headers, body)))

        do_GET = do_POST

        def _reply(self, reply: Reply, fault: tuple[Fault, float] | None) -> None:
            how, seconds = fault or (None, 0.0)
            if how == "timeout":
                time.sleep(seconds)
            if how in ("timeout", "lost"):
                self.close_connection = True
                return
            if how == "429":
                reply = Reply(429, reply.body, headers={"retry-after": str(int(seconds))})
            if how == "500":
                reply = Reply(500, b"<html>Server Error</html>", "text/html")
            self.send_response(reply.status)
            for name, value in {**reply.headers, "content-type": reply.kind}.items():
                self.send_header(name, value)
            self.send_header("content-length", str(len(reply.body)))
            self.end_headers()
            pieces = 5 if how == "slow" else 1
            step = -(-len(reply.body) // pieces) or 1
            for start in range(0, len(reply.body), step):
                self.wfile.write(reply.body[start : start + step])
                self.wfile.flush()
                time.sleep(seconds / pieces if how == "slow" else 0)

        def log_message(self, format: str, *args: Any) -> None:
            """Say nothing."""

    return Handler
