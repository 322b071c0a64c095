"""Finds entries by their words: BM25 over titles, asks and texts, with typos corrected."""

from __future__ import annotations

import io
import json
import math
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence, Set
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from bot.ask.asked import parts
from bot.ask.words import ALL_STOP, Vocabulary, fold, stem, tokens
from bot.knowledge.cache import DAMAGED, cached, forget, write_whole
from bot.knowledge.models import Base, Language

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Scores = NDArray[np.float64]

K1, B = 1.2, 0.6
"""BM25's saturation and length correction, chosen on the exam questions marked *tune*."""
TITLE, ASK, TEXT = 2.0, 1.0, 1.0
"""How much a word counts by where it stands."""
YEAR = 0.3
"""How much a year counts: it says when something happened, rarely what is asked."""
_IS_YEAR = re.compile(r"(19|20)\d\d$")
STORY = 0.5
"""How much a word counts that stands only in the story before a question."""
OFTENER = 5
"""How much oftener than a typo the word stands that was meant."""
CORRECTED = 0.7
"""How much a word counts that was corrected from a typo."""
USUALLY = 0.8
"""In how many of the places where a word stands it must be spelled alike, to be spelled so where
somebody left out its accents or its hamza."""
_WORDS: Mapping[Language, re.Pattern[str]] = {
    "fr": re.compile(r"[^\W\d_]{4,}"),
    "es": re.compile(r"[^\W\d_]{4,}"),
    "ar": re.compile(r"[^\W\d_]{2,}"),
}
"""The words of the languages that are typed without their marks: shorter ones are other words then
("ou", "où")."""
_JOINED = frozenset("وفبلك")
"""What Arabic writes as one with the word after it."""


@dataclass(frozen=True)
class Postings:
    """In which entries each term stands, and how much it counts there."""

    terms: Sequence[str]
    starts: NDArray[np.int64]
    """Where each term's part of the other three begins, and where the last ends."""
    entries: NDArray[np.int32]
    impacts: NDArray[np.float32]
    """Over the whole base."""
    own: NDArray[np.float32]
    """Within the entry's mechanism."""

    @classmethod
    def of(cls, postings: Mapping[str, Sequence[tuple[int, float, float]]]) -> Postings:
        """From the entry and its two numbers, for each term."""
        columns = np.array([row for rows in postings.values() for row in rows]).reshape(-1, 3).T
        return cls(
            terms=list(postings),
            starts=np.cumsum([0, *map(len, postings.values())]),
            entries=columns[0].astype(np.int32),
            impacts=columns[1].astype(np.float32),
            own=columns[2].astype(np.float32),
        )


