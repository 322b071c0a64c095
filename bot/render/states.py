"""A State's profile for a terminal, for a pipe and for a script."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from rich.console import Group
from rich.table import Table
from rich.text import Text

from bot.render.calendar import Names, moment
from bot.render.state_words import answer, day_of, paragraph, standing_of
from bot.render.upcoming import record as coming_record
from bot.render.upcoming import standing
from bot.reviews import MechanismCalendar, StateCalendar
from bot.states import Profile, Profiles, Way, Ways

_PURPOSES = {
    "case": "One person’s case",
    "situation": "A situation",
    "detention": "Visits to places of detention",
}
_VERDICTS = {"can": "what can be used", "cannot": "closed", "check": "to check"}
_RUNS = {
    "running": "running",
    "not_known": "whether it still runs is not known here",
    "not_started": "has not begun",
    "ended": "ended",
}
LEGEND = (
    "“Not a party” and “no” hold for the day of the list that was read: a later step of the State"
    " does not show. Before you act, look on https://treaties.un.org. This is no legal advice."
)
COPY = "Stored copy: it was read in a copy, not on the official page."


@dataclass(frozen=True)
class Line:
    """What is said, of what, and by which sources (numbers of the list at the end)."""

    label: str
    text: str
    notes: tuple[int, ...] = ()
    doubtful: bool = False


@dataclass(frozen=True)
class Section:
    """A heading and its lines."""

    title: str
    lines: tuple[Line, ...]


@dataclass
class _Notes:
    """Numbers the sources in the order in which they are named."""

    numbers: dict[str, int] = field(default_factory=dict)

    def of(self, sources: Iterable[str]) -> tuple[int, ...]:
        return tuple(self.numbers.setdefault(one, len(self.numbers) + 1) for one in sources)


def sections(
    profile: Profile, calendar: StateCalendar, names: Names, profiles: Profiles
) -> list[Section]:
    """The profile in order, the list of sources last; a section without lines is left out."""
    notes = _Notes()
    found = [
        Section("Treaties and procedures", tuple(_treaties(profile, notes))),
        Section("Reviews", tuple(_reviews(calendar, names))),
        Section("UN experts and investigations", tuple(_mandates(profile, notes))),
        Section("Regional bodies", tuple(_regional(profile, notes, profiles))),
    ]
    for purpose, title in _PURPOSES.items():
        ways: Ways = getattr(profile, purpose)
        for verdict, said in _VERDICTS.items():
            lines = tuple(_way(way, notes) for way in getattr(ways, verdict))
            found.append(Section(f"{title}: {said}", lines))
    found.append(Section("Sources", tuple(_sources(notes, profiles))))
    return [section for section in found if section.lines]


def _treaties(profile: Profile, notes: _Notes) -> Iterator[Line]:
    for treaty in profile.treaties:
        party = treaty.party
        parts = [standing_of(party)]
        parts += [f"complaints: {answer(treaty.complaint, party)}"] if treaty.complaint else []
        parts += [f"inquiry: {answer(treaty.inquiry, party)}"] if treaty.inquiry else []
        if treaty.committee == profile.visits.subject:
            parts.append(f"visits to places of detention: {answer(profile.visits, party)}")
        cells = [one for one in (party, treaty.complaint, treaty.inquiry) if one]
        sources = dict.fromkeys(source for cell in cells for source in cell.sources)
        doubtful = any(cell.doubtful for cell in cells)
        yield Line(treaty.short, "; ".join(parts), notes.of(sources), doubtful)


def _reviews(calendar: StateCalendar, names: Names) -> Iterator[Line]:
    for text, advice in standing(calendar, names):
        mechanism, _, said = text.partition(": ")
        now = f" What can be done now: {' | '.join(advice)}" if advice else ""
        yield Line(mechanism, said + now)
    if not calendar.mechanisms:
        yield Line("", "No review of this State is known here.")


def _mandates(profile: Profile, notes: _Notes) -> Iterator[Line]:
    for one in profile.mandates:
        renewed = f" of {moment(one.renewed)}" if one.renewed else ""
        known = f"last resolution known here: {one.resolution}{renewed}" if one.resolution else ""
        over = one.runs == "running" and not one.in_term(profile.on)
        runs = "its term may have ended since" if over else _RUNS[one.runs]
        text = "; ".join(filter(None, (runs, known, one.note)))
        yield Line(
            one.title, text, notes.of(one.source.split("|")), over or one.runs == "not_known"
        )


def _regional(profile: Profile, notes: _Notes, profiles: Profiles) -> Iterator[Line]:
    for cell in profile.regional:
        body = profiles.body(cell.subject)
        yield Line(body.name, cell.says, notes.of(cell.sources), cell.doubtful)
    if not profile.regional:
        yield Line("", "No regional body with power over this State is known here.")


def _way(way: Way, notes: _Notes) -> Line:
    doubtful = bool(way.cell and way.cell.doubtful) or way.reason == "not_known"
    text = f"{way.what}. {way.why}"
    return Line(way.who, text, notes.of(way.sources), doubtful)


def _sources(notes: _Notes, profiles: Profiles) -> Iterator[Line]:
    for name, number in notes.numbers.items():
        source = profiles.source(name)
        parts = [f"{source.title} ({source.publisher})"]
        parts += [source.url] if source.url else []
        parts += [f"look for: {source.find}"] if source.find else []
        parts += ["stored copy"] if source.read_in_copy else []
        parts += [caution] if (caution := profiles.caution(name)) else []
        yield Line(f"[{number}]", "; ".join(parts))
    yield Line("", COPY)


def heading(profile: Profile) -> str:
    """The profile's first line."""
    return f"{profile.name} ({profile.iso3}) on {day_of(profile)}"


