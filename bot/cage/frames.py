"""How the two sides of a cage talk: a length of four bytes, then so many bytes. What is said is a
frame of JSON and one of bytes."""

from __future__ import annotations

import json
import os
import socket
import struct
import sys
from collections.abc import Callable
from typing import Any

MOST = 64_000_000
"""Bytes of a frame; a draft has at most 25 million."""
AT_ONCE = 1_000_000
"""Bytes that are read at once."""
_LENGTH = struct.Struct(">I")

Said = tuple[dict[str, Any], bytes]
"""What one side says: what it is, and bytes where there are any."""


def framed(head: dict[str, Any], content: bytes = b"") -> bytes:
    """What is said, as frames. (JSON and never a pickle: what comes out of a cage is not
    trusted.)"""
    told = json.dumps(head, ensure_ascii=False).encode("utf-8", "surrogatepass")
    return b"".join(_LENGTH.pack(len(part)) + part for part in (told, content))


def said(read: Callable[[int], bytes]) -> Said | None:
    """What is said next; None where the other side has ended, or says what can't be."""
    told = _frame(read)
    content = None if told is None else _frame(read)
    if told is None or content is None:
        return None
    try:
        head = json.loads(told.decode("utf-8", "surrogatepass"))
    except (ValueError, RecursionError):
        return None
    return (head, content) if isinstance(head, dict) else None


def _frame(read: Callable[[int], bytes]) -> bytes | None:
    head = _exactly(read, _LENGTH.size)
    if head is None:
        return None
    (length,) = _LENGTH.unpack(head)
    return _exactly(read, length) if length <= MOST else None


def _exactly(read: Callable[[int], bytes], size: int) -> bytes | None:
    found = bytearray()
    while len(found) < size:
        piece = read(min(size - len(found), AT_ONCE))
        if not piece:
            return None
        found += piece
    return bytes(found)


def ours(line: socket.socket) -> bool:
    """Whether a process of the same user is at the other end, where that can be known."""
    if sys.platform != "linux":
        return True
    told = line.getsockopt(socket.SOL_SOCKET, socket.SO_PEERCRED, struct.calcsize("3i"))
    _, user, _ = struct.unpack("3i", told)
    return bool(user == os.geteuid())
