"""Teaches the model which asks belong together, in the minutes that it is given.

Every entry, task and outside matter has a vector of its own, and each text must lie nearer to its
own than to all others (softmax). The lower layers stay as they are, so that what they make of each
text is worked out once; the upper layers, the map to our space and the vectors learn.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import torch
import torch.nn.functional as functional
from numpy.typing import NDArray
from tokenizers import Tokenizer
from torch import Tensor, nn

from train.encoder import Encoder

PIECES = 64
"""Pieces of a text that are learned from."""
TOGETHER = 4_096
"""Pieces of texts of like length that are read at once."""
FEW = 8
"""Texts of a class from which the map to our space starts."""
SHRINK = 0.3
"""How far the scatter of a class's texts is drawn to a sphere, for that."""
DROPPED = 0.1
"""Share of pieces that is left out each time, so that no text is learned by heart."""
SHARPNESS = 16.0
"""How much nearer the right class must lie than the others."""
UPPER, MAP, CLASSES = 1e-4, 5e-4, 1e-3
"""How far the first steps go, of the upper layers, the map and the classes' vectors."""
WARM = 40
"""Steps until they go so far."""
EASY, AGAIN = 0.2, 0.3
"""A text with a loss below the first is learned from again only with the second's chance: most of
the time then goes to what is still mistaken."""
SAVED = 240.0
"""Seconds after which what was learned is written down."""

Ints = NDArray[np.int64]
Floats = NDArray[np.float32]
Say = Callable[[str], None]


@dataclass
class Read:
    """What the lower layers make of texts, one row a piece."""

    states: Tensor
    starts: Ints
    sizes: Ints

    def batch(self, rows: Sequence[int]) -> tuple[Tensor, Tensor]:
        """Some of the texts, and where they are text."""
        sizes = torch.tensor(self.sizes[rows])
        x = torch.zeros(len(rows), int(sizes.max()), self.states.shape[1])
        for i, row in enumerate(rows):
            start, size = self.starts[row], self.sizes[row]
            x[i, :size] = self.states[start : start + size]
        return x, torch.arange(x.shape[1])[None] < sizes[:, None]


def short_numbers() -> torch.autocast:
    """Reads and learns in numbers of 16 bits where the processor multiplies them itself (AMX,
    AVX-512): a half or a third of the time, and the sums that decide keep their 32 bits."""
    able = torch.cpu._is_amx_tile_supported() or torch.cpu._is_avx512_bf16_supported()
    return torch.autocast("cpu", torch.bfloat16, enabled=able)


def numbers(tokenizer: Tokenizer, texts: Sequence[str], most: int = PIECES) -> list[list[int]]:
    """Texts as the numbers of their pieces, cut to `most`."""
    tokenizer.enable_truncation(most)
    return [encoding.ids for encoding in tokenizer.encode_batch(list(texts))]


def batches(rows: Ints, sizes: Ints, most: int = TOGETHER) -> Iterator[list[int]]:
    """Rows in batches of at most so many pieces, padding among them, in the order given."""
    batch: list[int] = []
    longest = 0
    for row in rows.tolist():
        longer = max(longest, int(sizes[row]))
        if batch and longer * (len(batch) + 1) > most:
            yield batch
            batch, longer = [], int(sizes[row])
        batch.append(row)
        longest = longer
    if batch:
        yield batch


def padded(ids: Sequence[list[int]], rows: Sequence[int]) -> tuple[Tensor, Tensor]:
    """Some texts side by side, and where they are text."""
    longest = max(len(ids[row]) for row in rows)
    out = torch.ones(len(rows), longest, dtype=torch.long)
    mask = torch.zeros(len(rows), longest, dtype=torch.bool)
    for i, row in enumerate(rows):
        out[i, : len(ids[row])] = torch.tensor(ids[row])
        mask[i, : len(ids[row])] = True
    return out, mask


@torch.no_grad()
def read_below(model: Encoder, ids: Sequence[list[int]], upto: int, say: Say) -> Read:
    """What the first `upto` layers make of all texts."""
    sizes = np.array([len(some) for some in ids])
    starts = np.concatenate([[0], np.cumsum(sizes)[:-1]])
    states = torch.zeros(int(sizes.sum()), model.word.weight.shape[1], dtype=torch.float16)
    begun = time.monotonic()
    for count, batch in enumerate(batches(np.argsort(sizes, kind="stable"), sizes, 2 * TOGETHER)):
        given, mask = padded(ids, batch)
        with short_numbers():
            x = model.below(given, mask, upto).half()
        for i, row in enumerate(batch):
            states[starts[row] : starts[row] + sizes[row]] = x[i, : sizes[row]]
        if count % 40 == 0:
            say(f"read below: batch {count}, {time.monotonic() - begun:.0f} s")
    say(f"read below: {len(states)} pieces, {time.monotonic() - begun:.0f} s")
    return Read(states, starts, sizes)


def mean_above(model: Encoder, x: Tensor, mask: Tensor, upto: int) -> Tensor:
    """The mean of the last layer, of what the first `upto` layers made of texts."""
    with short_numbers():
        above = model.above(x, mask, upto)
    return model.mean(above.float(), mask)


@torch.no_grad()
def means_of(model: Encoder, read: Read, rows: Ints, upto: int) -> Tensor:
    """The mean of each text's last layer, before it is put into our space."""
    made = torch.zeros(len(rows), model.word.weight.shape[1])
    place = {row: i for i, row in enumerate(rows.tolist())}
    for batch in batches(rows[np.argsort(read.sizes[rows])], read.sizes, 2 * TOGETHER):
        x, mask = read.batch(batch)
        made[[place[row] for row in batch]] = mean_above(model, x, mask, upto)
    return made