def plain(profile: Profile, found: Sequence[Section], to_paste: str) -> list[str]:
    """The profile line by line, for a pipe or a file."""
    lines = [heading(profile), LEGEND]
    for section in found:
        lines += ["", section.title]
        for line in section.lines:
            end = "" if line.label.startswith("[") else ":"
            label = f"{line.label}{end} " if line.label else ""
            lines.append(f"- {label}{line.text}{_marks(line)}")
    return [*lines, "", "To paste", to_paste]


def drawn(profile: Profile, found: Sequence[Section], to_paste: str) -> Group:
    """The profile for a person at a terminal; what is doubtful stands in yellow."""
    parts: list[Any] = [Text(heading(profile), "bold"), Text(LEGEND, "dim")]
    for section in found:
        table = Table.grid(padding=(0, 2, 0, 0))
        table.add_column(width=6 if section.title == "Sources" else 28)
        table.add_column()
        for line in section.lines:
            style = "yellow" if line.doubtful else ""
            said = Text.assemble((line.text, style), (_marks(line), "dim"))
            table.add_row(Text(line.label, "cyan"), said)
        parts += [Text(), Text(section.title, "bold"), table]
    return Group(*parts, Text(), Text("To paste", "bold"), Text(to_paste))


def _marks(line: Line) -> str:
    return " " + "".join(f"[{n}]" for n in line.notes) if line.notes else ""


def record(
    profile: Profile, calendar: StateCalendar, names: Names, profiles: Profiles
) -> dict[str, Any]:
    """The profile as JSON: the shapes' own fields, the reviews, the sources, the paragraph."""
    notes = _Notes()
    cells = [cell for one in profile.treaties for cell in (one.party, one.complaint, one.inquiry)]
    notes.of(source for cell in (*cells, *profile.regional) if cell for source in cell.sources)
    notes.of(source for one in profile.mandates for source in one.source.split("|"))
    for purpose in _PURPOSES:
        ways: Ways = getattr(profile, purpose)
        every = (*ways.can, *ways.cannot, *ways.check)
        notes.of(source for way in every for source in way.sources)
    return {
        **profile.model_dump(mode="json"),
        "reviews": [_turns(one, names) for one in calendar.mechanisms],
        "sources": {one: profiles.source(one).model_dump(mode="json") for one in notes.numbers},
        "paragraph": paragraph(profile, calendar, names),
    }


def _turns(one: MechanismCalendar, names: Names) -> dict[str, Any]:
    return {
        "mechanism": one.mechanism,
        "phase": one.phase,
        "last": coming_record(one.last, names) if one.last else None,
        "next": coming_record(one.next, names) if one.next else None,
        "steps": [coming_record(step, names) for step in one.steps],
    }
