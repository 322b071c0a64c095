"""What an error may say that nobody caught, and what a process may leave behind when it dies: kinds
and places in the code, never a text, a token or the memory in which they stand."""

from __future__ import annotations

import ctypes
import logging
import re
import sys
import threading
import traceback
from contextlib import suppress
from pathlib import Path
from types import TracebackType
from typing import Any

from bot.settings import PACKAGE

_PR_SET_DUMPABLE = 4
"""prctl(2)."""
_WORD = re.compile(r"[a-z][a-z0-9_]{0,59}")
_logger = logging.getLogger(__name__)


def kind_and_places(error: BaseException) -> dict[str, Any]:
    """The kind of an error, the last four places of the desk on its way and the one where it was
    raised. Its message is left out: it may hold what somebody wrote, or a token."""
    frames = traceback.extract_tb(error.__traceback__)
    ours = [frame for frame in frames[:-1] if Path(frame.filename).is_relative_to(PACKAGE)]
    places = [f"{Path(frame.filename).name}:{frame.lineno}" for frame in ours[-4:] + frames[-1:]]
    return {"kind": type(error).__name__, "places": places}


def plain_word(value: object) -> str:
    """A word such as channel_not_found, by which a service says why it refused. Of anything else
    nothing is told: it may be a page, a name or a text."""
    word = str(value)
    return word if _WORD.fullmatch(word) else "not understood"


def guard() -> None:
    """From now on errors that nobody catches say no more than that, in every thread: Python alone
    would print their messages."""
    sys.excepthook = _uncaught
    threading.excepthook = lambda given: _uncaught(
        given.exc_type, given.exc_value or given.exc_type(), given.exc_traceback
    )
    sys.unraisablehook = lambda given: _uncaught(
        given.exc_type, given.exc_value or given.exc_type(), given.exc_traceback
    )
    logging.raiseExceptions = False  # a line that can't be written would be printed with its values


def leave_no_memory() -> None:
    """From now on this process writes no core file: its memory holds what people wrote and tokens.

    Where the kernel hands memory to a program (systemd-coredump, apport), the limit alone is not
    enough, so on Linux the process is marked as not to be dumped too.
    """
    with suppress(ImportError, OSError, ValueError):
        import resource  # not on Windows

        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    if sys.platform == "linux":
        with suppress(OSError, AttributeError):
            ctypes.CDLL(None).prctl(_PR_SET_DUMPABLE, 0, 0, 0, 0)


def _uncaught(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
    if issubclass(kind, KeyboardInterrupt | SystemExit):
        return
    told = kind_and_places(error.with_traceback(trace or error.__traceback__))
    if logging.getLogger().handlers:
        _logger.critical("an error that nobody caught", extra=told)
        return
    where = ", ".join(told["places"]) or "an unknown place"
    line = f"advocacy: something went wrong ({told['kind']} at {where}); report it with this line"
    with suppress(OSError, ValueError):
        print(line, file=sys.stderr)
