"""Files that can be built again: indexes of the base, kept between runs."""

from __future__ import annotations

import os
import struct
import tempfile
import time
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path

KEPT = 3
"""Files of one kind that stay: for this base, and for others that are used side by side."""

PART = ".part-"
"""How a file begins that is being written."""
NEW = 0o644
"""The rights of a file that stood nowhere: who runs the bot need not be who wrote it."""
ABANDONED = 3_600
"""Seconds after which nobody writes on it any more."""


def cached(cache: Path | None, kind: str, fingerprint: str, ending: str) -> Path | None:
    """Where a file of that kind for that base stands, or would; None without a cache."""
    return cache / f"{kind}-{fingerprint}.{ending}" if cache and fingerprint else None


def write_whole(path: Path, content: bytes) -> None:
    """Write a file so that a reader sees all of it or nothing, and drop the oldest of its kind.

    A cache that can't be written is no error: the desk is only slower to start.
    """
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        replace(path, content)
        alike = path.parent.glob(f"{path.stem.split('-')[0]}-*{path.suffix}")
        for old in sorted(alike, key=lambda file: -file.stat().st_mtime)[KEPT:]:
            old.unlink(missing_ok=True)
        for left in path.parent.glob(f"{PART}*"):  # of a process that was killed
            if time.time() - left.stat().st_mtime > ABANDONED:
                left.unlink(missing_ok=True)
    except OSError:
        return


def replace(path: Path, content: bytes, mode: int | None = None, group: int | None = None) -> None:
    """Put a file in the place of another: all of it or nothing, also where the power goes (the
    bytes are on the disk before the name is). A device or a pipe is written to, and where a link
    leads. The new file has the rights `mode`, else those of the one before it, else `NEW`, and
    belongs to `group` where one is given; it never stands there with wider rights. Raises OSError,
    and leaves nothing behind then."""
    path = path.resolve()
    if path.exists() and not path.is_file():
        path.write_bytes(content)
        return
    part = tempfile.NamedTemporaryFile(dir=path.parent, prefix=PART, delete=False)  # noqa: SIM115
    try:
        with part:
            part.write(content)
            part.flush()
            os.fsync(part.fileno())
        if group is not None:
            os.chown(part.name, -1, group)
        before = path.stat().st_mode & 0o777 if path.exists() else NEW
        Path(part.name).chmod(before if mode is None else mode)
        Path(part.name).replace(path)
    except BaseException:
        Path(part.name).unlink(missing_ok=True)
        raise
    with suppress(OSError):  # the folder's entry too; not every system lets it be opened
        folder = os.open(path.parent, os.O_RDONLY)
        try:
            os.fsync(folder)
        finally:
            os.close(folder)


def forget(path: Path) -> None:
    """Take away a file that is damaged, so that it is made anew; one that can't be is left."""
    with suppress(OSError):
        path.unlink()


DAMAGED = (
    OSError, EOFError, ValueError, TypeError, KeyError, AttributeError, IndexError, struct.error,
    zlib.error, zipfile.BadZipFile, NotImplementedError, RecursionError, MemoryError,
)  # fmt: skip
"""What reading a file raises that is empty, cut off, or holds other bytes than were written."""


@contextmanager
def one_at_a_time(path: Path) -> Iterator[None]:
    """Wait while another process makes a file of that kind.

    Workers that start at once would otherwise each take minutes for the same. A cache that can't
    be written is no error: everybody works for itself.
    """
    from filelock import FileLock

    with ExitStack() as held:
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            held.enter_context(FileLock(path.parent / f"{path.stem.split('-')[0]}.lock"))
        except OSError:
            pass
        yield


def digest_of(*names: str) -> bytes:
    """The content of source files of this package, so that changed code makes a new cache."""
    package = Path(__file__).resolve().parent.parent
    return b"".join((package / name).read_bytes() for name in names)
