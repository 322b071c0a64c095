"""Learns how much each kind of evidence counts, and how certain a share of it makes us.

Prints the constants for bot/ask/find.py (WITH_MEANING) and bot/ask/certainty.py (CURVE). It learns
from the half of tests/exam/questions.jsonl marked `tune`; the other half is never seen here.

usage: python benchmarks/tune.py [--words-only]
"""

from __future__ import annotations

import argparse
import math
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

import numpy as np
from numpy.typing import NDArray

from benchmarks.grading import Grader, read
from bot.ask.certainty import SHOWN
from bot.ask.desk import Desk
from bot.ask.find import NAMES, RERANKED
from bot.ask.words import clean
from bot.settings import settings

Floats = NDArray[np.float64]
STEPS, RATE, KEPT_SMALL = 500, 0.2, 0.02

Case = tuple[Floats, NDArray[np.bool_]]


def cases(desk: Desk, half: str) -> list[Case]:
    """For each question: the candidates' evidence, and which of them answer it."""
    grader = Grader(desk.base)
    found = []
    for item in read():
        if item["half"] != half or item.get("context"):
            continue
        question = desk.understand(item["q"])
        ranking = desk.finder.rank(clean(item["q"]), question, limit=RERANKED)
        right = grader.carriers(item)
        evidence = np.array([f.features for f in ranking.found])
        found.append((evidence, np.array([f.entry.id in right for f in ranking.found])))
    return found


def learn(some: list[Case]) -> Floats:
    """Weights under which the right candidates get the largest share (softmax), kept small."""
    weights = np.zeros(len(NAMES))
    usable = [(x, y) for x, y in some if y.any()]
    for _ in range(STEPS):
        slope = np.zeros_like(weights)
        for evidence, right in usable:
            powers = np.exp(evidence @ weights - (evidence @ weights).max())
            every = powers / powers.sum()
            wanted = powers * right / (powers * right).sum()
            slope += evidence.T @ (wanted - every)
        weights += RATE * (slope / len(usable) - KEPT_SMALL * weights)
    return weights


def first(some: list[Case], weights: Floats) -> tuple[list[list[float]], list[bool]]:
    """Logarithms of the best candidate's share and of what is shown with it, and whether one of
    those is right."""
    shares, right = [], []
    for evidence, answers in some:
        scores = evidence @ weights
        order = np.argsort(-scores)
        powers = np.exp(scores[order] - scores[order[0]])
        share = powers / powers.sum()
        shares.append([1.0, math.log(share[0]), math.log(share[:SHOWN].sum())])
        right.append(bool(answers[order[:SHOWN]].any()))
    return shares, right


def curve(shares: list[list[float]], right: list[bool]) -> tuple[float, ...]:
    """The logistic curve from the shares to being right."""
    x, y = np.array(shares), np.array(right, dtype=float)
    b = np.zeros(x.shape[1])
    for _ in range(100):
        p = 1 / (1 + np.exp(-x @ b))
        hessian = x.T @ (x * (p * (1 - p))[:, None]) + 0.1 * np.eye(len(b))
        b += np.linalg.solve(hessian, x.T @ (y - p) - 0.1 * b)
    return tuple(round(float(v), 2) for v in b)


def main() -> None:
    """Learn and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--words-only", action="store_true")
    options = parser.parse_args()
    desk = Desk.open(settings(), meaning=not options.words_only)
    tune, hold = cases(desk, "tune"), cases(desk, "hold")
    folds = [tune[i::5] for i in range(5)]
    shares: list[list[float]] = []
    right: list[bool] = []
    for i, fold in enumerate(folds):
        weights = learn([case for j, other in enumerate(folds) if j != i for case in other])
        more = first(fold, weights)
        shares, right = shares + more[0], right + more[1]
    weights = learn(tune)
    print("weights", dict(zip(NAMES, weights.round(1).tolist(), strict=True)))
    print("curve", curve(shares, right))
    held = np.mean(first(hold, weights)[1])
    print(f"shown right: {np.mean(right):.0%} across folds, {held:.0%} held")


if __name__ == "__main__":
    main()
