"""The base's vectors, arranged to be compared with a question's in one step."""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import dataclass, fields
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from bot.ask import vectorfile
from bot.ask.evidence import Evidence, share
from bot.ask.meaning import Meaning, Progress, asks_of, descriptions, intentions, text_of
from bot.knowledge.cache import DAMAGED, cached, forget, one_at_a_time, write_whole
from bot.knowledge.models import Base

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from bot.ask.encoder import Encodes
    from bot.ask.evidence import Column

    Floats = NDArray[np.float32]
    Ints = NDArray[np.int64]
    Steps = NDArray[np.int16]

VOTERS = 10
"""Asks nearest to a question that vote on its mechanism."""
LOOKED = 200
"""Entries whose asks are looked at one by one: those that words, the middle of their asks and their
text speak for. The others lie far behind."""
OF_ASKED = 0.7
"""How much the question in a story counts, where it names its mechanism; the whole counts the
rest. Where it names none ("is there a way to get this in?") the story tells the matter."""
FEW = 3
"""Asks of an entry that lie nearest to a question, which speak for it together."""
ALIKE = 3
"""Examples of an intent that a question must resemble."""
STEPS = 32_767
"""In so many steps from 0 to 1 the numbers of asks are kept: half the bytes."""


@dataclass(frozen=True)
class Arrays:
    """The vectors of a base, as a question is compared with them."""

    asked: Steps
    """The first rows, every ask: the part of each that is not its mechanism's, of length one. They
    stay in steps, since a question looks at few of them and they are most of what a desk holds."""
    own: Floats
    """The same of the other rows: the middle of each entry's asks, then each entry's text."""
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
        asked = meaning.rows([ask for asks in spoken for ask in asks])
        texts = meaning.rows([text_of(entry) for entry in entries])
        centres = _unit(_means(asked, owner))
        middles = _unit(_means(centres, of_entry))
        of_row = np.concatenate([of_entry[owner], of_entry, of_entry])
        rows = np.vstack([asked, centres, texts])
        shared = (rows * middles[of_row]).sum(1)
        own = rows - shared[:, None] * middles[of_row]
        steps = _steps(_unit(own))
        described = [(names.index(m), text) for m, text in descriptions(base)]
        intended = [(i, a) for i, (_, asks) in enumerate(intentions(base)) for _, a in asks]
        return cls(
            asked=steps[: len(asked)],
            own=_from_steps(steps[len(asked) :]),
            shared=shared,
            rest=np.linalg.norm(own, axis=1).astype(np.float32),
            of_row=of_row,
            starts=np.searchsorted(owner, np.arange(len(entries))),
            of_entry=of_entry,
            middles=middles,
            described=meaning.rows([text for _, text in described]),
            of_described=np.array([m for m, _ in described]),
            intended=meaning.rows([ask for _, ask in intended]),
            of_intended=np.array([i for i, _ in intended]),
        )


