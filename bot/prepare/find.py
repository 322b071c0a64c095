"""Which action somebody means: by its id, or by words of its title and of its mechanism."""

from __future__ import annotations

import math
import re
import unicodedata
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from functools import lru_cache

from rapidfuzz import fuzz

from bot.knowledge.models import Base, Language
from bot.prepare.actions import Action
from bot.prepare.load import title_in

NEAREST = 5
"""Actions that are offered where it is not sure which is meant."""
SURE, MARGIN = 0.75, 0.12
"""How much of what was said the best action must hold, and by how much more than the next."""
LEAST = 0.3
TOLD = 0.55
"""How much of an action's title must be said where it is asked for in a sentence."""
NAMED = 0.45
"""The same where a mechanism is named."""
ALSO = 0.3
"""How much of another's title may be said where a mechanism has one action of its own."""
OTHERS = 0.7
"""What a word counts that is the mechanism's and not the action's own."""
LONGEST, WORDS = 400, 24
"""Characters and words of a text that are read: a name is short."""
SLIP = 80
"""How alike two words are of which one has a slip, of 100."""
REPORT = ("report", "rapport", "informe", "تقرير", "shadow", "review")
"""Words that mean the one report that most committees take."""
_WORD = re.compile(r"[^\W_]+", re.UNICODE)
_PLURAL = re.compile(r"(?<=\w{3})(?:ies|(?<!s)s)$")
_SMALL = frozenset(
    "a an the of to for in on and our we i my it its with at by from de la le les des du pour sur "
    "un une et el los las del para por en una y al checklist outline draft write prepare".split()
)


@dataclass(frozen=True)
class ActionMatch:
    """The actions that may be meant, best first; the first is meant where it is `sure`."""

    actions: tuple[str, ...]
    sure: bool = False