def start_map(model: Encoder, means: Tensor, labels: Ints) -> None:
    """Starts the map where the texts of a class scatter alike in all directions, and the directions
    in which classes differ come first (linear discriminant analysis)."""
    x = means.double().numpy()
    centre = x.mean(0)
    x = x - centre
    count = int(labels.max()) + 1
    sums = np.zeros((count, x.shape[1]))
    np.add.at(sums, labels, x)
    sizes = np.maximum(np.bincount(labels, minlength=count), 1)
    middles = sums / sizes[:, None]
    within = np.cov((x - middles[labels]).T)
    sphere = np.eye(len(within)) * np.trace(within) / len(within)
    value, vector = np.linalg.eigh((1 - SHRINK) * within + SHRINK * sphere)
    white = vector / np.sqrt(value)
    far, axis = np.linalg.eigh(
        np.cov((middles[np.bincount(labels, minlength=count) > 0] @ white).T)
    )
    kept = axis[:, np.argsort(-far)[: model.head.out_features]]
    whole = (white @ kept).T
    whole /= np.linalg.norm(x @ whole.T, axis=1).mean()
    model.head.weight.data = torch.tensor(whole, dtype=torch.float32)
    model.head.bias.data = torch.tensor(-whole @ centre, dtype=torch.float32)


def classes_from(vectors: Tensor, labels: Ints, count: int) -> Tensor:
    """The middle of each class's vectors; a random one where it has none."""
    sums = torch.randn(count, vectors.shape[1]) * 1e-3
    sums.index_add_(0, torch.tensor(labels), vectors)
    return functional.normalize(sums, dim=1)


class Teacher:
    """Moves a model so that each text lies nearest to its class."""

    def __init__(self, model: Encoder, read: Read, labels: Ints, upto: int, say: Say) -> None:
        self.model, self.read, self.labels, self.upto, self.say = model, read, labels, upto, say
        self.classes = nn.Parameter(torch.zeros(int(labels.max()) + 1, model.head.out_features))
        self.losses = np.full(len(labels), np.inf)

    def begin(self, chance: np.random.Generator) -> None:
        """Starts map and classes from a few texts of each class."""
        order = chance.permutation(len(self.labels))
        seen: dict[int, int] = {}
        rows = []
        for row in order.tolist():
            label = int(self.labels[row])
            if seen.get(label, 0) < FEW and self.read.sizes[row] < PIECES:
                seen[label] = seen.get(label, 0) + 1
                rows.append(row)
        some = np.array(rows)
        means = means_of(self.model, self.read, some, self.upto)
        start_map(self.model, means, self.labels[some])
        with torch.no_grad():
            vectors = self.model.vector(means)
        self.classes.data = classes_from(vectors, self.labels[some], len(self.classes))

    def _pass(self, chance: np.random.Generator) -> list[list[int]]:
        again = (self.losses > EASY) | (chance.random(len(self.labels)) < AGAIN)
        order = chance.permutation(np.flatnonzero(again))
        found: list[list[int]] = []
        for start in range(0, len(order), TOGETHER):
            some = order[start : start + TOGETHER]
            some = some[np.argsort(self.read.sizes[some] + chance.random(len(some)))]
            found += batches(some, self.read.sizes)
        return [found[i] for i in chance.permutation(len(found))]

    def learn(
        self, passes: int, minutes: float, check: Callable[[], str], keep: Callable[[], None]
    ) -> None:
        """Goes through the texts, with steps that grow shorter until the passes are done or the
        minutes over; writes down what was learned now and then."""
        chance = np.random.default_rng(0)
        upper = [p for layer in self.model.layers[self.upto :] for p in layer.parameters()]
        groups = [
            {"params": upper, "base": UPPER, "weight_decay": 0.01},
            {"params": list(self.model.head.parameters()), "base": MAP, "weight_decay": 0.0},
            {"params": [self.classes], "base": CLASSES, "weight_decay": 0.0},
        ]
        optimiser = torch.optim.AdamW(groups, lr=1e-4, betas=(0.9, 0.98))
        begun = kept = time.monotonic()
        step = 0
        for turn in range(passes):
            plan = self._pass(chance)
            for at, batch in enumerate(plan):
                spent = (time.monotonic() - begun) / 60
                done = max((turn + at / len(plan)) / passes, spent / minutes)
                if done >= 1:
                    break
                for group in optimiser.param_groups:
                    group["lr"] = group["base"] * min(1, (step + 1) / WARM) * max(1 - done, 0.02)
                loss = self._loss(batch)
                loss.backward()  # type: ignore[no-untyped-call]
                optimiser.step()
                optimiser.zero_grad()
                step += 1
                if step % 50 == 0:
                    now = self.losses[batch].mean()
                    self.say(f"pass {turn + 1}, {at} of {len(plan)}: {now:.2f}, {spent:.1f} min")
                if time.monotonic() - kept > SAVED:
                    kept = time.monotonic()
                    keep()
                    self.say(check())
        keep()
        self.say(check())

    def _loss(self, rows: list[int]) -> Tensor:
        x, mask = self.read.batch(rows)
        left = torch.rand(mask.shape) > DROPPED
        left[:, 0] = True
        mask = mask & left
        mean = mean_above(self.model, x, mask, self.upto)
        scores = self.model.vector(mean) @ functional.normalize(self.classes, dim=1).T
        wanted = torch.tensor(self.labels[rows])
        losses = functional.cross_entropy(SHARPNESS * scores, wanted, reduction="none")
        self.losses[rows] = losses.detach().numpy()
        return losses.mean()
