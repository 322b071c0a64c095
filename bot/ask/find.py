"""Finds the entries that answer a question, by words, typos and meaning together, and how
certain it is that the one which stands first answers.

How they are combined is explained in docs/finding.md; `python -m train fit` fits the weights. The
scores of the candidates and the signs that none of them answers share one probability (softmax): a
conditional logit with a class "none of these", fitted on asks that were held out, on questions
people wrote and on matters outside the field.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np
from rapidfuzz import fuzz, process

from bot.ask.encoder import SilentModelError
from bot.ask.evidence import Evidence, none_of, share, weights_of
from bot.ask.lexical import Lexical
from bot.ask.models import Question
from bot.ask.words import fold
from bot.knowledge.models import Base, Entry, Language

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from bot.ask.evidence import Column
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
    "near", "few", "centre", "text", "mechanism", "words", "inside", "fuzzy", "vote", "named",
    "topic", "earlier", "inherited", "about",
)  # fmt: skip
"""What speaks for an entry, one number each; how much each counts stands in weights.json."""
MEANT = 5
"""So many of them, the first, are by meaning."""
NEAR, FUZZY = NAMES.index("near"), NAMES.index("fuzzy")
SAME = 0.9
"""Likeness by meaning, from 0 to 1, from which an ask of the same words asks the same."""
ELSEWHERE = -0.35
"""How much it speaks against an entry that it is about other States than the one in question;
1 speaks for it where it is about that State."""


@dataclass(frozen=True)
class Candidate:
    """An entry, its score and the evidence that made it."""

    entry: Entry
    score: float
    features: tuple[float, ...]
    """In the order of NAMES."""
    asks: Column | None = None
    """How near each of its asks lies by meaning, its title first; None where that was not seen."""

    @property
    def asked_so(self) -> bool:
        """Whether one of its asks says the same, in the same words and by meaning."""
        return self.features[FUZZY] == 1 and self.features[NEAR] >= SAME


@dataclass(frozen=True)
class Ranking:
    """Entries, the best first, with all the evidence."""

    candidates: tuple[Candidate, ...]
    evidence: Evidence

    def shares(self) -> list[float]:
        """How likely each of the first CANDIDATES is the one asked for, if one of them is
        (softmax)."""
        if not self.candidates:
            return []
        best = self.candidates[0].score
        powers = [math.exp(f.score - best) for f in self.candidates[:CANDIDATES]]
        return [power / sum(powers) for power in powers]


def _about(entry: Entry, question: Question) -> float:
    """What speaks for an entry that is about some States alone, where one is in question. That an
    investigation exists counts only where that is asked, not what it can do."""
    if not question.state or not entry.states:
        return 0.0
    if question.state not in entry.states:
        return ELSEWHERE
    exists = entry.topic == "what" and entry.mechanism == "investigative-bodies" and not entry.ended
    return 1.0 if "mandate" in question.wants or not exists else ELSEWHERE


@dataclass(frozen=True)
class _Once:
    """What was worked out of the texts of one question."""

    words: dict[tuple[str, Language], tuple[NDArray[np.float64], NDArray[np.float64]]] = field(
        default_factory=dict
    )
    """What Lexical.scores says of them."""
    vectors: dict[str, NDArray[np.float32]] = field(default_factory=dict)


_once: ContextVar[_Once] = ContextVar("once")


class Finder:
    """Ranks a base's entries for a question."""

    def __init__(self, base: Base, lexical: Lexical, vectors: Vectors | None) -> None:
        self.base = base
        self.lexical = lexical
        self._entries = list(base.entries.values())
        self._of_states = [(i, e) for i, e in enumerate(self._entries) if e.states]
        self._mechanisms = list(base.mechanisms)
        self._topics = sorted({entry.topic for entry in self._entries})
        self._of_mechanism = np.array([self._mechanisms.index(e.mechanism) for e in self._entries])
        self._of_topic = np.array([self._topics.index(e.topic) for e in self._entries])
        self._folded: dict[tuple[str, Language], list[str]] = {}
        self._vectors = vectors
        self.weights = weights_of("words" if vectors is None else "meaning", NAMES)
        self.encoder = vectors.encoder if vectors else None
        self.compared = RERANKED
        self._by_words = Finder(base, lexical, None) if vectors else self

    @contextmanager
    def one_question(self) -> Iterator[None]:
        """Within it no text is worked out twice, however often it is ranked: as a whole and beside
        others, alone and after the turn before. At its end all of it is forgotten."""
        token = _once.set(_Once())
        try:
            yield
        finally:
            _once.reset(token)

    def rank(
        self, text: str, question: Question, earlier: Sequence[str] = (), limit: int = CANDIDATES
    ) -> Ranking:
        """The entries for a cleaned text, as far as `question` understood it; by words alone where
        the model of meaning gives nothing now.

        `earlier` are the ids of the entries of the turn before, for a follow-up.
        """
        try:
            evidence = self._evidence(text, question, earlier)
        except SilentModelError:
            return self._by_words.rank(text, question, earlier, limit)
        scores = self._scores(evidence, question)
        folded = fold(text)[:COMPARED]
        candidates = []
        for place, i in enumerate(_highest(scores, limit)):
            entry = self._entries[i]
            near = 0.0
            if place < self.compared:
                near = self._likeness(entry, folded, question.language)
            features = self._features(i, evidence, question, near)
            score = float(scores[i]) + self.weights[FUZZY] * near
            candidates.append(Candidate(entry, score, features, evidence.asks.get(int(i))))
        return Ranking(tuple(sorted(candidates, key=lambda f: -f.score)), evidence)

    def _scores(self, evidence: Evidence, question: Question) -> NDArray[np.float64]:
        """What all evidence but `fuzzy` adds up to, for each entry: mechanisms and topics are few,
        so what they count is worked out once each."""
        weight = dict(zip(NAMES, self.weights, strict=True))
        named = set(question.mechanisms)
        taken_over = named if "mechanisms" in question.inherited else set()
        of_mechanism = np.array(
            [
                weight["vote"] * evidence.votes.get(name, 0.0)
                + weight["named"] * (name in named)
                + weight["inherited"] * (name in taken_over)
                for name in self._mechanisms
            ]
        )
        of_topic = np.array([weight["topic"] * (topic == question.topic) for topic in self._topics])
        scores: NDArray[np.float64] = evidence.meant + weight["words"] * evidence.words
        scores = scores + weight["inside"] * evidence.inside
        scores += of_mechanism[self._of_mechanism] + of_topic[self._of_topic]
        if evidence.earlier is not None:
            scores += weight["earlier"] * evidence.earlier
        if question.state:
            for i, entry in self._of_states:
                scores[i] += weight["about"] * _about(entry, question)
        return scores

    def _features(
        self, i: int, evidence: Evidence, question: Question, likeness: float
    ) -> tuple[float, ...]:
        """The evidence for one entry, in the order of NAMES."""
        entry = self._entries[i]
        meant = [float(column[i]) for column in evidence.meanings] or [0.0] * MEANT
        return (
            *meant,
            float(evidence.words[i]),
            float(evidence.inside[i]),
            likeness,
            evidence.votes.get(entry.mechanism, 0.0),
            float(entry.mechanism in question.mechanisms),
            float(entry.topic == question.topic),
            0.0 if evidence.earlier is None else float(evidence.earlier[i]),
            float(entry.mechanism in question.mechanisms and "mechanisms" in question.inherited),
            _about(entry, question),
        )

    def _evidence(self, text: str, question: Question, earlier: Sequence[str]) -> Evidence:
        once = _once.get(None) or _Once()
        words = once.words.get((text, question.language))
        if words is None:
            words = self.lexical.scores(text, question.language)
            once.words[text, question.language] = words
        if self._vectors is not None:
            matter, asked = (
                self.lexical.spelled(part, question.language)
                for part in (question.matter or text, question.asked)
            )
            said = f"{matter} {asked}" if asked else matter
            if said not in once.vectors:
                once.vectors[said] = self._vectors.of_question(matter, asked)
            vector = once.vectors[said]
            return self._vectors.look(vector, words, self.weights[:MEANT], earlier)
        whole = words[0]
        before = [self.base.entries[e].topic for e in earlier[:1] if e in self.base.entries]
        return Evidence(
            words=whole,
            inside=words[1],
            meant=np.zeros(len(whole)),
            earlier=self._of_topic == self._topics.index(before[0]) if before else None,
            votes=share(
                (self._entries[i].mechanism, float(whole[i])) for i in _highest(whole, VOTERS)
            ),
        )

    def _folded_asks(self, entry: Entry, language: Language) -> list[str]:
        """The ways of asking for an entry in that language and in English, which names are in."""
        if (entry.id, language) not in self._folded:
            asks = (entry.title, *(a for other, a in entry.asks.all() if other in (language, "en")))
            self._folded[entry.id, language] = [fold(ask) for ask in asks]
        return self._folded[entry.id, language]

    def _likeness(self, entry: Entry, folded: str, language: Language) -> float:
        """How like the nearest of an entry's asks a text is, letter by letter."""
        asks = self._folded_asks(entry, language)
        best = process.extractOne(folded, asks, scorer=fuzz.token_set_ratio)
        return best[1] / 100 if best else 0.0


def _highest(scores: NDArray[np.float64], limit: int) -> list[int]:
    """The places of the highest scores, the highest first; of equal ones the first."""
    near = np.arange(len(scores))
    if limit < len(scores):
        near = np.flatnonzero(scores >= np.partition(scores, -limit)[-limit])
    best: list[int] = near[np.argsort(-scores[near], kind="stable")[:limit]].tolist()
    return best


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
    candidates = ranking.candidates[:CANDIDATES]
    if not candidates:
        return 0.0
    weights = none_of("meaning" if ranking.evidence.meanings else "words")
    of_sign = zip(SIGNS, signs(ranking.evidence), strict=True)
    none = sum(weights[name] * sign for name, sign in of_sign)
    highest = max(none, *(candidate.score for candidate in candidates))
    powers = {candidate.entry.id: math.exp(candidate.score - highest) for candidate in candidates}
    total = sum(powers.values()) + math.exp(none - highest)
    return powers.get(first or candidates[0].entry.id, min(powers.values())) / total
