"""Reads curated YAML files into their checked shapes; what is wrong in one is said with file and
line, in words for the one who wrote it."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable, Iterator, Mapping
from difflib import get_close_matches
from pathlib import Path
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError

from bot.knowledge.files import KeyPath, KnowledgeError, Problem, YamlFile, read_yaml
from bot.knowledge.references import Known

Shape = TypeVar("Shape", bound=BaseModel)
Made = TypeVar("Made")
_logger = logging.getLogger(__name__)
PAGE = "messages.md"


def read_shape(
    folder: Path,
    name: str,
    kind: type[Shape],
    keys: Iterable[str] = (),
    translated: Callable[[YamlFile], YamlFile] = lambda file: file,
    known: Known | None = None,
    page: str = PAGE,
) -> tuple[Shape, YamlFile]:
    """The file `name` of a knowledge folder as `kind`, and the places of what stands in it.

    `keys` are keys of its inner blocks, to guess at what a mistyped one meant; `said` puts another
    language in the place of the English; `known` is what it may name, `page` the one of docs/ that
    explains it. Raises KnowledgeError with every problem found.
    """
    file = translated(read_yaml(folder / name, name))
    try:
        return kind.model_validate(file.data, context=known), file
    except ValidationError as error:
        every = [*kind.model_fields, *keys]
        raise KnowledgeError(set(wrong(error, file, every, page))) from error


def translated(name: str, language: str, english: Made, make: Callable[[], Made]) -> Made:
    """What `make` gives out of a translation; the English where that can't be used, as it is too
    long or lost something: the log says of what (`name`), and why. Single texts that are not
    translated, or lost a place that is filled in, are English already (`spoken`)."""
    try:
        return make()
    except (KnowledgeError, ValidationError) as error:
        why = error.problems[0] if isinstance(error, KnowledgeError) else error.errors()[0]["loc"]
        _logger.warning("%s is shown in English, not in '%s': %s", name, language, why)
        return english


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


def keys_of(*shapes: object) -> list[str]:
    """The keys of shapes; of what is no shape, none."""
    models = (shape for shape in shapes if isinstance(shape, type) and issubclass(shape, BaseModel))
    return [key for model in models for key in model.model_fields]
