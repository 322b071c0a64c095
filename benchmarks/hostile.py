"""Strangers at the port that Slack calls, for load.py: they drip, flood and send garbage.

Nothing of it is signed. All of it stays on this machine, and ends with the block that began it.
"""

from __future__ import annotations

import http.client
import random
import socket
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from tests.slack.rig.http import EVENTS_PATH

DRIPPING = 150
"""Connections over which a request drips in, a line every half second."""
EACH = 0.02
"""Seconds between two requests of one who floods."""
LARGE = 900_000
"""Bytes of a large body; a request may have 1 MiB."""
TARGETS = (EVENTS_PATH, "/slack/install", "/metrics", "//metrics", "http://desk/metrics", "/..%2fx")


class Strangers:
    """Who calls, and what they were answered: a status, or that the line was cut."""

    def __init__(self, host: str, port: int) -> None:
        """`host` and `port` are a worker's, on this machine. Nobody calls yet."""
        self._at = (host, port)
        self._stop = threading.Event()
        self.answers: Counter[str] = Counter()
        self._lock = threading.Lock()

    @contextmanager
    def calling(self) -> Iterator[Counter[str]]:
        """While the block runs: those who drip, two who flood with unsigned events, one with large
        bodies, one with bytes that are no HTTP. Gives the counts of answers."""
        kinds: list[Callable[[], None]] = [
            self._drip, self._flood, self._flood, self._large, self._garbage
        ]  # fmt: skip
        threads = [threading.Thread(target=kind, daemon=True) for kind in kinds]
        for thread in threads:
            thread.start()
        try:
            yield self.answers
        finally:
            self._stop.set()
            for thread in threads:
                thread.join(15)

    def _drip(self) -> None:
        lines: list[socket.socket] = []
        while not self._stop.wait(0.5):
            while len(lines) < DRIPPING and not self._stop.is_set():
                try:
                    lines.append(socket.create_connection(self._at, timeout=2))
                    lines[-1].sendall(b"POST /slack/events HTTP/1.1\r\nHost: desk\r\n")
                except OSError:
                    self._note("drip: not let in")
                    break
            for line in list(lines):
                try:
                    line.sendall(b"X-More: 1\r\n")
                except OSError:
                    self._note("drip: cut")
                    lines.remove(line)
                    line.close()
        for line in lines:
            line.close()

    def _flood(self) -> None:
        body = b'{"type":"event_callback","event":{"type":"app_mention","text":"x"}}'
        while not self._stop.wait(EACH):
            self._call(random.choice(TARGETS), body)  # noqa: S311

    def _large(self) -> None:
        while not self._stop.wait(0.2):
            self._call(EVENTS_PATH, b"[" * LARGE)

    def _garbage(self) -> None:
        while not self._stop.wait(EACH):
            try:
                with socket.create_connection(self._at, timeout=5) as line:
                    line.sendall(random.randbytes(2_000) + b"\r\n\r\n")  # noqa: S311
                    self._note("garbage: " + line.recv(12).decode("latin-1")[9:])
            except OSError:
                self._note("garbage: cut")

    def _call(self, path: str, body: bytes) -> None:
        stamp = str(round(time.time()))
        headers = {
            "content-type": "application/json", "x-slack-request-timestamp": stamp,
            "x-slack-signature": "v0=" + random.randbytes(32).hex(),  # noqa: S311
        }  # fmt: skip
        verb = "POST" if path == EVENTS_PATH else "GET"
        connection = http.client.HTTPConnection(*self._at, timeout=10)
        try:
            connection.request(verb, path, body, headers)
            self._note(f"{verb} {path}: {connection.getresponse().status}")
        except (OSError, http.client.HTTPException):
            self._note(f"{verb} {path}: cut")
        finally:
            connection.close()

    def _note(self, what: str) -> None:
        with self._lock:
            self.answers[what] += 1
