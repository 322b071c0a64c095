"""Recognises the States that a text names, in English, French, Spanish and Arabic."""

from __future__ import annotations

import csv
import itertools
import re
from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from pathlib import Path

from rapidfuzz import process
from rapidfuzz.distance import OSA

from bot.knowledge.typography import fold

_WORD = re.compile(r"[^\W_]+", re.UNICODE)
_ARABIC_PREFIXES = ("وال", "بال", "كال", "فال", "لل", "ال", "و", "ب", "ل", "ف", "ك")
_TEXTS = frozenset(
    "convention convencion protocol protocole protocolo statute statut estatuto rules regles reglas"
    " principles principes principios declaration declaracion platform charter charte"
    " اتفاقيه بروتوكول نظام مبادي اعلان ميثاق".split()
)
"""What is named after the place where it was adopted."""
_SEATS, _COURTS = {"abuja", "ابوجا"}, {"court", "cour", "corte", "tribunal", "cedeao", "ecowas"}
"""A capital that also stands for the court that sits there."""
_MOSCOW = {"moscow", "moscou", "moscu"}, {"mechanism", "mecanisme", "mecanismo"}
"""The capital after which the OSCE's Moscow Mechanism is named."""
_FINANCIAL = "مالي", frozenset("دعم تعويض مبلغ عون مقابل جزاء ضمان عقد اي".split())
"""Mali's Arabic name, and words after which it means "financial"."""
_LIES_IN = re.compile(r"\s?[,(]\s?(?:in |au |en |في )?|\s(?:in|au|en|في)\s|\s")
"""Between a place and the State in which another place of that name lies."""
_WORDS_TOO = frozenset("AND ARE CAN COM CUB EST MAR NOR PER SUR TON".split())
"""Codes (ISO 3166 alpha-3) that are words as well, for those who write in capitals."""
_SHORTEST_MENDED = 6
"""Letters a name must have before a slip in it is forgiven: Mali and Malta are too near."""
_SLIPPED = 3
"""Words of the longest name in which one slip is forgiven."""


@dataclass(frozen=True)
class State:
    """A State (or observer) under its UN short name."""

    iso3: str
    name: str
    official: str
    region: str
    french: str = ""
    spanish: str = ""
    arabic: str = ""
    articles: tuple[str, str] = ("", "")
    """What stands before its name inside a French and a Spanish sentence: `le`, `el`."""

    def called(self, language: str) -> str:
        """Its name in a language, in English where it has none there."""
        names = {"fr": self.french, "es": self.spanish, "ar": self.arabic}
        return names.get(language) or self.name

    def article(self, language: str) -> str:
        """The article before its name in a sentence; empty where that language needs none."""
        return dict(zip(("fr", "es"), self.articles, strict=True)).get(language, "")


@dataclass(frozen=True)
class Mention:
    """A State named in a text, and where. More than one code where the name is truly ambiguous
    (Congo, Korea; Guinea stands for Guinea alone)."""

    codes: tuple[str, ...]
    start: int
    end: int
    people: bool = False
    """Whether the people are named ("Sudanese"), not the State."""
    place: bool = False
    """Whether a place in it is named ("Tripoli"), not the State."""


@dataclass(frozen=True)
class Territory:
    """A place that people ask of as of a State, and that the tables hold no rows for."""

    names: tuple[str, str, str, str]
    """In English, French, Spanish and Arabic."""
    other: tuple[str, ...] = ()

    def called(self, language: str) -> str:
        """Its name in one of en, fr, es, ar. Raises ValueError for another."""
        return self.names[("en", "fr", "es", "ar").index(language)]


def mask(text: str, mentions: Sequence[Mention]) -> str:
    """The text without the names of States, so that what is asked stands out from where."""
    for mention in reversed(mentions):
        text = text[: mention.start] + text[mention.end :]
    return " ".join(text.split())


