"""A checklist, and how it is made: which steps still make sense, by when, and in which stage of the
work."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from typing import Literal, get_args

from bot.knowledge.curated import Shape
from bot.knowledge.figures import answer_of
from bot.knowledge.models import Language
from bot.prepare.actions import (
    ALWAYS,
    EVENTS,
    Audience,
    ChecklistText,
    Event,
    Kind,
    StepText,
    Takes,
)
from bot.prepare.anchors import Anchor, Left, Timing, time_left, timing
from bot.prepare.case import Accepted, Case
from bot.prepare.rules import Cited, Rule, Rules
from bot.reviews import CalendarEvent

Stage = Literal["now", "decide", "write", "send", "after"]
STAGES: tuple[Stage, ...] = get_args(Stage)
_WRITING: tuple[Kind, ...] = ("evidence", "draft")
_SENDING: tuple[Kind, ...] = ("harm", "consent", "names", "sign-off", "send")


def staged(steps: Iterable[tuple[Kind, bool, Event, bool]], main: Event) -> Iterator[Stage]:
    """The stage of each of the steps, which stand in the order of time; a stage never comes back.

    Of each step: its kind, whether it is done at once, the event that it is counted from, and
    whether it comes after that. What counts from another event than `main` comes after it all.
    """
    every = list(steps)
    kinds = [kind for kind, *_ in every]
    written = _text_stands(kinds)
    stage: Stage = "now"
    for number, (kind, at_once, event, after) in enumerate(every):
        reached = _stage(kind, at_once, event != main or after, number >= written)
        stage = max(stage, reached, key=STAGES.index)
        yield stage


def _text_stands(kinds: list[Kind]) -> int:
    """The place of the step with which there is a text: the first draft, or the last evidence."""
    if "draft" in kinds:
        return kinds.index("draft")
    places = [place for place, kind in enumerate(kinds) if kind == "evidence"]
    return max(places, default=0)


def _stage(kind: Kind, at_once: bool, after: bool, written: bool) -> Stage:
    if at_once:
        return "now"
    if after:
        return "after"
    if kind in _WRITING:
        return "write"
    # what protects people and what sends comes twice: before there is a text, and with the text
    return "send" if written and kind in _SENDING else "decide"


class Step(Shape):
    """A step of a checklist, with its date or its distance from an event."""

    id: str
    kind: Kind
    do: str
    why: str
    who: str
    amount: int = 0
    unit: Literal["", "day", "week"] = ""
    """Empty for what is done at once."""
    side: Literal["before", "after"] = "before"
    of: Event
    due: dt.date | None = None
    """Only where the event's day is known."""
    late: bool = False
    """Its day has passed, or may have; it still makes sense, so it is done now."""
    rule: Rule | None = None
    stage: Stage = "now"
    """Where it stands among the stages of the checklist."""


class Remains(Shape):
    """What can still be done: an entry's question and its answer."""

    entry: str
    title: str
    text: str


class Checklist(Shape):
    """What to do for an action, for a State or for any, as on a day."""

    action: str
    title: str
    language: Language = "en"
    """Of its texts."""
    mechanism: str
    open_to: tuple[str, ...]
    """The mechanisms before which it can be done, where none of them was named."""
    state: str | None
    """ISO 3166 alpha-3."""
    joint: bool
    on: dt.date
    takes: tuple[Takes, ...]
    audience: tuple[Audience, ...]
    anchors: dict[Event, Anchor]
    """The first is the one that the list as a whole is counted from."""
    left: Left
    review: CalendarEvent | None
    """The State's next review there."""
    accepted: tuple[Accepted, ...]
    """Whether the State accepted what the action turns on; one for each committee where none of
    several was named, empty where it turns on nothing."""
    instead: tuple[Rule, ...]
    """What else there is, where it has not."""
    timing: Timing | None
    """Too early, the time for it, or too late; None for what is sent when it is needed."""
    short_of_time: tuple[Rule, ...]
    remains: tuple[Remains, ...]
    closed: tuple[Rule, ...]
    facts: dict[str, tuple[Rule, ...]]
    """Who, when, where, length, …: the keys of `actions.FACTS`."""
    steps: tuple[Step, ...]
    left_out: tuple[Step, ...]
    """Steps for which no time is left."""
    sources: dict[str, Cited]

    @property
    def anchor(self) -> Anchor:
        """The day that the list as a whole is counted from."""
        return next(iter(self.anchors.values()))


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
            entry=entry.id, title=base.title(entry, language), text=answer_of(base, entry, language)
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
        self._text, self._rules, self._anchors = text, rules, anchors
        self._left, self._on = left, case.on
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
