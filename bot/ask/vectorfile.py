"""Vectors in a file, each by the key of its text: one byte a number and a scale for each vector;
with them the stamp of the model that made them.

A vector is rounded the same whether it was made here or read, so that the desk answers alike.
"""

from __future__ import annotations

import io
import zipfile
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Keys = NDArray[np.uint64]
    Vectors = NDArray[np.float32]
    Known = NDArray[np.bool_]

STEPS = 127


def content(model: str, keys: Keys, vectors: Vectors) -> bytes:
    """The file that holds them; `model` is the stamp of what made them."""
    numbers, scale = _small(vectors)
    file = io.BytesIO()
    np.savez_compressed(
        file, allow_pickle=False, model=np.array(model), keys=keys, numbers=numbers, scale=scale
    )
    return file.getvalue()


def stamp(path: Path | None) -> str:
    """Letters that are others where a file's content is another; none where there is no file."""
    try:
        with zipfile.ZipFile(path or "") as file:
            return "".join(f"{part.CRC:08x}" for part in file.infolist())[:24]
    except (OSError, zipfile.BadZipFile):
        return ""


def extended(path: Path, model: str, keys: Keys, vectors: Vectors) -> bytes:
    """The file at `path` with more vectors; of a key that it holds already, the new one."""
    file = _read(path, model)
    if file is None or file.numbers.shape[1] != vectors.shape[1]:
        return content(model, keys, vectors)
    other = ~np.isin(file.keys, keys)
    before = _whole(file.numbers[other], file.scale[other])
    return content(model, np.concatenate([file.keys[other], keys]), np.vstack([before, vectors]))


def rounded(vectors: Vectors) -> Vectors:
    """The vectors as they come back from a file."""
    return _whole(*_small(vectors))


def take(path: Path, model: str, keys: Keys, vectors: Vectors) -> Known:
    """Copy a file's vectors of `keys` into `vectors`; which of them it held.

    A file that is missing, broken, of another shape or made by another model holds none.
    """
    file = _read(path, model)
    if file is None or file.numbers.shape[1] != vectors.shape[1]:
        return np.zeros(len(keys), dtype=bool)
    rows, known = _found(file.keys, keys)
    vectors[known] = _whole(file.numbers[rows[known]], file.scale[rows[known]])
    return known


def held(path: Path, model: str, keys: Keys) -> Known:
    """Which of `keys` a file holds, made by that model."""
    file = _read(path, model)
    return _found(file.keys, keys)[1] if file else np.zeros(len(keys), dtype=bool)


@dataclass(frozen=True)
class _File:
    keys: Keys
    numbers: NDArray[np.int8]
    scale: Vectors


def _read(path: Path, model: str) -> _File | None:
    try:
        with np.load(io.BytesIO(path.read_bytes())) as stored:
            if str(stored["model"]) != model:
                return None
            file = _File(stored["keys"], stored["numbers"], stored["scale"])
    except (OSError, EOFError, ValueError, KeyError, zipfile.BadZipFile):
        return None
    count = len(file.keys)
    whole = file.numbers.ndim == 2 and len(file.numbers) == count and file.scale.shape == (count, 1)
    return file if count and whole else None


def _found(held_keys: Keys, keys: Keys) -> tuple[NDArray[np.intp], Known]:
    """The row of each key, and whether it is that key's."""
    order = np.argsort(held_keys)
    at = np.searchsorted(held_keys[order], keys)
    at[at == len(order)] = 0
    rows = order[at]
    known: Known = held_keys[rows] == keys
    return rows, known


def _small(vectors: Vectors) -> tuple[NDArray[np.int8], NDArray[np.float32]]:
    scale = np.abs(vectors).max(axis=1, keepdims=True).astype(np.float32) / STEPS
    return np.round(vectors / np.maximum(scale, 1e-12)).astype(np.int8), scale


def _whole(numbers: NDArray[np.int8], scale: NDArray[np.float32]) -> Vectors:
    return numbers.astype(np.float32) * scale
