"""Reads curated YAML files into their checked shapes: what they name in one another checks itself
as a file is read, and what is wrong is said with file and line, in words for who wrote it.

A field of a type such as `EntryRef` is checked against `Known`, which the reader gives as
pydantic's validation context; a shape that is made without one (by the desk itself, by a test) is
taken as it is.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path
from typing import Annotated, Any, TypeVar

from pydantic import AfterValidator, BaseModel, StringConstraints, ValidationError, ValidationInfo
from pydantic_core import PydanticCustomError

from bot.knowledge.curated import EntryId, Slug
from bot.knowledge.files import KeyPath, KnowledgeError, Problem, YamlFile, near, read_yaml
from bot.knowledge.models import Base

Shape = TypeVar("Shape", bound=BaseModel)
Made = TypeVar("Made")
_logger = logging.getLogger(__name__)
PAGE = "messages.md"


@dataclass(frozen=True)
class Known:
    """All that a curated file may name."""

    base: Base
    actions: Collection[str] = ()


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


def unknown(kind: str, name: str, known: Iterable[str]) -> str:
    """The sentence on a name that nothing has: the kind of thing, the name, the nearest one."""
    return f"there is no {kind} '{name}'{near(name, known)}"


def ended(name: str, base: Base) -> str:
    """The sentence on an entry whose rule has ended; empty for one that holds."""
    entry = base.entries.get(name)
    if entry is None or entry.ended is None:
        return ""
    return f"{name} is a rule that has ended; today's is {entry.ended.now}"


def _checked(wrong: Callable[[str, Known], str]) -> AfterValidator:
    """Checks a name by a function that says what is wrong with it, or nothing."""

    def check(name: str, info: ValidationInfo) -> str:
        known: Known | None = info.context
        if known is not None and (sentence := wrong(name, known)):
            raise PydanticCustomError("reference", "{sentence}", {"sentence": sentence})
        return name

    return AfterValidator(check)


def _entry(name: str, known: Known) -> str:
    entries = known.base.entries
    return "" if name in entries else unknown("entry", name, entries)


def _rule(name: str, known: Known) -> str:
    return _entry(name, known) or ended(name, known.base)


def _mechanism(name: str, known: Known) -> str:
    mechanisms = known.base.mechanisms
    return "" if name in mechanisms else unknown("mechanism", name, mechanisms)


def _action(name: str, known: Known) -> str:
    return "" if name in known.actions else unknown("action", name, known.actions)


def _figure(name: str, known: Known) -> str:
    if known.base.figure(*name.split("#", 1)) is None:
        return f"the figure '{name}' is not defined in an entry"
    return ""


FigureId = Annotated[
    str, StringConstraints(pattern=r"^[a-z0-9-]+\.[a-z-]+\.[a-z0-9-]+#[a-z][a-z0-9_]*$")
]
"""A figure of an entry, as `upr.submit.length#words_single`."""
EntryRef = Annotated[EntryId, _checked(_entry)]
RuleRef = Annotated[EntryId, _checked(_rule)]
"""An entry whose rule has not ended."""
MechanismRef = Annotated[Slug, _checked(_mechanism)]
ActionRef = Annotated[Slug, _checked(_action)]
FigureRef = Annotated[FigureId, _checked(_figure)]
