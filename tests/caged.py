"""What tests put into a cage: it tries what a copy must not do, and dies in several ways."""

from __future__ import annotations

import os
import signal
import socket
import time
from collections.abc import Callable
from typing import Any

from bot.cage import Bounds, Kept, Said

MEMORY = 50_000_000
SECONDS = 1.5


def kept(*_: str) -> Kept:
    """A copy that does what it is told."""
    return Kept(_work, Bounds(memory=MEMORY, seconds=SECONDS, processor=5), {"ready": True})


def dies(*_: str) -> Kept:
    """A process that can't run its own code, as on an old processor."""
    os.kill(os.getpid(), signal.SIGILL)
    return kept()


def other(*_: str) -> Kept:
    """A model that is not the one that was asked for."""
    return Kept(_work, Bounds(memory=MEMORY, seconds=SECONDS), {"stamp": "other"})


def _work(job: dict[str, Any], content: bytes) -> Said:
    do = job["do"]
    if do == "sleep":
        time.sleep(60)
    elif do == "spin":
        while True:
            pass
    elif do == "signal":
        os.kill(os.getpid(), getattr(signal, job["name"]))
    elif do == "memory":
        return {"size": len(bytearray(job["size"]))}, b""
    elif do == "raise":
        raise ValueError("a canary in what was sent")
    elif do == "try":
        return {name: _tried(what) for name, what in _FORBIDDEN.items()}, b""
    return {"pid": os.getpid(), "nice": os.nice(0)}, content


_FORBIDDEN: dict[str, Callable[[], object]] = {
    "file": lambda: os.open("/etc/hostname", os.O_RDONLY),
    "write": lambda: os.open("/tmp/x", os.O_WRONLY | os.O_CREAT),  # noqa: S108
    "network": lambda: socket.create_connection(("127.0.0.1", 9), 1),
    "socket": lambda: socket.socket(socket.AF_UNIX),
    "program": lambda: os.posix_spawn("/bin/true", ["true"], {}) and os.pipe(),
}


def _tried(what: Callable[[], object]) -> str:
    try:
        what()
    except OSError as error:
        return f"{error.errno}"
    return "done"
