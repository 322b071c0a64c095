"""Recommendations that say nearly the same, put together."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence

from rapidfuzz import fuzz

from bot.states.recommendations.models import Group, Recommendation
from bot.states.recommendations.words import folded

LIKENESS = 85.0
"""Of the words of two texts, 0 to 100: at 85 they differ in a turn of phrase
(benchmarks/states.py)."""
MOST = 1_500
"""Recommendations that are compared, each with each; more take longer than a person waits."""
SHORTER = 0.6
"""A text of which so much is another's length may say the same."""
_BY = re.compile(r"\s*\([^()]{1,80}\)\s*[;.,]*\s*$")


def groups(recommendations: Sequence[Recommendation]) -> tuple[Group, ...]:
    """Groups of at least two that say nearly the same, the largest first; of more than MOST
    recommendations the first are looked at.

    A text joins a group where it is like the group's first one, so that a chain of small steps
    does not tie together what differs.
    """
    texts = [(one, _words(one.text)) for one in recommendations[:MOST]]
    texts.sort(key=lambda pair: -len(pair[1]))
    found: dict[int, list[Recommendation]] = defaultdict(list)
    heads: list[tuple[int, str]] = []
    for number, (one, words) in enumerate(texts):
        for head, said in reversed(heads):
            if len(said) * SHORTER > len(words):
                break
            if fuzz.ratio(said, words, score_cutoff=LIKENESS):
                found[head].append(one)
                break
        else:
            heads.append((number, words))
    for head, _ in heads:
        if head in found:
            found[head].insert(0, texts[head][0])
    made = [
        Group(members=tuple(sorted(members, key=lambda one: (-(one.year or 0), one.id))))
        for members in found.values()
    ]
    return tuple(sorted(made, key=lambda group: (-len(group.members), group.members[0].id)))


def _words(text: str) -> str:
    """The words of a text in the order of the alphabet, without the recommending State at its end:
    sorted here once, so that pairs are compared as they stand."""
    return " ".join(sorted(folded(_BY.sub("", text))))
