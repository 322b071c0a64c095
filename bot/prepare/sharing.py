"""How action files share what they have in common: `like` names a part in `actions/shared/`.

A file that says `like: NAME` has all that `shared/NAME.yaml` has, and its own keys over it: a
mapping is laid over key by key; in a list of blocks with an `id` a block of the same id is laid
over the shared one, a new block stands after the one that it follows in the file, and `drop: true`
takes one out; any other value stands in the shared one's place. `values` are words that the shared
texts print as {name}. Every value remembers its file and line, so that an error can say so.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from bot.knowledge.yamlfile import KeyPath, KnowledgeError, Problem, YamlFile
from bot.prepare.articles import joined

_NAME = re.compile(r"\{([a-z][a-z_]*)\}")


@dataclass(frozen=True)
class Node:
    """A value of a file, where it stands; mappings and lists hold nodes."""

    value: Any
    file: YamlFile
    where: KeyPath = ()

    def problem(self, message: str) -> Problem:
        """A problem at this place."""
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
            raise KnowledgeError(
                [
                    name.problem(
                        f"like: there is no actions/shared/{name.value}.yaml; there is {near}"
                    )
                ]
            )
        if name.value in seen:
            raise KnowledgeError([name.problem(f"like: '{name.value}' leads back to itself")])
        seen.append(str(name.value))
        own = {key: value for key, value in node.value.items() if key != "like"}
        node = _laid(replace(node, value=own), _tree(part.data, part, ()))
    if not isinstance(node.value, dict):
        return node
    rest = {key: value for key, value in node.value.items() if key != "values"}
    values = plain(node.value["values"]) if "values" in node.value else {}
    words = values if isinstance(values, dict) else {}
    return _filled(replace(node, value=rest), words, language)


def plain(node: Node) -> Any:
    """The value without its places."""
    if isinstance(node.value, dict):
        return {key: plain(value) for key, value in node.value.items()}
    if isinstance(node.value, list):
        return [plain(value) for value in node.value]
    return node.value


def at(node: Node, where: KeyPath) -> Node:
    """The node at a key path, or the nearest one above it."""
    for key in where:
        inside = node.value
        held = isinstance(inside, dict) and key in inside
        held = held or (isinstance(inside, list) and isinstance(key, int) and key < len(inside))
        if not held:
            break
        node = inside[key]
    return node


def _tree(data: Any, file: YamlFile, where: KeyPath) -> Node:
    value = data
    if isinstance(data, dict):
        value = {key: _tree(one, file, (*where, key)) for key, one in data.items()}
    elif isinstance(data, list):
        value = [_tree(one, file, (*where, index)) for index, one in enumerate(data)]
    return Node(value, file, where)


def _laid(own: Node, shared: Node) -> Node:
    if isinstance(own.value, dict) and isinstance(shared.value, dict):
        both = dict(shared.value)
        for key, value in own.value.items():
            both[key] = _laid(value, both[key]) if key in both else value
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
        same = next((i for i, one in enumerate(blocks) if one.value["id"].value == name), None)
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
            blocks[same] = _laid(block, blocks[same])
            at = same + 1
    return blocks


def _filled(node: Node, values: Mapping[str, Any], language: str) -> Node:
    if isinstance(node.value, dict):
        return replace(node, value={k: _filled(v, values, language) for k, v in node.value.items()})
    if isinstance(node.value, list):
        return replace(node, value=[_filled(one, values, language) for one in node.value])
    if isinstance(node.value, str):
        return replace(node, value=_put(node.value, values, language))
    return node


def _put(text: str, values: Mapping[str, Any], language: str) -> str:
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
