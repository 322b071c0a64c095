"""Slow, silent and many callers: each is gone in time, and health is told meanwhile."""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from bot import listening
from bot.listening import Listening, Room

HEAD = b"POST /slack/events HTTP/1.1\r\nHost: desk\r\n"


def echo(environ: dict[str, Any], start: Any) -> list[bytes]:
    body = environ["wsgi.input"].read(int(environ.get("CONTENT_LENGTH") or 0))
    start("200 OK", [("Content-Length", str(len(body)))])
    return [body]


@pytest.fixture
def served(monkeypatch: pytest.MonkeyPatch) -> Iterator[Listening]:
    monkeypatch.setattr(listening, "SLOWEST", 1.0)
    found = Listening(echo, "127.0.0.1", 0, Room(threads=4, connections=512))
    yield found
    found.finish()


_lines: list[socket.socket] = []


@pytest.fixture(autouse=True)
def closed() -> Iterator[None]:
    yield
    while _lines:
        _lines.pop().close()


def called(served: Listening) -> socket.socket:
    _lines.append(socket.create_connection(("127.0.0.1", served.port), timeout=10))
    return _lines[-1]


def answered(served: Listening) -> bool:
    with called(served) as line:
        line.sendall(HEAD + b"Content-Length: 2\r\nConnection: close\r\n\r\nok")
        said = b""
        while part := line.recv(4096):
            said += part
    return said.endswith(b"ok")


@pytest.mark.allow_hosts(["127.0.0.1"])
@pytest.mark.parametrize(
    ("begin", "drip"),
    [
        (b"", b""),
        (HEAD, b"X-More: 1\r\n"),
        (HEAD + b"Content-Length: 100000\r\n\r\n", b"x"),
        (HEAD + b"Transfer-Encoding: chunked\r\n\r\n", b"1\r\nx\r\n"),
        (b"P", b"O"),
    ],
)
def test_who_drips_is_hung_up_however_long_they_drip(
    served: Listening, begin: bytes, drip: bytes
) -> None:
    with called(served) as line:
        line.sendall(begin)
        assert hung_up(line, drip)
    assert answered(served)


@pytest.mark.allow_hosts(["127.0.0.1"])
def test_a_second_request_over_a_connection_has_its_time_too(served: Listening) -> None:
    with called(served) as line:
        for _ in range(3):
            line.sendall(HEAD + b"Content-Length: 2\r\n\r\nok")
            said = b""
            while not said.endswith(b"ok"):
                said += line.recv(4096)
            assert b"200 OK" in said
            time.sleep(0.6)
        line.sendall(HEAD)
        assert hung_up(line, b"X: 1\r\n")


@pytest.mark.allow_hosts(["127.0.0.1"])
def test_many_who_drip_shut_nobody_out(served: Listening) -> None:
    lines = [called(served) for _ in range(110)]
    for line in lines:
        line.sendall(HEAD)
    assert answered(served)
    assert all(hung_up(line, b"X: 1\r\n") for line in lines)
    assert answered(served)


@pytest.mark.allow_hosts(["127.0.0.1"])
def test_what_strangers_send_in_part_is_bounded_together(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(listening, "HELD", 300_000)
    monkeypatch.setattr(listening, "SLOWEST", 60.0)
    served = Listening(echo, "127.0.0.1", 0, Room(threads=4, connections=512))
    lines = [called(served) for _ in range(8)]
    for line in lines:
        line.sendall(HEAD + b"Content-Length: 200000\r\n\r\n" + b"x" * 100_000)
    gone = sum(hung_up(line, b"", tries=6) for line in lines)
    assert 4 <= gone < 8
    assert answered(served)
    served.finish()


@pytest.mark.allow_hosts(["127.0.0.1"])
@pytest.mark.skipif(not Path("/proc/self/fd").exists(), reason="there is no /proc")
def test_a_large_body_does_not_go_to_the_disk(served: Listening) -> None:
    def files() -> set[str]:
        opened = Path("/proc/self/fd").iterdir()
        return {str(one.readlink()) for one in opened if one.is_symlink()}

    before = files()
    with called(served) as line:
        line.sendall(HEAD + b"Content-Length: 1000000\r\n\r\n" + b"x" * 999_999)
        time.sleep(0.3)
        found = {one for one in files() - before if not one.startswith(("socket:", "anon_inode"))}
        assert found == set()


def hung_up(line: socket.socket, drip: bytes, tries: int = 40) -> bool:
    """Whether the other side ends a connection, within eight seconds, while something drips."""
    line.settimeout(0.2)
    for _ in range(tries):
        try:
            line.sendall(drip)
            if line.recv(4096) == b"":
                return True
        except TimeoutError:
            continue
        except OSError:
            return True
    return False


@pytest.mark.allow_hosts(["127.0.0.1"])
def test_the_threads_of_one_server_are_not_those_of_the_other() -> None:
    """Slack's port is full: health is answered by threads of its own."""
    stop = threading.Event()

    def stuck(environ: dict[str, Any], start: Any) -> list[bytes]:
        stop.wait(30)
        return echo(environ, start)

    slacks = Listening(stuck, "127.0.0.1", 0, Room(threads=1, connections=20))
    health = Listening(echo, "127.0.0.1", 0, Room(threads=1, connections=20))
    lines = [called(slacks) for _ in range(30)]
    for line in lines:
        line.sendall(HEAD + b"Content-Length: 2\r\n\r\nok")
    assert answered(health)
    stop.set()
    for one in (slacks, health):
        one.finish()
