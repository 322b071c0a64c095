"""Every session, turn and deadline of the calendar, with what each takes over from its session, and
dates that follow by a rule of the base: expected ones, never a day."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from pydantic import Field, model_validator

from bot.knowledge.curated import EntryId, Shape
from bot.knowledge.models import Slug
from bot.reviews.load import session_of
from bot.reviews.models import (
    PAPERS,
    CalendarEvent,
    Certainty,
    Deadline,
    DeadlineState,
    Review,
    Rows,
    Session,
    Stage,
    Whose,
)
from bot.reviews.partial_dates import PartialDate, Span


class StageRule(Shape):
    """A stage that follows a review by a rule of the base; always expected, never a day."""

    stage: Stage
    mechanisms: tuple[Slug, ...] = Field(min_length=1)
    entry: EntryId
    """The entry that says the rule."""
    after_months: int | None = Field(default=None, ge=1, le=120)
    """So many months after the review's month."""
    in_months: dict[int, tuple[int, ...]] | None = None
    """Month of the review → the month, or first and last month, in which the stage comes next."""
    precision: Literal["month", "year"] = "month"

    @model_validator(mode="after")
    def _one_way(self) -> StageRule:
        if (self.after_months is None) == (self.in_months is None):
            raise ValueError("give either after_months or in_months")
        return self


FIRM = {"published", "expected", "moved", "held"}
"""Certainties of a review from which another date may be expected."""


def derived(
    turns: Iterable[tuple[Review, Span | None, str]], rules: Sequence[StageRule]
) -> Iterator[tuple[Review, Span]]:
    """What follows from the turns (a row, its span, how certain it is) that are reviews, each with
    the span of the review that it follows.

    A stage that the calendar has as a row of its own is left out.
    """
    every = list(turns)
    there = {_expected_turn(row, row.stage, row.cycle) for row, _, _ in every}
    for row, span, certainty in every:
        if row.stage != "review" or span is None or certainty not in FIRM:
            continue
        if certainty == "expected" and not row.session:
            continue  # what is expected from the cycle alone is too far off to build on
        for rule in rules:
            if row.mechanism not in rule.mechanisms:
                continue
            cycle = row.cycle + 1 if row.cycle and rule.stage == "review" else row.cycle
            start = span.start or span.end
            when = _when(start, rule) if start and start.month else None
            if when is None or _expected_turn(row, rule.stage, cycle) in there:
                continue
            follower = Review(
                key=f"{row.key}.{'next' if rule.stage == 'review' else rule.stage}".replace(
                    "_", "-"
                ),
                mechanism=row.mechanism,
                iso3=row.iso3,
                stage=rule.stage,
                cycle=cycle,
                start=when.start,
                end=when.end,
                certainty="expected",
                rule=rule.entry,
                source=rule.entry,
                checked_on=row.checked_on,
            )
            yield follower, span


def _expected_turn(row: Review, stage: str, cycle: int | None) -> tuple[object, ...]:
    return (row.mechanism, row.iso3, stage, row.session if cycle is None else cycle)


def _when(review: PartialDate, rule: StageRule) -> Span | None:
    if rule.after_months is not None:
        return Span(start=review.later(rule.after_months, rule.precision))
    months = (rule.in_months or {}).get(review.month or 0)
    if not months:
        return None
    year = review.year + (months[0] <= (review.month or 0))
    first = PartialDate(year=year, month=months[0])
    last = PartialDate(year=year, month=months[-1])
    return Span(start=first, end=last if last != first else None)


_FALLS_WITH = ("at_risk", "suspended", "cancelled")
"""What holds for a session holds for every turn in it."""
_FROM_SESSION = ("expected", "moved", *_FALLS_WITH)
"""What holds for a turn whose dates are those of its session."""
WHOSE: tuple[Whose, ...] = ("civil_society", "national_report")


