"""Reads curated YAML files into their checked shapes; what is wrong is said with file and line."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path
from typing import TypeVar

from pydantic import BaseModel, ValidationError

from bot.knowledge.explained import wrong
from bot.knowledge.references import Known
from bot.knowledge.yamlfile import KnowledgeError, YamlFile, read_yaml

Shape = TypeVar("Shape", bound=BaseModel)
PAGE = "messages.md"


def read_shape(
    folder: Path,
    name: str,
    kind: type[Shape],
    keys: Iterable[str] = (),
    said: Callable[[YamlFile], YamlFile] = lambda file: file,
    known: Known | None = None,
    page: str = PAGE,
) -> tuple[Shape, YamlFile]:
    """The file `name` of a knowledge folder as `kind`, and the places of what stands in it.

    `keys` are keys of its inner blocks, to guess at what a mistyped one meant; `said` puts another
    language in the place of the English; `known` is what it may name, `page` the one of docs/ that
    explains it. Raises KnowledgeError with every problem found.
    """
    file = said(read_yaml(folder / name, name))
    try:
        return kind.model_validate(file.data, context=known), file
    except ValidationError as error:
        every = [*kind.model_fields, *keys]
        raise KnowledgeError(set(wrong(error, file, every, page))) from error
