"""The tables of States in another language: what people read of each line, translated."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any, TypeVar

from bot.knowledge.models import Base, Language
from bot.knowledge.spoken import STATES
from bot.states.load import Tables
from bot.states.models import Mandate

Line = TypeVar("Line")
_REMARKS = ("note", "doubt", "complaint_doubt", "inquiry_doubt", "caution")
"""Columns of which a text that is not translated says that it is English."""


def said_tables(tables: Tables, base: Base, language: Language) -> Tables:
    """The tables with what is translated put in the place of the English; a remark without a
    translation stays, and says that it is English."""
    say = _Sayer(base, language)
    return replace(
        tables,
        cautions={
            name: say.text("sources", {"id": name}, "caution", text)
            for name, text in tables.cautions.items()
        },
        instruments=say.mapping("instruments", tables.instruments),
        rows=say.every("ratifications", tables.rows),
        bodies=say.mapping("bodies", tables.bodies),
        reaches=say.every("regional", tables.reaches),
        mandates=say.every("mandates", tables.mandates),
        ways=say.every("ways", tables.ways),
        institutions=say.every("institutions", tables.institutions),
        courts=say.every("courts", tables.courts),
        actors=say.every("actors", tables.actors),
    )


class _Sayer:
    def __init__(self, base: Base, language: Language) -> None:
        self._base, self._language = base, language

    def every(self, table: str, lines: Iterable[Line]) -> tuple[Line, ...]:
        return tuple(self._line(table, one) for one in lines)

    def mapping(self, table: str, lines: Mapping[str, Line]) -> dict[str, Line]:
        return {name: self._line(table, one) for name, one in lines.items()}

    def text(self, table: str, line: Mapping[str, str], column: str, english: str) -> str:
        place = STATES[table].place(line, column)
        said = self._base.translations.text(self._language, place, english)
        if said or column not in _REMARKS:
            return said or english
        return self._base.say("remark_in_english", self._language, text=english)

    def _line(self, table: str, one: Line) -> Line:
        spoken = STATES[table]
        line = {name: str(getattr(one, name)) for name in spoken.known_by}
        changed = {
            column: self.text(table, line, column, english)
            for column in spoken.columns
            if (english := getattr(one, column))
        }
        if not changed:
            return one
        if isinstance(one, Mandate):
            return one.model_copy(update=changed)
        made: Any = one
        said: Line = replace(made, **changed)
        return said
