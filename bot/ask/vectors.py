"""The base's vectors, arranged to be compared with a question's in one step."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np

from bot.ask.evidence import Evidence, share
from bot.ask.meaning import Meaning, passage
from bot.ask.space import Space, means, unit
from bot.knowledge.models import Base

if TYPE_CHECKING:
    from bot.ask.space import Floats, Ints

VOTERS = 10
"""Asks nearest to a question that vote on its mechanism."""
ALIKE = 3
"""Examples of an intent that a question must resemble."""


class Vectors:
    """All vectors of a base, in the space of its asks.

    Every vector of an entry is split in two: what it shares with its mechanism as a whole, and
    what is its own. A question that names its mechanism is near to all entries of it; only the
    second part tells them apart.
    """

    def __init__(self, base: Base, meaning: Meaning) -> None:
        self._meaning = meaning
        entries = list(base.entries.values())
        names = list(base.mechanisms)
        self._index = {entry.id: i for i, entry in enumerate(entries)}
        of_entry = np.array([names.index(entry.mechanism) for entry in entries])
        asks, owner = [], []
        for i, entry in enumerate(entries):
            for ask in (entry.title, *(ask for _, ask in entry.asks.all())):
                asks.append((ask, True))
                owner.append(i)
        groups: Ints = np.array(owner, dtype=np.int64)
        raw = meaning.rows(asks)
        self._space = Space.of(raw, groups)
        self._starts = np.searchsorted(groups, np.arange(len(entries)))
        spoken = [(e.title, e.answer, e.texts()) for e in entries]
        texts = meaning.rows([(passage(*parts), False) for parts in spoken])
        texts = unit((texts - texts.mean(0)) @ self._space.stretch)
        stretched = self._space.put(raw)
        centres = unit(means(stretched, groups))
        self._entry_centres = centres
        self._middles = unit(means(centres, of_entry))
        self._of_row = np.concatenate([of_entry[groups], of_entry, of_entry])
        self._of_entry = of_entry
        self._cuts = (len(stretched), len(stretched) + len(entries))
        self._own, self._shared, self._rest = self._split(np.vstack([stretched, centres, texts]))
        described = [
            (mechanism.id, text)
            for mechanism in base.mechanisms.values()
            for text in (*mechanism.describes, *mechanism.names.en)
        ]
        intents = [
            (f"{kind}.{name}", ask)
            for kind, group in (("task", base.intents.tasks), ("outside", base.intents.outside))
            for name, intent in group.items()
            for _, ask in intent.asks.all()
        ]
        self._described = self._space.put(meaning.rows([(t, True) for _, t in described]))
        self._intended = self._space.put(meaning.rows([(t, True) for _, t in intents]))
        self._voters = [names[m] for m in of_entry[groups]] + [name for name, _ in described]
        self._intents = np.array([name for name, _ in intents])

    def look(
        self,
        text: str,
        words: tuple[Sequence[float], Sequence[float]],
        earlier: Sequence[str] = (),
    ) -> Evidence:
        """All evidence on a question; `words` is what Lexical.scores says."""
        question = self._space.put(self._meaning.of_question(text))
        middles = self._middles @ question
        own = self._own @ question
        inside = own / np.sqrt(np.maximum(1 - middles**2, 1e-6))[self._of_row]
        asks, centre, texts = np.split(inside, self._cuts)
        whole = (self._rest * own + self._shared * middles[self._of_row])[: len(asks)]
        nearest = np.concatenate([whole, self._described @ question])
        best = np.argpartition(-nearest, min(VOTERS, len(nearest) - 1))[:VOTERS]
        return Evidence(
            words=words[0],
            inside=words[1],
            near=np.maximum.reduceat(asks, self._starts).tolist(),
            centre=centre.tolist(),
            text=texts.tolist(),
            mechanism=middles[self._of_entry].tolist(),
            earlier=self._likeness(earlier),
            votes=share((self._voters[i], float(nearest[i])) for i in best),
            intents=self._alike(self._intended @ question),
            likeness=float(np.sort(whole)[-ALIKE:].mean()),
        )

    def _split(self, vectors: Floats) -> tuple[Floats, Floats, Floats]:
        """A vector's own part (of length one), how much it shares, and the length of its own."""
        middles = self._middles[self._of_row]
        shared = (vectors * middles).sum(1)
        own = vectors - shared[:, None] * middles
        return unit(own), shared, np.linalg.norm(own, axis=1).astype(np.float32)

    def _alike(self, scores: Floats) -> dict[str, float]:
        return {
            str(name): float(np.sort(scores[self._intents == name])[-ALIKE:].mean())
            for name in np.unique(self._intents)
        }

    def _likeness(self, earlier: Sequence[str]) -> list[float]:
        rows = [self._index[e] for e in earlier[:1] if e in self._index]
        if not rows:
            return [0.0] * len(self._entry_centres)
        likeness: list[float] = (self._entry_centres @ self._entry_centres[rows[0]]).tolist()
        return likeness
