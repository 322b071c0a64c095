"""Files that can be built again: indexes of the base, kept between runs."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

KEPT = 3
"""Files of one kind that stay: for this base, and for others that are used side by side."""


def cached(cache: Path | None, kind: str, fingerprint: str, ending: str) -> Path | None:
    """Where a file of that kind for that base stands, or would; None without a cache."""
    return cache / f"{kind}-{fingerprint}.{ending}" if cache and fingerprint else None


def write_whole(path: Path, content: bytes) -> None:
    """Write a file so that a reader sees all of it or nothing, and drop the oldest of its kind.

    A cache that can't be written is no error: the desk is only slower to start.
    """
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.NamedTemporaryFile(dir=path.parent, prefix=".part-", delete=False) as part:
            part.write(content)
        Path(part.name).replace(path)
        alike = path.parent.glob(f"{path.stem.split('-')[0]}-*{path.suffix}")
        for old in sorted(alike, key=lambda file: -file.stat().st_mtime)[KEPT:]:
            old.unlink(missing_ok=True)
    except OSError:
        return


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
