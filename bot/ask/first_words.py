"""Recognises first words (a greeting, thanks, a call for help) and questions too bare to answer;
both are asked back with buttons."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Literal

from bot.ask.languages import ALL_STOP
from bot.ask.models import Choice, Choices, Context, Note, Question
from bot.ask.patterns import Patterns
from bot.ask.words import tokens
from bot.knowledge.front import FirstWords
from bot.knowledge.models import Language

LONGEST_GREETING = 14
"""Words up to which a text can be no more than first words."""
LONGEST_BARE = 8
"""Words up to which a question can be too bare."""
ANEW = frozenset({"who"})
"""Kinds of bare questions that begin anew, whatever was said before."""
_BY_WEIGHT: tuple[Literal["help", "thanks", "hello"], ...] = ("help", "thanks", "hello")


class FirstWordsReader:
    """Reads first words and bare questions against one base's words."""

    def __init__(self, words: FirstWords) -> None:
        self._words = words
        self._said = {kind: Patterns(one.said.all()) for kind, one in words.greetings.items()}
        everything = [phrase for one in words.greetings.values() for phrase in one.said.all()]
        self._nothing_else = Patterns((*everything, *words.fillers))
        self._bare = {kind: Patterns(one.words.all()) for kind, one in words.bare.items()}
        bare = [phrase for one in words.bare.values() for phrase in one.words.all()]
        self._bare_alone = Patterns((*bare, *ALL_STOP))

    def greeting(self, text: str, question: Question) -> Choices | None:
        """The reply to a text that is first words and nothing else, whatever was said before."""
        said = tokens(text)
        if question.empty:
            return None if any(map(str.isdecimal, text)) else self._hello(question.language)
        if len(said) > LONGEST_GREETING or not self._nothing_else.whole(text):
            return None
        kind = self._kind(text)
        return self._back(question.language, f"first_{kind}", self._words.first) if kind else None

    def bare(self, text: str, question: Question, context: Context | None = None) -> Choices | None:
        """What is asked back to a question that names nothing it could be about. "Deadline?" after
        a turn on a mechanism is about that one; "who can help us?" is about nothing said before."""
        own = () if question.inherited else (question.mechanisms, question.states)
        named = any(own) or question.task or question.makes
        if named or len(tokens(text)) > LONGEST_BARE or not self._bare_alone.whole(text):
            return None
        kind = next((kind for kind, patterns in self._bare.items() if text in patterns), None)
        if kind is None or (context is not None and kind not in ANEW):
            return None
        return self._back(question.language, f"bare_{kind}", self._words.bare[kind].offers)

    def _kind(self, text: str) -> str | None:
        """Help before thanks before a greeting: "hi, what can you do" asks."""
        return next((kind for kind in _BY_WEIGHT if text in self._said[kind]), None)

    def _hello(self, language: Language) -> Choices:
        return self._back(language, "first_hello", self._words.first)

    def _back(self, language: Language, key: str, names: Iterable[str]) -> Choices:
        offers = [self._words.offers[name] for name in names]
        return Choices(
            language=language,
            lead=Note(key=key),
            choices=tuple(
                Choice(
                    label=getattr(one.label, language),
                    mechanism=one.entry.split(".")[0],
                    entry=one.entry,
                    opens=one.opens,
                )
                for one in offers
            ),
        )
