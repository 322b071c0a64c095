"""The model of meaning in a process of its own, for a bot that must go on whatever happens to it.

One process serves all workers of a machine that share a cache: it holds the model once, and makes a
small copy of itself for each line (`bot.cage`). Where it gives no vector in time, or none at all,
the question is answered by words alone, and the process is asked again later.
"""

from __future__ import annotations

import logging
import sys
import threading
import time
import weakref
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from bot.ask.encoder import (
    Encoder,
    Encodes,
    NotInstalledError,
    SilentModelError,
    UnusableModelError,
    card_of,
    open_encoder,
    stamp_of,
    tell,
)
from bot.cage import Bounds, Cage, Gone, Kept, Line, Said
from bot.settings import INSTALL

if TYPE_CHECKING:
    from bot.ask.encoder import Vectors

IN_TIME = 0.5
"""Seconds in which a question's vector must be there; it takes a fiftieth of that."""
IN_PEACE = 30.0
"""Seconds for a text of the base, for which nobody waits."""
TRIES = 3
"""Times that such a text is read before it is given up."""
OPENING = 30.0
"""Seconds in which the process must be ready."""
LINES = 2
"""Lines of a worker: so many questions are read at the same time."""
LOOK = 1.0
"""Seconds between two looks at whether the lines are still open."""
FIRST_PAUSE, LONGEST_PAUSE = 0.2, 60.0
"""Seconds before a line is opened anew; twice as long each time that it gave nothing."""
BOUNDS = Bounds(memory=200_000_000, seconds=40.0)
"""A question takes 3 MB beside the model. Who asked hangs up long before the time is up, and the
copy ends with that."""

Missed = Callable[[str], object]
_log = logging.getLogger(__name__)


def kept(folder: str, _: str = "") -> Kept:
    """Inside: the model in a folder, ready; or why it can't be used."""
    try:
        model = Encoder.open(Path(folder))
    except UnusableModelError as error:
        return Kept(_nothing, BOUNDS, {"wrong": error.wrong, "remedy": error.remedy})

    def work(_: dict[str, Any], content: bytes) -> Said:
        return {}, model.vector(content.decode("utf-8", "surrogatepass")).tobytes()

    return Kept(work, BOUNDS, {"stamp": model.stamp})


def _nothing(_: dict[str, Any], __: bytes) -> Said:
    return {}, b""


class CagedEncoder:
    """Makes vectors as an `Encoder` does, byte for byte, in a process of its own."""

    def __init__(self, cage: Cage, stamp: str, dimensions: int, missed: Missed) -> None:
        """`missed` is called with why, for each text that got no vector. Raises UnusableModelError
        where the process says that the model can't be used."""
        self.stamp, self.dimensions = stamp, dimensions
        self._lines = _Lines(cage, stamp)
        self._missed = missed
        weakref.finalize(self, self._lines.close)
        self._lines.first()

    @property
    def answers(self) -> bool:
        """Whether a line is open over which vectors come."""
        return self._lines.count > 0

    def vector(self, text: str) -> Vectors:
        """The vector of a text. Raises SilentModelError at once where no line is open, and after
        IN_TIME where none comes."""
        return self._vector(text, IN_TIME)

    def vectors(self, texts: Sequence[str]) -> Vectors:
        """The vectors of many texts, a row each. Raises SilentModelError."""
        with ThreadPoolExecutor(LINES) as pool:
            vectors = list(pool.map(self._patiently, texts))
        return np.array(vectors, dtype=np.float32).reshape(len(texts), -1)

    def _patiently(self, text: str) -> Vectors:
        for _ in range(TRIES - 1):
            try:
                return self._vector(text, IN_PEACE)
            except SilentModelError:
                self._lines.wait(OPENING)
        return self._vector(text, IN_PEACE)

    def _vector(self, text: str, seconds: float) -> Vectors:
        try:
            content = self._lines.ask(text.encode("utf-8", "surrogatepass"), seconds)
        except Gone as error:
            self._missed(error.why)
            raise SilentModelError(error.why) from error
        if len(content) != 4 * self.dimensions:
            self._missed("no vector")
            raise SilentModelError("no vector")
        return np.frombuffer(content, dtype=np.float32)


