"""Reads `knowledge/actions/` into checked actions, all or nothing."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from pydantic import BaseModel, ValidationError

from bot.knowledge import KnowledgeError, Problem
from bot.knowledge.explained import explained, keys_of, near
from bot.knowledge.models import Base
from bot.knowledge.yamlfile import KeyPath, YamlFile, read_yaml
from bot.prepare.actions import Action, PartText, Said, SectionText, StepText
from bot.prepare.sharing import Node, at, plain, whole

FOLDER = "actions"
PAGE = "preparing.md"
KNOWN = ("state", "organisation", "issue", "last_year", "investigation")
"""What outline texts print as {name} besides figures and the file's `values`."""
_CURLY = re.compile(r"\{([^{}]*)\}")
_BLOCKS: dict[str, type[BaseModel]] = {
    "steps": StepText,
    "sections": SectionText,
    "parts": PartText,
}


def load_actions(folder: Path, base: Base) -> dict[str, Action]:
    """The actions of a knowledge folder by id, sorted; `base` holds the entries they refer to.

    Raises KnowledgeError with every problem found, file and line each.
    """
    return {name: action for name, (action, _) in read_actions(folder, base).items()}


def read_actions(folder: Path, base: Base) -> dict[str, tuple[Action, Node]]:
    """The same with the places of what was read, for the checker."""
    problems: list[Problem] = []
    shared = _files(folder, f"{FOLDER}/shared", problems)
    files = _files(folder, FOLDER, problems)
    read: dict[str, tuple[Action, Node]] = {}
    for name, file in files.items():
        try:
            node = whole(file, shared)
            action = Action.model_validate(plain(node))
        except KnowledgeError as error:
            problems += error.problems
        except ValidationError as error:
            for detail in error.errors():
                where = detail["loc"]
                said = explained(where, detail, _keys(where), PAGE)
                problems.append(at(node, where).problem(said))
        else:
            if action.id != name:
                problems.append(file.problem(("id",), f"id is '{action.id}', the file is {name}"))
            problems += references(action, node, base)
            read[name] = (action, node)
    if problems:
        raise KnowledgeError(set(problems))
    return read


def _files(folder: Path, where: str, problems: list[Problem]) -> dict[str, YamlFile]:
    found = {}
    for path in sorted((folder / where).glob("*.yaml")):
        try:
            found[path.stem] = read_yaml(path, f"{where}/{path.name}")
        except KnowledgeError as error:
            problems += error.problems
    return found


def strings(node: Node) -> Iterator[tuple[KeyPath, Node]]:
    """Every text in it, with its key path."""
    stack: list[tuple[KeyPath, Node]] = [((), node)]
    while stack:
        where, one = stack.pop()
        if isinstance(one.value, dict):
            stack += [((*where, key), value) for key, value in one.value.items()]
        elif isinstance(one.value, list):
            stack += [((*where, index), value) for index, value in enumerate(one.value)]
        elif isinstance(one.value, str):
            yield where, one


def references(action: Action, node: Node, base: Base) -> Iterator[Problem]:
    """What the action names and the base does not hold."""
    _, _, committee = (action.turns_on or "").partition(":")
    named = [committee] if committee and committee.islower() else []
    for name in dict.fromkeys((action.mechanism, *action.any_of, *named)):
        if name not in base.mechanisms:
            key = "mechanism" if name == action.mechanism else "any_of"
            place = at(node, ("turns_on" if name in named else key,))
            yield place.problem(f"there is no mechanism '{name}'{near(name, base.mechanisms)}")
    for where, one in strings(node):
        if where[-1] == "rule" and one.value not in base.entries:
            yield one.problem(f"there is no entry '{one.value}'{near(one.value, base.entries)}")
        if where[0] == "limit" and base.figure(*one.value.split("#", 1)) is None:
            yield one.problem(f"the figure '{one.value}' is not defined in an entry")
        for match in _CURLY.finditer(one.value):
            entry, _, name = match[1].partition("#")
            known = base.figure(entry, name) if name else entry in KNOWN and where[0] == "outline"
            if not known:
                yield one.problem(
                    f"{match[0]}: write a figure as {{entry.id#name}}, a word of 'values', or in an"
                    f" outline one of {', '.join(KNOWN)}"
                )
    ids = [step.id for step in action.checklist.steps]
    for name in {one for one in ids if ids.count(one) > 1}:
        place = at(node, ("checklist", "steps", len(ids) - 1 - ids[::-1].index(name)))
        yield place.problem(f"the step '{name}' stands here twice")


def _keys(where: KeyPath) -> list[str]:
    """The keys that there are at a place: those of the innermost block first."""
    blocks = [_BLOCKS[part] for part in where if part in _BLOCKS]
    return keys_of(*blocks[-1:], Action, Said)
