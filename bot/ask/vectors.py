"""The base's vectors, arranged to be compared with a question's in one step."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass, fields
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from bot.ask.evidence import Evidence, share
from bot.ask.meaning import (
    Meaning,
    Progress,
    descriptions,
    embedded,
    intentions,
    model,
    passage,
)
from bot.ask.space import Space, means, unit
from bot.knowledge.cache import cached, one_at_a_time, write_whole
from bot.knowledge.models import Base

if TYPE_CHECKING:
    from bot.ask.evidence import Column
    from bot.ask.space import Floats, Ints

VOTERS = 10
"""Asks nearest to a question that vote on its mechanism."""
ALIKE = 3
"""Examples of an intent that a question must resemble."""


@dataclass(frozen=True)
class Arrays:
    """What is computed from a base once: kept in the cache, since it takes a second."""

    centre: Floats
    stretch: Floats
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
    centres: Floats
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
        spoken = [[entry.title, *(ask for _, ask in entry.asks.all())] for entry in entries]
        owner = np.repeat(np.arange(len(entries)), [len(asks) for asks in spoken])
        raw = meaning.rows([(ask, True) for asks in spoken for ask in asks])
        space = Space.of(raw, owner)
        texts = meaning.rows([(passage(e.title, e.answer, e.texts()), False) for e in entries])
        texts = unit((texts - texts.mean(0)) @ space.stretch)
        asked = space.put(raw)
        centres = unit(means(asked, owner))
        middles = unit(means(centres, of_entry))
        of_row = np.concatenate([of_entry[owner], of_entry, of_entry])
        rows = np.vstack([asked, centres, texts])
        shared = (rows * middles[of_row]).sum(1)
        own = rows - shared[:, None] * middles[of_row]
        described = [(names.index(m), text) for m, text in descriptions(base)]
        intended = [(i, a) for i, (_, asks) in enumerate(intentions(base)) for a in asks]
        return cls(
            centre=space.centre,
            stretch=space.stretch,
            own=unit(own),
            shared=shared,
            rest=np.linalg.norm(own, axis=1).astype(np.float32),
            of_row=of_row,
            starts=np.searchsorted(owner, np.arange(len(entries))),
            of_entry=of_entry,
            centres=centres,
            middles=middles,
            described=space.put(meaning.rows([(text, True) for _, text in described])),
            of_described=np.array([m for m, _ in described]),
            intended=space.put(meaning.rows([(ask, True) for _, ask in intended])),
            of_intended=np.array([i for i, _ in intended]),
        )

    @classmethod
    def cached(
        cls,
        base: Base,
        cache: Path | None,
        progress: Progress | None = None,
        shipped: Path | None = None,
    ) -> Arrays | None:
        """From the cache, or made and kept; None where the model is not installed."""
        made = partial(Meaning.of, base, cache, progress, shipped)
        stored = cached(cache, "vectors", base.fingerprint, "npz")
        if found := cls._read(stored):
            return found
        if stored is None:
            return cls._made(base, made(), None)
        with one_at_a_time(stored):
            return cls._read(stored) or cls._made(base, made(), stored)

    @classmethod
    def _read(cls, stored: Path | None) -> Arrays | None:
        if stored is None or not stored.is_file():
            return None
        try:
            with np.load(stored) as file:
                return cls(**file)
        except (OSError, ValueError, TypeError, zipfile.BadZipFile):
            stored.unlink(missing_ok=True)
            return None

    @classmethod
    def _made(cls, base: Base, meaning: Meaning | None, stored: Path | None) -> Arrays | None:
        if meaning is None:
            return None
        made = cls.of(base, meaning)
        if stored:
            content = io.BytesIO()
            np.savez(content, **{f.name: getattr(made, f.name) for f in fields(made)})
            write_whole(stored, content.getvalue())
        return made


class Vectors:
    """All vectors of a base, in the space of its asks.

    Every vector of an entry is split in two: what it shares with its mechanism as a whole, and
    what is its own. A question that names its mechanism is near to all entries of it; only the
    second part tells them apart.
    """

    def __init__(self, base: Base, arrays: Arrays) -> None:
        self._arrays = arrays
        self._space = Space(arrays.centre, arrays.stretch)
        self._index = {entry_id: i for i, entry_id in enumerate(base.entries)}
        self._names = list(base.mechanisms)
        self._intents = [name for name, _ in intentions(base)]
        self._examples = [
            np.flatnonzero(arrays.of_intended == i) for i in range(len(self._intents))
        ]
        n = len(arrays.of_entry)
        self._cuts = (len(arrays.own) - 2 * n, len(arrays.own) - n)
        self._voters = np.concatenate([arrays.of_row[: self._cuts[0]], arrays.of_described])

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
        arrays = Arrays.cached(base, cache, progress, shipped)
        return cls(base, arrays) if arrays else None

    def look(
        self,
        text: str,
        words: tuple[Column, Column],
        weights: Sequence[float],
        earlier: Sequence[str] = (),
        rarity: Callable[[str], float] = lambda _: 0.0,
    ) -> Evidence:
        """All evidence on a question; `words` is what Lexical.scores says, `weights` how much each
        of the meanings counts, `rarity` how much one word tells."""
        arrays = self._arrays
        question = self._space.put(embedded(text, rarity))
        middles = arrays.middles @ question
        own = arrays.own @ question
        asks, centre, texts = np.split(own, self._cuts)
        # What is left of the question once its mechanism's part is taken out: one number each.
        left = np.sqrt(np.maximum(1 - middles**2, 1e-6))[arrays.of_entry]
        near = np.maximum.reduceat(asks, arrays.starts) / left
        meanings = (near, centre / left, texts / left, middles[arrays.of_entry])
        shared = arrays.shared[: len(asks)] * middles[arrays.of_row[: len(asks)]]
        whole = arrays.rest[: len(asks)] * asks + shared
        nearest = np.concatenate([whole, arrays.described @ question])
        best = np.argpartition(-nearest, min(VOTERS, len(nearest) - 1))[:VOTERS]
        meant = sum(w * m.astype(np.float64) for w, m in zip(weights, meanings, strict=True))
        return Evidence(
            words=words[0],
            inside=words[1],
            meant=np.asarray(meant),
            meanings=meanings,
            earlier=self._likeness(earlier),
            votes=share((self._names[self._voters[i]], float(nearest[i])) for i in best),
            intents=self._alike(arrays.intended @ question),
            likeness=_most_alike(whole),
        )

    def _alike(self, scores: Floats) -> dict[str, float]:
        parts = zip(self._intents, self._examples, strict=True)
        return {name: _most_alike(scores[rows]) for name, rows in parts}

    def _likeness(self, earlier: Sequence[str]) -> Column | None:
        centres = self._arrays.centres
        rows = [self._index[e] for e in earlier[:1] if e in self._index]
        return centres @ centres[rows[0]] if rows else None


def _most_alike(scores: Floats) -> float:
    """The mean of the highest scores."""
    best = np.partition(scores, -ALIKE)[-ALIKE:] if len(scores) > ALIKE else scores
    return float(np.sort(best).mean())
