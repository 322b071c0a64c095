"""Makes a checklist: which steps still make sense, and by when."""

from __future__ import annotations

import datetime as dt

from bot.knowledge.figures import answer_of
from bot.prepare.actions import ALWAYS, EVENTS, ChecklistText, Event, StepText
from bot.prepare.anchors import time_left, timing
from bot.prepare.case import Case
from bot.prepare.models import Anchor, Checklist, Left, Remains, Step, staged
from bot.prepare.rules import Rules

_RANKS = ("day", "week", "two_months", "enough")
_AFTER: tuple[Event, ...] = (
    "sending", "papers", "list_of_issues", "session", "review", "visit", "adoption", "mid_term",
    "follow_up",
)  # fmt: skip
"""The order in which events come after the main one; their days may not be known."""
_OVER: tuple[Left, ...] = ("closed", "suspended")


def make_checklist(case: Case, anchors: dict[Event, Anchor]) -> Checklist:
    """The checklist of an action; `anchors` are its events, the main one first."""
    rules = Rules(case.base, case.language)
    left = time_left(next(iter(anchors.values())), case.on)
    text = case.action.checklist
    over = left in _OVER
    steps, left_out = _Steps(text, rules, anchors, left, case).split()
    return Checklist(
        action=case.action.id,
        title=case.action.title,
        language=case.language,
        mechanism=case.mechanism,
        open_to=case.open_to,
        state=case.state,
        joint=case.joint,
        on=case.on,
        takes=case.action.takes,
        audience=case.action.audience,
        anchors=anchors,
        left=left,
        review=case.calendar.next if case.calendar else None,
        accepted=case.accepted,
        instead=tuple(map(rules.of, case.action.instead)) if case.not_open else (),
        # where it is not open at all, no day makes it so
        timing=None
        if case.not_open
        else timing(text, next(iter(anchors.values())), case.calendar, case.on),
        short_of_time=tuple(map(rules.of, getattr(text.short_of_time, left, ()))),
        remains=_remains(case) if over or _nothing_ahead(case) else (),
        closed=tuple(map(rules.of, text.closed)) if over else (),
        facts=rules.facts(case.action),
        steps=steps,
        left_out=left_out,
        sources=rules.sources,
    )


def events_of(text: ChecklistText) -> tuple[Event, ...]:
    """The events that its steps are counted from, besides the main one."""
    named = {step.of for step in text.steps if step.of} - {text.counts_from}
    return tuple(event for event in EVENTS if event in named)


def _nothing_ahead(case: Case) -> bool:
    phases = ("after", "not_reviewed", "postponed")
    return case.calendar is not None and case.calendar.phase in phases


def _remains(case: Case) -> tuple[Remains, ...]:
    base, language = case.base, case.language
    entries = [base.entries[name] for name in (case.calendar.advice if case.calendar else ())]
    return tuple(
        Remains(
            entry=entry.id,
            title=base.title(entry, language),
            text=answer_of(base, entry, language),
        )
        for entry in entries
    )


class _Steps:
    """Chooses the steps that still make sense, and dates them."""

    def __init__(
        self,
        text: ChecklistText,
        rules: Rules,
        anchors: dict[Event, Anchor],
        left: Left,
        case: Case,
    ) -> None:
        self._text = text
        self._rules = rules
        self._anchors = anchors
        self._left = left
        self._on = case.on
        self._alone = "joint" if case.joint else "single"

    def split(self) -> tuple[tuple[Step, ...], tuple[Step, ...]]:
        """The steps in the order of time, and those that are left out."""
        steps: list[Step] = []
        left_out: list[Step] = []
        for step in self._text.steps:
            if step.only in (None, self._alone):
                built = self._step(step)
                (steps if self._makes_sense(step, built) else left_out).append(built)
        return self._staged(sorted(steps, key=self._order)), tuple(left_out)

    def _staged(self, steps: list[Step]) -> tuple[Step, ...]:
        """The steps with their stages."""
        kinds = ((step.kind, not step.unit, step.of, step.side == "after") for step in steps)
        stages = staged(kinds, self._text.counts_from)
        return tuple(
            step.model_copy(update={"stage": stage})
            for step, stage in zip(steps, stages, strict=True)
        )

    def _step(self, step: StepText) -> Step:
        anchor = self._anchors[step.of or self._text.counts_from]
        amount, _, unit = (step.before or step.after or "").partition(" ")
        due, late = None, False
        if self._left in _OVER and anchor.event == self._text.counts_from:
            amount, unit = "", ""
        if step.days is not None and anchor.when and anchor.kind == "open":
            offset = dt.timedelta(days=step.days)
            late = step.days < 0 and anchor.when.first + offset < self._on
            due = max(anchor.exact + offset, self._on) if anchor.exact else None
        return Step(
            id=step.id,
            kind=step.kind,
            do=self._rules.text(step.do),
            why=self._rules.text(step.why),
            who=self._rules.text(step.who),
            amount=int(amount or 0),
            unit="week" if unit.startswith("week") else "day" if unit else "",
            side="after" if step.after else "before",
            of=anchor.event,
            due=due,
            late=late,
            rule=self._rules.behind(step.rule, step.why),
        )

    def _makes_sense(self, step: StepText, made: Step) -> bool:
        main = made.of == self._text.counts_from
        if made.of == "sending" and not main:
            return self._left not in _OVER
        left = self._left if main else time_left(self._anchors[made.of], self._on)
        if main and left in _OVER:
            return step.kind in ALWAYS
        if made.side == "after" or left == "unknown":
            return True
        return left in _RANKS and _RANKS.index(left) >= _RANKS.index(step.still)

    def _order(self, step: Step) -> tuple[int, int, bool]:
        if not step.unit:
            return (-2, 0, False)
        days = step.amount * (7 if step.unit == "week" else 1)
        place = -1 if step.of == self._text.counts_from else _AFTER.index(step.of)
        return (place, -days if step.side == "before" else days, step.side == "after")
