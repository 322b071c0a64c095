"""Recommendations that say nearly the same, put together."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache, partial
from itertools import takewhile
from threading import Lock

import snowballstemmer

from bot.states.recommendations.models import Group, Recommendation
from bot.states.recommendations.words import content_words

LIKENESS = 0.7
"""Share of the words of two texts that both have (Dice's coefficient). Of all pairs of the
demonstration set, those from 0.7 on ask for the same thing, or to ratify much the same treaties;
below, they share a subject."""
MOST = 1_500
"""Recommendations that are compared, each with each; more take longer than a person waits."""
_STEMMER, _ONE = snowballstemmer.stemmer("porter"), Lock()
"""The stemmer remembers its word, so it serves one thread at a time."""
_SHORTEST = LIKENESS / (2 - LIKENESS)
"""A text with a smaller share of another's words than this can't be like it."""


def groups(recommendations: Sequence[Recommendation]) -> tuple[Group, ...]:
    """Groups of at least two that say nearly the same, the largest first, in each the latest first;
    of more than MOST recommendations the first are looked at.

    A text joins a group where it is like the group's longest one, so that a chain of small steps
    does not tie together what differs.
    """
    texts = [(one, _stems(one.text)) for one in recommendations[:MOST]]
    texts.sort(key=lambda pair: -len(pair[1]))
    found: list[tuple[frozenset[str], list[Recommendation]]] = []
    for one, stems in texts:
        near = (
            members
            for head, members in takewhile(partial(_may, stems), reversed(found))
            if _likeness(head, stems) >= LIKENESS
        )
        members = next(near, None)
        if members is None:
            found.append((stems, [one]))
        else:
            members.append(one)
    made = [
        Group(members=tuple(sorted(members, key=lambda one: -one.id)))
        for _, members in found
        if len(members) > 1
    ]
    return tuple(sorted(made, key=lambda group: (-len(group.members), -group.members[0].id)))


def _may(stems: frozenset[str], group: tuple[frozenset[str], object]) -> bool:
    """Whether a text can be like a group at all; texts come the longest first."""
    return len(stems) >= _SHORTEST * len(group[0])


def _likeness(one: frozenset[str], other: frozenset[str]) -> float:
    return 2 * len(one & other) / max(len(one) + len(other), 1)


def _stems(text: str) -> frozenset[str]:
    return frozenset(_stem(word) for word in content_words(text, {}))


@lru_cache(maxsize=16_384)
def _stem(word: str) -> str:
    with _ONE:
        stem: str = _STEMMER.stemWord(word)
    return stem
