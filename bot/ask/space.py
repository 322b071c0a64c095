"""A space in which questions that ask the same lie close: e5 vectors, stretched by our own asks.

e5's vectors of all questions lie close together (0.73 to 0.85). The ways in which the asks of one
entry differ from each other say which directions carry wording and not matter; these are shrunk
(within-class covariance normalisation), and the directions in which entries differ least are left
out (linear discriminant analysis). It is computed from the base alone, so it is the same for
the same base.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float32]
    Ints = NDArray[np.int64]

SHRINK = 0.3
"""How far the covariance is drawn to a sphere, chosen by benchmarks/tune.py."""

KEPT = 256
"""Directions that stay: those in which entries differ most. Half the time, and no worse."""


@dataclass(frozen=True)
class Space:
    """The stretched space: its centre and its map."""

    centre: Floats
    stretch: Floats

    @classmethod
    def of(cls, vectors: Floats, groups: Ints) -> Space:
        """From vectors and the group (entry) of each, counted from 0."""
        centre = vectors.mean(0)
        moved = vectors - centre
        within = moved - means(moved, groups)[groups]
        covariance = within.T @ within / max(len(within), 1)
        dim = covariance.shape[0]
        sphere = np.eye(dim) * (np.trace(covariance) / dim + 1e-9)
        values, axes = np.linalg.eigh((1 - SHRINK) * covariance + SHRINK * sphere)
        stretch = axes / np.sqrt(values)
        middles = means(moved, groups) @ stretch
        _, axes = np.linalg.eigh(middles.T @ middles)
        stretch = stretch @ axes[:, -KEPT:]
        return cls(centre.astype(np.float32), stretch.astype(np.float32))

    def put(self, vectors: Floats) -> Floats:
        """Vectors in this space, of length one."""
        moved = (vectors - self.centre) @ self.stretch
        return unit(moved.astype(np.float32))


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
