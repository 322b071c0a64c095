"""How certain it is that the entry which stands first answers.

The scores of the candidates and the signs that none of them answers share one probability
(softmax): a conditional logit with a class "none of these", fitted on asks that were held out,
on questions people wrote and on matters outside the field (`python -m train fit`; how often it is
right: docs/finding.md).
"""

from __future__ import annotations

import math

from bot.ask.evidence import Evidence
from bot.ask.find import CANDIDATES, Ranking
from bot.ask.weights import none_of

SHOWN = 5
"""Entries of which an answer shows at least the first sentence."""
SIGNS = ("constant", "outside", "likeness", "words")
"""What tells that no entry answers: a constant; how much nearer than to entries the text lies to
matters outside the field; how near it lies to the nearest asks, and how many of its words stand in
the best entry."""


def signs(evidence: Evidence) -> tuple[float, ...]:
    """The SIGNS of a question."""
    _, outside = evidence.nearest_intent("outside.") if evidence.intents else ("", 0.0)
    words = float(evidence.words.max(initial=0.0))
    return (1.0, outside, evidence.likeness, words)


def certainty_of(ranking: Ranking, first: str | None = None) -> float:
    """How likely it is, from 0 to 1, that an entry answers: the one that stands `first` (an id), or
    else the best of the ranking."""
    candidates = ranking.found[:CANDIDATES]
    if not candidates:
        return 0.0
    weights = none_of("meaning" if ranking.evidence.meanings else "words")
    told = zip(SIGNS, signs(ranking.evidence), strict=True)
    none = sum(weights[name] * sign for name, sign in told)
    highest = max(none, *(found.score for found in candidates))
    powers = {found.entry.id: math.exp(found.score - highest) for found in candidates}
    every = sum(powers.values()) + math.exp(none - highest)
    return powers.get(first or candidates[0].entry.id, min(powers.values())) / every
