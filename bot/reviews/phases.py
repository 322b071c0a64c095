"""Where a State stands before a mechanism on a day."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from bot.reviews.coming import Phase
from bot.reviews.models import Review
from bot.reviews.turns import Turn

PREPARE_FROM = dt.timedelta(days=400)
"""A review so near is prepared for; entry upr.engage.timeline: the first step comes about a year
before. Earlier than that, the last review is followed up."""
_IN_DOUBT = ("at_risk", "suspended", "cancelled")
_BEFORE_STAGES = ("list_of_issues", "prior_to_reporting")


def stage_of(turn: Turn) -> str:
    """A State's stage; empty for a session."""
    return turn.row.stage if isinstance(turn.row, Review) else ""


def cycle_of(turn: Turn) -> int | None:
    """The cycle of a State's turn in the UPR."""
    return turn.row.cycle if isinstance(turn.row, Review) else None


def phase_of(
    last: Turn | None,
    ahead: Turn | None,
    steps: Sequence[Turn],
    past: Sequence[Turn],
    on: dt.date,
) -> Phase:
    """The phase, from the last review, the next, the further steps and what is past."""
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
    if last and any(stage_of(t) == "adoption" and cycle_of(t) == cycle_of(last) for t in steps):
        return "before_adoption"
    if last:
        return "after"
    return (
        "list_of_issues" if any(stage_of(t) in _BEFORE_STAGES for t in past) else "deadline_unknown"
    )
