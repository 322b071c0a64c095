"""The interview, opened once: its questions, what is said of answers, what texts are made of."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection
from copy import copy
from pathlib import Path

from bot.knowledge.curated import Shape
from bot.knowledge.models import Base
from bot.prepare.cannot import load_cannot_asks
from bot.prepare.desk import NotPossible, Prepare
from bot.prepare.drafts import TypedCheck
from bot.prepare.interview.answers import Answers
from bot.prepare.interview.checking import AnswerCheck, Remark, StateFindings
from bot.prepare.interview.questions import InterviewTexts, load_interview
from bot.prepare.messages.values import one_state
from bot.prepare.outline import Outline
from bot.prepare.smart import Smart
from bot.reviews import Calendar, CalendarEvent, DeadlineState
from bot.states import Profiles, TreatyStatus

REPORT = "-alternative-report"
"""How the actions of committees end that take a report."""


class InterviewCase(Shape):
    """What the texts are made of: the answers, and what is known of the State on a day."""

    answers: Answers
    on: dt.date
    body: str
    """The mechanism's id."""
    state: str
    """ISO 3166 alpha-3."""
    recommender: str | None
    """The same, of the State that is written to."""
    review: CalendarEvent | None
    last: CalendarEvent | None
    deadline: DeadlineState | None
    treaties: tuple[tuple[str, TreatyStatus | None], ...]
    """For each concern its treaty as the person wrote it, and whether that binds the State; None
    where no treaty of that name is known."""
    outline: Outline | None = None
    """The submission, with the answers in it; None where it was not asked for."""


class Interview:
    """The interview of a knowledge folder, with the calendar and what is known of States."""

    def __init__(
        self,
        texts: InterviewTexts,
        check: AnswerCheck,
        base: Base,
        calendar: Calendar,
        profiles: Profiles,
        prepare: Prepare,
    ) -> None:
        self.texts = texts
        self._check, self._base = check, base
        self._calendar, self._profiles, self._prepare = calendar, profiles, prepare

    @classmethod
    def open(
        cls,
        folder: Path,
        base: Base,
        calendar: Calendar,
        profiles: Profiles,
        prepare: Prepare,
        typed: TypedCheck,
    ) -> Interview:
        """The interview of a knowledge folder; KnowledgeError with every problem found in it."""
        texts = load_interview(folder)
        smart, cannot = Smart.open(folder, base), load_cannot_asks(folder, base)
        check = AnswerCheck(texts, base, cannot, smart, typed)
        return cls(texts, check, base, calendar, profiles, prepare)

    def over(self, calendar: Calendar) -> Interview:
        """The same over another calendar, as a workspace's with what its curators corrected."""
        other = copy(self)
        other._calendar, other._prepare = calendar, self._prepare.over(calendar)
        return other

    @property
    def bodies(self) -> tuple[str, ...]:
        """The mechanisms that a text can go to."""
        actions = self._prepare.actions
        committees = (name for name in self._base.mechanisms if f"{name}{REPORT}" in actions)
        return ("upr", *committees)

    def remarks(self, answers: Answers, texts: Collection[str], on: dt.date) -> tuple[Remark, ...]:
        """What should be looked at before these texts are made, the gravest first. Raises
        NotPossible where the mechanism or the State is not known."""
        if needed := self._check.needed(answers):
            return tuple(needed)
        return self._check.remarks(answers, texts, self._state_findings(answers, on))

    def make(
        self, answers: Answers, texts: Collection[str], on: dt.date, joint: bool = False
    ) -> InterviewCase:
        """What these texts are made of, as on a day. Raises NotPossible where something stops it,
        with what that is."""
        stops = [remark for remark in self.remarks(answers, texts, on) if remark.weight == "stop"]
        if stops:
            raise NotPossible(f"{stops[0].where}: {stops[0].says}")
        known = self._state_findings(answers, on)
        outline = None
        if "submission" in texts:
            concerns = [answers.line("concern", n) for n in range(len(answers.concerns))]
            issues = [concern for concern in concerns if concern]
            outline = self._prepare.outline(
                known.action,
                on,
                known.state,
                None,
                answers.line("sender"),
                issues,
                joint,
                answers.language,
            )
        calendar = known.calendar
        return InterviewCase(
            answers=answers,
            on=on,
            body=known.body,
            state=known.state,
            recommender=self._recommender(answers),
            review=calendar.next if calendar else None,
            last=calendar.last if calendar else None,
            deadline=calendar.deadline if calendar else None,
            treaties=known.treaties,
            outline=outline,
        )

    def _state_findings(self, answers: Answers, on: dt.date) -> StateFindings:
        body, state = self._body(answers.line("to")), self._state(answers.line("state"))
        cells = {
            treaty_status.subject: treaty_status
            for treaty_status in self._profiles.committees(state, on)
        }
        return StateFindings(
            body=body,
            action="upr-submission" if body == "upr" else f"{body}{REPORT}",
            state=state,
            state_name=self._profiles.names.name(state, answers.language),
            calendar=self._calendar.of_state(state, on).of(body),
            party=cells.get(body),
            treaties=tuple(
                self._treaty(answers.line("treaty", number), state, on)
                for number in range(len(answers.concerns))
            ),
        )

    def _treaty(self, text: str, state: str, on: dt.date) -> tuple[str, TreatyStatus | None]:
        instruments = self._profiles.instruments.find(text) if text else []
        if len(instruments) != 1:
            return text, None
        return text, self._profiles.ratified(state, instruments[0].id, on)

    def _body(self, text: str) -> str:
        mechanism = self._base.mechanism_named(text)
        if mechanism is None or mechanism.id not in self.bodies:
            raise NotPossible(f"'to' is one of {', '.join(self.bodies)}, not '{text[:40]}'")
        return mechanism.id

    def _state(self, text: str) -> str:
        code = one_state(text, self._profiles.names)
        if code is None:
            raise NotPossible(f"'state' must name one State, by name or code: '{text[:40]}'")
        return code

    def _recommender(self, answers: Answers) -> str | None:
        text = answers.line("recommender")
        return self._state(text) if text else None
