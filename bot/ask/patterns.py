"""Finds wordings that curators write in a text.

`Phrases` compares word by word, and `*` stands for up to four words. `Patterns` is one expression
of folded words, in which besides that `kill~` takes any ending, `a|b` is either, `(a)` may be
missing, `(a b|c)` is one of several, `#` is a number in digits and `[people]` any phrase of a
group.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import Any

from bot.ask.words import fold, tokens

OFTEN = 40
"""Times that a set of patterns is looked for before it becomes one expression; a larger one so many
times as it holds patterns, so that no question waits for several."""
BEGINNING = 4
"""Letters of a word's beginning that tell which patterns may begin with it."""
GAP = 4
"""Words that a `*` stands for at most."""
_SENTENCE = re.compile(r"[.!?؟\n]+")
_SIGNS = re.compile(r"[()|*]")

Words = tuple[str, ...]
Places = dict[str, list[int]]


class Spaced(str):
    """A text as its folded words, with a space on each side: made once for many sets of phrases."""

    words: list[str]

    @classmethod
    def of(cls, text: str) -> Spaced:
        """From any text; one that is spaced already stays as it is."""
        if isinstance(text, Spaced):
            return text
        words = tokens(text)
        spaced = cls(f" {' '.join(words)} ")
        spaced.words = words
        return spaced

    @cached_property
    def arabic(self) -> bool:
        """Whether Arabic letters stand in it."""
        return not self.isascii() and bool(_LETTER.search(self))

    @cached_property
    def places(self) -> Places:
        """Which of its words each word is; an Arabic word also without what is written before it as
        one with it."""
        places: Places = {}
        for at, word in enumerate(self.words):
            places.setdefault(word, []).append(at)
            for before in _WRITTEN_BEFORE if self.arabic else ():
                if word.startswith(before):
                    places.setdefault(word[len(before) :], []).append(at)
        return places

    @cached_property
    def beginnings(self) -> Places:
        """The same of how its words begin, by as many letters as BEGINNING or fewer."""
        beginnings: Places = {}
        for word, places in self.places.items():
            for end in range(1, min(len(word), BEGINNING) + 1):
                beginnings.setdefault(word[:end], []).extend(places)
        return beginnings


class Phrases:
    """A set of phrases, by their first words. They are compared word by word, since an expression
    of them all would take longer to compile than a question takes to answer."""

    def __init__(self, phrases: Iterable[str]) -> None:
        self._begins: dict[str, list[tuple[Words, ...]]] = defaultdict(list)
        parted = {
            tuple(filter(None, (tuple(tokens(part)) for part in fold(phrase).split("*"))))
            for phrase in phrases
        }
        for parts in sorted(parted - {()}, key=_longest):
            self._begins[parts[0][0]].append(parts)

    def __contains__(self, text: object) -> bool:
        """Whether a text holds one of the phrases."""
        return isinstance(text, str) and next(self._found(Spaced.of(text).words), None) is not None

    def begins(self, text: str) -> bool:
        """Whether one of a text's sentences begins with one of the phrases."""
        sentences = map(tokens, _SENTENCE.split(text))
        return any(self._end(words, 0) is not None for words in sentences)

    def starts(self, text: str) -> bool:
        """Whether folded words begin with one of the phrases."""
        return self.after(text) is not None

    def after(self, text: str) -> str | None:
        """What follows in folded words that begin with one of the phrases, the longest; None
        where they don't."""
        words = text.split()
        end = self._end(words, 0)
        return None if end is None else " ".join(words[end:])

    def masked(self, text: str) -> str:
        """Folded words with a dash for each of the phrases."""
        words, rest, at = text.split(), [], 0
        for start, end in self._found(words):
            rest += [*words[at:start], "-"]
            at = end
        return " ".join((*rest, *words[at:]))

    def place(self, text: str) -> int | None:
        """Where in a text's folded words the first of the phrases stands, in letters from the
        beginning; None where there is none."""
        words = Spaced.of(text).words
        ends = next(self._found(words), None)
        return None if ends is None else sum(len(word) + 1 for word in words[: ends[0]])

    def count(self, text: str) -> int:
        """How many of the phrases' occurrences a text holds."""
        return sum(1 for _ in self._found(Spaced.of(text).words))

    def _found(self, words: list[str]) -> Iterator[tuple[int, int]]:
        """The first and the past-the-last word of each phrase that stands in the words, from the
        left; none overlaps or touches the one before."""
        free = 0
        for at, word in enumerate(words):
            if at >= free and word in self._begins and (end := self._end(words, at)) is not None:
                yield at, end
                free = end + 1

    def _end(self, words: list[str], at: int) -> int | None:
        """The place after the longest phrase that begins at a word."""
        begins = self._begins.get(words[at], ()) if at < len(words) else ()
        ends = (_end_of(parts, words, at) for parts in begins)
        return next((end for end in ends if end is not None), None)


