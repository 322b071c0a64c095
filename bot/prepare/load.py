"""Reads `knowledge/actions/` into checked actions, all or nothing; how its files share parts
(`like`); and the rules that a curator's actions are checked against beyond that."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ValidationError

from bot.knowledge import KnowledgeError, Problem
from bot.knowledge.files import KeyPath, YamlFile, read_yaml
from bot.knowledge.models import Base, Language
from bot.knowledge.shapes import Known, explained, keys_of, unknown
from bot.prepare.actions import ALWAYS, Action, PartText, SectionText, StatementText, StepText
from bot.prepare.blanks import joined

_NAME = re.compile(r"\{([a-z][a-z_]*)\}")


@dataclass(frozen=True)
class Node:
    """A value of a file, where it stands; mappings and lists hold nodes."""

    value: Any
    file: YamlFile
    where: KeyPath = ()

    def problem(self, message: str) -> Problem:
        """The message with the file and line of this value."""
        return self.file.problem(self.where, message)


def whole(file: YamlFile, shared: Mapping[str, YamlFile], language: str = "en") -> Node:
    """The file with all that it shares laid under it, and its `values` filled in, as the language
    of its texts joins words.

    Raises KnowledgeError where `like` names no part, or goes round in a circle.
    """
    node, seen = _tree(file.data, file, ()), [file.path.stem]
    while isinstance(node.value, dict) and "like" in node.value:
        name = node.value["like"]
        part = shared.get(str(name.value))
        if part is None:
            near = ", ".join(sorted(shared))
            says = f"like: there is no actions/shared/{name.value}.yaml; there is {near}"
            raise KnowledgeError([name.problem(says)])
        if name.value in seen:
            raise KnowledgeError([name.problem(f"like: '{name.value}' leads back to itself")])
        seen.append(str(name.value))
        own = {key: value for key, value in node.value.items() if key != "like"}
        node = _merged(replace(node, value=own), _tree(part.data, part, ()))
    if not isinstance(node.value, dict):
        return node
    rest = {key: value for key, value in node.value.items() if key != "values"}
    values = plain(node.value["values"]) if "values" in node.value else {}
    words = values if isinstance(values, dict) else {}
    return _fill(replace(node, value=rest), words, language)


def plain(node: Node) -> Any:
    """The value as the file gives it; where its parts stand is left out."""
    if isinstance(node.value, dict):
        return {key: plain(value) for key, value in node.value.items()}
    if isinstance(node.value, list):
        return [plain(value) for value in node.value]
    return node.value


def at(node: Node, where: KeyPath) -> Node:
    """The node at a key path, or the nearest one above it."""
    for key in where:
        inside = node.value
        present = isinstance(inside, dict) and key in inside
        present = present or (
            isinstance(inside, list) and isinstance(key, int) and key < len(inside)
        )
        if not present:
            break
        node = inside[key]
    return node


def _tree(data: Any, file: YamlFile, where: KeyPath) -> Node:
    value = data
    if isinstance(data, dict):
        value = {key: _tree(child, file, (*where, key)) for key, child in data.items()}
    elif isinstance(data, list):
        value = [_tree(child, file, (*where, index)) for index, child in enumerate(data)]
    return Node(value, file, where)


def _merged(own: Node, shared: Node) -> Node:
    if isinstance(own.value, dict) and isinstance(shared.value, dict):
        both = dict(shared.value)
        for key, value in own.value.items():
            both[key] = _merged(value, both[key]) if key in both else value
        return replace(own, value=both)
    if _by_id(own) and _by_id(shared):
        return replace(own, value=_blocks(own, shared))
    return own


def _by_id(node: Node) -> bool:
    is_list = isinstance(node.value, list) and bool(node.value)
    return is_list and all(isinstance(n.value, dict) and "id" in n.value for n in node.value)


def _blocks(own: Node, shared: Node) -> list[Node]:
    blocks, at = list(shared.value), 0
    for block in own.value:
        name = block.value["id"].value
        same = next((i for i, block in enumerate(blocks) if block.value["id"].value == name), None)
        drop = "drop" in block.value
        if same is None:
            if drop:
                message = f"there is nothing of the id '{name}' to drop"
                raise KnowledgeError([block.problem(message)])
            blocks.insert(at, block)
            at += 1
        elif drop:
            del blocks[same]
            at = same
        else:
            blocks[same] = _merged(block, blocks[same])
            at = same + 1
    return blocks


def _fill(node: Node, values: Mapping[str, Any], language: str) -> Node:
    if isinstance(node.value, dict):
        return replace(node, value={k: _fill(v, values, language) for k, v in node.value.items()})
    if isinstance(node.value, list):
        return replace(node, value=[_fill(child, values, language) for child in node.value])
    if isinstance(node.value, str):
        return replace(node, value=_fill_text(node.value, values, language))
    return node


def _fill_text(text: str, values: Mapping[str, Any], language: str) -> str:
    """The text with its {names} replaced by the values; a name that is none stays."""
    done, at = "", 0
    for match in _NAME.finditer(text):
        done += text[at : match.start()]
        value = str(values.get(match[1], match[0]))
        begins = not done.strip() or done.endswith((". ", "? ", "! ", "؟ "))
        if begins and match[0] != text and language != "en":  # a value alone may be an id
            value = value[:1].upper() + value[1:]
        before, put = joined(done, value, language)
        done, at = before + put, match.end()
    return done + text[at:]


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
                sentence = explained(where, detail, _keys(where), PAGE)
                problems.append(at(node, where).problem(sentence))
        else:
            if action.id != name:
                problems.append(file.problem(("id",), f"id is '{action.id}', the file is {name}"))
            problems += references(action, node, base)
            read[name] = (action, node)
    if problems:
        raise KnowledgeError(set(problems))
    return read


def _files(folder: Path, where: str, problems: list[Problem]) -> dict[str, YamlFile]:
    shared = {}
    for path in sorted((folder / where).glob("*.yaml")):
        try:
            shared[path.stem] = read_yaml(path, f"{where}/{path.name}")
        except KnowledgeError as error:
            problems += error.problems
    return shared


def strings(node: Node) -> Iterator[tuple[KeyPath, Node]]:
    """Every text in it, with its key path."""
    stack: list[tuple[KeyPath, Node]] = [((), node)]
    while stack:
        where, inner = stack.pop()
        if isinstance(inner.value, dict):
            stack += [((*where, key), value) for key, value in inner.value.items()]
        elif isinstance(inner.value, list):
            stack += [((*where, index), value) for index, value in enumerate(inner.value)]
        elif isinstance(inner.value, str):
            yield where, inner


def references(action: Action, node: Node, base: Base) -> Iterator[Problem]:
    """What the action says and nobody holds: its committee, figures in its texts; steps twice."""
    _, _, committee = (action.turns_on or "").partition(":")
    if committee.islower() and committee not in base.mechanisms:
        yield at(node, ("turns_on",)).problem(unknown("mechanism", committee, base.mechanisms))
    for where, text in strings(node):
        for match in _CURLY.finditer(text.value):
            entry, _, name = match[1].partition("#")
            known = base.figure(entry, name) if name else entry in KNOWN and where[0] == "outline"
            if not known:
                yield text.problem(
                    f"{match[0]}: write a figure as {{entry.id#name}}, a word of 'values', or in an"
                    f" outline one of {', '.join(KNOWN)}"
                )
    ids = [step.id for step in action.checklist.steps]
    for name in {step for step in ids if ids.count(step) > 1}:
        place = at(node, ("checklist", "steps", len(ids) - 1 - ids[::-1].index(name)))
        yield place.problem(f"the step '{name}' stands here twice")


def _keys(where: KeyPath) -> list[str]:
    """The keys that there are at a place: those of the innermost block first."""
    blocks = [_BLOCKS[part] for part in where if part in _BLOCKS]
    return keys_of(*blocks[-1:], Action, StatementText)


def title_in(base: Base, action: Action, language: Language) -> str:
    """The title of an action in a language, in English where it is not translated."""
    return base.in_language(f"{FOLDER}/{action.id}.yaml/title", action.title, language)


SHARED = ("text", "case", "complaint", "situation", "steps", "treaty-body-report", "action-plan")
"""Files whose outlines actions share."""


def heading_in(base: Base, action: Action, place: str, title: str, language: Language) -> str:
    """The title of a section or part of an outline in a language, in English where it is not
    translated; `place` is where it stands in the outline, in the action's file or a shared one."""
    files = (f"{action.id}.yaml", *(f"shared/{name}.yaml" for name in SHARED))
    places = (f"{FOLDER}/{file}/outline/{place}/title" for file in files)
    titles = (base.in_language(place, title, language) for place in places)
    return next((text for text in titles if text != title), title)


LONGEST = 420
"""Characters of an English text."""
LONGEST_SENTENCE = 34
"""Words, as in entries: a tired second-language reader loses longer ones."""
LIMIT = re.compile(r"(?<![\w.,#])\d[\d,]*[ \u00a0](?:words|pages|characters|minutes)\b")
"""A limit of a mechanism that is typed by hand."""
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
        if (match := LIMIT.search(text.value)) and not any(key in _OWN for key in where):
            yield text.problem(f"'{match[0]}' is a limit: print the entry's figure instead")
        if match := _NESTED.search(text.value):
            yield text.problem(
                f"{{{match[1]}}} stands inside a blank and is not filled in: close the blank first"
            )
        if (length := len(text.value)) > LONGEST:
            yield text.problem(f"{length} characters, at most {LONGEST}: divide it")
        yield from map(text.problem, long_sentences(text.value))


def long_sentences(text: str) -> Iterator[str]:
    """What is to be said of each sentence that is too long."""
    for sentence in re.split(r"(?<=[.!?])\s+", text):
        if (words := len(sentence.split())) > LONGEST_SENTENCE:
            yield f"a sentence of {words} words, at most {LONGEST_SENTENCE}: “{sentence[:60]}…”"


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
