"""The rows of an Excel file too large for the memory: its texts are kept on disk meanwhile."""

from __future__ import annotations

import tempfile
import zipfile
from array import array
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import IO, Any, overload
from xml.etree.ElementTree import ParseError

from openpyxl.cell.text import Text
from openpyxl.reader.excel import ExcelReader
from openpyxl.utils.exceptions import InvalidFileException
from openpyxl.xml.constants import SHARED_STRINGS, SHEET_MAIN_NS
from openpyxl.xml.functions import iterparse

from bot.states.recommendations.models import Unreadable

LARGEST_UNPACKED = 4_000_000_000
"""Bytes; a packed file may unpack to fill the disk."""
_TEXT = f"{{{SHEET_MAIN_NS}}}si"
_FAULTS = (
    zipfile.BadZipFile, InvalidFileException, KeyError, ValueError, EOFError, ParseError,
    SyntaxError, OSError, AttributeError, IndexError, TypeError,
)  # fmt: skip
"""What openpyxl raises for files that are damaged in one way or another."""


def unpacked(path: Path) -> int:
    """How large it is once unpacked. Raises Unreadable for what is no packed file."""
    try:
        with zipfile.ZipFile(path) as packed:
            return sum(part.file_size for part in packed.infolist())
    except (zipfile.BadZipFile, OSError) as error:
        raise _damaged(path) from error


def sheet_rows(path: Path) -> Iterator[tuple[float, tuple[Any, ...]]]:
    """Each row of the first sheet, with the share of the sheet that has been read by then.

    Raises Unreadable for a file that is damaged or no Excel file.
    """
    with tempfile.TemporaryFile() as room:
        reader = _Reader(path, room)
        try:
            reader.read()
            sheet = reader.wb.worksheets[0]
            rows = sheet.max_row or 0
            sheet.reset_dimensions()  # what a file says of its own size can be wrong
            for number, cells in enumerate(sheet.iter_rows(values_only=True), 1):
                yield min(number / rows, 1) if rows else 0, cells
        except _FAULTS as error:
            raise _damaged(path) from error
        finally:
            reader.archive.close()


def _damaged(path: Path) -> Unreadable:
    return Unreadable(f"{path.name} is no sound Excel file; download it again")


class _Reader(ExcelReader):  # type: ignore[misc]
    """Reads a workbook row by row, with its texts in a file of our own."""

    def __init__(self, path: Path, room: IO[bytes]) -> None:
        try:
            super().__init__(str(path), read_only=True, data_only=True, keep_links=False)
        except _FAULTS as error:
            raise _damaged(path) from error
        self._room = room

    def read_strings(self) -> None:
        """Put the texts of all cells aside; openpyxl itself keeps them in memory."""
        part = self.package.find(SHARED_STRINGS)
        if part is not None:
            with self.archive.open(part.PartName[1:]) as source:
                self.shared_strings = _Texts(source, self._room)


class _Texts(Sequence[str]):
    """The texts that cells refer to by number."""

    def __init__(self, source: IO[bytes], room: IO[bytes]) -> None:
        self._room, self._ends = room, array("Q", [0])
        for _, node in iterparse(source):
            if node.tag == _TEXT:
                self._room.write(Text.from_tree(node).content.encode("utf-8", "replace"))
                self._ends.append(self._room.tell())
                node.clear()

    def __len__(self) -> int:
        return len(self._ends) - 1

    @overload
    def __getitem__(self, index: int) -> str: ...
    @overload
    def __getitem__(self, index: slice) -> Sequence[str]: ...
    def __getitem__(self, index: int | slice) -> str | Sequence[str]:
        if isinstance(index, slice):
            return [self[one] for one in range(*index.indices(len(self)))]
        start, end = self._ends[index], self._ends[index + 1]
        self._room.seek(start)
        return self._room.read(end - start).decode()
