"""The lines of `knowledge/states/` as checked rows."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from pydantic import ValidationError

from bot.knowledge import quoted
from bot.knowledge.sources import Source
from bot.states.files import StateCells
from bot.states.models import Mandate
from bot.states.rows import (
    ACTOR_KINDS,
    ANSWERS,
    JURISDICTIONS,
    KINDS,
    NATIONAL,
    OPENED,
    PAGES,
    RUNS,
    SERVES,
    STATUSES,
    WORKS,
    Actor,
    Court,
    Coverage,
    Institution,
    Instrument,
    RegionalBody,
    TreatyRow,
    WayRule,
)

COLUMNS: Mapping[str, tuple[str, ...]] = {
    "sources": (
        "id", "title", "publisher", "url", "date", "official", "read_in_copy", "find", "caution",
    ),
    "instruments": (
        "id", "short", "title", "committee", "main", "protocol_to", "needs", "adopted", "in_force",
        "complaint", "inquiry", "urgent", "visits", "region", "gap", "page", "names",
    ),
    "ratifications": (
        "iso3", "state", "instrument", "status", "since", "as_of", "doubt",
        "complaint", "complaint_since", "complaint_as_of", "complaint_doubt",
        "inquiry", "inquiry_since", "inquiry_as_of", "inquiry_doubt", "source", "note",
    ),
    "bodies": (
        "id", "name", "mechanism", "complaint", "complaint_rule", "no_complaint_rule",
        "situation", "situation_rule", "page", "names",
    ),
    "regional": (
        "iso3", "state", "body", "covered", "complaint", "as_of", "source", "note", "doubt", "rule",
    ),
    "mandates": (
        "id", "kind", "title", "iso3", "email", "resolution", "renewed", "until", "standing",
        "holder", "note", "source", "as_of", "rule",
    ),
    "ways": (
        "key", "serves", "mechanism", "who", "what", "needs", "rule", "without", "because",
        "group", "item",
    ),
    "institutions": ("iso3", "state", "kind", "name", "standing", "as_of", "source", "note"),
    "courts": ("iso3", "state", "court", "standing", "since", "as_of", "source", "note"),
    "actors": ("iso3", "state", "kind", "name", "other", "as_of", "source", "note"),
}  # fmt: skip
"""The columns of each file, all of which it must have."""
ENDLESS = "no end"
"""Written under `until` of a mandate that was created without an end date."""


@dataclass(frozen=True)
class TableNames:
    """The ids that a line may name."""

    states: Mapping[str, str]
    """Code → name."""
    mechanisms: Collection[str]
    entries: Collection[str]
    sources: Collection[str]
    instruments: Collection[str] = ()
    bodies: Collection[str] = ()


def source(cells: StateCells) -> tuple[str, Source, str]:
    """A source's id, the source, and what is known of its quality."""
    name = cells.needed("id")
    given = {column: cells.text(column) or None for column in ("url", "date", "find")}
    flags = {column: cells.text(column) == "yes" for column in ("official", "read_in_copy")}
    named = {column: cells.needed(column) for column in ("title", "publisher")}
    try:
        source = Source.model_validate({**named, **given, **flags})
    except ValidationError as error:
        cells.wrong += [f"{fault['loc'][0]}: {fault['msg'].lower()}" for fault in error.errors()]
        source = Source(title="unusable", publisher="unusable")
    return name, source, cells.text("caution")


def instrument(cells: StateCells, known: TableNames) -> Instrument:
    """A line of instruments.csv; what can't be used is noted in `cells.wrong`."""
    return Instrument(
        id=cells.needed("id"),
        short=cells.needed("short"),
        title=cells.needed("title"),
        committee=cells.id_among("committee", "mechanism", known.mechanisms),
        main=cells.text("main") == "yes",
        protocol_to=cells.text("protocol_to"),
        needs=cells.several("needs"),
        adopted=cells.needed_date("adopted"),
        in_force=cells.needed_date("in_force"),
        complaint=cells.perhaps("complaint", OPENED),
        inquiry=cells.perhaps("inquiry", OPENED),
        urgent=cells.perhaps("urgent", OPENED),
        visits=cells.perhaps("visits", OPENED),
        region=cells.text("region"),
        gap=cells.text("gap"),
        page=cells.needed("page"),
        names=cells.several("names"),
    )


def row(cells: StateCells, known: TableNames) -> TreatyRow:
    """A line of ratifications.csv; what can't be used is noted in `cells.wrong`."""
    return TreatyRow(
        iso3=state(cells, known),
        instrument=cells.id_among("instrument", "treaty", known.instruments),
        status=cells.word("status", STATUSES),
        since=cells.date("since"),
        as_of=cells.date("as_of"),
        doubt=cells.text("doubt"),
        complaint=cells.perhaps("complaint", ANSWERS),
        complaint_since=cells.date("complaint_since"),
        complaint_as_of=cells.date("complaint_as_of"),
        complaint_doubt=cells.text("complaint_doubt"),
        inquiry=cells.perhaps("inquiry", ANSWERS),
        inquiry_since=cells.date("inquiry_since"),
        inquiry_as_of=cells.date("inquiry_as_of"),
        inquiry_doubt=cells.text("inquiry_doubt"),
        sources=sources(cells, known),
        note=cells.text("note"),
    )


