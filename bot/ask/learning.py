"""Learns the space of `ask/space.py` from the asks of a base.

First the model's vectors are brought to where the ways of asking one thing differ equally in all
directions (within-class covariance normalisation) and the directions in which entries differ come
first (linear discriminant analysis). From there, the map, a vector for each word and a vector for
each entry are moved so that each ask lies nearest to its own entry (softmax over all entries, with
Adam). It learns from the base alone, and no question of any exam.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

import numpy as np

from bot.ask.space import Bag, Space, means, unit

if TYPE_CHECKING:
    from bot.ask.space import Floats, Ints

SHRINK = 0.3
"""How far the covariance of an entry's asks is drawn to a sphere."""
KEPT = 192
"""Numbers of a vector in the space. 128 are a little worse, 256 no better."""
ROUNDS = 10
"""Times that all asks are gone through."""
BATCH = 512
RATE = 2e-3
"""How far the first steps go; they grow shorter to the end."""
SHARPNESS = 14.0
"""How much nearer the right entry must lie than the others."""
BLUR = 0.6
"""How far a vector is moved by chance each time, so that no ask is learned by heart."""
DROPPED = 0.2
"""Share of words that is left out each time, for the same reason."""
MUTED = 0.25
"""Share of asks of which only the words are given each time, so that words alone tell something."""
WORDS = 8.0
"""How fast words move beside meaning."""
FEWEST = 2
"""Asks in which a word must stand to have a vector."""

Progress = Callable[[int, int], None]


def learn(
    vectors: Floats,
    bags: Sequence[Bag],
    groups: Ints,
    passages: Floats,
    progress: Progress | None = None,
) -> Space:
    """The space of asks: the model's vectors, their words and the entry of each, from 0.

    `passages` are the model's vectors of the entries' texts. `progress(done, of)` is called on
    the way. The same base gives the same space, as far as the machine adds up alike.
    """
    chance = np.random.default_rng(0)
    centre = vectors.mean(0)
    first = _first(vectors - centre, groups)
    asked = ((vectors - centre) @ first).astype(np.float32)
    size = float(np.sqrt((asked**2).mean())) or 1.0
    asked /= size
    kept = min(KEPT, asked.shape[1])
    counted = Counter(word for words in bags for word in words)
    terms = tuple(sorted(word for word, count in counted.items() if count >= FEWEST)) or ("",)
    rarity = np.array(
        [math.log(len(bags) / max(counted[term], 1)) for term in terms], dtype=np.float32
    )
    here = np.zeros(1, dtype=np.float32)
    plain = Space(here, here[:, None], terms, rarity, here[:, None])
    told = [plain.weights(words) for words in bags]
    stretch = np.eye(asked.shape[1], kept, dtype=np.float32)
    words = (0.1 * chance.standard_normal((len(terms), kept))).astype(np.float32)
    entries = unit(means(unit(asked @ stretch), groups))
    moving = _Moving([stretch, entries, words], ROUNDS * -(-len(asked) // BATCH))
    for turn in range(ROUNDS):
        order = chance.permutation(len(asked))
        for start in range(0, len(asked), BATCH):
            rows = order[start : start + BATCH]
            blurred = asked[rows] + BLUR * chance.standard_normal(
                (len(rows), asked.shape[1]), dtype=np.float32
            )
            blurred *= chance.random((len(rows), 1), dtype=np.float32) > MUTED
            said = np.zeros((len(rows), len(terms)), dtype=np.float32)
            for row, i in enumerate(rows):
                places, weights = told[i]
                said[row, places] = WORDS * weights
            said *= chance.random(said.shape, dtype=np.float32) > DROPPED
            moving.step(_slopes(blurred, said, groups[rows], stretch, entries, words))
            if progress:
                progress(turn * len(asked) + start + len(rows), ROUNDS * len(asked))
    return Space(
        centres=np.stack([passages.mean(0), centre]).astype(np.float32),
        stretch=(first / size @ stretch).astype(np.float32),
        terms=terms,
        rarity=rarity,
        words=(WORDS * words).astype(np.float16).astype(np.float32),
    )


def _first(moved: Floats, groups: Ints) -> Floats:
    """The map to begin with: no direction in which the asks of one entry differ more than in
    others, those in which entries differ most first."""
    within = moved - means(moved, groups)[groups]
    covariance = within.T @ within / max(len(within), 1)
    dim = covariance.shape[0]
    sphere = np.eye(dim) * (np.trace(covariance) / dim + 1e-9)
    values, axes = np.linalg.eigh((1 - SHRINK) * covariance + SHRINK * sphere)
    stretch = axes / np.sqrt(values)
    middles = means(moved, groups) @ stretch
    _, axes = np.linalg.eigh(middles.T @ middles)
    result: Floats = stretch @ axes[:, ::-1]
    return result


def _slopes(
    asked: Floats, said: Floats, groups: Ints, stretch: Floats, entries: Floats, words: Floats
) -> list[Floats]:
    """Where `stretch`, `entries` and `words` must go for these asks to lie nearer to their entry
    and farther from all others."""
    raw = asked @ stretch + said @ words
    length = np.maximum(np.linalg.norm(raw, axis=1, keepdims=True), 1e-9)
    put = raw / length
    far = np.maximum(np.linalg.norm(entries, axis=1, keepdims=True), 1e-9)
    middles = entries / far
    likeness = SHARPNESS * (put @ middles.T)
    share = np.exp(likeness - likeness.max(1, keepdims=True))
    share /= share.sum(1, keepdims=True)
    share[np.arange(len(groups)), groups] -= 1
    share *= SHARPNESS / len(groups)
    of_put, of_middles = share @ middles, share.T @ put
    of_raw = (of_put - put * (of_put * put).sum(1, keepdims=True)) / length
    of_entries = (of_middles - middles * (of_middles * middles).sum(1, keepdims=True)) / far
    return [asked.T @ of_raw, of_entries, said.T @ of_raw]


class _Moving:
    """Moves arrays against their slopes, in place (Adam: Kingma and Ba, 2015)."""

    def __init__(self, arrays: list[Floats], steps: int) -> None:
        self._arrays = arrays
        self._mean = [np.zeros_like(array) for array in arrays]
        self._square = [np.zeros_like(array) for array in arrays]
        self._steps = steps
        self._done = 0

    def step(self, slopes: Sequence[Floats]) -> None:
        """One step, shorter than the one before."""
        self._done += 1
        rate = RATE * (1 - self._done / (self._steps + 1))
        for array, mean, square, slope in zip(
            self._arrays, self._mean, self._square, slopes, strict=True
        ):
            mean += 0.1 * (slope - mean)
            square += 0.01 * (slope**2 - square)
            ahead = mean / (1 - 0.9**self._done)
            array -= rate * ahead / (np.sqrt(square / (1 - 0.99**self._done)) + 1e-8)
