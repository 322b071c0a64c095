"""The rows of an Excel file too large for the memory, read piece by piece.

openpyxl keeps all texts of a file in memory and takes three times as long; a document type, with
which a small file could unfold to fill the memory, is refused.
"""

from __future__ import annotations

import posixpath
import re
import tempfile
import zipfile
import zlib
from array import array
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import IO, Any
from xml.parsers import expat

from bot.states.recommendations.models import Unreadable

LARGEST_UNPACKED = 4_000_000_000
"""Bytes; a packed file may unpack to fill the disk."""
_PIECE = 256 * 1024
_FAULTS = (
    zipfile.BadZipFile, zlib.error, expat.ExpatError, KeyError, ValueError, IndexError, EOFError,
    OSError, NotImplementedError, RuntimeError,
)  # fmt: skip
"""What is raised for files that are damaged, locked or of another kind."""
_COLUMN = re.compile(r"[A-Z]{1,3}")
_MOST_COLUMNS = 200

Start = Callable[[str, dict[str, str]], None]
End = Callable[[str], None]


def unpacked(path: Path) -> int:
    """How large it is once unpacked. Raises Unreadable for what is no packed file."""
    try:
        with zipfile.ZipFile(path) as packed:
            return sum(part.file_size for part in packed.infolist())
    except _FAULTS as error:
        raise _damaged(path) from error


def sheet_rows(path: Path) -> Iterator[tuple[float, list[str]]]:
    """Each row of the first sheet as texts, with the share of the sheet that has been read by then;
    numbers, and so dates, are as they stand in the file.

    Raises Unreadable for a file that is damaged or no Excel file.
    """
    with tempfile.TemporaryFile() as room:
        try:
            with zipfile.ZipFile(path) as packed:
                texts = _Texts(packed, room)
                name = _first_sheet(packed)
                size = packed.getinfo(name).file_size
                with packed.open(name) as file:
                    reader = _Rows(texts)
                    for piece in iter(lambda: file.read(_PIECE), b""):
                        for row in reader.rows(piece):
                            yield min(file.tell() / max(size, 1), 1.0), row
                    reader.end()
        except _FAULTS as error:
            raise _damaged(path) from error


def _damaged(path: Path) -> Unreadable:
    return Unreadable(f"{path.name} is no sound Excel file; download it again")


def _parser(start: Start, end: End, text: Callable[[str], None]) -> expat.XMLParserType:
    """A parser that is told names without their prefix, and that refuses document types."""

    def refuse(*_: Any) -> None:
        raise ValueError("a document type")

    parser = expat.ParserCreate()
    parser.buffer_text = True
    parser.StartDoctypeDeclHandler = refuse
    parser.StartElementHandler = lambda name, given: start(name.rpartition(":")[2], given)
    parser.EndElementHandler = lambda name: end(name.rpartition(":")[2])
    parser.CharacterDataHandler = text
    return parser


def _first_sheet(packed: zipfile.ZipFile) -> str:
    """The name of the part with the first sheet."""
    sheets: list[str] = []
    targets: dict[str, str] = {}

    def start(name: str, given: dict[str, str]) -> None:
        if name == "sheet":
            sheets.extend(value for key, value in given.items() if key.endswith(":id"))
        elif name == "Relationship":
            targets[given["Id"]] = given["Target"]

    for part in ("xl/workbook.xml", "xl/_rels/workbook.xml.rels"):
        _parser(start, lambda _: None, lambda _: None).Parse(packed.read(part), True)
    return posixpath.normpath(posixpath.join("xl", targets[sheets[0]])).lstrip("/")


class _Texts:
    """The texts that cells refer to by number; on disk, since they fill the memory."""

    def __init__(self, packed: zipfile.ZipFile, room: IO[bytes]) -> None:
        self._room, self._ends = room, array("Q", [0])
        self._parts: list[str] = []
        self._within = self._aside = False
        if "xl/sharedStrings.xml" in packed.namelist():
            parser = _parser(self._start, self._end, self._text)
            with packed.open("xl/sharedStrings.xml") as file:
                parser.ParseFile(file)

    def at(self, number: int) -> str:
        """The text with that number, from 0."""
        start, end = self._ends[number], self._ends[number + 1]
        self._room.seek(start)
        return self._room.read(end - start).decode()

    def _start(self, name: str, _: dict[str, str]) -> None:
        self._within = name == "t"
        self._aside = self._aside or name == "rPh"  # how a text is read aloud

    def _end(self, name: str) -> None:
        self._within = False
        if name == "rPh":
            self._aside = False
        elif name == "si":
            self._room.write("".join(self._parts).encode())
            self._ends.append(self._room.tell())
            self._parts.clear()

    def _text(self, text: str) -> None:
        if self._within and not self._aside:
            self._parts.append(text)


class _Rows:
    """Takes a sheet in pieces and gives its rows."""

    def __init__(self, texts: _Texts) -> None:
        self._texts = texts
        self._parser = _parser(self._start, self._end, self._text)
        self._done: list[list[str]] = []
        self._row: list[str] = []
        self._parts: list[str] = []
        self._kind, self._column, self._within = "n", 0, False

    def rows(self, piece: bytes) -> list[list[str]]:
        """The rows that end in the next piece of the sheet."""
        self._done = []
        self._parser.Parse(piece, False)
        return self._done

    def end(self) -> None:
        """The sheet is over; raises ExpatError where it ends in the middle."""
        self._parser.Parse(b"", True)

    def _start(self, name: str, given: dict[str, str]) -> None:
        if name == "c":
            self._kind, self._column = given.get("t", "n"), _column(given.get("r"), self._row)
            self._parts.clear()
        elif name in ("v", "t"):
            self._within = True

    def _end(self, name: str) -> None:
        if name in ("v", "t"):
            self._within = False
        elif name == "c":
            text = "".join(self._parts)
            self._row += [""] * (self._column - len(self._row))
            self._row.append(self._texts.at(int(text)) if self._kind == "s" and text else text)
        elif name == "row":
            self._done.append(self._row)
            self._row = []

    def _text(self, text: str) -> None:
        if self._within:
            self._parts.append(text)


def _column(reference: str | None, row: list[str]) -> int:
    """The number of a cell's column, from 0: C12 stands in 2; without reference it is the next."""
    letters = _COLUMN.match(reference) if reference else None
    if letters is None:
        return len(row)
    number = 0
    for letter in letters[0]:
        number = number * 26 + ord(letter) - 64
    if number > _MOST_COLUMNS or number <= len(row):
        raise ValueError("cells in disorder")
    return number - 1
