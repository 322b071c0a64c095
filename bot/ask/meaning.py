"""What a base's texts mean: a vector for each ask, title and text, made by the small offline model.

Most come with the knowledge base (`vectors.npz`); an edited entry costs only its own.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from bot.ask import vectorfile
from bot.knowledge.cache import write_whole
from bot.knowledge.models import Base, Entry, Language

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from bot.ask.encoder import Encodes, Vectors

    Keys = NDArray[np.uint64]

BATCH = 512
"""Texts that are read before progress is told."""
KEEP = 5
"""Batches after which what was made is kept, so that an interrupted run goes on from there."""
PASSAGE = 450
"""Letters that stand for an entry's text."""

Progress = Callable[[int, int], None]


class Meaning:
    """The vectors of a base's texts."""

    def __init__(self, texts: Sequence[str], keys: Keys, vectors: Vectors, stamp: str) -> None:
        self._row = {text: i for i, text in enumerate(texts)}
        self._keys = keys
        self._vectors = vectors
        self._stamp = stamp

    @classmethod
    def of(
        cls,
        base: Base,
        encoder: Encodes,
        cache: Path | None = None,
        progress: Progress | None = None,
        shipped: Path | None = None,
    ) -> Meaning:
        """The vectors of a base: those that the file `shipped` or the cache holds, the others made
        now. `progress(done, of)` is called while vectors are made."""
        texts = texts_of(base)
        keys = _keys(texts)
        vectors = np.zeros((len(texts), encoder.dimensions), dtype=np.float32)
        known = np.zeros(len(texts), dtype=bool)
        stored = _stored(cache, encoder.stamp) if cache else None
        for file in (shipped, stored):
            if file and not known.all():
                known |= vectorfile.take(file, encoder.stamp, keys, vectors)
        missing = np.flatnonzero(~known)
        for at, start in enumerate(range(0, len(missing), BATCH), 1):
            rows = missing[start : start + BATCH]
            vectors[rows] = vectorfile.rounded(encoder.vectors([texts[i] for i in rows]))
            known[rows] = True
            done = start + len(rows)
            if progress:
                progress(done, len(missing))
            if stored and (done == len(missing) or at % KEEP == 0):
                new = missing[:done]
                content = vectorfile.extended(stored, encoder.stamp, keys[new], vectors[new])
                write_whole(stored, content)
        return cls(texts, keys, vectors, encoder.stamp)

    def ship(self, file: Path) -> None:
        """Write the vectors to a file, so that whoever gets it need not make them."""
        file.write_bytes(vectorfile.content(self._stamp, self._keys, self._vectors))

    def rows(self, texts: Sequence[str]) -> Vectors:
        """The vectors of texts that belong to the base."""
        return self._vectors[[self._row[text] for text in texts]]


def descriptions(base: Base) -> list[tuple[str, str]]:
    """Each mechanism's names and descriptions: its id and a text."""
    return [
        (mechanism.id, text)
        for mechanism in base.mechanisms.values()
        for text in (*mechanism.describes, *mechanism.names.en)
    ]


def intentions(base: Base) -> list[tuple[str, list[tuple[Language, str]]]]:
    """Each task (`task.outline`) and outside matter (`outside.aid`) with its examples."""
    return [
        (f"{kind}.{name}", intent.asks.all())
        for kind, group in (("task", base.intents.tasks), ("outside", base.intents.outside))
        for name, intent in group.items()
    ]


def asks_of(entry: Entry) -> list[str]:
    """The ways in which people ask for an entry, its title first."""
    return [entry.title, *(ask for _, ask in entry.asks.all())]


def text_of(entry: Entry) -> str:
    """What stands for an entry's text: its title and what it says, as far as the model reads."""
    return f"{entry.title} {' '.join(entry.texts()) or entry.answer}"[:PASSAGE]


def texts_of(base: Base) -> list[str]:
    """Every text of a base that has a vector, once each."""
    texts = [text for _, text in descriptions(base)]
    texts += [ask for _, asks in intentions(base) for _, ask in asks]
    for entry in base.entries.values():
        texts += [*asks_of(entry), text_of(entry)]
    return sorted(set(texts))


def keep(texts: Sequence[str], vectors: Vectors, stamp: str, cache: Path) -> None:
    """Put vectors that the model with that stamp made into the cache."""
    write_whole(_stored(cache, stamp), vectorfile.content(stamp, _keys(texts), vectors))


def lacking(base: Base, encoder: Encodes, file: Path) -> int:
    """Of how many of a base's texts a file holds no vector of that model."""
    keys = _keys(texts_of(base))
    return len(keys) - int(vectorfile.held(file, encoder.stamp, keys).sum())


def _stored(cache: Path, stamp: str) -> Path:
    return cache / f"meaning-{stamp}.npz"


def _keys(texts: Sequence[str]) -> Keys:
    return np.array([_key(text) for text in texts], dtype=np.uint64)


def _key(text: str) -> int:
    return int.from_bytes(hashlib.blake2b(text.encode(), digest_size=8).digest(), "big")
