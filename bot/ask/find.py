"""Finds the entries that answer a question: words, slips of typing and meaning together.

How they are combined is explained in docs/finding.md; benchmarks/tune.py learns the weights.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from rapidfuzz import fuzz, process

from bot.ask.evidence import Evidence, share
from bot.ask.lexical import Lexical
from bot.ask.models import Question
from bot.ask.words import fold
from bot.knowledge.models import Base, Entry

if TYPE_CHECKING:
    from bot.ask.vectors import Vectors

RERANKED = 8
"""Entries that are compared letter by letter, best by words and meaning first."""
COMPARED = 400
"""Characters of a question that are compared letter by letter."""
CANDIDATES = 20
"""Entries that a ranking holds, unless more are asked for."""
VOTERS = 10
"""Entries that vote on the mechanism where there is no model of meaning."""


NAMES = (
    "near", "centre", "text", "mechanism", "words", "inside", "fuzzy", "vote", "named", "topic",
    "earlier",
)  # fmt: skip
"""What speaks for an entry, one number each."""
WITH_MEANING = (2.3, 3.2, 1.7, 1.2, 2.8, 1.9, 1.5, 1.8, 0.9, 0.5, 1.2)
"""How much each of NAMES counts."""
WORDS_ONLY = (0.0, 0.0, 0.0, 0.0, 5.0, 4.0, 4.0, 1.5, 1.5, 0.8, 1.0)
INHERITED = 4.0
"""A mechanism taken over from the turn before: what is asked is about it, unless all speaks
against it."""
ABOUT, ELSEWHERE = 2.0, -0.7
"""What it counts that an entry is about the State in question, or about others alone."""
FUZZY = NAMES.index("fuzzy")


@dataclass(frozen=True)
class Found:
    """An entry, its score and the evidence that made it."""

    entry: Entry
    score: float
    features: tuple[float, ...]
    """In the order of NAMES."""


@dataclass(frozen=True)
class Ranking:
    """Entries, the best first, with all the evidence."""

    found: tuple[Found, ...]
    evidence: Evidence

    def shares(self) -> list[float]:
        """How likely each of the first CANDIDATES is the one asked for, as the scores have it
        (softmax)."""
        if not self.found:
            return []
        best = self.found[0].score
        powers = [math.exp(f.score - best) for f in self.found[:CANDIDATES]]
        return [power / sum(powers) for power in powers]


class Finder:
    """Ranks a base's entries for a question."""

    def __init__(self, base: Base, lexical: Lexical, vectors: Vectors | None) -> None:
        self.base = base
        self.lexical = lexical
        self._entries = list(base.entries.values())
        self._of_states = [(i, e) for i, e in enumerate(self._entries) if e.states]
        self._mechanisms = [entry.mechanism for entry in self._entries]
        self._folded: dict[str, list[str]] = {}
        self._vectors = vectors
        self.weights = WORDS_ONLY if vectors is None else WITH_MEANING

    def rank(
        self, text: str, question: Question, earlier: Sequence[str] = (), limit: int = CANDIDATES
    ) -> Ranking:
        """The entries for a cleaned text, as far as `question` understood it.

        `earlier` are the ids of the entries of the turn before, for a follow-up.
        """
        evidence = self._evidence(text, question, earlier)
        columns = self._columns(evidence, question)
        scores = [0.0] * len(self._entries)
        for weight, column in zip(self.weights, columns, strict=True):
            if weight:
                scores = [s + weight * value for s, value in zip(scores, column, strict=True)]
        if "mechanisms" in question.inherited:
            scores = [
                s + INHERITED * (mechanism in question.mechanisms)
                for s, mechanism in zip(scores, self._mechanisms, strict=True)
            ]
        if question.state:
            for i, entry in self._of_states:
                scores[i] += ABOUT if question.state in entry.states else ELSEWHERE
        best = sorted(range(len(scores)), key=scores.__getitem__, reverse=True)[:limit]
        folded = fold(text)[:COMPARED]
        found = []
        for place, i in enumerate(best):
            features = tuple(column[i] for column in columns)
            likeness = self._likeness(self._entries[i], folded) if place < RERANKED else 0.0
            features = (*features[:FUZZY], likeness, *features[FUZZY + 1 :])
            score = scores[i] + self.weights[FUZZY] * likeness
            found.append(Found(self._entries[i], score, features))
        return Ranking(tuple(sorted(found, key=lambda f: -f.score)), evidence)

    def _columns(self, evidence: Evidence, question: Question) -> list[Sequence[float]]:
        """The evidence in the order of NAMES; `fuzzy` is filled in for the best alone."""
        named = set(question.mechanisms)
        votes, topic = evidence.votes, question.topic
        return [
            evidence.near,
            evidence.centre,
            evidence.text,
            evidence.mechanism,
            evidence.words,
            evidence.inside,
            [0.0] * len(self._entries),
            [votes.get(mechanism, 0.0) for mechanism in self._mechanisms],
            [float(mechanism in named) for mechanism in self._mechanisms],
            [float(entry.topic == topic) for entry in self._entries],
            evidence.earlier,
        ]

    def _evidence(self, text: str, question: Question, earlier: Sequence[str]) -> Evidence:
        words = self.lexical.scores(text, question.language)
        if self._vectors is not None:
            mended = self.lexical.vocabulary.mended(question.matter or text)
            return self._vectors.look(mended, words, earlier, self.lexical.rarity)
        whole = words[0]
        none = [0.0] * len(whole)
        best = sorted(range(len(whole)), key=lambda i: -whole[i])[:VOTERS]
        topics = {self.base.entries[e].topic for e in earlier[:1] if e in self.base.entries}
        return Evidence(
            words=whole,
            inside=words[1],
            near=none,
            centre=none,
            text=none,
            mechanism=none,
            earlier=[float(entry.topic in topics) for entry in self._entries],
            votes=share((self._entries[i].mechanism, whole[i]) for i in best),
        )

    def _folded_asks(self, entry: Entry) -> list[str]:
        if entry.id not in self._folded:
            asks = (entry.title, *(ask for _, ask in entry.asks.all()))
            self._folded[entry.id] = [fold(ask) for ask in asks]
        return self._folded[entry.id]

    def _likeness(self, entry: Entry, folded: str) -> float:
        """How like the nearest of an entry's asks a text is, letter by letter."""
        asks = self._folded_asks(entry)
        best = process.extractOne(folded, asks, scorer=fuzz.token_set_ratio)
        return best[1] / 100 if best else 0.0
