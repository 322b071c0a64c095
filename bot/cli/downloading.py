"""Downloads a file that an operator names by its address, for a command that takes a file."""

from __future__ import annotations

import tempfile
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit

from bot.cli.common import Unusable

LARGEST = 2_000_000_000
"""Bytes: five times OHCHR's export of 2026."""
PATIENCE = 60
"""Seconds in which something must come."""
_CHUNK = 1 << 20
_LOCAL = ("localhost", "127.0.0.1")


def is_address(text: str) -> bool:
    """Whether it is an address and not a file."""
    return text.startswith(("https://", "http://"))


@contextmanager
def downloaded(address: str, show: Callable[[int, int], None]) -> Iterator[Path]:
    """The file at an https address, for as long as it is needed; `show` is told how many bytes of
    how many (0: not known) have come. Raises Unusable with a sentence."""
    where = urlsplit(address)
    if where.scheme != "https" and where.hostname not in _LOCAL:
        raise Unusable("only an address that begins with https:// is downloaded")
    with tempfile.TemporaryDirectory(prefix="advocacy-") as folder:
        path = Path(folder) / (Path(where.path).name or "export.json")
        try:
            _fetch(address, path, show)
        except (OSError, urllib.error.URLError) as error:
            reason = getattr(error, "reason", None) or error
            raise Unusable(
                f"{where.hostname} did not give the file ({reason}): download it with a browser,"
                " and name the file"
            ) from error
        yield path


def _fetch(address: str, path: Path, show: Callable[[int, int], None]) -> None:
    # the address is the operator's own, and its scheme was looked at
    with urllib.request.urlopen(address, timeout=PATIENCE) as answer, path.open("wb") as file:  # noqa: S310
        whole = int(answer.headers.get("Content-Length") or 0)
        done = 0
        while piece := answer.read(_CHUNK):
            done += len(piece)
            if done > LARGEST:
                raise OSError("it is larger than any export")
            file.write(piece)
            show(done, whole)
    if whole and done < whole:
        raise OSError("it was cut off")