def words_of(patterns: Iterable[str]) -> list[str]:
    """The words of which patterns are made, each once, without the signs between them."""
    return sorted({word for pattern in patterns for word in _SIGNS.sub(" ", pattern).split()})


def _longest(parts: tuple[Words, ...]) -> tuple[int, tuple[Words, ...]]:
    """The order in which phrases are tried: the longest first; a gap counts as three words."""
    letters = sum(len(word) + 1 for part in parts for word in part)
    return -letters - 15 * (len(parts) - 1), parts


def _end_of(parts: tuple[Words, ...], words: list[str], at: int) -> int | None:
    """The place after a phrase whose first part begins at a word; None where it does not stand
    there. Of the parts after a gap the nearest counts."""
    first, rest = parts[0], parts[1:]
    end = at + len(first)
    if tuple(words[at:end]) != first:
        return None
    if not rest:
        return end
    tries = (_end_of(rest, words, end + gap) for gap in range(GAP + 1))
    return next((end for end in tries if end is not None), None)


_END = re.compile(r"\[([a-z-]+)\]$")
_PART = re.compile(r"\[[a-z-]+\]|\([^()]*\)|\*|[^\s()\[\]*]+")
_GAP = r"(?:\S+ ){0,4}?"
_ARABIC = re.compile(r"[\u0600-\u06ff]{3,}")
_LETTER = re.compile(r"[\u0600-\u06ff]")
_BEFORE = "(?:[وفب]?ال|[وف]?لل|[وف])?"
"""What Arabic writes before a word, as one with it: and, so, the, for the."""
_WRITTEN_BEFORE = ("ال", "وال", "فال", "بال", "لل", "ولل", "فلل", "و", "ف")
"""The same, each way."""

Groups = Mapping[Any, Iterable[str]]
"""The phrases that stand for a name in square brackets, by that name."""


