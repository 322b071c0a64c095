"""Chooses: what was said of a case → the ways, in order; and the questions that are asked before.

The words of the questions stand in choosing.yaml, what an answer means stands here.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from copy import copy
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ConfigDict

from bot.choosing.judging import Judge, Sayer, opened
from bot.choosing.load import load_rules, said_rules
from bot.choosing.models import HARM, CaseFacts, JudgedWay, Result, Running, Stands, Statement, Who
from bot.choosing.rules import SECRET, Circumstances, Key, QuestionText, Rules, WayText
from bot.choosing.standing import Availabilities, Availability
from bot.knowledge.models import Base, Language
from bot.reviews import Calendar, StateCalendar
from bot.states import Profiles

SEVERAL: tuple[Key, ...] = ("about", "actor", "danger", "tried")
STATES: tuple[Key, ...] = ("state", "actor-state")
"""Questions that ask for a State."""


class AnswerOption(BaseModel):
    """An answer to choose."""

    model_config = ConfigDict(frozen=True)

    value: str
    label: str


class ChooserQuestion(BaseModel):
    """A question with its answers; without answers, a State is asked for."""

    model_config = ConfigDict(frozen=True)

    key: Key
    text: str
    hint: str
    options: tuple[AnswerOption, ...]
    several: bool
    """Whether several answers may be chosen."""
    date: bool
    """Whether the day of the last decision belongs to it."""


def questions(
    texts: Mapping[str, QuestionText], who: Who | None, abroad: bool = False
) -> tuple[ChooserQuestion, ...]:
    """The questions, in order; the last one depends on whom it is about: what was tried for
    a person or a group, what is hoped for otherwise. `abroad`: another State did it, so it is
    asked which one."""
    last: Key = "tried" if who in ("person", "group") else "hope"
    which: tuple[Key, ...] = ("actor-state",) if abroad else ()
    keys: tuple[Key, ...] = ("state", "who", "about", "actor", *which, "danger", last)
    return tuple(question(texts, key) for key in keys)


def question(texts: Mapping[str, QuestionText], key: Key) -> ChooserQuestion:
    """One question."""
    text = texts[key]
    return ChooserQuestion(
        key=key,
        text=text.text,
        hint=text.hint,
        options=tuple(
            AnswerOption(value=option.value, label=option.label) for option in text.options
        ),
        several=key in SEVERAL,
        date=key == "tried",
    )


def answered(
    key: Key, values: Sequence[str], last_decision: dt.date | None = None
) -> dict[str, Any]:
    """The fields of `CaseFacts` that an answer sets; none for no answer.

    Of several degrees of danger the nearest counts. `values` are values of the question's options,
    for `state` a code.
    """
    match key:
        case "state" | "who" | "hope" | "actor-state":
            return {key.replace("-", "_"): values[0]} if values else {}
        case "about" | "actor":
            return {key: tuple(values)}
        case "tried":
            return {key: tuple(values), "last_decision": last_decision}
        case "danger":
            nearest = next((harm for harm in reversed(HARM) if harm in values), None)
            return {"harm": nearest, SECRET: SECRET in values} if values else {}


class Chooser:
    """The rules, asked, in one language: `in_language` gives the same in another. It keeps nothing
    of what it is asked."""

    def __init__(
        self,
        rules: Rules,
        base: Base,
        profiles: Profiles,
        calendar: Calendar,
        folder: Path | None = None,
    ) -> None:
        self.rules = rules
        self.language: Language = "en"
        self._base = base
        self._profiles = profiles
        self._calendar = calendar
        self._folder = folder
        self._said: dict[Language, Rules] = {"en": rules}

    @classmethod
    def open(cls, folder: Path, base: Base, profiles: Profiles, calendar: Calendar) -> Chooser:
        """The chooser of a knowledge folder; KnowledgeError with every problem of its rules."""
        return cls(load_rules(folder, base, profiles), base, profiles, calendar, folder)

    def in_language(self, language: Language) -> Chooser:
        """The same in a language, read when somebody first asks in it; rules that came from no
        folder stay English."""
        if language not in self._said and self._folder:
            english = self._said["en"]
            self._said[language] = said_rules(self._folder, self._base, english, language)
        other = copy(self)
        other.language = language
        other.rules = self._said.get(language, self._said["en"])
        other._profiles = self._profiles.in_language(language)
        return other

    def over(self, calendar: Calendar | None) -> Chooser:
        """The same over another calendar, as a workspace's with what its curators corrected."""
        if calendar is None or calendar is self._calendar:
            return self
        other = copy(self)
        other._calendar = calendar
        return other

    def choose(self, facts: CaseFacts) -> Result:
        """The ways for what was said, the best first; the same for the same, always.

        KeyError for a State that is not known.
        """
        sayer = Sayer(self._base, self.language)
        facts, assumed = self._hoped(facts, sayer)
        standings = Availabilities(self._profiles, facts.state, facts.on)
        abroad = self._abroad(facts, standings)
        ways = [
            (way, standing)
            for way in self.rules.ways
            for standing in (abroad if way.answers in _ADDRESSED else standings).of(way)
        ]
        now = Circumstances(facts, open=opened(ways))
        choices = self._judged(ways, now, sayer)
        names = self._profiles.names
        return Result(
            given=facts,
            state_name=names.name(facts.state, self.language) if facts.state else facts.territory,
            actor_name=names.name(facts.actor_state, self.language) if facts.actor_state else None,
            assumed=assumed,
            first=sayer.every(self.rules.first, now),
            cannot=sayer.every(self.rules.cannot, now),
            running=_running(choices),
            **{stands: _ranked(choices, stands) for stands in _LISTS},
            rules=tuple(sayer.heard),
        )

    def questions(
        self, who: Who | None = None, abroad: bool = False
    ) -> tuple[ChooserQuestion, ...]:
        """The questions, in order; `abroad`: another State did it, so it is asked which."""
        return questions(self.rules.questions, who, abroad)

    def _abroad(self, facts: CaseFacts, standings: Availabilities) -> Availabilities:
        """The standings of the State that did it, where that is another one alone."""
        if facts.actor_state is None or facts.actor != ("other-state",):
            return standings
        return Availabilities(self._profiles, facts.actor_state, facts.on)

    def _hoped(self, facts: CaseFacts, sayer: Sayer) -> tuple[CaseFacts, Statement | None]:
        if facts.hope:
            return facts, None
        now = Circumstances(facts)
        rule = next((assumed for assumed in self.rules.assumed if now.hold(assumed.when)), None)
        if rule is None:
            return facts, None
        return facts.model_copy(update={"hope": rule.hope}), sayer.statement(rule)

    def _judged(
        self,
        ways: list[tuple[WayText, Availability]],
        now: Circumstances,
        sayer: Sayer,
    ) -> list[JudgedWay]:
        judge = Judge(self._base, self.rules, sayer)
        calendar = self._reviews(now.facts)
        judged_ways = []
        for way, standing in ways:
            if way.answers == "un" and "un-personnel" not in now.facts.actor:
                continue
            review = calendar.of(way.mechanism) if way.calendar and calendar else None
            choice = judge.judged(way, standing, now, review)
            if choice:
                judged_ways.append(choice)
        return judged_ways

    def _reviews(self, facts: CaseFacts) -> StateCalendar | None:
        """The reviews of the State to which a report goes."""
        alone = facts.actor == ("other-state",)
        state = facts.actor_state if alone and facts.actor_state else facts.state
        return self._calendar.of_state(state, facts.on) if state else None


