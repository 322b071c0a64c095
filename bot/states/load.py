"""Reads `knowledge/states/` into checked rows, all or nothing."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import Any, NamedTuple, TypeVar, get_args

from pydantic import ValidationError

from bot.knowledge import KnowledgeError, Problem
from bot.knowledge.files import content_of
from bot.knowledge.models import Base
from bot.knowledge.sources import Source
from bot.states.files import (
    StateCells,
    TableNames,
    columns_of,
    line_of,
    lines,
    over,
    receipts,
    sources,
)
from bot.states.models import (
    Actor,
    Court,
    Coverage,
    Institution,
    Instrument,
    Kind,
    Mandate,
    RegionalBody,
    Runs,
    TreatyRow,
    WayRule,
)
from bot.states.names import StateNames

Row = TypeVar("Row")
COLUMNS: Mapping[str, tuple[str, ...]] = {
    "sources": (
        "id", "title", "publisher", "url", "date", "official", "read_in_copy", "find", "caution",
    ),
    "instruments": columns_of(Instrument),
    "ratifications": columns_of(TreatyRow),
    "bodies": columns_of(RegionalBody),
    "regional": columns_of(Coverage),
    "mandates": (
        "id", "kind", "title", "iso3", "email", "resolution", "renewed", "until", "standing",
        "holder", "note", "source", "as_of", "rule",
    ),
    "ways": columns_of(WayRule),
    "institutions": columns_of(Institution),
    "courts": columns_of(Court),
    "actors": columns_of(Actor),
}  # fmt: skip
"""The columns of each file, all of which it must have."""
ENDLESS = "no end"
"""Written under `until` of a mandate that was created without an end date."""


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
    names something unknown, what stands twice, and what is impossible.
    """
    names = names or state_names(folder)
    known = TableNames(
        {code: state.name for code, state in names.states.items()},
        base.mechanisms,
        base.entries,
        base.sources,
    )
    reader = _Reader(folder, known)
    named = reader.each("sources", _source, "id").values()
    refreshed = {receipt.id: receipt.source() for receipt in receipts()}
    reader.know(sources={*base.sources, *(own.id for own in named), *refreshed})
    treaties = reader.rows("instruments", Instrument, "id").values()
    bodies = reader.rows("bodies", RegionalBody, "id").values()
    instruments = {treaty.id: treaty for treaty in treaties}
    reader.know(instruments=instruments, bodies={body.id for body in bodies})
    rows = reader.rows("ratifications", TreatyRow, "iso3", "instrument")
    coverages = reader.rows("regional", Coverage, "iso3", "body")
    mandates = reader.each("mandates", _mandate, "id")
    ways = reader.rows("ways", WayRule, "key")
    institutions = reader.rows("institutions", Institution, "iso3", "kind")
    courts = reader.rows("courts", Court, "iso3", "court")
    actors = reader.rows("actors", Actor, "iso3", "name")
    if not reader.problems:
        reader.problems += [
            Problem(file_name("ratifications"), line, wrong)
            for line, wrong in impossible(rows.items(), instruments)
        ]
    if reader.problems:
        raise KnowledgeError(reader.problems)
    return Tables(
        names=names,
        sources={own.id: own.source for own in named} | refreshed,
        cautions={own.id: own.caution for own in named if own.caution},
        instruments=instruments,
        rows=tuple(rows.values()),
        bodies={body.id: body for body in bodies},
        coverages=tuple(coverages.values()),
        mandates=tuple(mandates.values()),
        ways=tuple(ways.values()),
        institutions=tuple(institutions.values()),
        courts=tuple(courts.values()),
        actors=tuple(actors.values()),
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


def file_name(name: str) -> str:
    """What a curator is told that a file of the folder is called."""
    return f"states/{name}.csv"


def impossible(
    placed: Iterable[tuple[int, TreatyRow]], instruments: Mapping[str, Instrument]
) -> Iterator[tuple[int, str]]:
    """The line of each impossible row and a sentence that says what is wrong.

    Rules: a State joins a protocol only when it joined its treaty (OPCAT art. 27(3), OP-CEDAW
    art. 15, OPIC art. 18 and the like; the first two protocols to the CRC are open to others
    too); nothing happens before the treaty was adopted; declarations are for parties.
    """
    every = list(placed)
    status = {(row.iso3, row.instrument): row.status for _, row in every}
    for line, row in every:
        treaty = instruments[row.instrument]
        for sentence in (*_of_status(row, treaty), *_of_procedures(row, treaty)):
            yield line, f"{row.iso3}, {treaty.short}: {sentence}"
        held = [status.get((row.iso3, other), "unknown") for other in treaty.needs]
        if row.status == "party" and held and not {"party", "unknown"} & set(held):
            needed = " or ".join(treaty.needs)
            yield line, f"{row.iso3}, {treaty.short}: a party, but not a party to {needed}"


def _of_status(row: TreatyRow, treaty: Instrument) -> Iterator[str]:
    if row.since and row.status != "party":
        yield f"since: {row.since}, but the status is '{row.status}'"
    if row.since and row.since.last < treaty.adopted.first:
        yield f"since: {row.since} lies before the treaty was adopted ({treaty.adopted})"
    if row.since and row.as_of and row.since.first > row.as_of.last:
        yield f"since: {row.since} lies after the day of its source (as_of {row.as_of})"
    if row.status != "unknown" and not row.as_of:
        yield "as_of: it is missing; say of which day the source is"


def _of_procedures(row: TreatyRow, treaty: Instrument) -> Iterator[str]:
    cells = (
        ("complaint", row.complaint, row.complaint_since, treaty.complaint),
        ("inquiry", row.inquiry, row.inquiry_since, treaty.inquiry),
    )
    for column, answer, since, opened in cells:
        if answer and row.status != "party":
            yield f"{column}: '{answer}', but the State is no party"
        if answer and opened is None:
            yield f"{column}: '{answer}', but the treaty opens no such procedure"
        if answer and column == "complaint" and opened == "with":
            yield "complaint: leave it empty, it comes with joining"
        if since and answer != "yes":
            yield f"{column}_since: {since}, but it was not accepted"
        if since and row.since and since.last < row.since.first:
            yield f"{column}_since: {since} lies before the State joined ({row.since})"


class _Reader:
    """Reads the files one after the other and gathers their problems."""

    def __init__(self, folder: Path, known: TableNames) -> None:
        self._folder, self._known = folder, known
        self.problems: list[Problem] = []

    def know(self, **ids: Any) -> None:
        """Lines that are read from now on may name these."""
        self._known = replace(self._known, **ids)

    def rows(self, name: str, kind: type[Row], *key: str) -> dict[int, Row]:
        """The lines of a file that can be used, by their numbers; of each `key` one may stand."""
        return self.each(name, partial(line_of, kind), *key)

    def each(
        self, name: str, read: Callable[[StateCells, TableNames], Row], *key: str
    ) -> dict[int, Row]:
        """The same of lines of which `read` makes something."""
        path, file = self._folder / "states" / f"{name}.csv", file_name(name)
        columns = COLUMNS[name]
        rows: dict[int, Row] = {}
        seen: dict[str, int] = {}
        try:
            found_lines = lines(file, content_of(path, file), columns, columns)
            for line, given in over(name, found_lines, columns):
                cells = StateCells(given)
                row = read(cells, self._known)
                self.problems += [Problem(file, line, wrong) for wrong in cells.wrong]
                if cells.wrong:
                    continue
                known_by = " and ".join(getattr(row, column) for column in key)
                first = seen.setdefault(known_by, line)
                if first != line:
                    wrong = f"two lines for {known_by}: this one and line {first}"
                    self.problems.append(Problem(file, line, wrong))
                rows[line] = row
        except KnowledgeError as error:
            self.problems += error.problems
        return rows


class _NamedSource(NamedTuple):
    """A line of sources.csv."""

    id: str
    source: Source
    caution: str
    """What is known of its quality."""


def _source(cells: StateCells, _: TableNames) -> _NamedSource:
    name = cells.needed("id")
    given = {column: cells.text(column) or None for column in ("url", "date", "find")}
    flags = {column: cells.text(column) == "yes" for column in ("official", "read_in_copy")}
    named = {column: cells.needed(column) for column in ("title", "publisher")}
    try:
        source = Source.model_validate({**named, **given, **flags})
    except ValidationError as error:
        cells.wrong += [f"{fault['loc'][0]}: {fault['msg'].lower()}" for fault in error.errors()]
        source = Source(title="unusable", publisher="unusable")
    return _NamedSource(name, source, cells.text("caution"))


def _mandate(cells: StateCells, known: TableNames) -> Mandate:
    kind = cells.word("kind", get_args(Kind))
    if (kind == "thematic") == bool(cells.text("iso3")):
        cells.wrong.append("iso3: a thematic mandate has no State, every other one has")
    return Mandate.model_construct(
        id=cells.needed("id"),
        kind=kind,
        title=cells.needed("title"),
        iso3=cells.id_among("iso3", "State", known.states) or None,
        email=cells.text("email"),
        resolution=cells.text("resolution"),
        renewed=cells.date("renewed"),
        until=None if cells.text("until") == ENDLESS else cells.date("until"),
        endless=cells.text("until") == ENDLESS,
        runs=cells.word("standing", get_args(Runs)),
        holder=cells.text("holder"),
        note=cells.text("note"),
        source="|".join(sources(cells, "source", known)),
        as_of=cells.needed_date("as_of"),
        rule=cells.id_among("rule", "entry", known.entries),
    )