class Lexical:
    """An index of the entries' words. The scores are in the base's order."""

    def __init__(
        self,
        size: int,
        postings: Postings,
        idf: Mapping[str, float],
        words: Iterable[str],
        same: Mapping[str, list[str]],
        spelling: Mapping[Language, Mapping[str, str]],
    ) -> None:
        self._size = size
        self._postings = postings
        self._place = {term: i for i, term in enumerate(postings.terms)}
        self._idf = idf
        self._same = same
        self._spelling = spelling
        self._words = list(words)
        self.vocabulary = Vocabulary(self._words)

    @classmethod
    def of(cls, base: Base, cache: Path | None = None) -> Lexical:
        """The index of a base, read from the cache where it is there."""
        stored = cached(cache, "words", base.fingerprint, "npz")
        if stored and (read := cls._read(stored)):
            return read
        index = cls._build(base)
        if stored:
            write_whole(stored, index._content())
        return index

    @classmethod
    def _read(cls, stored: Path) -> Lexical | None:
        if not stored.is_file():
            return None
        try:
            with np.load(stored) as file:
                texts = json.loads(file["texts"].tobytes())
                columns = [file[name] for name in ("starts", "entries", "impacts", "own")]
            return cls(postings=Postings(texts.pop("terms"), *columns), **texts)
        except DAMAGED:
            forget(stored)
            return None

    def _content(self) -> bytes:
        postings = self._postings
        texts = {
            "size": self._size,
            "terms": postings.terms,
            "idf": self._idf,
            "words": self._words,
            "same": self._same,
            "spelling": self._spelling,
        }
        texts_as_bytes = np.frombuffer(
            json.dumps(texts, ensure_ascii=False).encode(), dtype=np.uint8
        )
        content = io.BytesIO()
        np.savez(
            content,
            texts=texts_as_bytes,
            starts=postings.starts,
            entries=postings.entries,
            impacts=postings.impacts,
            own=postings.own,
        )
        return content.getvalue()

    @classmethod
    def _build(cls, base: Base) -> Lexical:
        counts: list[Counter[str]] = []
        words: Counter[str] = Counter(ALL_STOP)
        asked: Counter[str] = Counter()
        for mechanism in base.mechanisms.values():
            for language in ("en", "fr", "es", "ar"):
                for text in getattr(mechanism.names, language):
                    words.update(tokens(text))
            for text in (*mechanism.describes, *mechanism.acronyms):
                words.update(tokens(text))
        for entry in base.entries.values():
            count: Counter[str] = Counter()
            parts: list[tuple[Language, str, float]] = [("en", entry.title, TITLE)]
            parts += [(language, ask, ASK) for language, ask in entry.asks.all()]
            parts += [("en", text, TEXT) for text in entry.texts()]
            in_english = set(entry.asks.en)
            for language, text, weight in parts:
                tokens_of_text = tokens(text)
                (asked if text in in_english else words).update(tokens_of_text)
                for word in tokens_of_text:
                    if word not in ALL_STOP:
                        count[stem(word, language)] += weight  # type: ignore[assignment]
            counts.append(count)
        same: dict[str, list[str]] = defaultdict(list)
        for group in base.thesaurus.same_words:
            single = [w for text in group if len(w := tokens(text)) == 1]
            for (word,) in single:
                words[word] += 1
                others = {stem(o[0], language) for o in single for language in ("en", "fr", "es")}
                same[word] = sorted(others - {word} | set(same[word]))
        english = {
            word for e in base.entries.values() for text in e.texts() for word in tokens(text)
        }
        words += _without_typos(asked, words, {stem(word, "en") for word in english})
        idf = _rarity(counts)
        groups: dict[str, list[Counter[str]]] = defaultdict(list)
        for entry, count in zip(base.entries.values(), counts, strict=True):
            groups[entry.mechanism].append(count)
        inside = {name: _rarity(group) for name, group in groups.items()}
        mean = sum(sum(c.values()) for c in counts) / max(len(counts), 1)
        postings: dict[str, list[tuple[int, float, float]]] = defaultdict(list)
        for i, (entry, count) in enumerate(zip(base.entries.values(), counts, strict=True)):
            norm = K1 * (1 - B + B * sum(count.values()) / mean)
            own = inside[entry.mechanism]
            for term, f in count.items():
                part = f * (K1 + 1) / (f + norm)
                postings[term].append((i, round(idf[term] * part, 2), round(own[term] * part, 2)))
        return cls(
            len(counts),
            Postings.of(postings),
            idf,
            [word for word, _ in words.most_common()],
            dict(same),
            {language: _spelling(base, language, words) for language, words in _WORDS.items()},
        )

    def spelled(self, text: str, language: Language) -> str:
        """A text with its typos corrected and with the accents and the hamza that people leave out
        on a phone: to the model of meaning a word without them is another word."""
        corrected = self.vocabulary.corrected(text)
        if language not in _WORDS:
            return corrected
        usual = self._spelling[language]

        def marked(match: re.Match[str]) -> str:
            word = fold(match[0])
            if word[0] in _JOINED and word[1:] in usual and word not in self.vocabulary.words:
                return word[0] + usual[word[1:]]
            written = usual.get(word, match[0])
            return match[0] if written == match[0].casefold() else written

        return _WORDS[language].sub(marked, corrected)

    def terms(self, text: str, language: Language) -> dict[str, float]:
        """The stems to look for and how much each counts."""
        weights: dict[str, float] = {}
        for word in tokens(text):
            if word in ALL_STOP:
                continue
            corrected = self.vocabulary.correct(word)
            for form, weight in ((word, 1.0), (corrected, CORRECTED)):
                for shape in {stem(form, language), stem(form, "en")}:
                    if shape in self._place:
                        counts = weight * (YEAR if _IS_YEAR.match(shape) else 1.0)
                        weights[shape] = max(weights.get(shape, 0.0), counts)
            for other in self._same.get(corrected, ()):
                if other in self._place:
                    weights.setdefault(other, 0.5)
        return weights

    def rarity(self, text: str) -> float:
        """How rare in the base the rarest stem of an English word is; 0 where it has none."""
        return max((self._idf.get(stem(word, "en"), 0.0) for word in tokens(text)), default=0.0)

    def idf(self, term: str) -> float:
        """How rare a stem is in the base; 0 for one that stands nowhere."""
        return self._idf.get(term, 0.0)

    def weighed(self, text: str, language: Language) -> dict[str, float]:
        """The stems to look for; those that stand in what a long text tells and not in what it
        asks count less."""
        story, asked = parts(text)
        terms = self.terms(asked, language)
        for term, weight in self.terms(story, language).items() if story else ():
            terms[term] = max(terms.get(term, 0.0), STORY * weight)
        return terms

    def scores(self, text: str, language: Language) -> tuple[Scores, Scores]:
        """For each entry, from 0 (no word in common) to about 1 (all rare words found): over the
        whole base, and within the entry's mechanism, where the mechanism's own words tell
        nothing."""
        terms = self.weighed(text, language)
        whole, inside = np.zeros(self._size), np.zeros(self._size)
        most = sum(w * self._idf[t] * (K1 + 1) for t, w in terms.items()) or 1.0
        for term, weight in terms.items():
            start, end = self._postings.starts[self._place[term] :][:2]
            entries = self._postings.entries[start:end]
            whole[entries] += weight / most * self._postings.impacts[start:end]
            inside[entries] += weight / most * self._postings.own[start:end]
        return whole, inside


