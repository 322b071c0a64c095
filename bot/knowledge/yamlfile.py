"""Reads a YAML file and remembers on which line each value stands, so that an error can say so."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

Loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
KeyPath = tuple[str | int, ...]


QUOTED = 60
"""Characters of what a curator wrote that a message repeats."""


@dataclass(frozen=True, order=True)
class Problem:
    """Something that a curator must mend: where it is, what is wrong, what to do."""

    file: str
    line: int
    message: str

    def __str__(self) -> str:
        return f"{self.file}:{self.line}: {self.message}"


def quoted(text: object) -> str:
    """What a curator wrote, in quotation marks, so that a sentence stays one: in one line, and of a
    long text the beginning."""
    said = " ".join(str(text).split())
    return f"'{said if len(said) <= QUOTED else said[:QUOTED] + '…'}'"


class KnowledgeError(Exception):
    """The knowledge base can't be used as it is; `problems` says why, file and line each."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = sorted(problems)
        super().__init__("\n".join(map(str, self.problems)))


@dataclass
class YamlFile:
    """A file's data, and the line (counted from 1) of each key path in it."""

    path: Path
    name: str
    data: Any = None
    lines: dict[KeyPath, int] = field(default_factory=dict)

    def line(self, where: KeyPath) -> int:
        """The line of a key path, or of the nearest one above it that is in the file."""
        for length in range(len(where), -1, -1):
            if where[:length] in self.lines:
                return self.lines[where[:length]]
        return 1

    def problem(self, where: KeyPath, message: str) -> Problem:
        """A problem at that key path of this file."""
        return Problem(self.name, self.line(where), message)


def read_yaml(path: Path, name: str) -> YamlFile:
    """Read one file; `name` is what a curator is told it is called.

    Raises KnowledgeError for a file that is not UTF-8, not YAML, or gives a key twice.
    """
    found = YamlFile(path, name)
    try:
        text = path.read_text(encoding="utf-8")
    except UnicodeDecodeError as error:
        message = "this file is not UTF-8 text; save it again with the encoding UTF-8"
        raise KnowledgeError([Problem(name, 1, message)]) from error
    except OSError as error:
        raise KnowledgeError([Problem(name, 1, f"can't be read ({error.strerror})")]) from error
    try:
        node = yaml.compose(text, Loader=Loader)
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        line = mark.line + 1 if mark else 1
        what = getattr(error, "problem", None) or "is not valid YAML"
        message = (
            f"this is not valid YAML: {what}. Look for a missing quote around a text that holds"
            " ': ' or begins with a sign, or for wrong indentation"
        )
        raise KnowledgeError([Problem(name, line, message)]) from error
    problems: list[Problem] = []
    found.data = _value(node, (), found, problems) if node is not None else None
    if problems:
        raise KnowledgeError(problems)
    return found


def _value(node: yaml.Node, where: KeyPath, found: YamlFile, problems: list[Problem]) -> Any:
    found.lines.setdefault(where, node.start_mark.line + 1)
    if isinstance(node, yaml.MappingNode):
        result: dict[Any, Any] = {}
        for key_node, value_node in node.value:
            key = _scalar(key_node)
            line = key_node.start_mark.line + 1
            found.lines[(*where, key)] = line
            if key in result:
                problems.append(Problem(found.name, line, f"the key '{key}' stands here twice"))
            result[key] = _value(value_node, (*where, key), found, problems)
        return result
    if isinstance(node, yaml.SequenceNode):
        return [
            _value(item, (*where, index), found, problems) for index, item in enumerate(node.value)
        ]
    return _scalar(node)


_constructor = yaml.constructor.SafeConstructor()


def _scalar(node: yaml.Node) -> Any:
    return _constructor.construct_object(node, deep=True)
