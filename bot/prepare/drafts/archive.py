"""The parts of a .docx or .odt file, which is a zip archive: opened in memory and within bounds;
and their XML, read piece by piece: no tree is built, no entity is resolved, nothing is loaded."""

from __future__ import annotations

import io
import re
import struct
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager

from defusedxml.ElementTree import DefusedXMLParser

from bot.prepare.drafts.draft import MACROS, PROTECTED, RefusedFile, broken

MOST_PARTS = 2_000
LARGEST_PART = 30_000_000
LARGEST_WHOLE = 120_000_000
"""Bytes of all parts together once unpacked."""
STRONGEST = 200
"""How many times its packed size a part may have; text in XML reaches some forty."""
_SMALL = 1_000_000
"""Bytes below which a part may be packed as strongly as it likes."""
_ENTRY = b"PK\x01\x02"
_BOMB = (
    "The file unpacks to far more than a document holds, and is not opened: send the text alone."
)
_PROGRAMS = ("vbaproject.bin", "vbadata.xml", "script-lc.xml", "script-lb.xml")


class Archive:
    """A zip archive that has been looked through before any part of it is unpacked."""

    def __init__(self, content: bytes) -> None:
        """RefusedFile for what is no archive, too large, protected, or holds programs."""
        if content.count(_ENTRY) > MOST_PARTS:
            raise RefusedFile(_BOMB)
        with reading():
            self._file = zipfile.ZipFile(io.BytesIO(content))
        self._parts = {part.filename: part for part in self._file.infolist()}
        if len(self._parts) != len(self._file.infolist()):
            raise broken()
        for part in self._parts.values():
            _check(part)
        if sum(part.file_size for part in self._parts.values()) > LARGEST_WHOLE:
            raise RefusedFile(_BOMB)

    def __contains__(self, name: str) -> bool:
        return name in self._parts

    def __iter__(self) -> Iterator[str]:
        return iter(self._parts)

    def read(self, name: str) -> bytes:
        """A part, unpacked; empty where there is none. RefusedFile where it can't be unpacked."""
        part = self._parts.get(name)
        if part is None:
            return b""
        with reading():
            return self._file.read(part)


def _check(part: zipfile.ZipInfo) -> None:
    name = part.filename
    if part.flag_bits & 0x1:
        raise RefusedFile(PROTECTED)
    if name.startswith("/") or "\\" in name or "\0" in name or ".." in name.split("/"):
        raise broken()
    if part.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
        raise broken()
    if name.rsplit("/", 1)[-1].casefold() in _PROGRAMS:
        raise RefusedFile(MACROS)
    packed = max(part.compress_size, 1)
    strong = part.file_size > _SMALL and part.file_size / packed > STRONGEST
    if part.file_size > LARGEST_PART or strong:
        raise RefusedFile(_BOMB)


@contextmanager
def reading() -> Iterator[None]:
    """What can go wrong in reading a damaged file becomes a RefusedFile that holds nothing of
    it."""
    try:
        yield
    except RefusedFile:
        raise
    except (
        zipfile.BadZipFile,
        zlib.error,
        struct.error,
        OSError,
        EOFError,
        RuntimeError,
        ValueError,
        LookupError,
        OverflowError,
        SyntaxError,
    ):
        raise broken() from None


