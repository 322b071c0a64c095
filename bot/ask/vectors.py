"""The base's vectors, arranged to be compared with a question's in one step."""

from __future__ import annotations

import io
from collections.abc import Callable, Sequence
from dataclasses import dataclass, fields
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from bot.ask import vectorfile
from bot.ask.evidence import Evidence, share
from bot.ask.meaning import (
    Meaning,
    Progress,
    asks_of,
    descriptions,
    embedded,
    intentions,
    model,
    text_of,
)
from bot.ask.space import Space, bag, means, unit
from bot.knowledge.cache import DAMAGED, cached, forget, one_at_a_time, write_whole
from bot.knowledge.models import Base, Language

if TYPE_CHECKING:
    from bot.ask.evidence import Column
    from bot.ask.space import Floats, Ints

VOTERS = 10
"""Asks nearest to a question that vote on its mechanism."""
LOOKED = 200
"""Entries whose asks are looked at one by one: those that words, the middle of their asks and their
text speak for. The others lie far behind."""
ALIKE = 3
"""Examples of an intent that a question must resemble."""


@dataclass(frozen=True)
class Arrays:
    """The vectors of a base, as a question is compared with them."""

    own: Floats
    """Rows: every ask, then the middle of each entry's asks, then each entry's text; of each the
    part that is not its mechanism's, of length one."""
    shared: Floats
    """How much of each row is its mechanism's."""
    rest: Floats
    """How long each row's own part was."""
    of_row: Ints
    """The mechanism of each row."""
    starts: Ints
    """The first ask of each entry."""
    of_entry: Ints
    middles: Floats
    """The middle of each mechanism."""
    described: Floats
    of_described: Ints
    intended: Floats
    of_intended: Ints

    @classmethod
    def of(cls, base: Base, meaning: Meaning) -> Arrays:
        """Arrange a base's vectors."""
        entries = list(base.entries.values())
        names = list(base.mechanisms)
        of_entry = np.array([names.index(entry.mechanism) for entry in entries])
        spoken = [asks_of(entry) for entry in entries]
        owner = np.repeat(np.arange(len(entries)), [len(asks) for asks in spoken])
        asked = meaning.rows([(ask, True) for asks in spoken for ask in asks])
        texts = meaning.rows([(text_of(entry), False) for entry in entries])
        centres = unit(means(asked, owner))
        middles = unit(means(centres, of_entry))
        of_row = np.concatenate([of_entry[owner], of_entry, of_entry])
        rows = np.vstack([asked, centres, texts])
        shared = (rows * middles[of_row]).sum(1)
        own = rows - shared[:, None] * middles[of_row]
        described = [(names.index(m), text) for m, text in descriptions(base)]
        intended = [(i, a) for i, (_, asks) in enumerate(intentions(base)) for _, a in asks]
        return cls(
            own=unit(own),
            shared=shared,
            rest=np.linalg.norm(own, axis=1).astype(np.float32),
            of_row=of_row,
            starts=np.searchsorted(owner, np.arange(len(entries))),
            of_entry=of_entry,
            middles=middles,
            described=meaning.rows([(text, True) for _, text in described]),
            of_described=np.array([m for m, _ in described]),
            intended=meaning.rows([(ask, True) for _, ask in intended]),
            of_intended=np.array([i for i, _ in intended]),
        )