class Patterns:
    """A set of patterns. At first they are compared word by word, where a text holds a word with
    which one of them begins: a single question needs few of all that there are. A set that is
    looked for OFTEN becomes one expression, which takes as long to compile as ten questions to
    answer and is faster from then on. Those in Arabic letters count only where a text has some."""

    def __init__(
        self,
        patterns: Iterable[str],
        groups: Groups | None = None,
        before: Iterable[str] = (),
    ) -> None:
        """`groups` are the phrases that stand for each name in square brackets; one of those in
        `before` may stand before any pattern."""
        self._patterns, self._groups = tuple(patterns), groups or {}
        self._before = tuple(before)
        self._sets: dict[bool, tuple[_Set, _Set]] = {}
        self._compiled: dict[bool, re.Pattern[str] | None] = {}
        self._looked = 0

    def _often(self) -> bool:
        """Whether the set is looked for often: told each time that it is."""
        self._looked += 1
        return self._looked > max(OFTEN, len(self._patterns))

    def _of(self, spaced: Spaced) -> tuple[_Set, _Set]:
        """The patterns that a text may hold, and what may stand before them."""
        if spaced.arabic not in self._sets:
            groups = {
                name: _set_of(tuple(phrases), spaced.arabic)
                for name, phrases in self._groups.items()
            }
            self._sets[spaced.arabic] = (
                _Set(_those(self._patterns, spaced.arabic), groups),
                _Set(_those(self._before, spaced.arabic), {}),
            )
        return self._sets[spaced.arabic]

    def _places(self, spaced: Spaced) -> set[int]:
        """At which words of a text one of the patterns may begin."""
        patterns, before = self._of(spaced)
        return patterns.places(spaced) | before.places(spaced)

    def _stands(self, spaced: Spaced, at: int) -> bool:
        """Whether one of the patterns stands at a word."""
        patterns, before = self._of(spaced)
        starts = (at, *before.ends(spaced.words, at)) if self._before else (at,)
        return any(True for start in starts for _ in patterns.ends(spaced.words, start))

    def __contains__(self, text: object) -> bool:
        """Whether a text holds one of the patterns."""
        if not isinstance(text, str):
            return False
        spaced = Spaced.of(text)
        if self._often():
            pattern = self._expression(spaced)
            return bool(pattern and pattern.search(spaced))
        return any(self._stands(spaced, at) for at in self._places(spaced))

    def first(self, text: str) -> int | None:
        """Where in a text's folded words the first one stands, in letters; None where there is
        none."""
        spaced = Spaced.of(text)
        if self._often():
            pattern = self._expression(spaced)
            match = pattern.search(spaced) if pattern else None
            return match.start() if match else None
        for at in sorted(self._places(spaced)):
            if self._stands(spaced, at):
                return 1 + sum(len(word) + 1 for word in spaced.words[:at])
        return None

    def starts(self, text: str) -> bool:
        """Whether a text begins with one of them."""
        spaced = Spaced.of(text)
        if self._often():
            pattern = self._expression(spaced)
            return bool(pattern and pattern.match(spaced, 1))
        return 0 in self._places(spaced) and self._stands(spaced, 0)

    def whole(self, text: str) -> bool:
        """Whether a text is one of them, or several in a row, and nothing else."""
        spaced, at = Spaced.of(text), 1
        pattern = self._expression(spaced) if self.starts(spaced) else None
        while pattern and (match := pattern.match(spaced, at)):
            at = match.end()
        return at == len(spaced) > 1

    def count(self, text: str) -> int:
        """How many places of a text are one of them."""
        spaced = Spaced.of(text)
        pattern = self._expression(spaced) if spaced in self else None
        return len(pattern.findall(spaced)) if pattern else 0

    def without(self, text: str) -> Spaced:
        """A text's folded words, but for those that are one of them."""
        spaced = Spaced.of(text)
        pattern = self._expression(spaced) if spaced in self else None
        return Spaced.of(pattern.sub("", spaced)) if pattern else spaced

    def _expression(self, spaced: Spaced) -> re.Pattern[str] | None:
        """One expression for all that a text may hold, which tells where each ends; None where
        there is none."""
        if spaced.arabic not in self._compiled:
            self._compiled[spaced.arabic] = self._compile(spaced.arabic)
        return self._compiled[spaced.arabic]

    def _compile(self, arabic: bool) -> re.Pattern[str] | None:
        known = {name: _any(_those(phrases, arabic), {}) for name, phrases in self._groups.items()}
        written = _any(_those(self._patterns, arabic), known)
        before = f"{_any(_those(self._before, arabic), {})}?" if self._before else ""
        return re.compile(f"(?<= ){before}{written}") if written else None