class Vectors:
    """All vectors of a base, and the model that makes those of questions.

    Every vector of an entry is split in two: what it shares with its mechanism as a whole, and
    what is its own. A question that names its mechanism is near to all entries of it; only the
    second part tells them apart.
    """

    def __init__(self, base: Base, arrays: Arrays, encoder: Encodes) -> None:
        self._arrays = arrays
        self.encoder = encoder
        self._index = {entry_id: i for i, entry_id in enumerate(base.entries)}
        self._names = list(base.mechanisms)
        self._intents = [name for name, _ in intentions(base)]
        sizes = np.bincount(arrays.of_intended, minlength=len(self._intents))
        first = np.cumsum(sizes) - sizes
        columns = np.arange(max(sizes.max(initial=0), ALIKE))
        # The rows of each intent's examples; where it has fewer than others, the last row of all.
        self._examples = np.where(columns < sizes[:, None], first[:, None] + columns, -1)
        self._sizes = np.diff(arrays.starts, append=len(arrays.asked))

    @classmethod
    def open(
        cls,
        base: Base,
        encoder: Encodes,
        cache: Path | None = None,
        progress: Progress | None = None,
        shipped: Path | None = None,
    ) -> Vectors:
        """The vectors of a base.

        `progress(done, of)` is called while vectors are made that neither the file `shipped` nor
        the cache holds.
        """
        name = base.fingerprint and base.fingerprint + encoder.stamp + vectorfile.stamp(shipped)
        stored = cached(cache, "vectors", name, "npz")
        if read := cls._read(base, stored, encoder):
            return read
        if stored is None:
            return cls.of(base, Meaning.of(base, encoder, cache, progress, shipped), encoder)
        with one_at_a_time(stored):
            if read := cls._read(base, stored, encoder):
                return read
            vectors = cls.of(base, Meaning.of(base, encoder, cache, progress, shipped), encoder)
            write_whole(stored, vectors._content())
            return vectors

    @classmethod
    def of(cls, base: Base, meaning: Meaning, encoder: Encodes) -> Vectors:
        """A base's vectors, arranged."""
        return cls(base, Arrays.of(base, meaning), encoder)

    @classmethod
    def _read(cls, base: Base, stored: Path | None, encoder: Encodes) -> Vectors | None:
        if stored is None or not stored.is_file():
            return None
        try:
            with np.load(stored) as file:
                return cls(base, Arrays(*(file[f.name] for f in fields(Arrays))), encoder)
        except DAMAGED:
            forget(stored)
            return None

    def _content(self) -> bytes:
        content = io.BytesIO()
        arrays = {f.name: getattr(self._arrays, f.name) for f in fields(Arrays)}
        np.savez(content, allow_pickle=False, **arrays)
        return content.getvalue()

    def of_question(self, text: str, asked: str = "") -> Floats:
        """The vector of a question whose typos are corrected; `asked` is the question in a story,
        where that tells the matter by itself."""
        whole = self.encoder.vector(text)
        if not asked:
            return whole
        return _unit(OF_ASKED * self.encoder.vector(asked) + (1 - OF_ASKED) * whole)

    def look(
        self,
        question: Floats,
        words: tuple[Column, Column],
        weights: Sequence[float],
        earlier: Sequence[str] = (),
    ) -> Evidence:
        """All evidence on a question, by the vector of its text with typos corrected.

        `words` is what Lexical.scores says, `weights` how much each of the meanings counts.
        """
        arrays = self._arrays
        middles = arrays.middles @ question
        centre, texts = np.split(arrays.own @ question, 2)
        # What is left of the question once its mechanism's part is taken out: one number each.
        left = np.sqrt(np.maximum(1 - middles**2, 1e-6))[arrays.of_entry]
        of_mechanism = middles[arrays.of_entry]
        rough = 5 * centre + 2 * (texts + of_mechanism + words[0] + words[1])
        rows, starts, looked = self._asks_of(_highest(rough, LOOKED))
        asks = arrays.asked[rows].astype(np.float32) @ question * np.float32(1 / STEPS)
        sizes = self._sizes[looked]
        likenesses = asks / np.repeat(left[looked], sizes)
        near, nearest_few = centre.copy(), centre.copy()
        near[looked] = np.maximum.reduceat(asks, starts)
        nearest_few[looked] = _few(asks, starts, sizes)
        meanings = (near / left, nearest_few / left, centre / left, texts / left, of_mechanism)
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
            asks={
                entry: likenesses[start : start + size]
                for entry, start, size in zip(
                    looked.tolist(), starts.tolist(), sizes.tolist(), strict=True
                )
            },
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
        matters = self._arrays.own[: len(self._index)]
        rows = [self._index[e] for e in earlier[:1] if e in self._index]
        return matters @ matters[rows[0]] if rows else None


def _steps(rows: Floats) -> Steps:
    return np.round(rows * STEPS).astype(np.int16)


def _from_steps(steps: Steps) -> Floats:
    rows: Floats = np.multiply(steps, np.float32(1 / STEPS), dtype=np.float32)
    return rows


def _most_alike(scores: Floats) -> float:
    """The mean of the highest scores."""
    best = np.partition(scores, -ALIKE)[-ALIKE:] if len(scores) > ALIKE else scores
    return float(np.sort(best).mean())


def _highest(scores: Column, limit: int) -> Ints:
    """The places of the highest scores, in no order."""
    if len(scores) <= limit:
        return np.arange(len(scores))
    return np.argpartition(-scores, limit)[:limit]


def _few(asks: Floats, starts: Ints, sizes: Ints) -> Floats:
    """For each entry, the mean of the FEW likest of its asks, which begin at `starts`."""
    owner = np.repeat(np.arange(len(sizes)), sizes)
    # One sort by entry, within it the likest first: a likeness is never above 1.
    order = np.argsort(4.0 * owner - asks)
    places = starts[:, None] + np.arange(FEW)
    best = asks[order[np.minimum(places, len(asks) - 1)]].astype(np.float64)
    sums = np.where(np.arange(FEW) < sizes[:, None], best, 0).sum(axis=1)
    means: Floats = (sums / np.minimum(sizes, FEW)).astype(np.float32)
    return means


def _means(vectors: Floats, groups: Ints) -> Floats:
    """The mean vector of each group."""
    count = int(groups.max(initial=-1)) + 1
    sums = np.zeros((count, vectors.shape[1]), dtype=np.float32)
    np.add.at(sums, groups, vectors)
    sizes = np.maximum(np.bincount(groups, minlength=count), 1).astype(np.float32)
    return sums / sizes[:, None]


def _unit(vectors: Floats) -> Floats:
    """Vectors brought to length one; a zero vector stays zero."""
    length = np.linalg.norm(vectors, axis=-1, keepdims=True)
    result: Floats = vectors / np.maximum(length, 1e-9)
    return result
