"""Opens an export and gives its records one after the other, whatever its format."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any, Literal

from bot.states.recommendations.columns import Sheet, columns_of
from bot.states.recommendations.models import Unreadable
from bot.states.recommendations.record import Raw
from bot.states.recommendations.workbook import LARGEST_UNPACKED, sheet_rows, unpacked

Source = Literal["uhri", "upr-info"]
LARGEST = 1_000_000_000
"""Bytes; the full export has 360 million."""
_CSV_CELL = 1_000_000
_UPR = {"Body": "UPR", "AnnotationType": "Recommendations"}
"""What every row of UPR Info is."""


@dataclass(frozen=True)
class Export:
    """A file that can be imported."""

    path: Path
    source: Source
    size: int
    records: Callable[[], Iterator[tuple[int, Raw]]]
    """Each record, with how many of the `size` have been read by then. Raises Unreadable."""


def export(path: Path) -> Export:
    """What a file is. Raises Unreadable for one that can't be an export."""
    try:
        size = path.stat().st_size
        with path.open("rb") as file:
            head = file.read(4096)
    except OSError as error:
        raise Unreadable(f"{path.name} can't be read ({error.strerror})") from error
    if size > LARGEST:
        raise Unreadable(
            f"{path.name} has {size / 1e6:,.0f} MB and the full export has about 360: it is another"
            " file, or two in one"
        )
    if head.startswith(b"PK\x03\x04"):
        if unpacked(path) > LARGEST_UNPACKED:
            raise Unreadable(f"{path.name} unpacks to more than {LARGEST_UNPACKED / 1e9:.0f} GB")
        return Export(path, "uhri", size, lambda: _workbook(path, size))
    if head.lstrip(b"\xef\xbb\xbf \t\r\n").startswith((b"[", b"{")):
        return Export(path, "uhri", size, lambda: _json(path))
    if path.suffix.casefold() in (".csv", ".tsv", ".txt"):
        return Export(path, "upr-info", size, lambda: _csv(path))
    raise Unreadable(
        f"{path.name} is no export that can be read: take UHRI's JSON or Excel file, or a CSV file"
        " of UPR Info"
    )


def _json(path: Path) -> Iterator[tuple[int, Raw]]:
    """UHRI's JSON: one array of flat objects, read piece by piece."""
    import ijson

    with path.open("rb") as file:
        _skip_mark(file)
        try:
            for one in ijson.items(file, "item", use_float=True):
                yield file.tell(), one
        except (ijson.JSONError, UnicodeDecodeError) as error:
            raise Unreadable(
                f"{path.name} is no sound JSON or ends in the middle; download it again"
            ) from error


def _skip_mark(file: IO[bytes]) -> None:
    if file.read(3) != b"\xef\xbb\xbf":
        file.seek(0)


def _workbook(path: Path, size: int) -> Iterator[tuple[int, Raw]]:
    rows = sheet_rows(path)
    sheet = columns_of(path.name, next(rows, (0.0, []))[1], "uhri")
    for share, cells in rows:
        if any(cells):
            yield int(share * size), _raw(sheet, cells)


def _csv(path: Path) -> Iterator[tuple[int, Raw]]:
    """UPR Info's CSV, in UTF-8 or, as its older files are, in Mac Roman with bare \\r."""
    csv.field_size_limit(_CSV_CELL)
    with path.open("rb") as file:
        encoding, delimiter = _encoding(file)
        text = io.TextIOWrapper(file, encoding=encoding, newline=None)
        reader = csv.reader(text, delimiter=delimiter, strict=True)
        try:
            sheet = columns_of(path.name, next(reader, []), "upr-info")
            for cells in reader:
                if any(cells) and len(cells) != len(sheet):
                    raise Unreadable(
                        f"{path.name}, line {reader.line_num}: {len(cells)} cells for"
                        f" {len(sheet)} columns; it ends in the middle or is damaged, download it"
                        " again"
                    )
                if any(cells):
                    yield file.tell(), {**_UPR, **_raw(sheet, cells)}
        except (csv.Error, UnicodeDecodeError) as error:
            raise Unreadable(
                f"{path.name} can't be read as CSV near line {reader.line_num}; it ends in the"
                " middle or is damaged, download it again"
            ) from error


def _encoding(file: IO[bytes]) -> tuple[str, str]:
    head = file.read(1_000_000)
    file.seek(0)
    first = head.splitlines()[0] if head else b""
    delimiter = max(",;\t", key=lambda sign: first.count(sign.encode()))
    try:
        head[: head.rfind(b"\n") + 1 or None].decode("utf-8-sig")
        return "utf-8-sig", delimiter
    except UnicodeDecodeError:
        return ("cp1252" if b"\n" in head else "mac_roman"), delimiter


def _raw(sheet: Sheet, cells: Sequence[Any]) -> Mapping[str, Any]:
    return {key: made(cell) for (key, made), cell in zip(sheet, cells, strict=False) if key}