_ADDRESSED = ("state", "letters")
"""Ways that turn to the State which did it, wherever it was done."""
_LISTS: tuple[Stands, ...] = (
    "usable", "nameless", "later", "check", "depends", "late", "closed",
)  # fmt: skip


def _running(choices: list[JudgedWay]) -> tuple[Running, ...]:
    """Every time limit that may run, whatever the rank of its way: those with a day first."""
    running_limits = [
        Running(
            way=choice.id, body=choice.body, title=choice.title, stands=choice.stands, limit=limit
        )
        for choice in choices
        if choice.stands not in ("closed", "late")
        for limit in choice.limits
        if not limit.passed and limit.kind != "none" and (limit.runs_out or not _unnamed(choice))
    ]
    return tuple(sorted(running_limits, key=lambda running: running.limit.runs_out or dt.date.max))


def _unnamed(choice: JudgedWay) -> bool:
    """Whether it is open at all turns on a State that nobody named."""
    return bool(choice.state and choice.state.verdict == "depends")


def _ranked(choices: list[JudgedWay], stands: Stands) -> tuple[JudgedWay, ...]:
    """Those that stand so, the highest score first; of the same score in the file's order."""
    return tuple(
        sorted(
            (choice for choice in choices if choice.stands == stands),
            key=lambda choice: -choice.score,
        )
    )
