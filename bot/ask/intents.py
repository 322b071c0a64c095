"""What a text wants other than an answer: something to be made, or what lies outside the desk's
field. Its words (`requests.py`) are weighed with its likeness to examples of such texts, measured
against its likeness to what entries answer (docs/finding.md).
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import cast

from bot.ask.evidence import Evidence
from bot.ask.models import Question, Task
from bot.knowledge.thesaurus import Intent

OUTSIDE = {(True, True): 0.12, (True, False): 0.03, (False, True): 0.1, (False, False): 0.08}
"""How much nearer than to any entry a text must lie to examples of an outside matter: by whether
that matter lies far from the field, and whether the text speaks of mechanisms."""
NAMED = 0.25
"""The same where the text names a mechanism: hardly anything outside does; nor does who seeks the
whereabouts of somebody speak of a State and of courts."""
FOLLOWING = 0.15
"""The same for a follow-up, whose few words lie near to many things."""
DOUBTFUL = (0.03, 0.25)
"""The same where a text that is no follow-up does not speak of mechanisms, and no entry is this
certain to answer."""
BY_WORDS = frozenset({"violence"})
"""Matters that likeness never tells: reports of violence read much as threats do."""
SAID = {True: 0.02, False: 0.11}
"""How much less is enough where the words show that matter, by whether it speaks of mechanisms."""


class Outside:
    """What lies outside, by its name and how people put it."""

    def __init__(self, matters: Mapping[str, Intent]) -> None:
        self._matters = matters

    def of(self, question: Question, evidence: Evidence, certainty: float) -> str | None:
        """The outside matter that a text is about; None where it is for the desk to answer.

        `certainty` is that of the best entry.
        """
        if question.surely_outside:
            return question.outside
        name, margin = self.nearest(question, evidence)
        if margin > self.needed(name, question):
            return name
        doubtful = not question.inherited and not question.of_field
        if doubtful and certainty < DOUBTFUL[1] and margin > DOUBTFUL[0]:
            return name
        matter = question.outside
        if matter is None or matter == "body":
            return matter
        likeness = evidence.intents.get(f"outside.{matter}")
        if likeness is None:
            return None if question.of_field and self._matters[matter].far else matter
        margin = likeness - evidence.likeness
        return matter if margin > self.needed(matter, question) - SAID[question.of_field] else None

    def nearest(self, question: Question, evidence: Evidence) -> tuple[str, float]:
        """The matter that lies nearest, and how much nearer than entries. A request for a text is
        not taken for one to the desk to behave otherwise, which it resembles."""
        asked = question.makes and question.outside != "instructions"
        never = {*BY_WORDS, "instructions"} if asked else set(BY_WORDS)
        return evidence.nearest_intent("outside.", never)

    def needed(self, name: str, question: Question) -> float:
        """How much nearer a text must lie to that matter to be about it."""
        if question.inherited:
            return FOLLOWING
        of_state = name == "people" and question.states and question.of_field
        if (question.mechanisms or of_state) and not question.outside:
            return NAMED
        matter = self._matters.get(name)
        return OUTSIDE[bool(matter and matter.far), question.of_field]


TASK, ASKED = -0.05, 0.08
"""How much nearer than to any entry a text must lie to examples of a task (docs/finding.md), and
where a sentence begins as a question."""
MAKING, UNNAMED, HINTED = -0.45, -0.25, -0.24
"""The same where a sentence begins as a request for a text that it names, for one that it does not
name, and where it may be such a request."""
WORDED = -0.02
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
        least = FOLLOWING if question.inherited else ASKED
        return cast("Task", name) if margin > max(least, away) else None
    if margin > max(TASK, away):
        return cast("Task", name)
    return question.task if away < WORDED and not question.hints else None
