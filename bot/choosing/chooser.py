"""Chooses: what was said of a case → the ways, in order."""

from __future__ import annotations

from pathlib import Path

from bot.choosing.given import Circumstances, Given, Who
from bot.choosing.judging import Judge, opened
from bot.choosing.load import load_rules
from bot.choosing.models import Choice, Result, Stands, Statement
from bot.choosing.questions import Question, questions
from bot.choosing.rules import Rules, WayText
from bot.choosing.saying import Sayer
from bot.choosing.standing import Standing, Standings
from bot.knowledge.models import Base
from bot.reviews import Calendar, StateCalendar
from bot.states import Profiles


class Chooser:
    """The rules, asked. It keeps nothing of what it is asked."""

    def __init__(self, rules: Rules, base: Base, profiles: Profiles, calendar: Calendar) -> None:
        self.rules = rules
        self._base = base
        self._profiles = profiles
        self._calendar = calendar

    @classmethod
    def open(cls, folder: Path, base: Base, profiles: Profiles, calendar: Calendar) -> Chooser:
        """The chooser of a knowledge folder; KnowledgeError with every problem of its rules."""
        return cls(load_rules(folder, base, profiles), base, profiles, calendar)

    def over(self, calendar: Calendar | None) -> Chooser:
        """The same over another calendar, as a workspace's with what its curators corrected."""
        if calendar is None or calendar is self._calendar:
            return self
        return Chooser(self.rules, self._base, self._profiles, calendar)

    def choose(self, given: Given) -> Result:
        """The ways for what was said, the best first; the same for the same, always.

        KeyError for a State that is not known.
        """
        sayer = Sayer(self._base)
        given, assumed = self._hoped(given, sayer)
        standings = Standings(self._profiles, given.state, given.on)
        ways = [(way, one) for way in self.rules.ways for one in standings.of(way)]
        now = Circumstances(given, open=opened(ways))
        calendar = self._calendar.of_state(given.state, given.on) if given.state else None
        choices = self._judged(ways, now, calendar, sayer)
        return Result(
            given=given,
            state_name=self._profiles.names.name(given.state) if given.state else None,
            assumed=assumed,
            first=sayer.every(self.rules.first, now),
            cannot=sayer.every(self.rules.cannot, now),
            **{stands: _ranked(choices, stands) for stands in _LISTS},
            rules=tuple(sayer.heard),
        )

    def questions(self, who: Who | None = None) -> tuple[Question, ...]:
        """The five questions, in order."""
        return questions(self.rules.questions, who)

    def _hoped(self, given: Given, sayer: Sayer) -> tuple[Given, Statement | None]:
        if given.hope:
            return given, None
        now = Circumstances(given)
        rule = next((one for one in self.rules.assumed if now.hold(one.when)), None)
        if rule is None:
            return given, None
        return given.model_copy(update={"hope": rule.hope}), sayer.said(rule)

    def _judged(
        self,
        ways: list[tuple[WayText, Standing]],
        now: Circumstances,
        calendar: StateCalendar | None,
        sayer: Sayer,
    ) -> list[Choice]:
        judge = Judge(self._base, self.rules.weights, sayer)
        found = []
        for way, standing in ways:
            review = calendar.of(way.mechanism) if way.calendar and calendar else None
            choice = judge.judged(way, standing, now, review)
            if choice:
                found.append(choice)
        return found


_LISTS: tuple[Stands, ...] = ("usable", "later", "check", "depends", "closed")


def _ranked(choices: list[Choice], stands: Stands) -> tuple[Choice, ...]:
    """Those that stand so, the highest score first; of the same score in the file's order."""
    return tuple(
        sorted((one for one in choices if one.stands == stands), key=lambda one: -one.score)
    )