DEEPEST = 400
MOST_ELEMENTS = 500_000
MOST_ATTRIBUTES = 200
"""Of one element; Word and LibreOffice write some twenty."""
MOST_SIGNS = 4_000_000
"""Characters of text in a part of a file."""
_LONG_TAG = re.compile(rb"<[^<>]{100000}")
_TOO_MUCH = (
    "The file holds far more parts than a document needs, and is not read: copy its text into a"
    " new one."
)
_OOXML = ("http://schemas.openxmlformats.org/", "http://purl.oclc.org/ooxml/")
_PREFIXES = {
    "wordprocessingml/2006/main": "w",
    "wordprocessingml/main": "w",
    "officeDocument/2006/relationships": "r",
    "officeDocument/relationships": "r",
    "drawingml/2006/wordprocessingDrawing": "wp",
    "drawingml/wordprocessingDrawing": "wp",
    "package/2006/relationships": "rel",
    "package/2006/metadata/core-properties": "cp",
    "officeDocument/2006/extended-properties": "app",
    "officeDocument/extendedProperties": "app",
    "officeDocument/2006/custom-properties": "custom",
    "officeDocument/customProperties": "custom",
    "markup-compatibility/2006": "mc",
}
_WHOLE = {
    "http://purl.org/dc/elements/1.1/": "dc",
    "http://schemas.microsoft.com/office/word/2012/wordml": "w15",
    "urn:schemas-microsoft-com:vml": "v",
    "http://www.w3.org/1999/xlink": "xlink",
    "urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0": "fo",
    "urn:oasis:names:tc:opendocument:xmlns:svg-compatible:1.0": "svg",
    "urn:oasis:names:tc:opendocument:xmlns:manifest:1.0": "manifest",
    **{
        f"urn:oasis:names:tc:opendocument:xmlns:{name}:1.0": name
        for name in ("office", "text", "style", "table", "meta", "drawing", "script")
    },
}
_WHOLE["urn:oasis:names:tc:opendocument:xmlns:drawing:1.0"] = "draw"


class Target:
    """What receives the pieces, and passes over those that it does not read; names of elements and
    attributes are like `w:p`."""

    def start(self, tag: str, values: dict[str, str]) -> None:
        """An element begins, with its attributes."""

    def end(self, tag: str) -> None:
        """An element ends."""

    def data(self, text: str) -> None:
        """Text stands in the element that began last."""


def parse(content: bytes, target: Target) -> None:
    """Give the pieces of an XML part to the target.

    RefusedFile for what is not well-formed, has a document type or entities, or is too deep or
    long.
    """
    if _LONG_TAG.search(content):  # the parser would hold all of its attributes at once
        raise RefusedFile(_TOO_MUCH)
    with reading():
        parser = DefusedXMLParser(target=_Bounded(target), forbid_dtd=True)
        parser.feed(content)
        parser.close()


def whole(text: str, digits: int) -> int:
    """A number of at most so many digits as it is written in an attribute; 0 for anything else."""
    return int(text) if text.isascii() and text.isdigit() and len(text) <= digits else 0


class _Bounded:
    """Counts depth and elements, and gives names their short form."""

    def __init__(self, target: Target) -> None:
        self._target = target
        self._depth = 0
        self._elements = 0
        self._signs = 0
        self._names: dict[str, str] = {}

    def start(self, tag: str, values: dict[str, str]) -> None:
        self._depth += 1
        self._elements += 1
        if self._depth > DEEPEST or self._elements > MOST_ELEMENTS:
            raise RefusedFile(_TOO_MUCH)
        if len(values) > MOST_ATTRIBUTES:
            raise RefusedFile(_TOO_MUCH)
        named = {self._short(key): value for key, value in values.items()} if values else {}
        self._target.start(self._short(tag), named)

    def end(self, tag: str) -> None:
        self._depth -= 1
        self._target.end(self._short(tag))

    def data(self, text: str) -> None:
        self._signs += len(text)
        if self._signs > MOST_SIGNS:
            raise RefusedFile(_TOO_MUCH)
        self._target.data(text)

    def close(self) -> None:
        """Nothing is built."""

    def _short(self, name: str) -> str:
        if (known := self._names.get(name)) is None:
            known = self._names[name] = _short(name)
        return known


def _short(name: str) -> str:
    if not name.startswith("{"):
        return name
    space, _, local = name[1:].partition("}")
    prefix = _WHOLE.get(space)
    for beginning in _OOXML:
        if prefix is None and space.startswith(beginning):
            prefix = _PREFIXES.get(space.removeprefix(beginning))
    return f"{prefix or 'other'}:{local}"
