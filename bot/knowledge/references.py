"""What curated files name in one another: references that check themselves while a file is read.

A field of such a type is checked against `Known`, which the reader gives as pydantic's validation
context; a shape that is made without one (by the desk itself, by a test) is taken as it is.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from typing import Annotated

from pydantic import AfterValidator, StringConstraints, ValidationInfo
from pydantic_core import PydanticCustomError

from bot.knowledge.curated import EntryId, Slug
from bot.knowledge.files import near
from bot.knowledge.models import Base


@dataclass(frozen=True)
class Known:
    """All that a curated file may name."""

    base: Base
    actions: Collection[str] = ()


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
