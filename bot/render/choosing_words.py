"""Words for what choosing returns: what was asked, how a condition stands, when a time runs out."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

from bot.choosing import Choice, Limit, Result, Statement
from bot.render.calendar import certainty, moment, papers, when
from bot.reviews import MechanismCalendar

STANDS = {
    "nameless": " (only without the name)",
    "later": " (not yet: something is missing)",
    "check": " (to check first)",
    "depends": " (it depends)",
}
"""How a way stands whose time limit runs."""
_PASSED = {"safe": "So counted, it ended on", "late": "It counted to"}
_MARKS = {"dated": " (may have changed)", "advice": " (advice)"}


def day(value: dt.date) -> str:
    """'3 March 2027'."""
    return f"{value.day} {value:%B %Y}"


def asked(result: Result, labels: Mapping[str, str]) -> str:
    """What was said, in the words of the questions: 'Sudan: one person; women or girls; …'."""
    given = result.given
    said: list[str | None] = [given.who, *given.about, *given.actor, given.harm]
    said += ["confidential"] if given.confidential else []
    words = [_small(labels[one]) for one in said if one]
    words += [f"tried: {_small(labels[one])}" for one in given.tried]
    words += [f"hope: {_small(labels[given.hope])}"] if given.hope and not result.assumed else []
    if given.last_decision:
        words.append(f"last decision on {day(given.last_decision)}")
    if result.actor_name:
        words.append(f"by {result.actor_name}")
    where = result.state_name or "Any State"
    return f"{where}: {'; '.join(words) or 'nothing more was said'} (as on {day(given.on)})"


def _small(words: str) -> str:
    """An answer within a sentence; 'State' and 'UN' keep their capitals."""
    proper = words.startswith("The State") or words[1:2].isupper()
    return words if proper else f"{words[0].lower()}{words[1:]}"


def mark(said: Statement) -> str:
    """How sure a statement is, where it is less than sure."""
    if said.status == "unchecked":
        page = f"; look on {said.check_on}" if (said.check_on or "").startswith("http") else ""
        return f" (not checked{page})"
    return _MARKS.get(said.status, "")


def limit(one: Limit) -> str:
    """A time limit with the day it runs out; the day is unknown where what it counts from is."""
    said = f"{one.says}{mark(one)}"
    if one.runs_out:
        if one.passed:
            return f"{_PASSED.get(one.kind, 'Ran out on')} {day(one.runs_out)}. {said}"
        words = {"late": "Not later than", "safe": "So counted, to"}
        return f"{words.get(one.kind, 'Runs out on')} {day(one.runs_out)} ({left(one)}). {said}"
    if one.kind == "none":
        return said
    if one.counts_from == "act":
        return f"Last day not known here: it counts from the act. {said}"
    if one.counts_from == "other-decision":
        return f"Last day not known here: it counts from that body's decision. {said}"
    return f"Last day not known here: it counts from the last decision. {said}"


def left(one: Limit) -> str:
    """'today' or '26 days left'."""
    days = one.days_left or 0
    return "today" if days == 0 else f"{days} day{'s' if days > 1 else ''} left"


def review(calendar: MechanismCalendar) -> str:
    """When the State is reviewed, and whether papers can be sent."""
    ahead = calendar.next
    if ahead is None or not ahead.when:
        last = f"Last review {when(calendar.last.when)}. " if calendar.last else ""
        sure = f" ({certainty(ahead)})" if ahead and ahead.certainty != "unknown" else ""
        return f"{last}The date of the next review is not known here{sure}."
    told = [f"Next review {when(ahead.when)} ({certainty(ahead)})", papers(calendar.deadline)]
    return f"{'; '.join(filter(None, told))}."


def as_of(choice: Choice) -> str:
    """Of which day the list is that a closed way rests on, where the sentence does not say so."""
    state = choice.state
    if state is None or state.as_of is None or "list of" in state.says:
        return ""
    return "" if choice.stands != "closed" else f" (as of {moment(state.as_of)})"
