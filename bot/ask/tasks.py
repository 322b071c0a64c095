"""Whether a text asks for something to be made, and what: its words (requests.py) weighed with its
likeness to examples of such requests, measured against its likeness to what entries answer."""

from __future__ import annotations

from typing import cast

from bot.ask.evidence import Evidence
from bot.ask.models import Question, Task
from bot.ask.outside import Outside

TASK, ASKED = -0.05, 0.08
"""How much nearer than to any entry a text must lie to examples of a task (docs/finding.md), and
where a sentence begins as a question."""
MAKING, UNNAMED, HINTED = -0.45, -0.25, -0.24
"""The same where a sentence begins as a request for a text that it names, for one that it does not
name, and where it may be such a request."""
NAMED = -0.02
"""How near a text whose words alone tell the task may lie to something outside the field."""
NEAR = 0.1
"""How much nearer a text to be made may lie to something outside the field."""


def task_of(question: Question, evidence: Evidence, outside: Outside) -> Task | None:
    """The task that a text sets; None where it asks a question or lies `outside`."""
    if question.surely_outside:
        return None
    name, margin = evidence.nearest_intent("task.")
    kind, away = outside.nearest(question, evidence)
    inside = away < min(outside.needed(kind, question), margin + NEAR)
    if question.makes:
        if question.task:
            clear = margin > MAKING and inside
            return question.task if clear or not question.outside else None
        return cast("Task", name) if margin > UNNAMED and inside else None
    if question.hints and question.task and margin > HINTED and inside:
        return question.task
    if question.asks:
        return cast("Task", name) if margin > max(ASKED, away) else None
    if margin > max(TASK, away):
        return cast("Task", name)
    return question.task if away < NAMED and not question.hints else None