def body(cells: StateCells, known: TableNames) -> RegionalBody:
    """A line of bodies.csv; what can't be used is noted in `cells.wrong`."""
    return RegionalBody(
        id=cells.needed("id"),
        name=cells.needed("name"),
        mechanism=cells.id_among("mechanism", "mechanism", known.mechanisms),
        complaint=cells.text("complaint"),
        complaint_rule=cells.id_among("complaint_rule", "entry", known.entries),
        no_complaint_rule=cells.id_among("no_complaint_rule", "entry", known.entries),
        situation=cells.text("situation"),
        situation_rule=cells.id_among("situation_rule", "entry", known.entries),
        page=cells.needed("page"),
        names=tuple(filter(None, cells.text("names").split("|"))),
    )


def coverage(cells: StateCells, known: TableNames) -> Coverage:
    """A line of regional.csv; what can't be used is noted in `cells.wrong`."""
    return Coverage(
        iso3=state(cells, known),
        body=cells.id_among("body", "regional body", known.bodies),
        covered=cells.word("covered", ANSWERS),
        complaint=cells.word("complaint", ANSWERS),
        as_of=cells.date("as_of"),
        sources=sources(cells, known),
        note=cells.text("note"),
        doubt=cells.text("doubt"),
        rule=cells.id_among("rule", "entry", known.entries),
    )


def mandate(cells: StateCells, known: TableNames) -> Mandate:
    """A line of mandates.csv; what can't be used is noted in `cells.wrong`."""
    kind = cells.word("kind", KINDS)
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
        runs=cells.word("standing", RUNS),
        holder=cells.text("holder"),
        note=cells.text("note"),
        source="|".join(sources(cells, known)),
        as_of=cells.needed_date("as_of"),
        rule=cells.id_among("rule", "entry", known.entries),
    )


def way(cells: StateCells, known: TableNames) -> WayRule:
    """A line of ways.csv; what can't be used is noted in `cells.wrong`."""
    return WayRule(
        key=cells.needed("key"),
        serves=cells.word("serves", SERVES),
        mechanism=cells.id_among("mechanism", "mechanism", known.mechanisms),
        who=cells.text("who"),
        what=cells.needed("what"),
        needs=cells.text("needs"),
        rule=cells.id_among("rule", "entry", known.entries),
        without=cells.id_among("without", "entry", known.entries),
        because=cells.text("because"),
        group=cells.text("group"),
        item=cells.text("item"),
    )


def institution(cells: StateCells, iso3: str, sources: tuple[str, ...]) -> Institution:
    """A line of institutions.csv, with its State and sources as they were read."""
    return Institution(
        iso3=iso3,
        kind=cells.word("kind", NATIONAL),
        name=cells.text("name"),
        standing=cells.word("standing", WORKS),
        as_of=cells.needed_date("as_of"),
        sources=sources,
        note=cells.text("note"),
    )


def court(cells: StateCells, iso3: str, sources: tuple[str, ...]) -> Court:
    """A line of courts.csv, with its State and sources as they were read."""
    name = cells.needed("court")
    if name and name not in PAGES:
        cells.wrong.append(f"court: there is no court '{name}' here; use IACtHR, EACJ, COMESA, ICC")
    return Court(
        iso3=iso3,
        court=name,
        standing=cells.word("standing", JURISDICTIONS),
        since=cells.date("since"),
        as_of=cells.needed_date("as_of"),
        sources=sources,
        note=cells.text("note"),
    )


def actor(cells: StateCells, iso3: str, sources: tuple[str, ...], states: Collection[str]) -> Actor:
    """A line of actors.csv; `states` holds the codes of States."""
    return Actor(
        iso3=iso3,
        kind=cells.word("kind", ACTOR_KINDS),
        name=cells.needed("name"),
        other=cells.id_among("other", "State", states),
        as_of=cells.needed_date("as_of"),
        sources=sources,
        note=cells.text("note"),
    )


def state(cells: StateCells, known: TableNames) -> str:
    """The code of a State; its name, where given, must be the one known here."""
    code, name = cells.text("iso3"), cells.text("state")
    called = known.states.get(code)
    if called is None:
        cells.wrong.append(f"iso3: there is no State with the code {quoted(code)}")
    elif name and name != called:
        cells.wrong.append(f"state: {code} is {called}, but the line says {name}")
    return code


def sources(cells: StateCells, known: TableNames) -> tuple[str, ...]:
    """Sources: ids, addresses or, from an import, a text with a space in it."""
    source_ids = cells.several("source")
    for source in source_ids:
        if source not in known.sources and not source.startswith("https://") and " " not in source:
            cells.wrong.append(
                f"source: there is no source {quoted(source)}; give its id in sources.csv or"
                " sources.yaml, an address (https://…), or say in a few words what it is"
            )
    return source_ids