@dataclass(frozen=True)
class Turn:
    """A row and what holds for it: its own dates, or else those of its session."""

    row: Session | Review
    session: Session | None
    span: Span | None
    in_session: bool
    certainty: Certainty
    rule: str | None
    whose: Whose | None = None
    """For a deadline: whose; `span` is then the deadline's."""
    inherited: bool = False
    """A deadline that stands in the session's row."""
    derived: bool = False
    follows: Span | None = None
    """For what follows by a rule: the review that it follows."""

    def early(self, on: dt.date) -> bool:
        """It follows a review that is not over, and so is too far off to be shown.

        Not so the adoption of an outcome, which comes some months after the review.
        """
        soon = isinstance(self.row, Review) and self.row.stage == "adoption"
        return self.follows is not None and not soon and self.follows.last >= on

    def deadline(self, whose: Whose) -> tuple[Deadline | None, bool]:
        """The deadline that holds for the row, and whether it is the session's."""
        own: Deadline | None = getattr(self.row, whose)
        if own or self.session is None or not isinstance(self.row, Review):
            return own, False
        meeting = "session" if self.row.stage == "review" else "pre_session"
        fits = self.row.stage in PAPERS and self.session.kind == meeting
        return (getattr(self.session, whose) if fits else None), True

    def over(self, on: dt.date) -> bool:
        """Whether it is surely past, or is known to have been held although no date is known."""
        if self.span is None:
            return self.certainty in ("held", "did_not_appear", "cancelled")
        return self.span.last < on

    def coming(self, on: dt.date) -> CalendarEvent:
        """The turn on the day `on`: its dates and their certainty, whether it is over, and for a
        review the deadline of papers, counted in days from `on`."""
        row, span = self.row, self.span
        over = self.over(on)
        begins = span.start.exact if span and span.start else None
        state = None if over or self.whose else self.papers(on)
        of_session = self.session if self.in_session else None
        certainty = self.certainty
        if certainty == "held" and not over:
            certainty = "published"
        return CalendarEvent(
            kind="deadline" if self.whose else "session" if isinstance(row, Session) else "review",
            whose=self.whose,
            key=f"{row.key}.{self.whose.replace('_', '-')}" if self.whose else row.key,
            mechanism=row.mechanism,
            iso3=row.iso3 if isinstance(row, Review) else None,
            stage=row.stage if isinstance(row, Review) else row.kind,
            session=row.session,
            cycle=row.cycle if isinstance(row, Review) else None,
            when=span,
            in_session=self.in_session,
            days_left=(begins - on).days if begins and begins >= on else None,
            over=over,
            certainty=certainty,
            rule=self.rule,
            earlier=row.earlier or (of_session.earlier if of_session else None),
            place=row.place if isinstance(row, Session) else "",
            deadline=state,
            derived=self.derived,
            source=row.source,
            checked_on=row.checked_on,
            note=" ".join(noted.note for noted in (row, of_session) if noted and noted.note),
        )

    def papers(self, on: dt.date) -> DeadlineState | None:
        """Whether papers of civil society are taken; None for a stage that takes none."""
        if self.row.mechanism == "hrc" or (
            isinstance(self.row, Review) and self.row.stage not in PAPERS
        ):
            return None
        deadline, _ = self.deadline("civil_society")
        if self.certainty == "cancelled":
            when = deadline.when if deadline else None
            return DeadlineState(kind="cancelled", when=when, certainty="cancelled")
        if self.certainty == "suspended" and deadline is None:
            return DeadlineState(kind="suspended")
        if deadline is None:
            return DeadlineState(kind="not_published")
        if deadline.certainty == "suspended" or deadline.certainty == "cancelled":
            return DeadlineState(
                kind=deadline.certainty, when=deadline.when, certainty=deadline.certainty
            )
        if deadline.when is None:
            return DeadlineState(kind="not_published")
        left = (deadline.when.exact - on).days if deadline.when.exact else None
        return DeadlineState(
            kind="open" if deadline.when.last >= on else "closed",
            when=deadline.when,
            certainty=deadline.certainty,
            days_left=left if left is not None and left >= 0 else None,
        )


def turns(rows: Rows, rules: Sequence[StageRule]) -> list[Turn]:
    """Every session, turn and deadline; what follows by rule after what it follows from."""
    sessions = {(s.mechanism, s.session): s for s in rows.sessions if s.session}
    base = [_turn(row, session_of(row, sessions)) for row in rows.all()]
    reviews = [(t.row, t.span, t.certainty) for t in base if isinstance(t.row, Review)]
    after = [
        Turn(row, None, row.span, False, "expected", row.rule, derived=True, follows=span)
        for row, span in derived(reviews, rules)
    ]
    return [*base, *after, *_deadlines(base)]


def _turn(row: Session | Review, session: Session | None) -> Turn:
    own = row.span
    certainty, rule = row.certainty, row.rule
    unsettled = certainty in ("published", "expected")
    if session and unsettled and session.certainty in (_FROM_SESSION if not own else _FALLS_WITH):
        certainty, rule = session.certainty, session.rule or rule
    span = own or (session.span if session else None)
    if certainty in ("unknown", "not_reviewed"):
        span = own
    return Turn(row, session, span, own is None and span is not None, certainty, rule)


def _deadlines(base: Sequence[Turn]) -> Iterator[Turn]:
    for turn in base:
        if turn.certainty == "cancelled":
            continue
        for whose in WHOSE:
            deadline, inherited = turn.deadline(whose)
            if deadline and deadline.when and deadline.certainty not in ("cancelled", "suspended"):
                yield Turn(
                    turn.row,
                    turn.session,
                    Span(start=deadline.when),
                    inherited,
                    deadline.certainty,
                    turn.rule if deadline.certainty == "expected" else None,
                    whose=whose,
                    inherited=inherited,
                )


def begins(turn: Turn) -> dt.date:
    """Its earliest day; the last of all where no date is known."""
    return turn.span.first if turn.span else dt.date.max
