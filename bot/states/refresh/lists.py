"""The official lists that can be taken in: from which page, how the file is saved; and what one
says, as lines of the tables."""

from __future__ import annotations

from dataclasses import dataclass, field

from bot.reviews import PartialDate
from bot.states.models import Instrument
from bot.states.refresh.grids import days_of

Fact = dict[str, str]
"""What a list says, as a line of its table: texts by column."""


@dataclass(frozen=True)
class Set:
    """Facts that one official file holds."""

    id: str
    title: str
    publisher: str
    page: str
    """The official address."""
    how: str
    """What to do there, in one sentence."""
    headings: str
    """What the table is known by: these words stand in its headings."""


SETS: dict[str, Set] = {
    official.id: official
    for official in (
        Set("dashboard", "Ratification status by treaty, with accepted procedures", "OHCHR",
            "https://indicators.ohchr.org",
            "Choose a treaty, press “Underlying data” and save the Excel file.",
            "“Country” and “Date of Ratification”"),
        Set("depositary", "Status of a treaty: participants", "UN Treaty Collection",
            "https://treaties.un.org/Pages/Treaties.aspx?id=4&subid=A&clang=_en",
            "Open the treaty, save the whole page as HTML, or copy the table into a text file.",
            "“Participant” and “Ratification” or “Accession”"),
        Set("african-union", "Status list of a treaty of the African Union", "African Union",
            "https://au.int/en/treaties",
            "Open the treaty’s status list and copy its text into a .txt file, title included.",
            "the treaty’s title, then lines of number, country and dates"),
        Set("upr-calendar", "Calendar of the UPR", "OHCHR",
            "https://www.ohchr.org/en/hr-bodies/upr/upr-home",
            "Copy the table of States, sessions and deadlines into a spreadsheet.",
            "“State” and “Session”"),
        Set("committee-calendar", "Sessions and reviews of the committees", "OHCHR",
            "https://tbinternet.ohchr.org/_layouts/15/TreatyBodyExternal/MasterCalendar.aspx",
            "Copy the table of sessions or reviews into a spreadsheet.",
            "“Committee” and “Session”"),
        Set("ganhri", "Chart of the status of national institutions", "GANHRI",
            "https://ganhri.org/membership/",
            "Open the accreditation chart and copy its text or table into a file.",
            "“Country” and “Status”, or the lines “A status”, “B status”"),
        Set("npm", "National preventive mechanisms by State", "APT; OHCHR (SPT)",
            "https://www.ohchr.org/en/treaty-bodies/spt/national-preventive-mechanisms",
            "Save the whole page as HTML, or copy the table into a text file.",
            "“State” and “NPM”"),
    )
}  # fmt: skip
"""By id, in the order in which they are offered."""


@dataclass
class ListFacts:
    """What a file holds: facts by table, its day, and what was passed over."""

    set: str
    title: str = ""
    as_of: PartialDate | None = None
    """The day that the file gives for itself."""
    facts: dict[str, list[Fact]] = field(default_factory=dict)
    """Table (ratifications, regional, institutions, calendar) → lines, each with its key."""
    skipped: list[str] = field(default_factory=list)
    """Names in the file that are no State here."""

    def add(self, table: str, cells: Fact) -> None:
        """One fact; the same again is left out."""
        its = self.facts.setdefault(table, [])
        if cells not in its:
            its.append(cells)

    @property
    def count(self) -> int:
        """How many facts there are."""
        return sum(map(len, self.facts.values()))


def standing_of(code: str, treaty: Instrument, joined: str, signed: str) -> Fact:
    """A State and a treaty, by the days of joining and of signing."""
    status = "party" if joined else "signed" if signed else "none"
    return {"iso3": code, "instrument": treaty.id, "status": status, "since": joined}


def accept(cells: Fact, treaty: Instrument, procedure: str, day: str | None) -> None:
    """Whether a party accepted a procedure that needs more than joining: by the date in its
    column; None where the list has no such column."""
    opened = getattr(treaty, procedure)
    if day is None or opened not in ("declaration", "opt-in", "opt-out"):
        return
    cells[procedure] = "yes" if day else "no"
    if day:
        cells[f"{procedure}_since"] = day


def accredited(code: str, grade: str, name: str) -> Fact:
    """A national human rights institution and its accreditation."""
    standing = {"A": "a", "B": "b", "C": "no_status"}[grade]
    return {"iso3": code, "kind": "nhri", "name": name.strip(" ,;"), "standing": standing}


def calendar_line(mechanism: str, stage: str, session: str, **cells: str) -> Fact:
    """A line of the calendar; days that can't be read stay out."""
    line: Fact = {"mechanism": mechanism, "stage": stage.replace("_", " "), "session": session}
    for name, text in cells.items():
        if name in ("iso3", "cycle"):
            line[name] = text
        elif text:
            days = days_of(text)
            line[name] = days[0] if days else ""
    for name in ("civil_society", "national_report"):
        if line.get(f"{name}_deadline"):
            line[f"{name}_certainty"] = "published"
    return {name: text for name, text in line.items() if text}
