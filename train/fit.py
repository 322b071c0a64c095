"""Fits how much each kind of evidence counts, and how certain it makes us; writes weights.json.

A conditional logit: of the candidates of a question, the weights give the right one the largest
share. Fitted on asks that were held out of the model and, here, of the index too; on questions that
people wrote for the desk (the half *tune* of tests/exam/questions.jsonl, never the other); and on
matters outside the field, where the right one is "none of these".
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize

from benchmarks.grading import Grader, read
from bot.ask import Desk, Lexical, Meaning
from bot.ask.evidence import FILE
from bot.ask.find import CANDIDATES, MEANT, NAMES, SIGNS, Finder, signs
from bot.ask.meaning import intentions
from bot.ask.vectors import Vectors
from bot.ask.words import clean
from bot.knowledge.models import Base
from train.texts import held_out, without_held

FIRM = 0.002
"""How much it costs that a weight moves away from where it starts: without cases that tell it, it
stays."""
PEOPLE = 3.0
"""How much more a question counts that people wrote for the desk than an ask of the base."""
ASKS = 1_600
"""Held-out asks that are fitted on, of all that are held out."""
LEAST = 0.0
"""No evidence may count against an entry."""

Floats = NDArray[np.float64]
Say = Callable[[str], None]


@dataclass(frozen=True)
class Case:
    """A question: the evidence for its candidates, which of them answer, and the signs that none
    does."""

    evidence: Floats
    right: NDArray[np.bool_]
    signs: Floats
    weight: float = 1.0


@dataclass(frozen=True)
class Cases:
    """Many questions, their candidates padded to CANDIDATES."""

    evidence: Floats
    there: NDArray[np.bool_]
    right: NDArray[np.bool_]
    signs: Floats
    weight: Floats

    @classmethod
    def of(cls, cases: Sequence[Case]) -> Cases:
        """Side by side."""
        size = (len(cases), CANDIDATES)
        evidence, there = np.zeros((*size, len(NAMES))), np.zeros(size, dtype=bool)
        right = np.zeros(size, dtype=bool)
        for i, case in enumerate(cases):
            count = len(case.right)
            evidence[i, :count], there[i, :count] = case.evidence, True
            right[i, :count] = case.right
        signs_ = np.array([case.signs for case in cases])
        return cls(evidence, there, right, signs_, np.array([case.weight for case in cases]))

    def scores(self, weights: Floats) -> Floats:
        """Of each candidate; of none where there is no candidate, far below all."""
        scores: Floats = np.where(self.there, self.evidence @ weights, -1e9)
        return scores


def cases_of(
    desk: Desk, questions: Iterable[tuple[str, Sequence[str], set[str], float]]
) -> list[Case]:
    """For each question (text, the messages before it, the entries that answer, its weight)."""
    found = []
    for text, before, right, weight in questions:
        context = desk.follow(before) if before else None
        question = desk.understand(text, context)
        earlier = context.entries if context and question.inherited else ()
        ranking = desk.finder.rank(clean(text), question, earlier)
        if ranking.candidates:
            evidence = np.array([f.features for f in ranking.candidates])
            hit = np.array([f.entry.id in right for f in ranking.candidates])
            found.append(Case(evidence, hit, np.array(signs(ranking.evidence)), weight))
    return found


def fit_evidence(cases: Cases, start: Floats, used: NDArray[np.bool_]) -> Floats:
    """Weights under which the right candidates get the largest share, none of them below LEAST."""
    usable = cases.right.any(1)
    spread = cases.evidence[cases.there].std(0) + 1e-6

    def loss(part: Floats) -> tuple[float, Floats]:
        weights = start.copy()
        weights[used] = part
        scores = cases.scores(weights)[usable]
        scores = scores - scores.max(1, keepdims=True)
        powers = np.exp(scores)
        every = powers / powers.sum(1, keepdims=True)
        hit = powers * cases.right[usable]
        wanted = hit / hit.sum(1, keepdims=True)
        costs = -np.log(hit.sum(1) / powers.sum(1))
        each = cases.weight[usable]
        slope = np.einsum("nc,ncf,n->f", every - wanted, cases.evidence[usable], each)
        away = (weights - start) * spread
        total = float((costs * each).sum() / each.sum() + FIRM * (away**2).sum())
        slopes = slope / each.sum() + 2 * FIRM * away * spread
        return total, slopes[used]

    bounds = [(LEAST, None)] * int(used.sum())
    fitted = minimize(loss, start[used], jac=True, method="L-BFGS-B", bounds=bounds)
    weights = start.copy()
    weights[used] = fitted.x
    return weights


def fit_certainty(cases: Cases, weights: Floats) -> tuple[float, Floats]:
    """How much all scores are stretched, and how much each of SIGNS counts for "none of these",
    so that the shares are as often right as they say."""
    scores = cases.scores(weights)
    none_right: NDArray[np.bool_] = np.asarray(~cases.right.any(1))
    spread = np.maximum(cases.signs.std(0), 1e-3)
    spread[0] = 1.0

    def loss(values: Floats) -> float:
        stretch, none = np.exp(values[0]), cases.signs @ (values[1:] / spread)
        every = np.concatenate([stretch * scores, none[:, None]], axis=1)
        highest = every.max(1, keepdims=True)
        powers = np.exp(every - highest)
        right = np.concatenate([cases.right, none_right[:, None]], axis=1)
        costs = -np.log(np.maximum((powers * right).sum(1) / powers.sum(1), 1e-12))
        firm = FIRM * float((values[2:] ** 2).sum())
        return float((costs * cases.weight).sum() / cases.weight.sum()) + firm

    begin = np.zeros(1 + len(SIGNS))
    begin[1] = float(np.median(scores.max(1)))
    fitted = minimize(loss, begin, method="L-BFGS-B")
    return float(np.exp(fitted.x[0])), fitted.x[1:] / spread


def held_asks(base: Base) -> list[tuple[str, Sequence[str], set[str], float]]:
    """The asks held out, each with its entry; asks of two entries with both."""
    owners: dict[str, set[str]] = {}
    for entry in base.entries.values():
        for _, ask in entry.asks.all():
            if held_out(ask):
                owners.setdefault(ask, set()).add(entry.id)
    every = [(ask, (), entries, 1.0) for ask, entries in owners.items()]
    some = np.random.default_rng(3).permutation(len(every))[:ASKS]
    return [every[i] for i in sorted(some.tolist())]


def outside_asks(base: Base) -> list[tuple[str, Sequence[str], set[str], float]]:
    """What was held out of the matters outside the field: no entry answers."""
    return [
        (ask, (), set(), PEOPLE)
        for name, asks in intentions(base)
        if name.startswith("outside.")
        for _, ask in asks
        if held_out(ask)
    ]


def written(base: Base) -> list[tuple[str, Sequence[str], set[str], float]]:
    """The questions that people wrote, of the half that may be learned from."""
    grader = Grader(base)
    return [
        (item["q"], tuple(item.get("context") or ()), right, PEOPLE)
        for item in read()
        if item["half"] == "tune" and (right := grader.carriers(item))
    ]


def fit(desk: Desk, meaning: Meaning | None, say: Say) -> dict[str, dict[str, float]]:
    """The weights of one way of finding: with the model, or by words alone where there is no
    `meaning`."""
    base = desk.base
    less = without_held(base)
    vectors = None
    if meaning is not None and desk.encoder is not None:
        vectors = Vectors.of(less, meaning, desk.encoder)
    finder = Finder(less, Lexical.of(less), vectors)
    finder.compared = CANDIDATES
    learner = Desk(less, desk.states, finder, desk.calendar, lambda: desk.profiles)
    asks = cases_of(learner, held_asks(base))
    people, outside = cases_of(learner, written(base)), cases_of(learner, outside_asks(base))
    say(f"{len(asks)} asks held out, {len(people)} questions of people, {len(outside)} outside")
    used = np.array([vectors is not None or i >= MEANT for i in range(len(NAMES))])
    start = np.array(finder.weights)
    weights = fit_evidence(Cases.of([*asks, *people]), start, used)
    for name, some in (("asks", asks), ("people", people)):
        for what, these in (("before", start), ("after", weights)):
            order = np.argsort(-Cases.of(some).scores(these), axis=1)
            right = np.asarray(np.take_along_axis(Cases.of(some).right, order, axis=1))
            shares = (right[:, 0].mean(), right[:, :4].any(1).mean(), right.any(1).mean())
            say(f"{name} {what}: first {shares[0]:.1%}, four {shares[1]:.1%}, all {shares[2]:.1%}")
    stretch, none = fit_certainty(Cases.of([*asks, *people, *outside]), weights)
    say(f"stretched by {stretch:.2f}")
    evidence = zip(NAMES, (weights * stretch).round(3).tolist(), strict=True)
    return {
        "evidence": dict(evidence),
        "none": dict(zip(SIGNS, none.round(3).tolist(), strict=True)),
    }


def write(fitted: Mapping[str, Mapping[str, Mapping[str, float]]]) -> None:
    """Put the weights of both ways where the desk reads them."""
    FILE.write_text(json.dumps(fitted, indent=1) + "\n", encoding="utf-8")