def _rarity(counts: list[Counter[str]]) -> dict[str, float]:
    """How rare each term is among these entries (BM25's inverse document frequency)."""
    n = len(counts)
    frequency = Counter(term for count in counts for term in count)
    return {t: math.log(1 + (n - f + 0.5) / (f + 0.5)) for t, f in frequency.items()}


def _spelling(base: Base, language: Language, words: re.Pattern[str]) -> dict[str, str]:
    """The folded words of the asks in a language that are written otherwise, and how they are
    written, where that is nearly always the same."""
    written: dict[str, Counter[str]] = defaultdict(Counter)
    for entry in base.entries.values():
        for ask in getattr(entry.asks, language):
            for word in words.findall(ask):
                written[fold(word)][word.casefold()] += 1
    usual = {folded: forms.most_common(1)[0] for folded, forms in written.items()}
    return {
        folded: form
        for folded, (form, count) in usual.items()
        if form != folded and count >= USUALLY * written[folded].total()
    }


def _without_typos(asked: Counter[str], written: Counter[str], stems: Set[str]) -> Counter[str]:
    """The words of asks without those that are typos of words that stand elsewhere: some asks are
    typed as people type, and a typo that counts as a word would be corrected no more. `stems` are
    those of what entries say."""
    vocabulary = Vocabulary([word for word, _ in written.most_common()])

    def is_typo(word: str, count: int) -> bool:
        if word in written or stem(word, "en") in stems:
            return False
        meant = vocabulary.correct(word)
        return meant != word and written[meant] + asked[meant] >= OFTENER * count

    return Counter({word: count for word, count in asked.items() if not is_typo(word, count)})
