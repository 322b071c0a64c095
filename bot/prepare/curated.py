"""Reads one curated file into its checked shape; what is wrong is said with file and line."""

from __future__ import annotations

from collections.abc import Iterable
from difflib import get_close_matches
from pathlib import Path
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError

from bot.knowledge import KnowledgeError
from bot.knowledge.yamlfile import YamlFile, read_yaml

Shape = TypeVar("Shape", bound=BaseModel)


def read_shape(
    folder: Path, name: str, kind: type[Shape], keys: Iterable[str] = ()
) -> tuple[Shape, YamlFile]:
    """The file `name` of a knowledge folder as `kind`, and the places of what stands in it.

    `keys` are keys of its inner blocks, to guess at what a mistyped one meant. Raises
    KnowledgeError with every problem found.
    """
    file = read_yaml(folder / name, name)
    try:
        return kind.model_validate(file.data), file
    except ValidationError as error:
        known = [*kind.model_fields, *keys]
        raise KnowledgeError(
            file.problem(tuple(one["loc"]), _explained(dict(one), known)) for one in error.errors()
        ) from error


def near(wanted: str, known: Iterable[str]) -> str:
    """What may have been meant, as the end of a sentence."""
    found = get_close_matches(wanted, list(known), n=1)
    return f"; the nearest is {found[0]}" if found else ""


def _explained(detail: dict[str, Any], keys: list[str]) -> str:
    place = [str(part + 1) if isinstance(part, int) else part for part in detail["loc"]]
    key = ".".join(place) or "file"
    match detail["type"]:
        case "extra_forbidden":
            guess = get_close_matches(place[-1], keys, n=1)
            hint = f"; did you mean '{guess[0]}'?" if guess else ""
            return f"{key}: there is no such key{hint}"
        case "missing":
            return f"{key}: this key is missing"
        case "string_too_long":
            limit = detail["ctx"]["max_length"]
            return f"{key}: {len(detail['input'])} characters, at most {limit}; shorten it"
        case "string_pattern_mismatch":
            return f"{key}: '{detail['input']}' is not written as it must be (docs/messages.md)"
        case "literal_error":
            return f"{key}: '{detail['input']}' must be one of {detail['ctx']['expected']}"
    return f"{key}: {str(detail['msg']).removeprefix('Value error, ').lower()}"
