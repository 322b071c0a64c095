"""The outside of the cage: starts it, hands drafts in one by one, and ends it where it hangs."""

from __future__ import annotations

import json
import os
import select
import signal
import subprocess
import sys
import threading
import time
import weakref
from contextlib import suppress
from typing import Any, Protocol

from bot.cage.frames import frame, framed
from bot.prepare import NotPossible
from bot.prepare.drafts import RefusedFile, Report
from bot.settings import PACKAGE, Settings

WALL = 90.0
"""Seconds that a check may take by the clock on the wall."""
OPENING = 180.0
"""Seconds that opening the knowledge base may take in it, once."""
_GIVEN = ("PATH", "LANG", "LC_ALL", "PYTHONPATH", "SYSTEMROOT", "TMPDIR")
"""What the process sees of the environment: no token, no password, no address."""
_TOO_MUCH = (
    "The file takes too long to read, or too much memory: copy its text into a new document and"
    " send that."
)


class Checks(Protocol):
    """What checks a draft (`DraftCheck`)."""

    def check(
        self,
        content: bytes,
        name: str,
        action: str,
        mechanism: str | None = None,
        joint: bool = False,
        state: str | None = None,
    ) -> Report:
        """What is found in a draft."""


class Cage:
    """Checks drafts as `DraftCheck` does, one at a time, in a process of its own.

    The process starts with the first draft. Where the system can't copy processes (Windows), drafts
    are checked here.
    """

    def __init__(self, here: Checks, where: Settings) -> None:
        self._here = here
        self._command = [
            sys.executable, "-m", "bot.cage.inside", str(where.knowledge), str(where.cache),
        ]  # fmt: skip
        self._one = threading.Lock()
        self._process: subprocess.Popen[bytes] | None = None

    def check(
        self,
        content: bytes,
        name: str,
        action: str,
        mechanism: str | None = None,
        joint: bool = False,
        state: str | None = None,
    ) -> Report:
        """What is found in a draft. Raises what `DraftCheck.check` raises; RefusedFile too where it
        takes too much time or memory; RuntimeError where the process can't work."""
        if not hasattr(os, "fork"):
            return self._here.check(content, name, action, mechanism, joint, state)
        job = {
            "name": name, "action": action, "mechanism": mechanism, "joint": joint, "state": state,
        }  # fmt: skip
        with self._one:
            said = self._said(json.dumps(job).encode(), content)
        if "report" in said:
            return Report.model_validate(said["report"])
        if "refused" in said:
            raise RefusedFile(str(said["refused"]))
        if "not_possible" in said:
            raise NotPossible(str(said["not_possible"]))
        if "exhausted" in said:
            raise RefusedFile(_TOO_MUCH)
        raise RuntimeError(f"the draft check failed: {said.get('failed')}")

    def _said(self, job: bytes, content: bytes) -> dict[str, Any]:
        """What the process answers. It is ended where it takes too long or is gone."""
        process = self._process
        if process is None or process.poll() is not None:
            process = self._process = self._started()
        said: dict[str, Any] | None
        try:
            said = _asked(process, framed(job, content), WALL)
        except OSError:  # a time that ran out too
            said = None
        if said is None:
            _end(process)
            self._process = None
            return {"exhausted": True}
        return said

    def _started(self) -> subprocess.Popen[bytes]:
        seen = {name: os.environ[name] for name in _GIVEN if name in os.environ}
        path = os.pathsep.join(filter(None, (str(PACKAGE.parent), seen.get("PYTHONPATH"))))
        process = subprocess.Popen(  # noqa: S603 (the command is ours)
            self._command,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env={**seen, "PYTHONPATH": path},
            cwd="/",
            start_new_session=True,
        )
        weakref.finalize(self, _end, process)
        if _asked(process, b"", OPENING) != {"ready": True}:
            _end(process)
            raise RuntimeError("the draft check did not start")
        return process


def _asked(process: subprocess.Popen[bytes], question: bytes, seconds: float) -> Any:
    """The answer, as JSON; None where it is none. Raises TimeoutError."""
    until = time.monotonic() + seconds
    if process.stdin is None or process.stdout is None:
        return None
    process.stdin.write(question)
    process.stdin.flush()
    descriptor = process.stdout.fileno()

    def read(size: int) -> bytes:
        left = until - time.monotonic()
        if left <= 0 or not select.select([descriptor], [], [], left)[0]:
            raise TimeoutError
        return os.read(descriptor, min(size, 65_536))

    found = frame(read)
    try:
        return None if found is None else json.loads(found)
    except (ValueError, RecursionError):
        return None


def _end(process: subprocess.Popen[bytes]) -> None:
    """End the process, the copy of it that may hang, and the pipes."""
    with suppress(OSError):
        os.killpg(process.pid, signal.SIGKILL)
    for pipe in (process.stdin, process.stdout):
        if pipe is not None:
            with suppress(OSError):
                pipe.close()
    process.wait()
