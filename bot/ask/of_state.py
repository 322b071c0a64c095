"""What stands beside an answer of the State in question: whether its profile or the calendar
speaks, and before which mechanism."""

from __future__ import annotations

import datetime as dt

from bot.ask.find import Ranking
from bot.ask.here import NOTHING, Here, Told, together
from bot.ask.models import Note, Question
from bot.ask.standing import Standing
from bot.knowledge.models import Base, Entry
from bot.reviews import Calendar
from bot.states import Profiles

LIKELY = 0.3
"""How likely the best entry must be, so that its mechanism is taken for the one asked about."""


class OfState:
    """Asks the calendar and the profiles of States, where they are at hand."""

    def __init__(self, base: Base, calendar: Calendar | None, profiles: Profiles | None) -> None:
        self._base = base
        self._here = Here(base, calendar) if calendar else None
        self._standing = Standing(profiles) if profiles else None

    def told(self, question: Question, ranking: Ranking, on: dt.date) -> Told:
        """What is known of the State in question, or of each of several."""
        if question.territory and (question.of_field or question.dated or question.bound):
            return self._of_territory(question, question.territory)
        if question.state is None or question.compares or not ranking.found:
            return NOTHING
        told = self._of_one(question, ranking, on)
        if not (told.leads and question.others):
            return told
        each = [told]
        for state in question.others:
            of_it = question.model_copy(update={"states": (state,)})
            each.append(self._of_one(of_it, ranking, on))
        return together(each)

    def beside(self, entry: Entry, question: Question, on: dt.date) -> Told:
        """What is said of the State beside one entry."""
        if question.bound and self._standing:
            told = self._standing.told(question, entry.topic, entry.mechanism, on)
            if told.leads:
                return told
        return self._here.told(question, entry.topic, on) if self._here else NOTHING

    def dates(self, question: Question, on: dt.date) -> Told:
        """The dates of the State, whatever was asked of it."""
        dated = question.model_copy(update={"dated": True})
        return self._here.told(dated, "calendar", on) if self._here else NOTHING

    def in_region(self, question: Question) -> Question:
        """Where somebody speaks of regional bodies and of a State: of those of its region."""
        state = question.state
        if not (question.regional and state and self._standing) or question.mechanisms:
            return question
        return question.model_copy(update={"mechanisms": self._standing.bodies_of(state)})

    def _of_territory(self, question: Question, territory: str) -> Told:
        """That there are no rows of a place that is no State."""
        note = Note(key="here_no_rows", values={"territory": territory})
        named = [self._base.mechanisms[name] for name in question.mechanisms[:1]]
        committee = next((m.id for m in named if m.family == "treaty-body"), "")
        return Told((note,), leads=True, first=committee)

    def _of_one(self, question: Question, ranking: Ranking, on: dt.date) -> Told:
        best = ranking.found[0].entry
        standing = NOTHING
        if self._standing:
            standing = self._standing.told(question, best.topic, best.mechanism, on)
            if standing.leads:
                return standing
        if self._here is None:
            return standing
        if not question.mechanisms:
            likely = ranking.shares()[0] > LIKELY and best.topic != "compare"
            known = self._here.reviews(best.mechanism) is not None
            mechanisms = (best.mechanism,) if likely and known else ()
            if "promises" in question.wants:
                mechanisms = ("upr",)
            question = question.model_copy(update={"mechanisms": mechanisms})
        told = self._here.told(question, best.topic, on)
        return told if told.statements else standing
