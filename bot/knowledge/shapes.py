"""Reads curated YAML files into their checked shapes; what is wrong is said with file and line."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import TypeVar

from pydantic import BaseModel, ValidationError

from bot.knowledge.explained import wrong
from bot.knowledge.references import Known
from bot.knowledge.yamlfile import KnowledgeError, YamlFile, read_yaml

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
