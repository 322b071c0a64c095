"""The rules that a curator's actions are checked against, beyond what loading them needs."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from bot.knowledge import KnowledgeError, Problem
from bot.knowledge.models import Base
from bot.prepare.actions import ALWAYS, Action
from bot.prepare.load import Node, at, read_actions, strings

LONGEST = 420
"""Characters of an English text."""
LONGEST_SENTENCE = 34
"""Words, as in entries: a tired second-language reader loses longer ones."""
_LIMIT = re.compile(r"(?<![\w.,#])\d[\d,]*[ \u00a0](?:words|pages|characters|minutes)\b")
_NESTED = re.compile(r"\[[^\[\]]*\{(\w+)\}[^\[\]]*\]")
_OWN = ("plan_why", "write", "examples")
"""Keys under which a number of words is the desk's own, and no limit of a mechanism."""


def check_actions(folder: Path, base: Base) -> list[Problem]:
    """Everything that must be corrected in a knowledge folder's actions, by file and line."""
    try:
        read = read_actions(folder, base)
    except KnowledgeError as error:
        return error.problems
    problems: set[Problem] = set()
    for action, node in read.values():
        problems |= {*_texts(node), *_steps(action, node), *_outline(action, node, base)}
        problems |= set(_ended(node, base))
    return sorted(problems)


def _texts(node: Node) -> Iterator[Problem]:
    for where, text in strings(node):
        if (match := _LIMIT.search(text.value)) and not any(key in _OWN for key in where):
            yield text.problem(f"'{match[0]}' is a limit: print the entry's figure instead")
        if match := _NESTED.search(text.value):
            yield text.problem(
                f"{{{match[1]}}} stands inside a blank and is not filled in: close the blank first"
            )
        if (length := len(text.value)) > LONGEST:
            yield text.problem(f"{length} characters, at most {LONGEST}: divide it")
        for sentence in re.split(r"(?<=[.!?])\s+", text.value):
            if (words := len(sentence.split())) > LONGEST_SENTENCE:
                yield text.problem(
                    f"a sentence of {words} words, at most {LONGEST_SENTENCE}: “{sentence[:60]}…”"
                )


def _steps(action: Action, node: Node) -> Iterator[Problem]:
    kinds = {step.kind for step in action.checklist.steps}
    for kind in ALWAYS:
        if kind not in kinds:
            message = f"{action.id}: no step of the kind '{kind}'; every checklist needs one"
            yield at(node, ("checklist", "steps")).problem(message)
    for index, step in enumerate(action.checklist.steps):
        if step.kind in ALWAYS and step.still != "day":
            message = f"{step.id}: a step of the kind '{step.kind}' is never left out: drop 'still'"
            yield at(node, ("checklist", "steps", index)).problem(message)


def _outline(action: Action, node: Node, base: Base) -> Iterator[Problem]:
    if action.outline is None:
        return
    place = at(node, ("outline",))
    limit = action.limit and base.figure(*action.limit.single.split("#", 1))
    words = limit.value if limit and limit.unit == "words" else None
    if words is None and action.outline.plan is None:
        yield place.problem(f"{action.id}: no limit in words is known, so give 'plan'")
    if words and action.outline.plan and action.outline.plan > words:
        yield place.problem(f"{action.id}: 'plan' is more than the limit of {words:,} words")


def _ended(node: Node, base: Base) -> Iterator[Problem]:
    for where, text in strings(node):
        entry = base.entries.get(text.value) if where[-1] == "rule" else None
        if entry and entry.ended:
            yield text.problem(f"{entry.id} is a rule that has ended; today's is {entry.ended.now}")
