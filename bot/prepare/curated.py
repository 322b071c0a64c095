"""Reads one curated file into its checked shape; what is wrong is said with file and line."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path
from typing import TypeVar

from pydantic import BaseModel, ValidationError

from bot.knowledge import KnowledgeError
from bot.knowledge.explained import wrong
from bot.knowledge.yamlfile import YamlFile, read_yaml

Shape = TypeVar("Shape", bound=BaseModel)
PAGE = "messages.md"


def read_shape(
    folder: Path,
    name: str,
    kind: type[Shape],
    keys: Iterable[str] = (),
    said: Callable[[YamlFile], YamlFile] = lambda file: file,
) -> tuple[Shape, YamlFile]:
    """The file `name` of a knowledge folder as `kind`, and the places of what stands in it.

    `keys` are keys of its inner blocks, to guess at what a mistyped one meant; `said` puts another
    language in the place of the English. Raises KnowledgeError with every problem found.
    """
    file = said(read_yaml(folder / name, name))
    try:
        return kind.model_validate(file.data), file
    except ValidationError as error:
        known = [*kind.model_fields, *keys]
        raise KnowledgeError(wrong(error, file, known, PAGE)) from error
