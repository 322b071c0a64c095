"""What a caged process holds, and the bounds that each of its copies takes upon itself."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from bot.cage.frames import Said


@dataclass(frozen=True)
class Bounds:
    """How much a copy may take."""

    memory: int
    """Bytes beside what the process had before it worked on anything."""
    seconds: float
    """By the clock, for one job: then the copy is ended, whatever it does."""
    processor: int | None = None
    """Seconds of a core, for all jobs of a copy; None where `seconds` is bound enough."""
    nice: int = 0
    """By how much others go before it."""


@dataclass(frozen=True)
class Kept:
    """What a caged process holds ready. Its copies can open no file any more."""

    work: Callable[[dict[str, Any], bytes], Said]
    """Works on one job, and says what came of it."""
    bounds: Bounds
    hello: dict[str, Any] = field(default_factory=dict)
    """Said first over each line."""
