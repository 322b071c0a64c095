"""Divides a length among the parts of a text, so that the budgets add up to it exactly."""

from __future__ import annotations

from collections.abc import Sequence


def divided(words: int, shares: Sequence[int]) -> list[int]:
    """`words` in the proportion of `shares` (largest remainder: no word is lost or added).

    Where there is a word for each part, each gets at least one.
    """
    whole = sum(shares)
    exact = [words * share / whole for share in shares]
    parts = [int(one) for one in exact]
    by_rest = sorted(range(len(shares)), key=lambda i: (parts[i] - exact[i], i))
    for index in by_rest[: words - sum(parts)]:
        parts[index] += 1
    while words >= len(parts) and 0 in parts:
        parts[parts.index(max(parts))] -= 1
        parts[parts.index(0)] += 1
    return parts