class _Set:
    """Patterns by the words with which they can begin, each read when its first word is met."""

    def __init__(self, phrases: Iterable[str], groups: Mapping[str, _Set]) -> None:
        self._phrases = tuple(phrases)
        self._groups = groups
        self._words: dict[str, list[int]] = {}
        self._beginnings: dict[str, list[int]] = {}
        """By how a word begins that may have any ending."""
        self._named: dict[str, list[int]] = {}
        """By the name of the group with which they begin."""
        self._numbers: list[int] = []
        self._always: list[int] = []
        """Those that any word may begin."""
        self._read: dict[int, tuple[_Part, ...]] = {}
        for i, phrase in enumerate(self._phrases):
            self._take(i, phrase)

    def places(self, spaced: Spaced) -> set[int]:
        """At which words of a text one of them may begin."""
        if self._always:
            return set(range(len(spaced.words)))
        known, begun = spaced.places, spaced.beginnings if self._beginnings else {}
        found = {at for word in self._words.keys() & known.keys() for at in known[word]}
        for beginning in self._beginnings.keys() & begun.keys():
            found.update(begun[beginning])
        for name in self._named:
            found |= self._groups[name].places(spaced)
        if self._numbers:
            found.update(at for at, word in enumerate(spaced.words) if word[:1].isdecimal())
        return found

    def ends(self, words: list[str], at: int) -> Iterator[int]:
        """Past which words one of them ends that begins at a word."""
        if at >= len(words):
            return
        tried: set[int] = set()
        for i in self._beginning(words, at):
            if i not in tried:
                tried.add(i)
                yield from self._ends_of(self._parts(i), words, at)

    def _beginning(self, words: list[str], at: int) -> Iterator[int]:
        """Which of them may begin at a word."""
        for form in _forms(words[at]):
            yield from self._words.get(form, ())
            if self._beginnings:
                for end in range(1, BEGINNING + 1):
                    yield from self._beginnings.get(form[:end], ())
        for name, those in self._named.items():
            if any(True for _ in self._groups[name].ends(words, at)):
                yield from those
        if words[at][:1].isdecimal():
            yield from self._numbers
        yield from self._always

    def _parts(self, i: int) -> tuple[_Part, ...]:
        if i not in self._read:
            self._read[i] = tuple(map(_Part.of, _PART.findall(self._phrases[i])))
        return self._read[i]

    def _ends_of(self, parts: tuple[_Part, ...], words: list[str], at: int) -> Iterator[int]:
        if not parts:
            yield at
            return
        part, rest = parts[0], parts[1:]
        if part.group:
            group = self._groups[part.group]
            ends: Iterable[int] = group.ends(words, at) if group else (at,)
        else:
            ends = part.ends(words, at)
        for end in ends:
            yield from self._ends_of(rest, words, end)

    def __bool__(self) -> bool:
        return bool(self._phrases)

    def _take(self, i: int, phrase: str) -> None:
        """Note with which words a pattern can begin."""
        for written in _PART.finditer(phrase):
            part = written[0]
            if part == "*":
                break
            if part.startswith("["):
                self._named.setdefault(part[1:-1], []).append(i)
                if self._groups[part[1:-1]]:
                    return
                continue
            bare = part[1:-1] if part.startswith("(") else part
            ways = bare.split("|")
            begun = [self._note(i, way) for way in ways]
            if all(begun) and (bare is part or len(ways) > 1):
                return
        self._always.append(i)

    def _note(self, i: int, way: str) -> bool:
        """Note the first of some words; False where there is none."""
        first = next(iter(way.split()), "")
        folded = fold(first.rstrip("~"))
        if "#" in folded:
            before = folded.partition("#")[0][:BEGINNING]
            if before:
                self._beginnings.setdefault(before, []).append(i)
            else:
                self._numbers.append(i)
        elif first.endswith("~"):
            self._beginnings.setdefault(folded[:BEGINNING], []).append(i)
        else:
            self._words.setdefault(folded, []).append(i)
        return bool(first)


