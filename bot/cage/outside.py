"""The outside of a cage: starts the process, or finds the one that another worker has started, and
opens lines to it."""

from __future__ import annotations

import hashlib
import os
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time
import weakref
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

from bot import __version__
from bot.cage.frames import Said, framed, ours, said
from bot.settings import PACKAGE

OPENING = 180.0
"""Seconds that opening what the work needs may take in the process, once."""
_GIVEN = ("PATH", "LANG", "LC_ALL", "PYTHONPATH", "SYSTEMROOT", "TMPDIR")
"""What the process sees of the environment: no token, no password, no address."""
_WAITING = 64
"""Lines that may wait at a door."""
_Process = subprocess.Popen[bytes]
_left: list[_Process] = []
"""Processes that this worker started, and that others may still use."""


class Gone(Exception):
    """Nothing comes over a line any more; `why` in a few words, of which none is anybody's."""

    def __init__(self, why: str) -> None:
        super().__init__(why)
        self.why = why


def can_cage() -> bool:
    """Whether this system can copy processes. Windows can't."""
    return hasattr(os, "fork")


class Line:
    """A line to a copy of a caged process, for one thread at a time."""

    def __init__(self, line: socket.socket, seconds: float) -> None:
        """Raises Gone where the process has not opened within so many seconds."""
        self._line = line
        self.hello, _ = self._heard(time.monotonic() + seconds)

    def ask(self, head: dict[str, Any], content: bytes, seconds: float) -> Said:
        """What comes of a job. Raises Gone, and then the line is closed: the copy ends with it,
        whatever it does."""
        until = time.monotonic() + seconds
        try:
            self._line.settimeout(seconds)
            self._line.sendall(framed(head, content))
        except OSError as error:
            raise self._gone(error) from error
        return self._heard(until)

    @property
    def ended(self) -> bool:
        """Whether the other side of a line over which nothing is asked now has hung up."""
        try:
            self._line.settimeout(0)
            return not self._line.recv(1, socket.MSG_PEEK)
        except BlockingIOError:
            return False
        except OSError:
            return True

    def close(self) -> None:
        """Hang up: the copy at the other end ends."""
        self._line.close()

    def _heard(self, until: float) -> Said:
        def read(size: int) -> bytes:
            left = until - time.monotonic()
            if left <= 0:
                raise TimeoutError
            self._line.settimeout(left)
            return self._line.recv(size)

        try:
            found = said(read)
        except OSError as error:
            raise self._gone(error) from error
        if found is None:
            raise self._gone()
        return found

    def _gone(self, error: OSError | None = None) -> Gone:
        self.close()
        return Gone("too slow" if isinstance(error, TimeoutError) else "it ended")


class Cage:
    """A process that holds what a function opens, for as long as somebody wants it."""

    def __init__(self, what: str, given: tuple[str, ...], shared: Path | None = None) -> None:
        """`what` is the function, `module:name`; `given` are its arguments. Workers that name the
        same folder as `shared` share one process, where the system and the folder let them."""
        self._what, self._given = what, given
        self._shared = shared if sys.platform == "linux" else None
        key = "\0".join((what, *given, __version__, str(PACKAGE), sys.executable))
        self._name = f"caged-{hashlib.blake2b(key.encode(), digest_size=8).hexdigest()}"
        self._address: str | bytes | None = None
        self._one = threading.Lock()
        self._process: _Process | None = None

    def line(self, seconds: float = OPENING) -> Line:
        """A line to a copy of its own; the process is started where none runs. Raises Gone."""
        with self._one:
            try:
                found = self._connected() or self._begun()
            except OSError as error:
                raise Gone("it can't be started") from error
        return Line(found, seconds)

    @property
    def ended_by(self) -> str | None:
        """The signal that ended the process, where this worker started it and it was one."""
        code = self._process.poll() if self._process else None
        if code is None or code >= 0:
            return None
        with suppress(ValueError):
            return signal.Signals(-code).name
        return f"signal {-code}"

    def _connected(self) -> socket.socket | None:
        """A line to the process that runs; None where none does."""
        with self._at() as address:
            if address is None:
                return None
            line = socket.socket(socket.AF_UNIX)
            try:
                line.settimeout(1)
                line.connect(address)
                if ours(line):
                    return line
            except OSError:
                pass
            line.close()
            return None

    def _begun(self) -> socket.socket:
        """A line to a process that is started now, unless another worker was faster."""
        door = socket.socket(socket.AF_UNIX)
        with door, self._alone():
            if self._shared and (line := self._connected()):
                return line
            self._bound(door)
            door.listen(_WAITING)
            self._start(door)
            line = self._connected()
        if line is None:
            raise ConnectionError
        return line

    def _bound(self, door: socket.socket) -> None:
        if self._shared:
            try:
                with self._at() as address:
                    place = Path(os.fsdecode(address or ""))
                    place.unlink(missing_ok=True)
                    door.bind(str(place))
                    place.chmod(0o600)
                    return
            except OSError:  # not every folder can hold a socket
                self._shared = None
        if sys.platform == "linux":
            door.bind("")  # a name that the kernel chooses, of no file
            self._address = door.getsockname()
        else:
            folder = tempfile.TemporaryDirectory(prefix="advocacy-")
            weakref.finalize(self, folder.cleanup)
            self._address = str(Path(folder.name) / "door")
            door.bind(self._address)

    @contextmanager
    def _alone(self) -> Iterator[None]:
        """Meanwhile no other worker starts a process that is shared. Where the folder can't be
        written, this worker has one of its own."""
        held = None
        if self._shared:
            import fcntl

            try:
                self._shared.mkdir(parents=True, exist_ok=True)
                held = os.open(self._shared / f"{self._name}.lock", os.O_RDWR | os.O_CREAT, 0o600)
                fcntl.flock(held, fcntl.LOCK_EX)
            except OSError:
                self._shared = None
        try:
            yield
        finally:
            if held is not None:
                os.close(held)

    @contextmanager
    def _at(self) -> Iterator[str | bytes | None]:
        """The address of the door; None where there is none yet."""
        if not self._shared:
            yield self._address
            return
        try:
            folder = os.open(self._shared, os.O_RDONLY | os.O_DIRECTORY)
        except OSError:
            yield None
            return
        try:
            # An address has room for a hundred letters, and a folder's path may be longer.
            yield f"/proc/self/fd/{folder}/{self._name}"
        finally:
            os.close(folder)

    def _start(self, door: socket.socket) -> None:
        if self._process:
            self._process.poll()  # the one before may still be on the system's list
        seen = {name: os.environ[name] for name in _GIVEN if name in os.environ}
        path = os.pathsep.join(filter(None, (str(PACKAGE.parent), seen.get("PYTHONPATH"))))
        self._process = subprocess.Popen(  # noqa: S603 (the command is ours)
            [sys.executable, "-m", "bot.cage.inside", self._what, str(door.fileno()), *self._given],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            env={**seen, "PYTHONPATH": path},
            cwd="/",
            pass_fds=(door.fileno(),),
            start_new_session=True,
        )
        weakref.finalize(self, _left.append if self._shared else _end, self._process)


def _end(process: _Process) -> None:
    """End a process that nobody else uses, and all its copies."""
    if process.poll() is None:  # a number that is free again may be somebody else's
        with suppress(OSError):
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()
