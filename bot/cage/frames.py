"""How the two sides of a cage talk: a length of four bytes, then so many bytes."""

from __future__ import annotations

import json
import struct
from collections.abc import Callable
from typing import Any

MOST = 64_000_000
"""Bytes of a frame; a draft has at most 25 million."""
_LENGTH = struct.Struct(">I")


def framed(*parts: bytes) -> bytes:
    """Parts as frames."""
    return b"".join(_LENGTH.pack(len(part)) + part for part in parts)


def told(value: dict[str, Any]) -> bytes:
    """A JSON object as a frame. (Never a pickle: what comes out of the cage is not trusted.)"""
    return framed(json.dumps(value, ensure_ascii=False).encode())


def frame(read: Callable[[int], bytes]) -> bytes | None:
    """The next frame; None where the other side has ended, or says what can't be."""
    head = _exactly(read, _LENGTH.size)
    if head is None:
        return None
    (length,) = _LENGTH.unpack(head)
    return _exactly(read, length) if length <= MOST else None


def _exactly(read: Callable[[int], bytes], size: int) -> bytes | None:
    found = bytearray()
    while len(found) < size:
        piece = read(size - len(found))
        if not piece:
            return None
        found += piece
    return bytes(found)
