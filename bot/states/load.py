"""Reads `knowledge/states/` into checked rows, all or nothing."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TypeVar

from bot.knowledge import KnowledgeError, Problem
from bot.knowledge.files import content_of
from bot.knowledge.models import Base
from bot.knowledge.sources import Source
from bot.states import tables
from bot.states.files import StateCells, lines, over, receipts
from bot.states.models import Mandate
from bot.states.names import StateNames
from bot.states.plausibility import impossible
from bot.states.rows import (
    Actor,
    Court,
    Coverage,
    Institution,
    Instrument,
    RegionalBody,
    TreatyRow,
    WayRule,
)
from bot.states.tables import COLUMNS, TableNames

T = TypeVar("T")


@dataclass(frozen=True)
class Tables:
    """All that `knowledge/states/` holds."""

    names: StateNames
    sources: Mapping[str, Source]
    cautions: Mapping[str, str]
    """Source → what is known of its quality, where that is worth saying."""
    instruments: Mapping[str, Instrument]
    rows: tuple[TreatyRow, ...]
    bodies: Mapping[str, RegionalBody]
    coverages: tuple[Coverage, ...]
    mandates: tuple[Mandate, ...]
    ways: tuple[WayRule, ...]
    institutions: tuple[Institution, ...] = ()
    courts: tuple[Court, ...] = ()
    actors: tuple[Actor, ...] = ()


def load(folder: Path, base: Base, names: StateNames | None = None) -> Tables:
    """What the folder `states` of a knowledge folder holds; `base` has the entries and sources
    that its lines may name, `names` those of States where they are read already.

    Raises KnowledgeError with every problem found, file and line each: what can't be read, what
    names something unknown, what stands twice, and what is impossible (see `conflicts`).
    """
    names = names or state_names(folder)
    known = TableNames(
        {code: state.name for code, state in names.states.items()},
        base.mechanisms,
        base.entries,
        base.sources,
    )
    reader = _Reader(folder)
    sources = reader.each("sources", tables.source, lambda source: source[0])
    refreshed = {receipt.id: receipt.source() for receipt in receipts()}
    own = {source[0] for _, source in sources}
    known = replace(known, sources={*base.sources, *own, *refreshed})
    treaties = reader.each(
        "instruments", lambda c: tables.instrument(c, known), lambda instrument: instrument.id
    )
    bodies = reader.each("bodies", lambda c: tables.body(c, known), lambda body: body.id)
    instruments = {instrument.id: instrument for _, instrument in treaties}
    known = replace(known, instruments=instruments, bodies={body.id for _, body in bodies})
    rows = reader.each("ratifications", lambda c: tables.row(c, known), row_key)
    coverages = reader.each(
        "regional",
        lambda c: tables.coverage(c, known),
        lambda coverage: f"{coverage.iso3} and {coverage.body}",
    )
    mandates = reader.each(
        "mandates", lambda c: tables.mandate(c, known), lambda mandate: mandate.id
    )
    ways = reader.each("ways", lambda c: tables.way(c, known), lambda rule: rule.key)
    institutions = reader.each(
        "institutions",
        lambda c: tables.institution(c, tables.state(c, known), tables.sources(c, known)),
        lambda institution: f"{institution.iso3} and {institution.kind}",
    )
    courts = reader.each(
        "courts",
        lambda c: tables.court(c, tables.state(c, known), tables.sources(c, known)),
        lambda court: f"{court.iso3} and {court.court}",
    )
    actors = reader.each(
        "actors",
        lambda c: tables.actor(c, tables.state(c, known), tables.sources(c, known), known.states),
        lambda actor: f"{actor.iso3} and {actor.name}",
    )
    if not reader.problems:
        reader.problems += [
            Problem(file_name("ratifications"), line, wrong)
            for line, wrong in impossible(rows, instruments)
        ]
    if reader.problems:
        raise KnowledgeError(reader.problems)
    return Tables(
        names=names,
        sources={**{key: other for _, (key, other, _) in sources}, **refreshed},
        cautions={key: caution for _, (key, _, caution) in sources if caution},
        instruments=instruments,
        rows=tuple(row for _, row in rows),
        bodies={body.id: body for _, body in bodies},
        coverages=tuple(coverage for _, coverage in coverages),
        mandates=tuple(mandate for _, mandate in mandates),
        ways=tuple(rule for _, rule in ways),
        institutions=tuple(institution for _, institution in institutions),
        courts=tuple(court for _, court in courts),
        actors=tuple(actor for _, actor in actors),
    )


def state_names(folder: Path) -> StateNames:
    """The names of States of a knowledge folder; KnowledgeError where they can't be read."""
    try:
        return StateNames.read(folder / "states")
    except (OSError, UnicodeDecodeError, KeyError) as error:
        message = f"the list of States can't be read ({error})"
        if not (folder / "states" / "names.csv").is_file():
            came = "the knowledge base that came with the desk"
            message = f"this file is missing; copy it from {came}"
        raise KnowledgeError([Problem(file_name("names"), 1, message)]) from error


def row_key(row: TreatyRow) -> str:
    """'HTI and CAT': a State and a treaty, of which the table may have one line."""
    return f"{row.iso3} and {row.instrument}"


def file_name(name: str) -> str:
    """What a curator is told that a file of the folder is called."""
    return f"states/{name}.csv"


class _Reader:
    """Reads the files one after the other and gathers their problems."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self.problems: list[Problem] = []

    def each(
        self, name: str, read: Callable[[StateCells], T], key: Callable[[T], str]
    ) -> list[tuple[int, T]]:
        """What `made` makes of each line that can be used; of each `key` there may be one."""
        path, file = self._folder / "states" / f"{name}.csv", file_name(name)
        columns = COLUMNS[name]
        entries: list[tuple[int, T]] = []
        seen: dict[str, int] = {}
        try:
            found_lines = lines(file, content_of(path, file), columns, columns)
            for line, given in over(name, found_lines, columns):
                cells = StateCells(given)
                entry = read(cells)
                self.problems += [Problem(file, line, wrong) for wrong in cells.wrong]
                if cells.wrong:
                    continue
                first = seen.setdefault(key(entry), line)
                if first != line:
                    wrong = f"two lines for {key(entry)}: this one and line {first}"
                    self.problems.append(Problem(file, line, wrong))
                entries.append((line, entry))
        except KnowledgeError as error:
            self.problems += error.problems
        return entries
