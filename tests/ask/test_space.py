"""The space in which asks of one entry lie close together."""

from __future__ import annotations

import numpy as np

from bot.ask.learning import learn
from bot.ask.space import Bag, Space, bag, means, unit

MIDDLES = np.random.default_rng(3).normal(size=(6, 24)).astype(np.float32)
OWNER = np.repeat(np.arange(6), 20)


def asks() -> tuple[np.ndarray, list[Bag]]:
    """Asks of six entries: two and two of them mean the same to the model, and differ in a word."""
    noise = np.random.default_rng(4).normal(size=(len(OWNER), 24)).astype(np.float32)
    words = [frozenset({f"word{owner}", f"filler{i % 7}"}) for i, owner in enumerate(OWNER)]
    return MIDDLES[OWNER // 2] + 0.5 * noise, words


def nearest(space: Space, middles: np.ndarray, vector: np.ndarray, words: Bag) -> int:
    return int((middles @ space.put(vector[None], [words])[0]).argmax())


def test_words_tell_apart_what_the_model_takes_for_the_same() -> None:
    vectors, words = asks()
    space = learn(vectors, words, OWNER, vectors)
    middles = unit(means(space.put(vectors, words), OWNER))
    for owner in range(6):
        alike = MIDDLES[owner // 2]
        assert nearest(space, middles, alike, frozenset({f"word{owner}"})) == owner


def test_the_model_speaks_where_no_word_is_known() -> None:
    vectors, words = asks()
    space = learn(vectors, words, OWNER, vectors)
    middles = unit(means(space.put(vectors, words), OWNER))
    for owner in range(6):
        found = nearest(space, middles, MIDDLES[owner // 2], frozenset({"unheard"}))
        assert found // 2 == owner // 2


def test_the_same_asks_give_the_same_space_and_a_file_gives_it_back() -> None:
    vectors, words = asks()
    space, again = (learn(vectors, words, OWNER, vectors) for _ in range(2))
    back = Space.from_arrays(space.arrays())
    put = space.put(vectors, words)
    assert np.allclose(put, again.put(vectors, words), atol=1e-5)
    assert np.array_equal(put, back.put(vectors, words))
    assert np.allclose(np.linalg.norm(put, axis=1), 1, atol=1e-5)


def test_small_words_say_nothing_and_forms_are_one_word() -> None:
    assert bag("What is the deadline for the committees?", "en") == bag("deadline committee", "en")
