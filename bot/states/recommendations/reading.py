"""Opens an export and gives its records one after the other, whatever its format and columns."""

from __future__ import annotations

import csv
import datetime as dt
import io
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any, Literal

from bot.states.recommendations.models import Unreadable
from bot.states.recommendations.record import Raw
from bot.states.recommendations.workbook import LARGEST_UNPACKED, sheet_rows, unpacked

Sheet = Sequence[tuple[str, Callable[[Any], Any]]]
"""For each column the key (empty where it is not used) and what makes a value of a cell."""


def _one(cell: Any) -> str:
    return "" if cell is None else str(cell).strip()


def _lines(cell: Any) -> list[str]:
    """Several values of a cell: `- A` and `- B` on lines of their own."""
    parts = re.split(r"[\r\n]+", "" if cell is None else str(cell))
    return [text for part in parts if (text := part.strip().removeprefix("-").strip())]


def _listed(cell: Any) -> list[str]:
    """Several values, set apart by commas or bars."""
    parts = re.split(r"[,|]", "" if cell is None else str(cell))
    return [text for part in parts if (text := part.strip())]


def _alone(cell: Any) -> list[str]:
    return [text] if (text := _one(cell)) else []


def _dashed(cell: Any) -> str:
    return _one(cell).removeprefix("- ")


def _day(cell: Any) -> str:
    """A day: as text, or as Excel counts them, from the end of 1899."""
    text = _dashed(cell)
    if not re.fullmatch(r"\d{1,6}(?:\.\d+)?", text):
        return text
    return (dt.date(1899, 12, 30) + dt.timedelta(days=int(float(text)))).isoformat()


_UHRI: Mapping[str, tuple[str, Callable[[Any], Any]]] = {
    "text": ("Text", _dashed),
    "countriesconcerned": ("Countries", _lines),
    "recommendingbody": ("Body", _dashed),
    "documentsymbol": ("Symbol", _dashed),
    "themes": ("Themes", _lines),
    "affectedpersons": ("AffectedPersons", _lines),
    "documentpublicationdate": ("PublicationDate", _day),
    "uprrecommendingstates": ("UprRecommendingCountry", _lines),
    "uprposition": ("UprPositions", _lines),
    "type": ("AnnotationType", _dashed),
    "ohchrannotationid": ("AnnotationId", _dashed),
    "uprsession": ("UprSession", _lines),
}
_UPR_INFO: Mapping[str, tuple[str, Callable[[Any], Any]]] = {
    **dict.fromkeys(("to", "stateunderreview", "statereviewed", "sur"), ("Countries", _alone)),
    **dict.fromkeys(("text", "recommendation", "title"), ("Text", _one)),
    **dict.fromkeys(("from", "recommendingstate", "rs"), ("UprRecommendingCountry", _alone)),
    **dict.fromkeys(("response", "position"), ("UprPositions", _alone)),
    **dict.fromkeys(("issue", "issues"), ("Themes", _listed)),
    "session": ("UprSession", _alone),
}
"""The names of the export of 2015 and those of the fields of the present database. The headings of
its present CSV file are not known here."""
_NEEDED = {"uhri": ("Text", "Countries", "Body"), "upr-info": ("Text", "Countries", "UprSession")}
_CALLED = {"uhri": "UHRI's Excel file", "upr-info": "a CSV file of UPR Info"}


def columns_of(file: str, heading: Sequence[Any], source: Literal["uhri", "upr-info"]) -> Sheet:
    """What each column of a table is. Raises Unreadable where a needed one is missing."""
    known = _UHRI if source == "uhri" else _UPR_INFO
    columns = [known.get(_folded(name), ("", _one)) for name in heading]
    keys = [key for key, _ in columns]
    if missing := [key for key in _NEEDED[source] if key not in keys]:
        there = " ".join(", ".join(filter(None, map(_one, heading))).split())[:120] or "none"
        raise Unreadable(
            f"{file} is not {_CALLED[source]}: it has no column for {', '.join(missing)}; its"
            f" columns are {there}"
        )
    return columns


def _folded(name: Any) -> str:
    """`UPR Reccomending States` and `UPR recommending states` are one."""
    letters = re.sub(r"[^a-z]", "", str(name).casefold())
    return letters.replace("reccomend", "recommend").replace("recomend", "recommend")


Source = Literal["uhri", "upr-info"]
LARGEST = 1_000_000_000
"""Bytes; the full export has 360 million."""
LARGEST_ITEM = 1_000_000
"""Bytes of one recommendation in JSON; they have some thousands."""
DEEPEST = 3
"""Levels of lists and objects in it; the export has two."""
MOST_OPEN = 200
"""Brackets that are open at a time in a piece of the file. For each one that is open in another the
library keeps a path, so that thousands fill the memory."""
_BRACKET = re.compile(rb"[\[\]{}]")
_PIECE = 65_536
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
        bounded = _Bounded(path.name, file)
        try:
            for record in ijson.items(bounded, "item", use_float=True, buf_size=_PIECE):
                bounded.next(record)
                yield file.tell(), record
        except (ijson.JSONError, UnicodeDecodeError, ValueError) as error:
            raise Unreadable(
                f"{path.name} is no sound JSON or ends in the middle; download it again"
            ) from error


class _Bounded:
    """A file of which no more is read than one recommendation may have, before it is whole: a text
    or a nesting without end is refused before it fills the memory."""

    def __init__(self, name: str, file: IO[bytes]) -> None:
        self._name = name
        self._file = file
        self._read = self._items = 0

    def read(self, size: int) -> bytes:
        """The next bytes. Raises Unreadable where too many came without one being whole."""
        self._read += size
        piece = self._file.read(size)
        if self._read > LARGEST_ITEM + _PIECE or _nested(piece):
            raise self._other()
        return piece

    def next(self, item: object) -> None:
        """Another one is whole. Raises Unreadable for one that is no flat object."""
        self._read = 0
        self._items += 1
        if not isinstance(item, dict):
            raise Unreadable(
                f"{self._name} is not in the form of an export: record {self._items}, it has no"
                " Text and no Countries"
            )
        level: list[dict[str, Any] | list[Any]] = [item]
        for _ in range(DEEPEST):
            inner = [
                value
                for part in level
                for value in (part.values() if isinstance(part, dict) else part)
                if isinstance(value, dict | list)
            ]
            level = inner
        if level:
            raise self._other()

    def _other(self) -> Unreadable:
        return Unreadable(
            f"{self._name} holds something that is no recommendation of UHRI's export: it is far"
            " too long, or nested; download it again"
        )


def _nested(piece: bytes) -> bool:
    """Whether brackets open in a piece as in no export. Those within texts count too: they are few,
    and to tell them apart takes as long as reading."""
    depth = 0
    for sign in _BRACKET.findall(piece):
        depth += 1 if sign in b"[{" else -1
        if depth > MOST_OPEN:
            return True
    return False


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
    return {key: reader(cell) for (key, reader), cell in zip(sheet, cells, strict=False) if key}
