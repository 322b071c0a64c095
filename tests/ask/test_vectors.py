"""Vectors that come with the knowledge base, so that nobody waits minutes for the first answer."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from bot.ask import open_encoder, vectorfile
from bot.ask.meaning import lacking, texts_of
from bot.knowledge.models import Base
from bot.settings import Settings

ENOUGH = 0.9


def test_the_vectors_that_are_shipped_are_of_todays_texts(base: Base, places: Settings) -> None:
    """Run `advocacy knowledge index --ship` where this fails."""
    model = open_encoder(places.model)
    assert model is not None
    assert lacking(base, model, places.vectors) < (1 - ENOUGH) * len(texts_of(base))


def test_a_file_gives_back_the_vectors_that_it_holds_and_no_others(tmp_path: Path) -> None:
    some = np.random.default_rng(1).normal(size=(3, 8)).astype(np.float32)
    keys = np.array([7, 3, 5], dtype=np.uint64)
    file = tmp_path / "vectors.npz"
    file.write_bytes(vectorfile.content("m", keys, some))
    wanted = np.array([5, 4, 7], dtype=np.uint64)
    vectors = np.zeros((3, 8), dtype=np.float32)
    known = vectorfile.take(file, "m", wanted, vectors)
    assert known.tolist() == [True, False, True]
    assert np.array_equal(vectors[[0, 2]], vectorfile.rounded(some)[[2, 0]])
    assert not vectors[1].any()
    assert np.allclose(vectorfile.rounded(some), some, atol=0.02)


def test_a_broken_file_of_vectors_holds_none(tmp_path: Path) -> None:
    file = tmp_path / "vectors.npz"
    keys, vectors = np.array([1], dtype=np.uint64), np.zeros((1, 8), dtype=np.float32)
    assert not vectorfile.take(file, "m", keys, vectors).any()
    file.write_bytes(vectorfile.content("m", keys, np.ones((1, 8), dtype=np.float32))[:90])
    assert not vectorfile.take(file, "m", keys, vectors).any()
    file.write_bytes(vectorfile.content("m", keys, np.ones((1, 4), dtype=np.float32)))
    assert not vectorfile.take(file, "m", keys, vectors).any()


def test_vectors_of_another_model_are_not_taken(tmp_path: Path) -> None:
    file = tmp_path / "vectors.npz"
    keys, vectors = np.array([1], dtype=np.uint64), np.zeros((1, 8), dtype=np.float32)
    file.write_bytes(vectorfile.content("other", keys, np.ones((1, 8), dtype=np.float32)))
    assert not vectorfile.take(file, "m", keys, vectors).any()
    assert not vectorfile.held(file, "m", keys).any()
    assert vectorfile.held(file, "other", keys).all()


def test_more_vectors_join_those_that_a_file_holds(tmp_path: Path) -> None:
    """An edited entry must not cost all others their place in the cache."""
    some = np.random.default_rng(1).normal(size=(3, 8)).astype(np.float32)
    file = tmp_path / "vectors.npz"
    keys = np.array([7, 3, 5], dtype=np.uint64)
    file.write_bytes(vectorfile.extended(file, "m", keys[:2], some[:2]))
    file.write_bytes(vectorfile.extended(file, "m", keys[1:], some[1:]))
    vectors = np.zeros((3, 8), dtype=np.float32)
    assert vectorfile.take(file, "m", keys, vectors).all()
    assert np.array_equal(vectors, vectorfile.rounded(some))


def test_a_file_of_other_vectors_has_another_stamp(tmp_path: Path) -> None:
    """What was computed from one release of the vectors is not used with the next."""
    keys = np.array([1], dtype=np.uint64)
    stamps = set()
    for value in (1.0, 2.0):
        file = tmp_path / f"{value}.npz"
        vectors = np.array([[value, 1.0, 3.0]], dtype=np.float32)
        file.write_bytes(vectorfile.content("m", keys, vectors))
        stamps.add(vectorfile.stamp(file))
    assert len(stamps) == 2
    assert vectorfile.stamp(tmp_path / "none.npz") == ""
