"""What is read before entries are ranked, in this order; the first that speaks answers.

1. after an alarm, a call for help or the State alone                → first steps again
2. first words: a greeting, thanks, a call for help, nothing at all → what the desk does, buttons
3. a wish to harm, find or expose somebody, by its own words        → declined
4. an alarm: people were harmed, or soon will be (`alarms.py`)      → first steps
5. a question too bare to answer, unless what was said before fills it → asked back, with buttons

A wish comes before an alarm, since threats name harm too; both come before requests for a text and
everything that is ranked, so that neither is sent away for what it resembles.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Iterable, Mapping
from functools import cache
from typing import Literal

from bot.ask.alarms import AlarmReader
from bot.ask.first_steps import FirstStepsWriter
from bot.ask.models import (
    Alarm,
    Choice,
    Choices,
    Context,
    Decline,
    FirstSteps,
    Note,
    Question,
    Reply,
)
from bot.ask.patterns import Patterns, Spaced
from bot.ask.words import ALL_STOP, Vocabulary, fold, tokens
from bot.knowledge.front import FirstWords, Harmful, WaysOfSaying
from bot.knowledge.models import Base, Language
from bot.states import Profiles

LONGEST_GREETING = 14
"""Words up to which a text can be no more than first words."""
LONGEST_BARE = 8
"""Words up to which a question can be too bare."""
NONE: Mapping[str, str] = {}
ANEW = frozenset({"who"})
"""Kinds of bare questions that begin anew, whatever was said before, where help is asked for."""
_HELPING = re.compile(r"\b(?:help\w*|us|aid\w*|nous|ayud\w*|nos)\b|ساعد|نلج|نتوجه")
_BY_WEIGHT: tuple[Literal["help", "thanks", "hello"], ...] = ("help", "thanks", "hello")


class FirstWordsReader:
    """Reads first words and bare questions against one base's words."""

    def __init__(self, words: FirstWords) -> None:
        self._words = words
        self._greetings = {
            kind: Patterns(greeting.said.all()) for kind, greeting in words.greetings.items()
        }
        everything = [
            phrase for greeting in words.greetings.values() for phrase in greeting.said.all()
        ]
        self._nothing_else = Patterns((*everything, *words.fillers))
        self._bare = {kind: Patterns(bare.words.all()) for kind, bare in words.bare.items()}
        bare = [p for b in words.bare.values() if not b.unless_sure for p in b.words.all()]
        every = [phrase for question in words.bare.values() for phrase in question.words.all()]
        self._bare_alone = Patterns((*bare, *ALL_STOP))
        self._hardly_more = Patterns((*every, *words.beside.all(), *ALL_STOP))

    def greeting(self, text: str, question: Question) -> Choices | None:
        """The reply to a text that is first words and nothing else, whatever was said before."""
        words_said = tokens(text)
        if question.empty:
            return None if any(map(str.isdecimal, text)) else self._hello(question.language)
        if len(words_said) > LONGEST_GREETING or not self._nothing_else.whole(text):
            return None
        kind = self._kind(text)
        return self._back(question.language, f"first_{kind}", self._words.first) if kind else None

    def bare(
        self, text: str, question: Question, context: Context | None = None, unsure: bool = False
    ) -> Choices | None:
        """What is asked back to a question that names nothing it could be about; `unsure` where no
        entry is surely meant, and a few words more are bare too. "Deadline?" and "who can
        complain?" after a turn on a mechanism are about that one; "who can help us?" is about
        nothing said before."""
        own = () if question.inherited else (question.mechanisms, question.states)
        turned = question.turn and question.mechanisms
        named = any(own) or turned or question.task or question.makes
        alone = self._hardly_more if unsure else self._bare_alone
        if named or len(tokens(text)) > LONGEST_BARE or not alone.whole(text):
            return None
        kind = next((kind for kind, patterns in self._bare.items() if text in patterns), None)
        if kind is None or (context and not (kind in ANEW and _HELPING.search(fold(text)))):
            return None
        bare = self._words.bare[kind]
        return self._back(question.language, f"bare_{kind}", bare.offers, bare.entries)

    def _kind(self, text: str) -> str | None:
        """Help before thanks before a greeting: "hi, what can you do" asks."""
        return next((kind for kind in _BY_WEIGHT if text in self._greetings[kind]), None)

    def _hello(self, language: Language) -> Choices:
        return self._back(language, "first_hello", self._words.first)

    def _back(
        self, language: Language, key: str, names: Iterable[str], shown: Mapping[str, str] = NONE
    ) -> Choices:
        """What is asked back with the offers of these names; `shown` are entries in place of those
        that offers show elsewhere."""
        offers = [(self._words.offers[name], shown.get(name)) for name in names]
        return Choices(
            language=language,
            lead=Note(key=key),
            choices=tuple(
                Choice(
                    label=getattr(offer.label, language),
                    mechanism=(entry or offer.entry).split(".")[0],
                    entry=entry or offer.entry,
                    opens=offer.opens,
                )
                for offer, entry in offers
            ),
        )