class ActionFinder:
    """Finds actions by what people call them."""

    def __init__(self, actions: Mapping[str, Action], base: Base) -> None:
        self._actions = actions
        self._ids = {tuple(_words(name)): name for name in actions}
        self._same = dict(_same_words(base))
        self._called = {
            mechanism.id: {
                w for name in (*mechanism.acronyms, *mechanism.names.en) for w in _words(name)
            }
            for mechanism in base.mechanisms.values()
        }
        self._words = {name: self._names(action, base) for name, action in actions.items()}
        self._phrases = dict(_phrases(base, frozenset().union(*self._words.values())))
        self._base = base
        self._weights = _weights(self._words)
        self._titled: dict[Language, dict[str, dict[str, float]]] = {"en": self._words}
        self._unknown = math.log(len(actions) + 1) / 4

    def find(self, text: str, language: Language = "en") -> ActionMatch:
        """The actions that a text may name, by their titles in English and in its language; none
        where it names nothing that is known."""
        words = _words(text[:LONGEST])[:WORDS]
        if named := self._by_id(words):
            return ActionMatch((named,), sure=True)
        whole_words = [word_of for word in words for word_of in self._phrases.get(word, (word,))]
        words_left = [self._synonym(word) for word in whole_words if word not in _SMALL]
        every = self._titles_in(language)
        weights = self._weights if every is self._words else _weights(every)
        scores = {name: self._score(words_left, words, weights) for name, words in every.items()}
        ranked = sorted((n for n in scores if scores[n] >= LEAST), key=lambda n: -scores[n])
        if not ranked:
            return ActionMatch(())
        first, *others = (scores[name] for name in ranked)
        sure = first >= SURE and (not others or first - others[0] >= MARGIN)
        return ActionMatch(tuple(ranked[:NEAREST]), sure)

    def action_of(
        self, text: str, mechanisms: Sequence[str] = (), written: bool = False
    ) -> tuple[str, str] | None:
        """The id of the action that a sentence asks to prepare, and the mechanism that it is for:
        the first of `mechanisms` that can take it, else the action's own. None where it is not
        sure."""
        name = self.asked_for(text, mechanisms, written)
        if name is None:
            return None
        action = self._actions[name]
        possible = (action.mechanism, *action.any_of)
        return name, next(
            (mechanism for mechanism in mechanisms if mechanism in possible), action.mechanism
        )

    def asked_for(
        self, text: str, mechanisms: Sequence[str] = (), written: bool = False
    ) -> str | None:
        """The one action that a whole sentence asks to prepare, before these mechanisms where any
        are named, with an outline where it is to be `written`; None where it is not sure."""
        words = {self._synonym(w) for w in _words(text)}
        words |= {full for word in words for full in self._phrases.get(word, ())}
        likely = {
            name: self._title_share(words, action, mechanisms)
            for name, action in self._actions.items()
            if (not mechanisms or set(mechanisms) & {action.mechanism, *action.any_of})
            and (not written or action.outline)
        }
        if (whole := self._by_id(_words(text))) in likely:
            return whole
        ranked = sorted(likely, key=lambda name: -likely[name])
        if not ranked:
            return None
        first, *others = (likely[name] for name in ranked)
        if first >= (NAMED if mechanisms else TOLD) and (not others or first - others[0] >= MARGIN):
            return ranked[0]
        own = [name for name in ranked if self._actions[name].mechanism in mechanisms]
        elsewhere = max((likely[name] for name in ranked if name not in own), default=0.0)
        plain = len(own) == 1 and elsewhere <= min(likely[own[0]], ALSO)
        return own[0] if plain and any(self._synonym(word) in words for word in REPORT) else None

    def _title_share(self, words: AbstractSet[str], action: Action, named: Sequence[str]) -> float:
        """How much of an action's title was said, apart from the mechanism that is named anyway;
        rare words count more."""
        title = {self._synonym(w) for w in _words(action.title)} - _SMALL
        if action.mechanism in named:
            title -= self._called[action.mechanism]
        weights = {word: self._weights.get(word, self._unknown) for word in title}
        whole = sum(weights.values())
        heard = sum(
            w
            for word, w in weights.items()
            if any(_like(heard_word, word) > 0.8 for heard_word in words)
        )
        return heard / whole if whole else 0.0

    def before(self, mechanism: str) -> tuple[str, ...]:
        """The actions that can be done before a mechanism."""
        return tuple(
            name
            for name, action in self._actions.items()
            if mechanism in (action.mechanism, *action.any_of)
        )

    def _by_id(self, words: list[str]) -> str | None:
        """The one action of which every word of the id was said; the longest id of several."""
        whole = [ids for ids in self._ids if set(ids) <= set(words)]
        longest = max(map(len, whole), default=0)
        best = [self._ids[ids] for ids in whole if len(ids) == longest]
        return best[0] if len(best) == 1 else None

    def _names(self, action: Action, base: Base) -> dict[str, float]:
        """Its words, each with how much it counts: its own more than its mechanism's."""
        mechanism = base.mechanisms[action.mechanism]
        its = {self._synonym(w): OTHERS for name in mechanism.acronyms for w in _words(name)}
        own = {self._synonym(w): 1.0 for text in (action.id, action.title) for w in _words(text)}
        return {word: counts for word, counts in (its | own).items() if word not in _SMALL}

    def _titles_in(self, language: Language) -> dict[str, dict[str, float]]:
        """The words of each action, with those of its title in a language."""
        if language not in self._titled:
            titles = {
                name: title_in(self._base, action, language)
                for name, action in self._actions.items()
            }
            self._titled[language] = {
                name: {
                    **{self._synonym(w): 1.0 for w in _words(titles[name]) if w not in _SMALL},
                    **words,
                }
                for name, words in self._words.items()
            }
        return self._titled[language]

    def _synonym(self, word: str) -> str:
        """One word for all that mean the same."""
        return self._same.get(word, word)

    def _score(
        self, asked: list[str], words: Mapping[str, float], weights: Mapping[str, float]
    ) -> float:
        """How much of what was asked an action holds; rare words count more than common ones."""
        matched = whole = 0.0
        for word in asked:
            likes = ((_like(word, known) * counts, known) for known, counts in words.items())
            best = max(likes, default=(0.0, ""))
            weight = self._weight(word, weights) or weights.get(best[1], 0.0)
            whole += max(weight, 0.1)
            matched += max(weight, 0.1) * best[0]
        return matched / whole if whole else 0.0

    def _weight(self, word: str, weights: Mapping[str, float]) -> float:
        """How much a word says: the rarer, the more; little where no action has it."""
        if word in weights:
            return weights[word]
        near = max(weights, key=lambda known: _like(word, known), default="")
        return weights[near] if _like(word, near) else self._unknown


def _weights(every: Mapping[str, Mapping[str, float]]) -> dict[str, float]:
    """How much each word tells one action from the others: the rarer, the more."""
    held = Counter(word for words in every.values() for word in words)
    return {word: math.log((len(every) + 1) / of) for word, of in held.items()}


@lru_cache(maxsize=65_536)
def _like(asked: str, word: str) -> float:
    if asked == word:
        return 1.0
    if len(asked) >= 3 and word.startswith(asked):
        return 0.9
    if min(len(asked), len(word)) >= 4 and fuzz.ratio(asked, word) >= SLIP:
        return 0.85
    return 0.0


def _same_words(base: Base) -> Iterator[tuple[str, str]]:
    for group in base.thesaurus.same_words:
        single = [words[0] for phrase in group if len(words := _words(phrase)) == 1]
        yield from ((word, single[0]) for word in single)


def _phrases(base: Base, known: frozenset[str]) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Short forms (UA, mtr) with the words that they stand for, where actions have these."""
    for group in base.thesaurus.same_words:
        several = [tuple(w for w in _words(phrase) if w not in _SMALL) for phrase in group]
        long = next(
            (phrase for phrase in several if len(phrase) > 1 and known.issuperset(phrase)), None
        )
        yield from ((phrase[0], long) for phrase in several if len(phrase) == 1 and long)


def _words(text: str) -> list[str]:
    decomposed = unicodedata.normalize("NFKD", text)
    bare = "".join(sign for sign in decomposed if not unicodedata.combining(sign))
    return [_PLURAL.sub(_singular, word) for word in _WORD.findall(bare.casefold())]


def _singular(ending: re.Match[str]) -> str:
    return "y" if ending[0] == "ies" else ""
