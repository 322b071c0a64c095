"""What is wrong in a curated file, in words for the one who wrote it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from difflib import get_close_matches
from typing import Any

from pydantic import BaseModel, ValidationError

from bot.knowledge.yamlfile import KeyPath, Problem, YamlFile

REFERENCE = "reference"
"""The type of a problem of `references`: its message is the whole sentence."""


def wrong(
    error: ValidationError,
    file: YamlFile,
    known: Iterable[str],
    page: str,
    where: KeyPath = (),
) -> Iterator[Problem]:
    """Every problem that a check of what stands at `where` in a file found: line, and what to do.

    `known` are the keys that there are, to guess at what a mistyped one meant; `page` is the one
    of docs/ that explains the file.
    """
    keys = list(known)
    for detail in error.errors():
        place = (*where, *detail["loc"])
        yield file.problem(place, explained(place, detail, keys, page))


def explained(where: KeyPath, detail: Mapping[str, Any], known: Iterable[str], page: str) -> str:
    """A detail of a ValidationError as one sentence for a curator: the key, what is wrong, what to
    write. `known` are the keys that there are, `page` the documentation that describes them."""
    key = ".".join(str(part + 1) if isinstance(part, int) else part for part in where) or "file"
    value, limits = detail["input"], detail.get("ctx", {})
    match detail["type"]:
        case "reference":
            return str(detail["msg"])
        case "extra_forbidden":
            guess = get_close_matches(str(where[-1]), list(known), n=1)
            hint = f"; did you mean '{guess[0]}'?" if guess else ""
            return f"{key}: there is no such key{hint}"
        case "missing":
            return f"{key}: this key is missing"
        case "string_too_long":
            longest = limits["max_length"]
            return f"{key}: {len(value)} characters, at most {longest}; shorten or split it"
        case "string_pattern_mismatch":
            return f"{key}: '{value}' is not written as it must be (docs/{page})"
        case "literal_error":
            return f"{key}: '{value}' must be one of {limits['expected']}"
    return f"{key}: {str(detail['msg']).removeprefix('Value error, ').lower()}"


def near(wanted: str, known: Iterable[str]) -> str:
    """What may have been meant, as the end of a sentence."""
    near = get_close_matches(wanted, list(known), n=1)
    return f"; the nearest is {near[0]}" if near else ""


def keys_of(*shapes: object) -> list[str]:
    """The keys of shapes; of what is no shape, none."""
    models = (shape for shape in shapes if isinstance(shape, type) and issubclass(shape, BaseModel))
    return [key for model in models for key in model.model_fields]
