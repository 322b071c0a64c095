"""Dates that follow from a review by a rule of the base: expected ones, never a day."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from bot.reviews.advice import Rule
from bot.reviews.models import Review
from bot.reviews.moments import Moment, Span

FIRM = {"published", "expected", "moved", "held"}
"""Certainties of a review from which another date may be expected."""


def derived(
    turns: Iterable[tuple[Review, Span | None, str]], rules: Sequence[Rule]
) -> Iterator[tuple[Review, Span]]:
    """What follows from the turns (a row, its span, how certain it is) that are reviews, each with
    the span of the review that it follows.

    A stage that the calendar has as a row of its own is left out.
    """
    every = list(turns)
    there = {_turn(row, row.stage, row.cycle) for row, _, _ in every}
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
            if when is None or _turn(row, rule.stage, cycle) in there:
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


def _turn(row: Review, stage: str, cycle: int | None) -> tuple[object, ...]:
    return (row.mechanism, row.iso3, stage, row.session if cycle is None else cycle)


def _when(review: Moment, rule: Rule) -> Span | None:
    if rule.after_months is not None:
        return Span(start=review.later(rule.after_months, rule.precision))
    months = (rule.in_months or {}).get(review.month or 0)
    if not months:
        return None
    year = review.year + (months[0] <= (review.month or 0))
    first = Moment(year=year, month=months[0])
    last = Moment(year=year, month=months[-1])
    return Span(start=first, end=last if last != first else None)
