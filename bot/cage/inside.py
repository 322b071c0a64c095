"""The inside of a cage: `python -m bot.cage.inside MODULE:FUNCTION DOOR GIVEN…`.

The function opens what the work needs and gives it as `Kept`; DOOR is the number of the socket at
which lines come. For each line the process makes a copy of itself: nothing of one line is there in
the copy for another. The process itself reads nothing that anybody sends.
"""

from __future__ import annotations

import os
import resource
import select
import signal
import socket
import sys
import time
from contextlib import suppress
from importlib import import_module
from pathlib import Path

from bot import crash
from bot.cage.bounds import Bounds, Kept
from bot.cage.frames import Said, framed, ours, said

OPENING = 180
"""Seconds that opening what the work needs may take."""
LOOK = 1.0
"""Seconds between two looks at whether anybody still wants something."""
IDLE = 3_600.0
"""Seconds without a line after which the process ends, and gives its memory back."""
MOST = 64
"""Copies at the same time."""
_EVERY = {
    resource.RLIMIT_CORE: 0,
    resource.RLIMIT_FSIZE: 0,
    # No file and no socket can be opened any more: what a job would lead to is out of reach.
    resource.RLIMIT_NOFILE: 0,
}


def main() -> None:
    """Hold what the command names, until nobody wants it any more."""
    crash.guard()
    crash.leave_no_memory()
    # A service manager tells all processes to stop at once; the copies are needed until the bot has
    # ended its work, and end with their lines.
    for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
        signal.signal(number, signal.SIG_IGN)
    with suppress(OSError):  # where memory runs out, this goes before the bot
        Path("/proc/self/oom_score_adj").write_text("500", "ascii")
    what, door, *given = sys.argv[1:]
    signal.alarm(OPENING)
    module, _, name = what.partition(":")
    kept = getattr(import_module(module), name)(*given)
    signal.alarm(0)
    Doorkeeper(socket.socket(fileno=int(door)), kept).keep()


class Doorkeeper:
    """Makes a copy for each line, and ends it when the other side has hung up."""

    def __init__(self, door: socket.socket, kept: Kept) -> None:
        """Keep this door open to what is kept."""
        self._door, self._kept = door, kept
        self._taken = taken()
        self._copies: dict[int, socket.socket] = {}
        self._poll = select.poll()
        self._told, self._tell = os.pipe()
        os.set_blocking(self._told, False)
        os.set_blocking(self._tell, False)
        self._starter = os.getppid()

    def keep(self) -> None:
        """Until there was no line for IDLE seconds, or no line is there and neither is who started
        this."""
        signal.set_wakeup_fd(self._tell)
        signal.signal(signal.SIGCHLD, lambda *_: None)
        self._poll.register(self._door, select.POLLIN)
        self._poll.register(self._told, select.POLLIN)
        wanted = time.monotonic()
        while True:
            for descriptor, _ in self._poll.poll(LOOK * 1000):
                if descriptor == self._door.fileno():
                    self._open()
                elif descriptor == self._told:
                    with suppress(BlockingIOError):
                        os.read(self._told, 4096)
                else:
                    self._hung_up(descriptor)
            self._reap()
            now = time.monotonic()
            if self._copies:
                wanted = now
            elif now - wanted > IDLE or os.getppid() != self._starter:
                return

    def _open(self) -> None:
        try:
            line, _ = self._door.accept()
        except OSError:
            return
        if len(self._copies) >= MOST or not ours(line):
            line.close()
            return
        line.setblocking(True)
        copy = os.fork()
        if not copy:
            with suppress(BaseException):
                self._work(line)
            os._exit(0)
        self._copies[copy] = line
        # Of a line that its copy reads, this process wants to know the end alone.
        self._poll.register(line, 0)

    def _hung_up(self, descriptor: int) -> None:
        """Nobody waits for that copy any more, whatever it does."""
        self._poll.unregister(descriptor)
        for copy, line in self._copies.items():
            if line.fileno() == descriptor:
                os.kill(copy, signal.SIGKILL)  # it is not reaped yet, so that the number is its own

    def _reap(self) -> None:
        """Close the lines of copies that have ended, so that the other side hears of it."""
        while self._copies:
            copy, _ = os.waitpid(-1, os.WNOHANG)
            if not copy:
                return
            line = self._copies.pop(copy)
            with suppress(KeyError):
                self._poll.unregister(line)
            line.close()

    def _work(self, line: socket.socket) -> None:
        """In a copy: work on what comes over its line, within bounds."""
        signal.set_wakeup_fd(-1)
        for number in (signal.SIGCHLD, signal.SIGALRM):
            signal.signal(number, signal.SIG_DFL)
        self._door.close()
        for other in self._copies.values():
            other.close()
        kept = self._kept
        bind(kept.bounds, self._taken)
        line.sendall(framed(kept.hello))
        while (job := said(line.recv)) is not None:
            # The kernel ends the copy when time is up, also in the middle of native code.
            signal.setitimer(signal.ITIMER_REAL, kept.bounds.seconds)
            answer = _answered(kept, job)
            signal.setitimer(signal.ITIMER_REAL, 0)
            line.sendall(framed(*answer))


def _answered(kept: Kept, job: Said) -> Said:
    try:
        return kept.work(*job)
    except MemoryError:
        return {"exhausted": True}, b""
    except Exception as error:
        return {"failed": crash.kind_and_places(error)}, b""


def bind(bounds: Bounds, taken: int) -> None:
    """Take these bounds upon this process, which has so many bytes of addresses `taken`."""
    limits = dict(_EVERY)
    if bounds.processor is not None:
        limits[resource.RLIMIT_CPU] = bounds.processor
    if sys.platform == "linux":
        limits[resource.RLIMIT_AS] = taken + bounds.memory
    for which, most in limits.items():
        _, highest = resource.getrlimit(which)
        least = most if highest == resource.RLIM_INFINITY else min(most, highest)
        resource.setrlimit(which, (least, least))
    os.nice(bounds.nice)


def taken() -> int:
    """Bytes of addresses that this process has; where they can't be known, as many as it ever
    needs."""
    try:
        pages = int(Path("/proc/self/statm").read_text("ascii").split()[0])
    except OSError:
        return 4_000_000_000
    return pages * resource.getpagesize()


if __name__ == "__main__":
    main()
