"""Vectors in a file, each by the key of its text: one byte a number and a scale for each vector.

A vector is rounded the same whether it was made here or read, so that the desk answers alike.
"""

from __future__ import annotations

import io
import zipfile
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Keys = NDArray[np.uint64]
    Vectors = NDArray[np.float32]

STEPS = 127


def content(keys: Keys, vectors: Vectors) -> bytes:
    """The file that holds them."""
    import numpy as np

    numbers, scale = _small(vectors)
    file = io.BytesIO()
    np.savez_compressed(file, keys=keys, numbers=numbers, scale=scale)
    return file.getvalue()


def rounded(vectors: Vectors) -> Vectors:
    """The vectors as they come back from a file."""
    return _whole(*_small(vectors))


def take(path: Path, keys: Keys, vectors: Vectors) -> NDArray[np.bool_]:
    """Copy a file's vectors of `keys` into `vectors`; which of them it held.

    A file that is missing, broken or of another shape holds none.
    """
    import numpy as np

    nothing: NDArray[np.bool_] = np.zeros(len(keys), dtype=bool)
    try:
        with np.load(io.BytesIO(path.read_bytes())) as file:
            held, numbers, scale = file["keys"], file["numbers"], file["scale"]
    except (OSError, EOFError, ValueError, KeyError, zipfile.BadZipFile):
        return nothing
    whole = numbers.ndim == 2 and numbers.shape == (len(held), vectors.shape[1])
    if not whole or not len(held) or scale.shape != (len(held), 1):
        return nothing
    order = np.argsort(held)
    at = np.searchsorted(held[order], keys)
    at[at == len(order)] = 0
    rows = order[at]
    known: NDArray[np.bool_] = held[rows] == keys
    vectors[known] = _whole(numbers[rows[known]], scale[rows[known]])
    return known


def _small(vectors: Vectors) -> tuple[NDArray[np.int8], NDArray[np.float32]]:
    import numpy as np

    scale = np.abs(vectors).max(axis=1, keepdims=True).astype(np.float32) / STEPS
    return np.round(vectors / np.maximum(scale, 1e-12)).astype(np.int8), scale


def _whole(numbers: NDArray[np.int8], scale: NDArray[np.float32]) -> Vectors:
    import numpy as np

    return numbers.astype(np.float32) * scale
