"""Where a State stands before a mechanism on a day, and the curated file `calendar/advice.yaml`:
what can be done in each phase, which dates follow from others, where a date is looked up."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from pathlib import Path

from bot.knowledge.curated import EntryId, Shape
from bot.knowledge.models import Slug
from bot.knowledge.shapes import read_shape
from bot.reviews.models import MechanismCalendar, Phase, Review
from bot.reviews.turns import StageRule, Turn, begins

NAME = "calendar/advice.yaml"
PREPARE_FROM = dt.timedelta(days=400)
"""A review so near is prepared for; entry upr.engage.timeline: the first step comes about a year
before. Earlier than that, the last review is followed up."""
_IN_DOUBT = ("at_risk", "suspended", "cancelled")
_BEFORE_STAGES = ("list_of_issues", "prior_to_reporting")


class Advice(Shape):
    """The file."""

    pages: dict[Slug, str]
    """Mechanism (or `treaty-bodies`, for the others) → the page to open for its dates."""
    rules: tuple[StageRule, ...]
    advice: dict[Slug, dict[Phase, tuple[EntryId, ...]]]
    """Mechanism (or `treaty-bodies`, for a committee without a line) → phase → entries."""

    @classmethod
    def read(cls, folder: Path) -> Advice:
        """The file in a knowledge folder; KnowledgeError with file and line where it is wrong."""
        return read_shape(folder, NAME, cls, StageRule.model_fields, page="calendar.md")[0]

    def page(self, mechanism: str) -> str:
        """The page on which a mechanism's dates are looked up; empty where none is known."""
        return self.pages.get(mechanism) or self.pages.get("treaty-bodies", "")

    def now(self, mechanism: str, phase: Phase) -> tuple[str, ...]:
        """Ids of the entries that say what can be done before a mechanism in a phase."""
        own = self.advice.get(mechanism, {})
        return own.get(phase) or self.advice.get("treaty-bodies", {}).get(phase, ())

    def entries(self) -> Iterator[str]:
        """Every entry that the file names."""
        yield from (rule.entry for rule in self.rules)
        for phases in self.advice.values():
            for entries in phases.values():
                yield from entries


def before(mechanism: str, every: Sequence[Turn], on: dt.date, advice: Advice) -> MechanismCalendar:
    """A State before one mechanism as on that day, from all its turns there."""
    reviews = sorted((t for t in every if _stage(t) == "review"), key=begins)
    last = next((t for t in reversed(reviews) if t.over(on)), None)
    ahead = next((t for t in reviews if not t.over(on)), None)
    others = sorted((t for t in every if _stage(t) != "review"), key=begins)
    steps = [t for t in others if t.span and not t.over(on)]
    past = [t for t in reversed(others) if t.over(on) or t.span is None]
    phase = _phase(last, ahead, steps, past, on)
    turn = ahead or last
    return MechanismCalendar(
        mechanism=mechanism,
        phase=phase,
        last=last.coming(on) if last else None,
        next=ahead.coming(on) if ahead else None,
        steps=tuple(t.coming(on) for t in steps),
        past=tuple(t.coming(on) for t in past),
        cycle=_cycle(turn) if turn else None,
        deadline=ahead.papers(on) if ahead and phase != "not_reviewed" else None,
        advice=advice.now(mechanism, phase),
    )


def _stage(turn: Turn) -> str:
    return turn.row.stage if isinstance(turn.row, Review) else ""


def _cycle(turn: Turn) -> int | None:
    return turn.row.cycle if isinstance(turn.row, Review) else None


def _phase(
    last: Turn | None,
    ahead: Turn | None,
    steps: Sequence[Turn],
    past: Sequence[Turn],
    on: dt.date,
) -> Phase:
    if ahead and ahead.certainty == "not_reviewed":
        return "not_reviewed"
    if ahead and not ahead.derived and (ahead.span is None or ahead.certainty in _IN_DOUBT):
        return "postponed"
    if ahead and ahead.span and ahead.span.first <= on + PREPARE_FROM:
        if ahead.span.covers(on):
            return "in_session"
        papers = ahead.papers(on)
        if papers and papers.kind in ("open", "closed"):
            return "deadline_open" if papers.kind == "open" else "deadline_closed"
        return "postponed" if papers and papers.kind == "suspended" else "deadline_unknown"
    if last and any(_stage(t) == "adoption" and _cycle(t) == _cycle(last) for t in steps):
        return "before_adoption"
    if last:
        return "after"
    return (
        "list_of_issues" if any(_stage(t) in _BEFORE_STAGES for t in past) else "deadline_unknown"
    )
