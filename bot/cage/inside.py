"""The inside of the cage: `python -m bot.cage.inside KNOWLEDGE CACHE`.

It opens the knowledge base once. For each draft it makes a copy of itself (fork), which takes the
bounds upon itself, checks the draft, says what was found, and ends: nothing of one draft is there
when the next one comes.
"""

from __future__ import annotations

import json
import os
import resource
import sys
import zipfile
from contextlib import suppress
from io import BytesIO
from pathlib import Path
from typing import Any

from bot import crash
from bot.cage.frames import MOST, frame, framed, told
from bot.knowledge import load
from bot.knowledge.models import TRANSLATED
from bot.prepare import NotPossible, load_actions
from bot.prepare.drafts import DraftCheck, RefusedFile, ready
from bot.states import Profiles

MEMORY = 400_000_000
"""Bytes that a check may take beside what the knowledge base takes."""
PROCESSOR = 20
"""Seconds of a core; the slowest sound draft took seven."""
NICE = 10
"""Answers to questions go before it."""
_BOUNDS = {
    resource.RLIMIT_CPU: PROCESSOR,
    resource.RLIMIT_CORE: 0,
    resource.RLIMIT_FSIZE: 0,
    # No file and no socket can be opened any more: what a draft would lead to is out of reach.
    resource.RLIMIT_NOFILE: 0,
}


def main() -> None:
    """Check drafts that come over stdin, until it ends."""
    crash.guard()
    crash.leave_no_memory()
    os.nice(NICE)
    knowledge, cache = Path(sys.argv[1]), Path(sys.argv[2])
    base = load(knowledge, cache)
    base.translations.ready(TRANSLATED)  # the copies that check can open no file
    actions = load_actions(knowledge, base)
    checker = DraftCheck.open(knowledge, base, actions, Profiles.open(knowledge, base))
    _warm(checker, next(name for name, action in actions.items() if action.outline))
    out = os.dup(1)
    os.dup2(2, 1)  # what a library prints is no answer
    _put(out, told({"ready": True}))
    while (job := frame(sys.stdin.buffer.read)) is not None:
        content = frame(sys.stdin.buffer.read)
        if content is None:
            return
        _put(out, framed(_caged(checker, json.loads(job), content)))


def _caged(checker: DraftCheck, job: dict[str, Any], content: bytes) -> bytes:
    """What a copy of this process says of a draft; that it took too much, where it says nothing."""
    ours, theirs = os.pipe()
    child = os.fork()
    if not child:
        with suppress(BaseException):
            os.close(ours)
            _bound()
            _put(theirs, json.dumps(_checked(checker, job, content)).encode())
        os._exit(0)
    os.close(theirs)
    with os.fdopen(ours, "rb") as pipe:
        said = pipe.read(MOST)
    os.waitpid(child, 0)
    return said or json.dumps({"exhausted": True}).encode()


def _bound() -> None:
    for which, most in _BOUNDS.items():
        resource.setrlimit(which, (most, most))
    if sys.platform == "linux":
        with suppress(OSError, ValueError):
            resource.setrlimit(resource.RLIMIT_AS, (_TAKEN + MEMORY, _TAKEN + MEMORY))


def _checked(checker: DraftCheck, job: dict[str, Any], content: bytes) -> dict[str, Any]:
    try:
        return {"report": checker.check(content, **job).model_dump(mode="json")}
    except RefusedFile as error:
        return {"refused": str(error)}
    except NotPossible as error:
        return {"not_possible": str(error)}
    except MemoryError:
        return {"exhausted": True}
    except Exception as error:
        return {"failed": crash.kind_and_places(error)}


def _warm(checker: DraftCheck, action: str) -> None:
    """Check one of each kind, so that all code is here before files can't be opened any more."""
    global _TAKEN
    ready()
    packed = BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as file:
        file.writestr("mimetype", "é")
    texts = {"a.md": b"# A\n\nText of 3 May.", "a.txt": "Text.".encode("utf-16")}
    for name, content in {**texts, "a.docx": packed.getvalue(), "a.odt": packed.getvalue()}.items():
        _checked(checker, {"name": name, "action": action}, content)
    with suppress(OSError):
        pages = int(Path("/proc/self/statm").read_text("ascii").split()[0])
        _TAKEN = pages * resource.getpagesize()


_TAKEN = 4_000_000_000
"""Bytes of addresses that this process has before it checks anything."""


def _put(to: int, content: bytes) -> None:
    left = memoryview(content)
    while left:
        left = left[os.write(to, left) :]


if __name__ == "__main__":
    main()
