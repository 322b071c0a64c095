"""A line between the bot and the socket server that can go silent without being cut."""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator
from contextlib import suppress
from urllib.parse import urlsplit

import pytest

from tests.slack.rig.slack import Slack
from tests.slack.rig.socket import Socket


class Relay:
    """Passes all on until `silent` is set; then it takes everything and passes on nothing."""

    def __init__(self, to: tuple[str, int]) -> None:
        """Listen on a free port of this machine."""
        self.silent = False
        self._to = to
        self._ends: list[socket.socket] = []
        self._server = socket.create_server(("127.0.0.1", 0))
        self.port: int = self._server.getsockname()[1]
        threading.Thread(target=self._accept, daemon=True).start()

    def stop(self) -> None:
        """Close everything."""
        for end in (self._server, *self._ends):
            with suppress(OSError):
                end.shutdown(socket.SHUT_RDWR)
            end.close()

    def _accept(self) -> None:
        with suppress(OSError):
            while True:
                near, _ = self._server.accept()
                far = socket.create_connection(self._to)
                self._ends += [near, far]
                for one, other in ((near, far), (far, near)):
                    threading.Thread(target=self._pass, args=(one, other), daemon=True).start()

    def _pass(self, one: socket.socket, other: socket.socket) -> None:
        with suppress(OSError):
            while data := one.recv(65536):
                if not self.silent:
                    other.sendall(data)


@pytest.fixture
def line(slack: Slack, socket_server: Socket) -> Iterator[Relay]:
    """A relay before the socket server; ask for it before the bot is started."""
    url = str(slack.proxy.socket_url)
    split = urlsplit(url)
    found = Relay((str(split.hostname), split.port or 0))
    slack.proxy.socket_url = url.replace(f":{split.port}", f":{found.port}")
    yield found
    found.stop()
