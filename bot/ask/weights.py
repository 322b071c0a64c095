"""How much each kind of evidence counts: numbers that `python -m train fit` writes.

docs/training.md tells how. There are two sets, with the model of meaning and by words alone.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import Any, Literal

FILE = Path(__file__).with_name("weights.json")

Way = Literal["meaning", "words"]


@cache
def weights() -> dict[str, Any]:
    """All weights, as they stand in the file."""
    found: dict[str, Any] = json.loads(FILE.read_text(encoding="utf-8"))
    return found


def weights_of(way: Way, names: Sequence[str]) -> tuple[float, ...]:
    """How much each kind of evidence for an entry counts, in the order of `names`."""
    return tuple(float(weights()[way]["evidence"][name]) for name in names)


def none_of(way: Way) -> dict[str, float]:
    """How much each sign counts that no entry answers."""
    return {name: float(weight) for name, weight in weights()[way]["none"].items()}
