"""What Slack said lately, so that it is not asked again and again."""

from __future__ import annotations

import threading
import time
from collections.abc import Hashable
from typing import Generic, TypeVar

KEPT = 3_600
"""Seconds."""
MOST = 5_000
"""Answers remembered at a time."""

Key = TypeVar("Key", bound=Hashable)
Value = TypeVar("Value")


class Lately(Generic[Key, Value]):
    """Answers by what was asked, each for an hour at most; in memory alone. Safe for threads."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._known: dict[Key, tuple[float, Value]] = {}

    def known(self, key: Key) -> Value | None:
        """The answer, where it is not older than an hour."""
        with self._lock:
            found = self._known.get(key)
        return found[1] if found and time.monotonic() - found[0] < KEPT else None

    def keep(self, key: Key, value: Value) -> None:
        """Remember an answer."""
        with self._lock:
            if len(self._known) >= MOST:
                self._known.clear()
            self._known[key] = (time.monotonic(), value)
