"""First steps as lines of text, for a file, a terminal and Slack alike."""

from __future__ import annotations

from collections.abc import Sequence

from bot.ask import FirstSteps
from bot.knowledge.models import Base
from bot.knowledge.typography import date_of, listed

SOURCES = 2
"""Publishers that the source line names."""


def numbered(reply: FirstSteps) -> list[str]:
    """The steps, each with its number."""
    return [f"{number}. {step}" for number, step in enumerate(reply.steps, 1)]


def buttons(reply: FirstSteps) -> list[str]:
    """What can be done next, as labels."""
    return [reply.ways, reply.write, reply.consent]


def resting_on(base: Base, reply: FirstSteps) -> str:
    """The source line: who says so, and when that was last checked."""
    publishers = dict.fromkeys(source.publisher for source in reply.sources)
    on = reply.verified
    day = date_of(reply.language, on.year, on.month, on.day)
    checked = base.say("last_checked", reply.language, date=day)
    return f"{listed(list(publishers)[:SOURCES], reply.language)} · {checked}"


def first_steps_text(base: Base, reply: FirstSteps, here: Sequence[str]) -> str:
    """All that a person reads of the first steps; `here` are the statements on the State."""
    answers = [*here, *([reply.answer] if reply.answer else [])]
    below = [reply.closing, reply.read, resting_on(base, reply)]
    lines = [reply.heading, *answers, *numbered(reply), *below]
    return "\n".join([*lines, f"→ {' | '.join(buttons(reply))}"])
