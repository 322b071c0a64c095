"""What speaks for each entry: the shape that finding by words and finding by meaning share, and how
much each kind of evidence counts.

The numbers of `weights.json` are written by `python -m train fit` (docs/training.md): one set with
the model of meaning, one by words alone.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence, Set
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Column = NDArray[np.floating]
    """A number for each entry."""


@dataclass(frozen=True)
class Evidence:
    """For each entry, in the base's order, how much speaks for it (0 to 1, or a cosine)."""

    words: Column
    """By words in common (Lexical.scores), over the whole base."""
    inside: Column
    """The same, within its mechanism."""
    meant: Column
    """By meaning: `meanings`, each by its weight, added up."""
    earlier: Column | None = None
    """The entry to the entry of the turn before, where there is one."""
    meanings: tuple[Column, ...] = ()
    """By meaning: the nearest of its asks, the middle of its asks, what it says, each within its
    mechanism, and the mechanism as a whole. Empty where there is no model."""
    votes: dict[str, float] = field(default_factory=dict)
    """Share of each mechanism among what lies nearest."""
    intents: dict[str, float] = field(default_factory=dict)
    """Likeness to each task (`task.outline`) and outside matter (`outside.aid`)."""
    likeness: float = 0.0
    """To the nearest ask of any entry, on the scale of `intents`."""
    asks: Mapping[int, Column] = field(default_factory=dict)
    """By meaning, of the entries that were looked at, each of its asks, its title first."""

    def nearest_intent(self, kind: str, but: Set[str] = frozenset()) -> tuple[str, float]:
        """The intent of that kind (`task.`, `outside.`) that the text lies nearest to, `but` for
        some, and how much nearer than to entries; no name and -1 where there is none."""
        likeness = {
            name: near
            for name, near in self.intents.items()
            if name.startswith(kind) and name.removeprefix(kind) not in but
        }
        if not likeness:
            return "", -1.0
        best = max(likeness, key=lambda name: likeness[name])
        return best.removeprefix(kind), likeness[best] - self.likeness


def share(voters: Iterable[tuple[str, float]]) -> dict[str, float]:
    """Votes (name, weight) as shares of all; weights below zero don't count."""
    votes: Counter[str] = Counter()
    total = 0.0
    for name, weight in voters:
        if weight > 0:
            votes.update({name: weight})
            total += weight
    return {name: weight / total for name, weight in votes.items()} if total else {}


FILE = Path(__file__).with_name("weights.json")

Way = Literal["meaning", "words"]


@cache
def weights() -> dict[str, Any]:
    """All weights, as they stand in the file."""
    numbers: dict[str, Any] = json.loads(FILE.read_text(encoding="utf-8"))
    return numbers


def weights_of(way: Way, names: Sequence[str]) -> tuple[float, ...]:
    """How much each kind of evidence for an entry counts, in the order of `names`."""
    return tuple(float(weights()[way]["evidence"][name]) for name in names)


def none_of(way: Way) -> dict[str, float]:
    """How much each sign counts that no entry answers."""
    return {name: float(weight) for name, weight in weights()[way]["none"].items()}