class StateNames:
    """The names of all States, and the finding of them in a text."""

    def __init__(
        self,
        states: dict[str, State],
        aliases: dict[str, set[str]],
        people: Collection[str] = (),
        territories: Collection[Territory] = (),
        places: Collection[str] = (),
    ) -> None:
        """`aliases`: code → all names; `people`: those of them that name the people, `places`
        those that name a place in it."""
        self.states = states
        self._territories = {
            tuple(_words(name)): territory
            for territory in territories
            for name in (*territory.names, *territory.other)
        }
        self._territory_starts = {phrase[0] for phrase in self._territories}
        self._phrases: dict[tuple[str, ...], set[str]] = defaultdict(set)
        self._as_written: dict[str, set[str]] = defaultdict(set)
        for iso3, names in aliases.items():
            for name in names:
                if len(name) <= 4 and name.isascii() and name[1:] != name[1:].lower():
                    self._as_written[name].add(iso3)
                elif words := _words(name):
                    self._phrases[tuple(words)].add(iso3)
        for iso3 in states.keys() - _WORDS_TOO:
            self._as_written[iso3].add(iso3)
        self._longest_from: dict[str, int] = {}
        for phrase in self._phrases:
            before = self._longest_from.get(phrase[0], 1)
            self._longest_from[phrase[0]] = max(before, len(phrase))
        single = {phrase[0] for phrase in self._phrases if len(phrase) == 1}
        self._mendable: dict[str, list[str]] = defaultdict(list)
        for word in sorted(w for w in single if len(w) >= _SHORTEST_MENDED):
            self._mendable[word[0]].append(word)
        self._several: dict[str, list[str]] = defaultdict(list)
        for phrase in self._phrases:
            if 1 < len(phrase) <= _SLIPPED:
                for word in (phrase[0], phrase[-1]):
                    self._several[word].append(" ".join(phrase))
        self._known = {word for phrase in self._phrases for word in phrase}
        named = {tuple(_words(n)) for names in aliases.values() for n in names - set(people)}
        self._people = {tuple(_words(name)) for name in people} - named
        called = (n for s in states.values() for n in (s.name, s.french, s.spanish, s.arabic))
        self._own = {tuple(_words(name)) for name in called}
        self._places = {tuple(_words(name)) for name in places}

    @classmethod
    def read(cls, folder: Path) -> StateNames:
        """The names in `folder`/names.csv: columns iso3, name, official, french, spanish, arabic,
        other (names parted by |), capitals, demonyms, region; those of territories.csv, and what
        articles.csv says of sentences, where they are there.

        Raises OSError where names.csv is missing, KeyError where a column is.
        """
        states: dict[str, State] = {}
        aliases: dict[str, set[str]] = {}
        people: set[str] = set()
        places: set[str] = set()
        articles = _articles(folder)
        with (folder / "names.csv").open(encoding="utf-8", newline="") as file:
            for row in csv.DictReader(file):
                iso3 = row["iso3"]
                states[iso3] = State(
                    iso3,
                    row["name"],
                    row["official"],
                    row["region"],
                    row["french"],
                    row["spanish"],
                    row["arabic"],
                    articles.get(iso3, ("", "")),
                )
                single = ("name", "official", "french", "spanish", "arabic")
                several = ("other", "capitals", "demonyms")
                aliases[iso3] = {row[column] for column in single if row[column]}
                aliases[iso3] |= {n for c in several for n in row[c].split("|") if n}
                people |= set(row["demonyms"].split("|"))
                own = {row[column] for column in single} | set(row["other"].split("|"))
                places |= set(row["capitals"].split("|")) - own
        return cls(states, aliases, people, _territories(folder), places)

    def territory(self, text: str) -> Territory | None:
        """The territory that a text names and that is no State of the tables."""
        words = _words(text)
        starts = [at for at, word in enumerate(words) if word in self._territory_starts]
        spans = ((at, at + n) for n in (4, 3, 2, 1) for at in starts)
        territories = (self._territories.get(tuple(words[start:end])) for start, end in spans)
        return next((territory for territory in territories if territory), None)

    def territory_alone(self, text: str) -> Territory | None:
        """The territory of which the text is a name, and nothing else."""
        return self._territories.get(tuple(w for w in _words(text) if w != "the"))

    def name(self, iso3: str, language: str = "en") -> str:
        """The State's name in that language."""
        return self.states[iso3].called(language)

    def knows(self, iso3: str) -> bool:
        """Whether there is a State of that code."""
        return iso3 in self.states

    def beginning(self, text: str) -> list[str]:
        """The codes of States of which some name, in any language, begins with `text`: by word
        beginnings, those whose own name begins so first."""
        words = _words(text)
        if not words:
            return sorted(self.states, key=lambda code: self.states[code].name)
        begins_first: dict[str, bool] = {}
        short = {(fold(name),): codes for name, codes in self._as_written.items()}
        for phrase, codes in (*self._phrases.items(), *short.items()):
            for start in range(len(phrase)):
                part = phrase[start : start + len(words)]
                if part[:-1] == tuple(words[:-1]) and part[-1:] and part[-1].startswith(words[-1]):
                    for code in codes:
                        begins_first[code] = begins_first.get(code, False) or start == 0
        return sorted(
            begins_first, key=lambda code: (not begins_first[code], self.states[code].name)
        )

    def find(self, text: str, ordinary: Collection[str] = frozenset()) -> list[Mention]:
        """The States named, in order; the longest name wins, and a State is given once.

        `ordinary` are folded words that are no slips of a State's name.
        """
        words = [(fold(match[0]), match) for match in _WORD.finditer(text)]
        folded = [word for word, _ in words]
        strange = [word not in self._known and word not in ordinary for word in folded]
        mentions: list[Mention] = []
        at = 0
        while at < len(words):
            step = 1
            longest = self._longest_from.get(folded[at], 1)
            for length in range(min(max(longest, _SLIPPED), len(words) - at), 0, -1):
                window = folded[at : at + length]
                codes = self._phrases.get(tuple(window)) if length <= longest else None
                if 1 < length <= _SLIPPED and not codes and any(strange[at : at + length]):
                    codes = self._nearly(window)
                if length == 1:
                    written = words[at][1][0]
                    codes = codes or self._as_written.get(written)
                    codes = codes or self._loosely(folded[at], strange[at])
                named = tuple(window) in self._own  # a State, not the town where a text was made
                if codes and not named and self._of_text(words, at, at + length):
                    codes = None
                if folded[at] == _FINANCIAL[0] and _FINANCIAL[1] & set(folded[at - 1 : at]):
                    codes = None
                if codes:
                    start, end = words[at][1].start(), words[at + length - 1][1].end()
                    said = tuple(w for w, _ in words[at : at + length])
                    people, place = said in self._people, said in self._places
                    mentions.append(Mention(tuple(sorted(codes)), start, end, people, place))
                    step = length
                    break
            at += step
        return _without_namesakes(text, mentions)

    @staticmethod
    def _of_text(words: list[tuple[str, re.Match[str]]], start: int, end: int) -> bool:
        """Whether a place only names a text that was adopted there: the Rome Statute, the Kampala
        Convention, les Principes de Paris."""
        after = words[end][0] if end < len(words) else ""
        before = [word for word, _ in words[max(0, start - 2) : start]]
        if words[start][0] in _SEATS and _COURTS & {w for w, _ in words[max(0, start - 4) : start]}:
            return True
        if words[start][0] in _MOSCOW[0] and _MOSCOW[1] & {after, *before}:
            return True
        joined = before[-1:] and before[-1] in ("de", "of", "d")
        beside = bool(before) and before[-1] in _TEXTS
        return after in _TEXTS or beside or bool(joined and before[0] in _TEXTS)

    def _nearly(self, words: list[str]) -> set[str] | None:
        """A name of several words with one slip in it ("south sudn"): the first or the last is
        right."""
        name = " ".join(words)
        if len(name) < _SHORTEST_MENDED:
            return None
        like = [n for word in (words[0], words[-1]) for n in self._several.get(word, ())]
        best = process.extractOne(name, like, scorer=OSA.distance, score_cutoff=1)
        return self._phrases[tuple(best[0].split())] if best and best[0][0] == name[0] else None

    def _loosely(self, word: str, strange: bool) -> set[str] | None:
        if "\u0600" <= word[0] <= "\u06ff":
            for prefix in _ARABIC_PREFIXES:
                rest = word.removeprefix(prefix)
                for form in (rest, "ال" + rest):
                    if rest != word and len(rest) > 2 and (form,) in self._phrases:
                        return self._phrases[(form,)]
            return None
        if len(word) < _SHORTEST_MENDED or not strange:
            return None
        alike = self._mendable.get(word[0], ())
        near = process.extract(word, alike, scorer=OSA.distance, score_cutoff=1, limit=2)
        codes = [self._phrases[(name,)] for name, _, _ in near]
        return codes[0] if codes and all(c == codes[0] for c in codes) else None