class Vectors:
    """All vectors of a base, in the space of its asks.

    Every vector of an entry is split in two: what it shares with its mechanism as a whole, and
    what is its own. A question that names its mechanism is near to all entries of it; only the
    second part tells them apart.
    """

    def __init__(self, base: Base, arrays: Arrays, space: Space) -> None:
        self._arrays = arrays
        self._space = space
        self._index = {entry_id: i for i, entry_id in enumerate(base.entries)}
        self._names = list(base.mechanisms)
        self._intents = [name for name, _ in intentions(base)]
        sizes = np.bincount(arrays.of_intended, minlength=len(self._intents))
        first = np.cumsum(sizes) - sizes
        columns = np.arange(max(sizes.max(initial=0), ALIKE))
        # The rows of each intent's examples; where it has fewer than others, the last row of all.
        self._examples = np.where(columns < sizes[:, None], first[:, None] + columns, -1)
        self._cut = len(arrays.own) - 2 * len(arrays.of_entry)
        self._sizes = np.diff(arrays.starts, append=self._cut)

    @classmethod
    def open(
        cls,
        base: Base,
        cache: Path | None = None,
        progress: Progress | None = None,
        shipped: Path | None = None,
    ) -> Vectors | None:
        """The vectors of a base, or None where the model is not installed.

        `progress(done, of)` is called while vectors are made that neither the file `shipped` nor
        the cache holds.
        """
        if model() is None:
            return None
        name = base.fingerprint and base.fingerprint + vectorfile.stamp(shipped)
        stored = cached(cache, "vectors", name, "npz")
        if found := cls._read(base, stored):
            return found
        if stored is None:
            return cls._made(base, Meaning.of(base, cache, progress, shipped))
        with one_at_a_time(stored):
            if found := cls._read(base, stored):
                return found
            made = cls._made(base, Meaning.of(base, cache, progress, shipped))
            if made:
                write_whole(stored, made._content())
            return made

    @classmethod
    def _made(cls, base: Base, meaning: Meaning | None) -> Vectors | None:
        return cls(base, Arrays.of(base, meaning), meaning.space) if meaning else None

    @classmethod
    def _read(cls, base: Base, stored: Path | None) -> Vectors | None:
        if stored is None or not stored.is_file():
            return None
        try:
            with np.load(stored) as file:
                arrays = Arrays(**{f.name: file[f.name] for f in fields(Arrays)})
                return cls(base, arrays, Space.from_arrays(file))
        except DAMAGED:
            forget(stored)
            return None

    def _content(self) -> bytes:
        content = io.BytesIO()
        arrays = {f.name: getattr(self._arrays, f.name) for f in fields(Arrays)}
        np.savez(content, allow_pickle=False, **arrays, **self._space.arrays())
        return content.getvalue()

    def look(
        self,
        text: str,
        language: Language,
        words: tuple[Column, Column],
        weights: Sequence[float],
        earlier: Sequence[str] = (),
        rarity: Callable[[str], float] = lambda _: 0.0,
    ) -> Evidence:
        """All evidence on a question whose slips are mended.

        `words` is what Lexical.scores says, `weights` how much each of the meanings counts,
        `rarity` how much one word tells.
        """
        arrays = self._arrays
        question = self._space.put(embedded(text, rarity)[None], [bag(text, language)])[0]
        middles = arrays.middles @ question
        centre, texts = np.split(arrays.own[self._cut :] @ question, 2)
        # What is left of the question once its mechanism's part is taken out: one number each.
        left = np.sqrt(np.maximum(1 - middles**2, 1e-6))[arrays.of_entry]
        of_mechanism = middles[arrays.of_entry]
        rough = 5 * centre + 2 * (texts + of_mechanism + words[0] + words[1])
        rows, starts, looked = self._asks_of(_highest(rough, LOOKED))
        asks = arrays.own[rows] @ question
        near = centre.copy()
        near[looked] = np.maximum.reduceat(asks, starts)
        meanings = (near / left, centre / left, texts / left, of_mechanism)
        whole = arrays.rest[rows] * asks + arrays.shared[rows] * middles[arrays.of_row[rows]]
        nearest = np.concatenate([whole, arrays.described @ question])
        voters = np.concatenate([arrays.of_row[rows], arrays.of_described])
        meant = sum(w * m.astype(np.float64) for w, m in zip(weights, meanings, strict=True))
        return Evidence(
            words=words[0],
            inside=words[1],
            meant=np.asarray(meant),
            meanings=meanings,
            earlier=self._likeness(earlier),
            votes=share(
                (self._names[voters[i]], float(nearest[i])) for i in _highest(nearest, VOTERS)
            ),
            intents=self._alike(arrays.intended @ question),
            likeness=_most_alike(whole),
        )

    def _asks_of(self, entries: Ints) -> tuple[Ints, Ints, Ints]:
        """The rows of these entries' asks, where each entry's begin among them, and the entries in
        that order."""
        entries = np.sort(entries)
        sizes = self._sizes[entries]
        starts = np.cumsum(sizes) - sizes
        rows = np.repeat(self._arrays.starts[entries] - starts, sizes) + np.arange(sizes.sum())
        return rows, starts, entries

    def _alike(self, scores: Floats) -> dict[str, float]:
        """How like the nearest examples of each intent a question is."""
        padded = np.append(scores, -1.0)[self._examples]
        best = np.partition(padded, -ALIKE, axis=1)[:, -ALIKE:].mean(1)
        return dict(zip(self._intents, best.tolist(), strict=True))

    def _likeness(self, earlier: Sequence[str]) -> Column | None:
        matters = self._arrays.own[self._cut :][: len(self._index)]
        rows = [self._index[e] for e in earlier[:1] if e in self._index]
        return matters @ matters[rows[0]] if rows else None


def _most_alike(scores: Floats) -> float:
    """The mean of the highest scores."""
    best = np.partition(scores, -ALIKE)[-ALIKE:] if len(scores) > ALIKE else scores
    return float(np.sort(best).mean())


def _highest(scores: Column, limit: int) -> Ints:
    """The places of the highest scores, in no order."""
    if len(scores) <= limit:
        return np.arange(len(scores))
    return np.argpartition(-scores, limit)[:limit]
