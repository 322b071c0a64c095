"""Files that commands write, whole or not at all, and one that is downloaded."""

from __future__ import annotations

import csv
import io
import tempfile
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit

import click

from bot.cli.parts import Unusable
from bot.knowledge.cache import replace

LARGEST = 2_000_000_000
"""Bytes: five times OHCHR's export of 2026."""
PATIENCE = 60
"""Seconds in which something must come."""
_CHUNK = 1 << 20
_LOCAL = ("localhost", "127.0.0.1")


def write(path: Path, content: bytes) -> None:
    """All of it or nothing, so that whoever reads the file never sees half of it."""
    try:
        replace(path, content)
        path.chmod(0o644)
    except OSError as error:
        raise Unusable(f"{path} can't be written ({error.strerror})") from error


def write_file(path: Path, content: bytes) -> None:
    """The same, and say on stderr where it is."""
    write(path, content)
    click.echo(f"written: {path}", err=True)


def write_table(path: Path, columns: Sequence[str], rows: Iterable[Iterable[str]]) -> None:
    """Write a CSV file; it may hold questions, so that only its owner reads it."""
    from bot.knowledge.files import cell

    table = io.StringIO(newline="")
    writer = csv.writer(table)
    writer.writerow(columns)
    writer.writerows([cell(text) for text in row] for row in rows)
    try:
        replace(path, table.getvalue().encode("utf-8", "replace"))
    except OSError as error:
        raise Unusable(f"{path} can't be written: {error.strerror}") from error


@contextmanager
def drawable(path: Path) -> Iterator[None]:
    """A picture is drawn for that file. Raises Unusable for a name that does not end in .png, and
    where none can be drawn here."""
    from bot.render.pictures import NoPictures

    if path.suffix.casefold() != ".png":
        raise Unusable(f"a picture is a PNG file; call it {path.with_suffix('.png')}")
    try:
        yield
    except NoPictures as error:
        raise Unusable(str(error)) from error


def write_picture(path: Path, content: bytes) -> None:
    """Write a picture, and say on stderr where it is."""
    write(path, content)
    click.echo(f"picture written to {path}", err=True)


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
        except OSError as error:
            reason = getattr(error, "reason", None) or error
            raise Unusable(
                f"{where.hostname} did not give the file ({reason}): download it with a browser,"
                " and name the file"
            ) from error
        yield path


def _fetch(address: str, path: Path, show: Callable[[int, int], None]) -> None:
    from urllib.request import urlopen

    # the address is the operator's own, and its scheme was looked at
    with urlopen(address, timeout=PATIENCE) as answer, path.open("wb") as file:  # noqa: S310
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
