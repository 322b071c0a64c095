"""A space in which questions that ask the same lie close: what the model of meaning says of a text
and the words that it holds, brought together by our own asks.

The model's vectors of all questions lie close together (0.73 to 0.85), and words that tell two
entries apart hardly move them. So a map of the vectors and a vector for each word are learned
from the asks of all entries (`ask/learning.py`); a text lies where both together put it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np

from bot.ask.languages import ALL_STOP
from bot.ask.words import stem, tokens
from bot.knowledge.models import Language

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float32]
    Ints = NDArray[np.int64]

Bag = frozenset[str]
"""The stems of a text's words."""


def bag(text: str, language: Language) -> Bag:
    """The stems of a text's content words."""
    return frozenset(stem(word, language) for word in tokens(text) if word not in ALL_STOP)


@dataclass(frozen=True)
class Space:
    """The map of the model's vectors, and the vectors of the words."""

    centres: Floats
    """The middle of all passages, and that of all asks."""
    stretch: Floats
    terms: tuple[str, ...]
    rarity: Floats
    """How much each of `terms` tells."""
    words: Floats
    """The vector of each of `terms`."""

    @cached_property
    def _places(self) -> dict[str, int]:
        return {term: i for i, term in enumerate(self.terms)}

    @property
    def dimensions(self) -> int:
        """Numbers of a vector in this space."""
        return int(self.stretch.shape[1])

    def put(
        self, vectors: Floats, bags: Sequence[Bag], asked: NDArray[np.bool_] | None = None
    ) -> Floats:
        """The model's vectors of texts, a row each, and the texts' words: vectors in this space, of
        length one. `asked` says which texts are questions, where not all are."""
        centres = self.centres[1] if asked is None else self.centres[asked.astype(np.int64)]
        moved = (vectors - centres) @ self.stretch
        for row, words in zip(moved, bags, strict=True):
            places, weights = self.weights(words)
            row += weights @ self.words[places]
        return unit(moved)

    def weights(self, words: Bag) -> tuple[list[int], Floats]:
        """Which of `terms` a text holds, and how much each counts in it."""
        places = sorted(self._places[word] for word in words if word in self._places)
        rarity = self.rarity[places]
        return places, unit(rarity)

    def arrays(self) -> dict[str, NDArray[Any]]:
        """All that it holds, to be kept in a file beside other arrays."""
        return {
            "space_centres": self.centres,
            "space_stretch": self.stretch,
            "space_terms": np.frombuffer("\n".join(self.terms).encode(), dtype=np.uint8),
            "space_rarity": self.rarity,
            "space_words": self.words.astype(np.float16),
        }

    @classmethod
    def from_arrays(cls, arrays: Mapping[str, NDArray[Any]]) -> Space:
        """What `arrays` gave. Raises KeyError where one is missing."""
        return cls(
            centres=arrays["space_centres"],
            stretch=arrays["space_stretch"],
            terms=tuple(arrays["space_terms"].tobytes().decode().split("\n")),
            rarity=arrays["space_rarity"],
            words=arrays["space_words"].astype(np.float32),
        )


def means(vectors: Floats, groups: Ints) -> Floats:
    """The mean vector of each group."""
    count = int(groups.max(initial=-1)) + 1
    sums = np.zeros((count, vectors.shape[1]), dtype=np.float32)
    np.add.at(sums, groups, vectors)
    sizes = np.maximum(np.bincount(groups, minlength=count), 1).astype(np.float32)
    return sums / sizes[:, None]


def unit(vectors: Floats) -> Floats:
    """Vectors brought to length one; a zero vector stays zero."""
    length = np.linalg.norm(vectors, axis=-1, keepdims=True)
    result: Floats = vectors / np.maximum(length, 1e-9)
    return result
