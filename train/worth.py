"""Fits what tells that a line of an entry holds what is wanted (`bot/ask/body.py`).

A logistic regression on the lines of the entries found for questions of the half *tune*: each line
is marked with the share of a question's wanted patterns that it holds.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize

from benchmarks.grading import QUESTIONS, Item, read
from bot.ask import Desk, Lines, shown_of
from bot.ask.entries import ANSWER, kind
from bot.ask.words import clean

FRONT = Path(QUESTIONS).with_name("front-door.jsonl")
KINDS = frozenset({"fact", "compare", "followup", "faq", "basic"})
LOOKED = 3
"""Entries whose lines are looked at."""
FIRM = 0.002
"""How much it costs that a sign counts."""
SIGNS = ("SHARE", "PLACE", "TELLS", "LENGTH")

Floats = NDArray[np.float64]


def lines_of(desk: Desk, lines: Lines, item: Item) -> Iterator[tuple[list[float], float]]:
    """The signs of each line that may answer a question, and the share of the patterns that it
    holds."""
    context = desk.follow(item.get("context") or [])
    text = clean(item["q"])
    question = desk.understand(text, context)
    earlier = context.entries if context and question.inherited else ()
    ranking = desk.finder.rank(text, question, earlier)
    asked = lines.asked(text, question.language)
    for i, (found, share) in enumerate(
        zip(ranking.candidates[:LOOKED], ranking.shares(), strict=False)
    ):
        shown = shown_of(desk.base, found.entry, "en")
        for place, (name, line) in enumerate(shown.lines.items()):
            own = i == 0 and kind(name) in ("point", "cannot", "advice", "not-any-more")
            if name != ANSWER and not own:
                continue
            held = [bool(re.search(p, line.text, re.I | re.S)) for p in item["must"]]
            told = lines.tells(asked, line.text)
            yield [math.log(share), place, told, len(line.text) / 200], sum(held) / len(held)


def fit(desk: Desk, say: Callable[[str], None]) -> None:
    """Say the constant and how much each of SIGNS counts."""
    lines = Lines(desk.finder.lexical)
    items = [
        item
        for item in (*read(), *read(FRONT))
        if item.get("half") == "tune" and item.get("must") and item["kind"] in KINDS
    ]
    cases = [case for item in items for case in lines_of(desk, lines, item)]
    signs, held = np.array([case[0] for case in cases]), np.array([case[1] for case in cases])
    middle, spread = signs.mean(0), signs.std(0) + 1e-6
    even = (signs - middle) / spread

    def loss(values: Floats) -> float:
        score = values[0] + even @ values[1:]
        costs = np.logaddexp(0, score) - held * score
        return float(costs.mean() + FIRM * (values[1:] ** 2).sum() / 2)

    values = minimize(loss, np.zeros(1 + len(SIGNS)), method="L-BFGS-B").x
    weights = values[1:] / spread
    say(f"{len(items)} questions, {len(cases)} lines")
    say(f"CONSTANT {values[0] - weights @ middle:.2f}")
    for name, weight in zip(SIGNS, weights, strict=True):
        say(f"{name} {weight:.2f}")
