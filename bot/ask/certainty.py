"""How certain it is that the best entry answers: a curve that benchmarks/tune.py learns."""

from __future__ import annotations

import math

from bot.ask.find import Ranking

SHOWN = 5
"""Entries of which an answer shows at least the first sentence."""
CURVE = (5.37, 0.79, 4.34)
"""A constant, and how much the shares of the best entry and of all that are shown count (logs)."""
BY_WORDS = (5.64, 2.25, 3.27)
"""The same where words alone rank the entries; its constant is lower, so that as few replies are
wrong."""


def certainty_of(ranking: Ranking) -> float:
    """How likely it is that the best entry answers the question, from 0 to 1.

    A logistic curve over the share of the best entry and of all that are shown with it, fitted on
    questions across folds (benchmarks/tune.py, docs/finding.md).
    """
    shares = ranking.shares()
    if not shares:
        return 0.0
    first, shown = math.log(shares[0]), math.log(sum(shares[:SHOWN]))
    constant, of_first, of_shown = CURVE if ranking.evidence.meanings else BY_WORDS
    return 1 / (1 + math.exp(-(constant + of_first * first + of_shown * shown)))
