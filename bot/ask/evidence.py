"""What speaks for each entry: the shape that finding by words and finding by meaning share."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Evidence:
    """For each entry, in the base's order, how much speaks for it (0 to 1, or a cosine)."""

    words: Sequence[float]
    """By words in common (Lexical.scores), over the whole base."""
    inside: Sequence[float]
    """The same, within its mechanism."""
    near: Sequence[float]
    """By meaning: nearest of its asks, within its mechanism."""
    centre: Sequence[float]
    """By meaning: the middle of its asks, within its mechanism."""
    text: Sequence[float]
    """By meaning: what it says, within its mechanism."""
    mechanism: Sequence[float]
    """By meaning: the question to the mechanism as a whole."""
    earlier: Sequence[float]
    """The entry to the entry of the turn before."""
    votes: dict[str, float] = field(default_factory=dict)
    """Share of each mechanism among what lies nearest."""
    intents: dict[str, float] = field(default_factory=dict)
    """Likeness to each task (`task.outline`) and outside matter (`outside.aid`)."""
    likeness: float = 0.0
    """To the nearest ask of any entry, on the scale of `intents`."""


def share(voters: Iterable[tuple[str, float]]) -> dict[str, float]:
    """Votes (name, weight) as shares of all; weights below zero don't count."""
    votes: Counter[str] = Counter()
    total = 0.0
    for name, weight in voters:
        if weight > 0:
            votes.update({name: weight})
            total += weight
    return {name: weight / total for name, weight in votes.items()} if total else {}
