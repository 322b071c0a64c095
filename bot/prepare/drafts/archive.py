"""The parts of a .docx or .odt file, which is a zip archive: opened in memory and within bounds."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager

from bot.prepare.drafts.refuse import Refused, broken

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
_PROTECTED = "The file is protected by a password: take the password off and send it again."
_MACROS = "The file holds macros (programs) and is not opened: save it without them and send that."
_PROGRAMS = ("vbaproject.bin", "vbadata.xml", "script-lc.xml", "script-lb.xml")


class Archive:
    """A zip archive that has been looked through before any part of it is unpacked."""

    def __init__(self, content: bytes) -> None:
        """Refused for what is no archive, too large, protected, or holds programs."""
        if content.count(_ENTRY) > MOST_PARTS:
            raise Refused(_BOMB)
        with reading():
            self._file = zipfile.ZipFile(io.BytesIO(content))
        self._parts = {part.filename: part for part in self._file.infolist()}
        if len(self._parts) != len(self._file.infolist()):
            raise broken()
        for part in self._parts.values():
            _check(part)
        if sum(part.file_size for part in self._parts.values()) > LARGEST_WHOLE:
            raise Refused(_BOMB)

    def __contains__(self, name: str) -> bool:
        return name in self._parts

    def __iter__(self) -> Iterator[str]:
        return iter(self._parts)

    def read(self, name: str) -> bytes:
        """A part, unpacked; empty where there is none. Refused where it can't be unpacked."""
        part = self._parts.get(name)
        if part is None:
            return b""
        with reading():
            return self._file.read(part)


def _check(part: zipfile.ZipInfo) -> None:
    name = part.filename
    if part.flag_bits & 0x1:
        raise Refused(_PROTECTED)
    if name.startswith("/") or "\\" in name or "\0" in name or ".." in name.split("/"):
        raise broken()
    if part.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
        raise broken()
    if name.rsplit("/", 1)[-1].casefold() in _PROGRAMS:
        raise Refused(_MACROS)
    packed = max(part.compress_size, 1)
    strong = part.file_size > _SMALL and part.file_size / packed > STRONGEST
    if part.file_size > LARGEST_PART or strong:
        raise Refused(_BOMB)


@contextmanager
def reading() -> Iterator[None]:
    """What can go wrong in reading a damaged file becomes a Refused that holds nothing of it."""
    try:
        yield
    except Refused:
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
