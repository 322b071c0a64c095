"""Reads `knowledge/actions/` into checked actions, all or nothing."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from pydantic import BaseModel, ValidationError

from bot.knowledge import KnowledgeError, Problem
from bot.knowledge.explained import explained, keys_of
from bot.knowledge.models import Base
from bot.knowledge.references import Known, unknown
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
            action = Action.model_validate(plain(node), context=Known(base))
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
    """What the action says and nobody holds: its committee, figures in its texts; steps twice."""
    _, _, committee = (action.turns_on or "").partition(":")
    if committee.islower() and committee not in base.mechanisms:
        yield at(node, ("turns_on",)).problem(unknown("mechanism", committee, base.mechanisms))
    for where, one in strings(node):
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