_QUOTED = re.compile(r"[\"“”«»„][^\"“”«»„]{4,}[\"“”«»„]")
_REPORTED = re.compile(
    r"\b(?:sa(?:id|ys)|told|tells|threatens?|shout\w*|dit|disent|criai?ent|dijo|dicen|dijeron)\b[^.?!]*"
    r"|(?:message|mensaje|رسالة) ?:[^.?؟!]*|(?:قال|قالوا|قالت)[^.؟!]*",
    re.IGNORECASE,
)
_SENTENCE = re.compile(r"[.!?؟\n]+")
_CLAUSE = re.compile(r"[,;،؛–—]")


class HarmfulReader:
    """Reads such wishes against one base's words."""

    def __init__(self, harmful: Harmful) -> None:
        groups = {name: ways.all() for name, ways in harmful.groups.items()}

        def patterns(ways: WaysOfSaying) -> Patterns:
            return Patterns(ways.all(), groups)

        self._seeks, self._wants = patterns(harmful.seeks), patterns(harmful.wants)
        self._writes, self._purpose = patterns(harmful.writes), patterns(harmful.purpose)
        self._about, self._harmless = patterns(harmful.about), patterns(harmful.harmless)
        self._demanded = patterns(harmful.demanded)
        self._combinations = _Combinations(harmful)

    def wishes(self, text: str) -> bool:
        """Whether the writer of a cleaned text wants to harm, find or expose somebody. What others
        demand, or said, in quotation marks or after "he said", is not the writer's."""
        own = _REPORTED.sub(" ", _QUOTED.sub(" ", text))
        clauses = [part for sentence in _SENTENCE.split(own) for part in _CLAUSE.split(sentence)]
        if own in self._demanded:
            clauses = [self._demanded.without(clause) for clause in clauses]
            own = ". ".join(clauses)
        spaced = Spaced.of(own)
        if spaced in self._harmless:
            return False
        if spaced in self._purpose and spaced in self._about:
            return True
        wanted = any(self._wants.starts(clause) for clause in clauses if clause.strip())
        plain = spaced in self._seeks or spaced in self._writes or wanted
        return plain or self._combinations.ask(own)


