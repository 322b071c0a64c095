"""The JSON Schemas made from Slack's own types: what fits them, and what a misfit is called."""

from __future__ import annotations

import json
from collections.abc import Iterator
from copy import deepcopy
from functools import cache
from typing import Any

from jsonschema import Draft7Validator
from jsonschema.exceptions import ValidationError

from tests.slack.rig import node

FARTHEST = 200


@cache
def _definitions(open_ended: bool = False) -> dict[str, Any]:
    found = json.loads((node.ready() / "schema.json").read_text())["definitions"]
    if open_ended:
        found = deepcopy(found)
        for part in _parts(found):
            if part.get("additionalProperties") is False:
                del part["additionalProperties"]
    return dict(found)


@cache
def _validator(name: str, open_ended: bool) -> Draft7Validator:
    definitions = _definitions(open_ended)
    return Draft7Validator({"$ref": f"#/definitions/{name}", "definitions": definitions})


@cache
def definition_of_block(kind: str) -> str | None:
    """The definition of a block with this `type`; none when Slack's types know no such block."""
    definitions = _definitions()
    for one in definitions["KnownBlock"]["anyOf"]:
        name = one["$ref"].rsplit("/", 1)[1]
        variants = definitions[name].get("anyOf", [definitions[name]])
        if any(variant["properties"]["type"].get("const") == kind for variant in variants):
            return str(name)
    return None


def misfits(name: str, value: Any, open_ended: bool = False) -> list[str]:
    """What keeps a value from being of the type `name`; `open_ended` lets further keys pass."""
    return [
        f"{_place(error)}: {_sentence(error)[:FARTHEST]}"
        for error in map(_meant, _validator(name, open_ended).iter_errors(value))
    ]


def _meant(error: ValidationError) -> ValidationError:
    """In a union, the complaint of the alternative whose `type` is the value's, or of the union."""
    while error.context:
        branches: dict[Any, list[ValidationError]] = {}
        for one in error.context:
            branches.setdefault(one.relative_schema_path[0], []).append(one)
        fitting = [b for b in branches.values() if not any(map(_of_other_type, b))]
        if not fitting:
            return error
        nearest = sorted(fitting, key=lambda branch: len(branch))[0]
        error = max(nearest, key=lambda one: len(one.absolute_path))
    return error


def _of_other_type(error: ValidationError) -> bool:
    return list(error.relative_path) == ["type"] or (
        error.validator == "type" and not error.relative_path
    )


def _sentence(error: ValidationError) -> str:
    kind = error.instance.get("type") if isinstance(error.instance, dict) else None
    if error.context and kind:
        return f"'{kind}' may not stand here"
    return str(error.message)


def _place(error: ValidationError) -> str:
    return ".".join(str(step) for step in error.absolute_path) or "as a whole"


def _parts(value: Any) -> Iterator[dict[str, Any]]:
    if isinstance(value, dict):
        yield value
        value = list(value.values())
    if isinstance(value, list):
        for one in value:
            yield from _parts(one)