class _Lines:
    """The lines of a worker. A thread opens those that are missing, with pauses that grow while
    nothing comes of it."""

    def __init__(self, cage: Cage, stamp: str) -> None:
        self._cage, self._stamp = cage, stamp
        self._changed = threading.Condition()
        self._free: list[Line] = []
        self.count = 0
        """Lines that are open, free or not."""
        self._failed = 0
        """Times in a row that a line, or the opening of one, gave nothing."""
        self._unusable: UnusableModelError | None = None
        self._closed = False
        threading.Thread(target=self._keep, name="model", daemon=True).start()

    def first(self) -> None:
        """Wait for the first line, or for the first time that none could be opened."""
        with self._changed:
            self._changed.wait_for(lambda: self.count or self._failed, OPENING)
            if self._unusable:
                self._closed = True
                raise self._unusable

    def wait(self, seconds: float) -> None:
        """Wait until a line is open."""
        with self._changed:
            self._changed.wait_for(lambda: self.count, seconds)

    def ask(self, content: bytes, seconds: float) -> bytes:
        """What comes over a line. Raises Gone."""
        until = time.monotonic() + seconds
        with self._changed:
            if not self.count:
                raise Gone("not there")
            if not self._changed.wait_for(lambda: self._free or not self.count, seconds):
                raise Gone("too many at once")
            if not self._free:
                raise Gone("not there")
            line = self._free.pop()
        try:
            _, found = line.ask({}, content, max(until - time.monotonic(), 0.001))
        except Gone as error:
            with self._changed:
                self.count -= 1
                self._worse(error.why)
            raise
        with self._changed:
            if self._failed:
                self._failed = 0
                _log.info("the model of meaning answers again")
            self._free.append(line)
            self._changed.notify_all()
        return found

    def close(self) -> None:
        """Hang up, and open no more."""
        with self._changed:
            self._closed = True
            for line in self._free:
                line.close()
            self._changed.notify_all()

    def _worse(self, why: str) -> None:
        """Note, with the lock held, that nothing came."""
        if not self._failed:
            _log.warning("questions are found by words alone for now", extra={"why": why})
        self._failed += 1
        self._changed.notify_all()

    def _keep(self) -> None:
        while True:
            with self._changed:
                while not self._changed.wait_for(lambda: self._closed or self.count < LINES, LOOK):
                    self._look()
                pause = FIRST_PAUSE * 2 ** min(self._failed - 1, 20) if self._failed else 0
                if pause:
                    self._changed.wait_for(lambda: self._closed, min(pause, LONGEST_PAUSE))
                if self._closed:
                    return
            self._open()

    def _look(self) -> None:
        """Whoever asks next should not be the one who finds out that nobody is there."""
        gone = [line for line in self._free if line.ended]
        for line in gone:
            line.close()
            self._free.remove(line)
            self.count -= 1
            self._worse("it ended")

    def _open(self) -> None:
        try:
            line = self._cage.line(OPENING)
        except Gone as error:
            with self._changed:
                self._worse(self._cage.ended_by or error.why)
            return
        with self._changed:
            if line.hello.get("stamp") == self._stamp and not self._closed:
                self.count += 1
                self._free.append(line)
                self._changed.notify_all()
                return
            line.close()
            if "wrong" in line.hello:
                wrong, remedy = str(line.hello["wrong"]), str(line.hello.get("remedy", INSTALL))
                self._unusable = UnusableModelError(wrong, remedy)
            self._worse("another model")


_opened: weakref.WeakValueDictionary[tuple[Path, str], CagedEncoder] = weakref.WeakValueDictionary()
_opening = threading.Lock()


def open_caged(folder: Path, shared: Path, missed: Missed) -> Encodes | None:
    """The model in a folder, in a process that workers with the same folder `shared` have in
    common; None where it can't be used, which is named in the log. The same while somebody uses it,
    also for a new knowledge base with the same model.

    Only Linux has the bounds for it; elsewhere the model runs in this process.
    """
    if sys.platform != "linux":
        return open_encoder(folder)
    with _opening:
        try:
            _installed()
            stamp, dimensions = stamp_of(card_of(folder))
            found = _opened.get((folder, stamp))
            if found is None:
                cage = _cage(folder, stamp, shared)
                found = _opened[folder, stamp] = CagedEncoder(cage, stamp, dimensions, missed)
        except NotInstalledError:
            return None
        except UnusableModelError as error:
            tell(error)
            return None
    return found


def trial(folder: Path) -> UnusableModelError | None:
    """Why the model in a folder can't be used in a process of its own, and what to do; None where
    it can. Whatever ends that process, this one goes on."""
    try:
        _installed()
        stamp, _ = stamp_of(card_of(folder))
    except UnusableModelError as error:
        return error
    cage = _cage(folder, stamp, None)
    try:
        line = cage.line(OPENING)
        if "wrong" in line.hello:
            return UnusableModelError(str(line.hello["wrong"]), str(line.hello["remedy"]))
        line.ask({}, b"?", OPENING)
        line.close()
    except Gone as error:
        why = cage.ended_by or error.why
        return UnusableModelError(
            f"the process of the model of meaning gave nothing ({why})", INSTALL
        )
    return None


def _installed() -> None:
    if any(find_spec(name) is None for name in ("onnxruntime", "tokenizers")):
        raise NotInstalledError("the extra `meaning` is not installed", INSTALL)


def _cage(folder: Path, stamp: str, shared: Path | None) -> Cage:
    return Cage("bot.ask.caged:kept", (str(folder.absolute()), stamp), shared)