@dataclass(frozen=True)
class _Part:
    """A part of a pattern that is read: a group by its name, a gap, or one of several ways."""

    group: str = ""
    gap: bool = False
    ways: tuple[tuple[_Word, ...], ...] = ()
    may_miss: bool = False

    @classmethod
    def of(cls, part: str) -> _Part:
        """Read a part as curators write it."""
        if part == "*":
            return cls(gap=True)
        if part.startswith("["):
            return cls(group=part[1:-1])
        bracketed = part.startswith("(")
        ways = (part[1:-1] if bracketed else part).split("|")
        read = tuple(tuple(map(_Word.of, way.split())) for way in ways)
        return cls(ways=read, may_miss=bracketed and len(ways) == 1)

    def ends(self, words: list[str], at: int) -> Iterator[int]:
        """Past which words it ends where it stands at a word."""
        if self.gap:
            yield from range(at, min(at + GAP, len(words)) + 1)
            return
        for way in self.ways:
            end = at + len(way)
            if end <= len(words) and all(map(_Word.fits, way, words[at:end])):
                yield end
        if self.may_miss:
            yield at


@dataclass(frozen=True)
class _Word:
    """A word of a pattern, folded."""

    word: str
    any_ending: bool
    arabic: bool
    """Whether it may have something before it that Arabic writes as one with it."""
    number: re.Pattern[str] | None

    @classmethod
    def of(cls, word: str) -> _Word:
        """Read a word as curators write it."""
        folded = fold(word.rstrip("~"))
        number = re.compile(_word(word)) if "#" in folded else None
        return cls(folded, word.endswith("~"), bool(_ARABIC.fullmatch(folded)), number)

    def fits(self, other: str) -> bool:
        """Whether a folded word of a text is this one."""
        if self.number:
            return bool(self.number.fullmatch(other))
        forms = _forms(other) if self.arabic else (other,)
        return any(
            form.startswith(self.word) if self.any_ending else form == self.word for form in forms
        )


def _forms(word: str) -> Iterator[str]:
    """A word, and where it is Arabic also without what is written before it as one with it."""
    yield word
    if "\u0600" <= word[:1] <= "\u06ff":
        yield from (word[len(b) :] for b in _WRITTEN_BEFORE if word.startswith(b))


@lru_cache(maxsize=256)
def _set_of(phrases: Words, arabic: bool) -> _Set:
    """The phrases of a group, which many sets of patterns share."""
    return _Set(_those(phrases, arabic), {})


def _those(phrases: Iterable[str], arabic: bool) -> list[str]:
    """Those of some patterns that a text may hold, by whether it has Arabic letters."""
    return [phrase for phrase in phrases if arabic or not _LETTER.search(phrase)]


def _any(phrases: Iterable[str], groups: Mapping[str, str]) -> str:
    """Any of the phrases. What ends with the same group has the group once: it may be long."""
    by_end: dict[str, set[str]] = defaultdict(set)
    for phrase in phrases:
        end = _END.search(phrase)
        head = phrase[: end.start()] if end else phrase
        by_end[groups[end[1]] if end else ""].add(_phrase(head, groups))
    written = set()
    for group, begins in by_end.items():
        alone = "?" if group and "" in begins and any(begins) else ""
        written.add(f"{_either_of(begins)}{alone}{group}")
    return _either_of(written)


def _either_of(written: Iterable[str]) -> str:
    longest = sorted(filter(None, written), key=lambda phrase: (-len(phrase), phrase))
    return f"(?:{'|'.join(longest)})" if longest else ""


def _phrase(phrase: str, groups: Mapping[str, str]) -> str:
    return "".join(_part(part, groups) for part in _PART.findall(phrase))


def _part(part: str, groups: Mapping[str, str]) -> str:
    if part == "*":
        return _GAP
    if part.startswith("["):
        return groups[part[1:-1]]
    if part.startswith("("):
        inside = _either(part[1:-1])
        return f"(?:{inside})?" if "|" not in part else inside
    return _either(part)


def _either(words: str) -> str:
    ways = [_words(part) for part in words.split("|")]
    return ways[0] if len(ways) == 1 else f"(?:{'|'.join(ways)})"


def _words(words: str) -> str:
    return "".join(f"{_word(word)} " for word in words.split())


def _word(word: str) -> str:
    ending = r"\S*" if word.endswith("~") else ""
    folded = fold(word.rstrip("~"))
    before = _BEFORE if _ARABIC.fullmatch(folded) else ""
    return before + re.escape(folded).replace(r"\#", r"\d+") + ending