class _Combinations:
    """Wishes in milder words: parts of speech that ask for harm only together."""

    def __init__(self, harmful: Harmful) -> None:
        written = {name: ways.all() for name, ways in harmful.parts.items()}
        polite = written.get("polite", ())
        self._combinations = harmful.combinations
        self._parts = {name: Patterns(phrases) for name, phrases in written.items()}
        begins = {name for combination in harmful.combinations for name in combination.begins}
        self._begins = {name: Patterns(written[name], before=polite) for name in begins}

    def ask(self, text: str) -> bool:
        """Whether a text asks for harm by what it combines: in one sentence; where nothing need
        begin it, in the whole text."""
        if self._met(text, begun=False):
            return True
        return any(
            self._met(sentence, begun=True)
            for sentence in _SENTENCE.split(text)
            if sentence.strip()
        )

    def _met(self, text: str, begun: bool) -> bool:
        spaced = Spaced.of(text)
        clauses = [Spaced.of(clause) for clause in _CLAUSE.split(text) if clause.strip()]

        @cache
        def holds(name: str) -> bool:
            return spaced in self._parts[name]

        @cache
        def begins(name: str) -> bool:
            return any(map(self._begins[name].starts, clauses))

        return any(
            all(map(holds, combination.holds))
            and not any(map(holds, combination.unless))
            and (not begun or any(map(begins, combination.begins)))
            for combination in self._combinations
            if bool(combination.begins) is begun
        )


class FrontDoor:
    """The readers, in their order; a base without a reader's words has no such reader."""

    def __init__(
        self, base: Base, known: Vocabulary, profiles: Callable[[], Profiles | None]
    ) -> None:
        self._first_words = FirstWordsReader(base.first_words) if base.first_words else None
        self._harmful = HarmfulReader(base.harmful) if base.harmful else None
        self._alarms = AlarmReader(base.alarms, known) if base.alarms else None
        self._first_steps = FirstStepsWriter(base, base.alarms, profiles) if base.alarms else None
        self._beside = base.alarms.reply.beside if base.alarms else ()
        self._long_ago = base.alarms.long_ago if base.alarms else None

    def again(
        self, text: str, question: Question, context: Context | None, on: dt.date
    ) -> FirstSteps | None:
        """The first steps of the turn before, where a cleaned text only calls for help after them
        or names the State; it comes before `reply`."""
        alarm = self._alarms.again(text, question, context) if self._alarms else None
        return self._steps(alarm, question, on)

    def reply(
        self, text: str, question: Question, context: Context | None, on: dt.date
    ) -> Reply | None:
        """The reply to a cleaned text that is none for ranking; None where it is one."""
        return (
            self._greeting(text, question)
            or self._wish(text, question)
            or self._alarm(text, question, on)
            or self._bare(text, question, context)
        )

    def stands_beside(self, entry: str) -> bool:
        """Whether an entry, by its id, says what to do after a harm, and may stand above first
        steps where a message asks nothing."""
        return entry in self._beside

    def of_old_harm(self, text: str, question: Question, on: dt.date) -> str | None:
        """The entry, by its id, that answers a question on harm of long ago; None where a text is
        none."""
        asked = self._alarms and self._alarms.tells_of_old_harm(text, question, on)
        return self._long_ago if asked else None

    def _greeting(self, text: str, question: Question) -> Reply | None:
        return self._first_words.greeting(text, question) if self._first_words else None

    def _wish(self, text: str, question: Question) -> Reply | None:
        if self._harmful is None or not self._harmful.wishes(text):
            return None
        return Decline(language=question.language, reason=Note(key="decline_violence"))

    def _alarm(self, text: str, question: Question, on: dt.date) -> FirstSteps | None:
        alarm = self._alarms.read(text, question, on) if self._alarms else None
        return self._steps(alarm, question, on)

    def _steps(self, alarm: Alarm | None, question: Question, on: dt.date) -> FirstSteps | None:
        return self._first_steps.reply(alarm, question, on) if alarm and self._first_steps else None

    def _bare(self, text: str, question: Question, context: Context | None) -> Reply | None:
        return self._first_words.bare(text, question, context) if self._first_words else None

    def hardly_more(self, text: str, question: Question, context: Context | None) -> Reply | None:
        """What is asked back to a short question that names no mechanism and no State, where no
        entry is surely meant; None where it holds words that tell more."""
        if self._first_words is None:
            return None
        return self._first_words.bare(text, question, context, unsure=True)
