"""Vectors that come with the knowledge base, so that nobody waits minutes for the first answer."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from bot.ask import vectorfile
from bot.ask.meaning import lacking, texts_of
from bot.knowledge.models import Base
from bot.settings import Settings

ENOUGH = 0.9


def test_the_vectors_that_are_shipped_are_of_todays_texts(base: Base, places: Settings) -> None:
    """Run `advocacy knowledge index --ship` where this fails."""
    assert lacking(base, places.vectors) < (1 - ENOUGH) * len(texts_of(base))


def test_a_file_gives_back_the_vectors_that_it_holds_and_no_others(tmp_path: Path) -> None:
    some = np.random.default_rng(1).normal(size=(3, 8)).astype(np.float32)
    keys = np.array([7, 3, 5], dtype=np.uint64)
    file = tmp_path / "vectors.npz"
    file.write_bytes(vectorfile.content(keys, some))
    wanted = np.array([5, 4, 7], dtype=np.uint64)
    vectors = np.zeros((3, 8), dtype=np.float32)
    known = vectorfile.take(file, wanted, vectors)
    assert known.tolist() == [True, False, True]
    assert np.array_equal(vectors[[0, 2]], vectorfile.rounded(some)[[2, 0]])
    assert not vectors[1].any()
    assert np.allclose(vectorfile.rounded(some), some, atol=0.02)


def test_a_broken_file_of_vectors_holds_none(tmp_path: Path) -> None:
    file = tmp_path / "vectors.npz"
    keys, vectors = np.array([1], dtype=np.uint64), np.zeros((1, 8), dtype=np.float32)
    assert not vectorfile.take(file, keys, vectors).any()
    file.write_bytes(vectorfile.content(keys, np.ones((1, 8), dtype=np.float32))[:90])
    assert not vectorfile.take(file, keys, vectors).any()
    file.write_bytes(vectorfile.content(keys, np.ones((1, 4), dtype=np.float32)))
    assert not vectorfile.take(file, keys, vectors).any()