def _without_namesakes(text: str, mentions: list[Mention]) -> list[Mention]:
    """The States named without those of a place that is said to lie in another one: "Tripoli,
    Lebanon" names no Libya."""
    elsewhere = {
        mention
        for mention, after in itertools.pairwise(mentions)
        if mention.place
        and not (after.place or after.people)
        and mention.codes != after.codes
        and _LIES_IN.fullmatch(text[mention.end : after.start])
    }
    return [mention for mention in mentions if mention not in elsewhere]


def _articles(folder: Path) -> dict[str, tuple[str, str]]:
    path = folder / "articles.csv"
    if not path.is_file():
        return {}
    with path.open(encoding="utf-8", newline="") as file:
        return {row["iso3"]: (row["french"], row["spanish"]) for row in csv.DictReader(file)}


def _territories(folder: Path) -> list[Territory]:
    path = folder / "territories.csv"
    if not path.is_file():
        return []
    with path.open(encoding="utf-8", newline="") as file:
        return [
            Territory(
                (row["name"], row["french"], row["spanish"], row["arabic"]),
                tuple(filter(None, row["other"].split("|"))),
            )
            for row in csv.DictReader(file)
        ]


def _words(text: str) -> list[str]:
    return [fold(word) for word in _WORD.findall(text)]
