"""Puts texts into the space in which asks of one entry lie close together.

What the model makes of a text, and the pieces of words that it holds, are brought together: the
model's vectors of all questions lie close to each other, and the words that tell two entries apart
hardly move them. The map and a vector for each piece are moved until each ask lies nearer to its
own entry than to all others (softmax). It takes minutes, where the layers below take hours.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np
import torch
import torch.nn.functional as functional
from numpy.typing import NDArray
from torch import Tensor, nn

from train.encoder import Encoder
from train.learn import classes_from, start_map

ROUNDS = 12
BATCH = 512
RATE = 2e-3
SHARPNESS = 14.0
"""How much nearer the right class must lie than the others."""
BLUR = 0.5
"""How far what the model makes of a text is moved by chance each time, against how far texts of one
class lie apart, so that no text is learned by heart."""
DROPPED = 0.25
"""Share of pieces that is left out each time, for the same reason."""
MUTED = 0.2
"""Share of texts of which only the pieces are given each time: they alone must tell something."""
FASTER = 4.0
"""How fast pieces move beside the map."""
SPECIAL = 4

Ints = NDArray[np.int64]
Say = Callable[[str], None]


def rarity(ids: Sequence[Sequence[int]], pieces: int) -> Tensor:
    """How much each piece tells: little where it stands in many texts, nothing where it stands in
    one alone or is no text."""
    counts = np.zeros(pieces)
    for some in ids:
        counts[list(set(some))] += 1
    told = np.log(1 + len(ids) / np.maximum(counts, 1))
    told[(counts < 2) | (np.arange(pieces) < SPECIAL)] = 0
    return torch.tensor(told / told.max(), dtype=torch.float32)


def place(
    model: Encoder,
    means: Tensor,
    ids: Sequence[Sequence[int]],
    labels: Ints,
    say: Say,
    check: Callable[[Tensor], str],
) -> None:
    """Learns the map and the pieces' vectors of a model from texts: what the model makes of them,
    their pieces and the class of each. `check(classes)` says how good they are."""
    chance = np.random.default_rng(2)
    start_map(model, means, labels)
    model.words.weight.data.zero_()
    model.rarity = rarity(ids, model.words.num_embeddings)
    with torch.no_grad():
        begun = classes_from(model.vector(means), labels, int(labels.max()) + 1)
    classes = nn.Parameter(begun)
    within = means - _middles(means, labels)[labels]
    spread = within.std(0) * BLUR
    groups = [
        {"params": [*model.head.parameters(), classes], "base": RATE},
        {"params": [model.words.weight], "base": RATE * FASTER},
    ]
    optimiser = torch.optim.Adam(groups, lr=RATE, betas=(0.9, 0.99))
    steps = ROUNDS * (len(labels) // BATCH + 1)
    step = 0
    say(check(classes))
    for turn in range(ROUNDS):
        order = chance.permutation(len(labels))
        for start in range(0, len(order), BATCH):
            rows = order[start : start + BATCH]
            loss = _loss(
                model, means[rows], [ids[row] for row in rows], labels[rows], classes, spread
            )
            loss.backward()  # type: ignore[no-untyped-call]
            for group in optimiser.param_groups:
                group["lr"] = group["base"] * (1 - step / (steps + 1))
            optimiser.step()
            optimiser.zero_grad()
            step += 1
        if turn % 3 == 2:
            say(f"round {turn + 1}: loss {loss.item():.2f}; {check(classes)}")


def _middles(means: Tensor, labels: Ints) -> Tensor:
    sums = torch.zeros(int(labels.max()) + 1, means.shape[1])
    sums.index_add_(0, torch.tensor(labels), means)
    return sums / torch.tensor(np.maximum(np.bincount(labels), 1), dtype=torch.float32)[:, None]


def _loss(
    model: Encoder,
    means: Tensor,
    ids: Sequence[Sequence[int]],
    labels: Ints,
    classes: Tensor,
    spread: Tensor,
) -> Tensor:
    blurred = means + torch.randn_like(means) * spread
    given = model.head(blurred) * (torch.rand(len(means), 1) > MUTED)
    vectors = functional.normalize(given + model.heard(_dropped(ids)), dim=1)
    scores = vectors @ functional.normalize(classes, dim=1).T
    return functional.cross_entropy(SHARPNESS * scores, torch.tensor(labels))


def _dropped(ids: Sequence[Sequence[int]]) -> Tensor:
    """Pieces side by side, some of them left out: instead stands one that tells nothing."""
    longest = max(map(len, ids))
    out = torch.zeros(len(ids), longest, dtype=torch.long)
    for row, some in zip(out, ids, strict=True):
        row[: len(some)] = torch.tensor(some)
    out[torch.rand(out.shape) < DROPPED] = 0
    return out
