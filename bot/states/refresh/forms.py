"""Knows official lists by their headings, and reads facts out of them."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from bot.reviews import Moment
from bot.states.instruments import Instruments
from bot.states.names import StateNames
from bot.states.refresh.dates import dates_of, day_in
from bot.states.refresh.grids import Grid
from bot.states.rows import Body, Instrument

Cells = dict[str, str]
NO_NPM = re.compile(r"^(no npm|none|not (yet )?designated|-+)?$", re.IGNORECASE)
_LISTED = re.compile(r"^\s*\d{1,3}[.)]?\s+(?P<name>\D+?)\s+(?P<days>(?:[-–]|\d[\d/. -]*\d).*)$")
_GRADE = re.compile(r"\b([ABC])(?:\s*\(R\))?\b")
_PARTIES = re.compile(r"Parties\s*:?\s*(\d{1,3})", re.IGNORECASE)


@dataclass
class Reading:
    """What a file holds: facts by table, its day, and what was passed over."""

    set: str
    title: str = ""
    as_of: Moment | None = None
    """The day that the file gives for itself."""
    facts: dict[str, list[Cells]] = field(default_factory=dict)
    """Table (ratifications, regional, institutions, calendar) → lines, each with its key."""
    skipped: list[str] = field(default_factory=list)
    """Names in the file that are no State here."""

    def add(self, table: str, cells: Cells) -> None:
        """One fact; the same again is left out."""
        its = self.facts.setdefault(table, [])
        if cells not in its:
            its.append(cells)

    @property
    def count(self) -> int:
        """How many facts there are."""
        return sum(map(len, self.facts.values()))


class Forms:
    """Reads official lists of one knowledge base."""

    def __init__(
        self, names: StateNames, instruments: Instruments, bodies: Mapping[str, Body]
    ) -> None:
        self._names, self._instruments, self._bodies = names, instruments, bodies
        self._exact = {
            text.casefold(): code
            for code, one in names.states.items()
            for text in (one.name, one.official)
        }

    def read(self, wanted: str, found: Sequence[Grid], treaty: str = "") -> Reading:
        """The facts of the set `wanted`; `treaty`, by its id, counts where the file names none.

        ValueError, in a sentence, where no table of that form is in the file.
        """
        readers: dict[str, Callable[[Grid, Reading, str], bool]] = {
            "dashboard": self._dashboard,
            "depositary": self._depositary,
            "african-union": self._african,
            "upr-calendar": self._calendar,
            "committee-calendar": self._calendar,
            "ganhri": self._accreditation,
            "npm": self._preventive,
        }
        reading = Reading(wanted)
        known = [readers[wanted](grid, reading, treaty) for grid in found]
        if not any(known):
            raise ValueError("no table with the headings of that list is in it")
        return reading

    def _dashboard(self, grid: Grid, reading: Reading, treaty: str) -> bool:
        """OHCHR: country, signature, ratification, accepted complaints and inquiries by date."""
        head = _heading(grid, "country", "date of ratification")
        if head is None:
            return False
        at = _columns(grid.rows[head], {
            "state": "country", "signed": "date of signature", "joined": "date of ratification",
            "complaint": "individual communications", "inquiry": "inquiry procedure",
        })  # fmt: skip
        main = self._treaty(" ".join(grid.rows[0]) if head else grid.text[:300], treaty)
        reading.title, reading.as_of = main.title, day_in(grid.text, "Last Updated:")
        for row in grid.rows[head + 1 :]:
            code = self._code(_at(row, at, "state"), reading)
            if code is None:
                continue
            joined, signed = _day(row, at, "joined"), _day(row, at, "signed")
            cells = _standing(code, main, joined, signed)
            complaint, inquiry = _day(row, at, "complaint"), _day(row, at, "inquiry")
            if joined:
                _accepted(cells, main, "complaint", complaint if "complaint" in at else None)
                _accepted(cells, main, "inquiry", inquiry if "inquiry" in at else None)
            reading.add("ratifications", cells)
            protocol = self._protocol(main)
            if protocol and "complaint" in at:
                own = _standing(code, protocol, complaint, "")
                if not complaint:
                    own["keep_signed"] = "yes"
                elif "inquiry" in at:
                    _accepted(own, protocol, "inquiry", inquiry)
                reading.add("ratifications", own)
        return True

    def _depositary(self, grid: Grid, reading: Reading, treaty: str) -> bool:
        """The depositary: participant, signature, and the date of joining with its letter."""
        head = _heading(grid, "participant")
        if head is None:
            return False
        headings = [cell.casefold() for cell in grid.rows[head]]
        joining = next((n for n, cell in enumerate(headings)
                        if "ratification" in cell or "accession" in cell), None)  # fmt: skip
        if joining is None:
            return False
        signing = next((n for n, cell in enumerate(headings) if cell.startswith("signature")), None)
        main = self._treaty(" ".join(" ".join(row) for row in grid.rows[:head]) or grid.text[:2000],
                            treaty, grid.text)  # fmt: skip
        reading.title = main.title
        reading.as_of = day_in(grid.text, "STATUS AS AT")
        named: set[str] = set()
        parties = 0
        for row in grid.rows[head + 1 :]:
            code = self._code(row[0], reading)
            joined = dates_of(row[joining])[-1:] if len(row) > joining else []
            parties += bool(joined)
            if code is None:
                continue
            signed = (
                dates_of(row[signing])[:1] if signing is not None and len(row) > signing else []
            )
            cells = _standing(code, main, "".join(joined), "".join(signed))
            named.add(code)
            reading.add("ratifications", cells)
        stated = _PARTIES.search(grid.text)
        if stated and parties == int(stated[1]):  # the list is whole: the rest did not join
            region = main.region
            for code, one in self._names.states.items():
                if code not in named and region in ("", one.region):
                    reading.add("ratifications", _standing(code, main, "", ""))
        return True

    def _african(self, grid: Grid, reading: Reading, treaty: str) -> bool:
        """The African Union: number, country, signature, ratification, deposit."""
        title = grid.text[:600].casefold()
        body = next((name for name, words in _CHARTERS.items() if words in title), "")
        main = None if body else self._treaty(grid.text[:600], treaty)
        seen = False
        for row in grid.rows:
            line = " ".join(row)
            match = _LISTED.match(line)
            if match is None:
                continue
            code = self._code(match["name"], reading)
            if code is None:
                continue
            seen = True
            days = re.findall(r"\d{1,2}[/. -]\d{1,2}[/. -]\d{4}|[-–]", match["days"])
            days = [dates_of(day)[0] if dates_of(day) else "" for day in days]
            signed, joined = (days[0] if days else ""), (days[1] if len(days) > 1 else "")
            if main:
                reading.add("ratifications", _standing(code, main, joined, signed))
            else:
                answer = "yes" if joined else "no"
                reading.add("regional", {"iso3": code, "body": body, "covered": answer,
                                         "complaint": answer})  # fmt: skip
        reading.title = main.title if main else self._bodies[body].name
        reading.as_of = day_in(grid.text, "Date:") or day_in(grid.text, "as at")
        return seen

    def _accreditation(self, grid: Grid, reading: Reading, treaty: str) -> bool:  # noqa: ARG002
        """GANHRI: a table with country and status, or lines under “A status” and “B status”."""
        reading.title = "Accreditation of national human rights institutions"
        reading.as_of = day_in(grid.text, "")
        head = _heading(grid, "status")
        if head is not None:
            at = _columns(grid.rows[head], {
                "state": "country", "name": "institution", "status": "status",
            })  # fmt: skip
            if "state" not in at and "name" in at:
                at["state"] = at["name"]
            for row in grid.rows[head + 1 :]:
                code = self._code(_at(row, at, "state").split(":")[0], reading)
                grade = _GRADE.search(_at(row, at, "status"))
                if code and grade:
                    reading.add("institutions", _graded(code, grade[1], _at(row, at, "name")))
            return True
        grade_now = ""
        for row in grid.rows:
            line = " ".join(row)
            if under := re.match(r"[“\"']?([ABC])[”\"']?\s+status\b", line, re.IGNORECASE):
                grade_now = under[1].upper()
            elif grade_now and ":" in line:
                state, name = line.split(":", 1)
                if code := self._code(re.sub(r"^[\d.\s]+", "", state), reading):
                    reading.add("institutions", _graded(code, grade_now, name))
        return bool(grade_now)

    def _preventive(self, grid: Grid, reading: Reading, treaty: str) -> bool:  # noqa: ARG002
        """APT or OHCHR: State party and the mechanism that it named, or that there is none."""
        head = _heading(grid, "npm") or _heading(grid, "national preventive mechanism")
        if _heading(grid, "npm") == 0 or _heading(grid, "national preventive mechanism") == 0:
            head = 0
        if head is None:
            return False
        at = _columns(grid.rows[head], {"state": "state", "npm": "npm"})
        at |= _columns(grid.rows[head], {"state": "country", "npm": "national preventive"})
        if not {"state", "npm"} <= set(at):
            return False
        reading.title = "National preventive mechanisms"
        reading.as_of = day_in(grid.text, "")
        for row in grid.rows[head + 1 :]:
            if code := self._code(_at(row, at, "state"), reading):
                name = _at(row, at, "npm")
                none = bool(NO_NPM.match(name))
                reading.add("institutions", {
                    "iso3": code, "kind": "npm", "name": "" if none else name,
                    "standing": "none" if none else "named",
                })  # fmt: skip
        return True

    def _calendar(self, grid: Grid, reading: Reading, treaty: str) -> bool:  # noqa: ARG002
        """Calendars: a mechanism or committee, States, sessions, dates, deadlines."""
        head = _heading(grid, "session")
        if head is None:
            return False
        at = _columns(grid.rows[head], _CALENDAR)
        upr = reading.set == "upr-calendar"
        if not upr and "mechanism" not in at:
            return False
        reading.title = "Calendar of the UPR" if upr else "Calendar of the committees"
        for row in grid.rows[head + 1 :]:
            cells = {name: _at(row, at, name) for name in at}
            mechanism = "upr" if upr else cells.get("mechanism", "").casefold()
            session = re.sub(r"\D", "", cells.get("session", ""))
            if not session:
                continue
            start, end = cells.get("start", ""), cells.get("end", "")
            if start or end:
                reading.add("calendar", _row(mechanism, "session", session, start=start, end=end))
            if state := cells.get("state") or cells.get("iso3"):
                code = self._code(state, reading)
                if code is None:
                    continue
                stage = cells.get("stage") or "review"
                reading.add("calendar", _row(
                    mechanism, stage, session, iso3=code, cycle=cells.get("cycle", ""),
                    start=cells.get("date", ""), civil_society_deadline=cells.get("deadline", ""),
                    national_report_deadline=cells.get("national", ""),
                ))  # fmt: skip
        return bool(reading.count)

    def _treaty(self, title: str, treaty: str, page: str = "") -> Instrument:
        """The treaty that a list is of. ValueError where its title names none, or several."""
        if treaty:
            return self._instruments[treaty]
        number = re.search(r"mtdsg_no=([A-Z]+-[\d]+(?:-[a-z])?)", page)
        if number:
            for one in self._instruments.values():
                if f"mtdsg_no={number[1]}&" in one.page:
                    return one
        named = self._instruments.named(title)
        if len(named) != 1:
            raise ValueError("which treaty it is can't be told from its title; give --treaty")
        return named[0]

    def _protocol(self, main: Instrument) -> Instrument | None:
        """The protocol that opens complaints before the committee of a treaty."""
        if main.complaint:
            return None
        found = self._instruments.opening("complaint", main.committee)
        return found if found and found.protocol_to == main.id else None

    def _code(self, text: str, reading: Reading) -> str | None:
        """The State that a cell names; footnote numbers and marks do not count."""
        name = re.sub(r"[\d,*†‡]+(\s*[\d,*†‡]+)*\s*$", "", text).strip(" .:")
        if not name:
            return None
        if found := self._exact.get(name.casefold()):
            return found
        if self._names.knows(name):
            return name
        mentions = self._names.find(name)
        if len(mentions) == 1 and len(mentions[0].codes) == 1:
            return mentions[0].codes[0]
        if len(name) < 60 and not name.casefold().startswith(("source", "definition", "note")):
            reading.skipped.append(name)
        return None


_CHARTERS = {"ACERWC": "rights and welfare of the child", "ACHPR": "human and peoples"}
_CALENDAR = {
    "mechanism": "committee", "iso3": "iso3", "state": "state", "session": "session",
    "cycle": "cycle", "stage": "stage", "start": "start", "end": "end", "date": "date",
    "deadline": "deadline", "national": "national",
}  # fmt: skip


def _heading(grid: Grid, *words: str) -> int | None:
    """The row in which a cell begins with each of these words."""
    for number, row in enumerate(grid.rows[:40]):
        cells = [cell.casefold() for cell in row]
        if len(row) > 1 and all(any(_is(cell, word) for cell in cells) for word in words):
            return number
    return None


def _is(cell: str, word: str) -> bool:
    return len(cell) < 90 and re.search(rf"\b{re.escape(word)}", cell.replace("_", " ")) is not None


def _columns(headings: Sequence[str], wanted: Mapping[str, str]) -> dict[str, int]:
    """Where each wanted heading stands: the one that is that word, or else begins with it."""
    found: dict[str, int] = {}
    cells = [cell.casefold().replace("_", " ") for cell in headings]
    for name, word in wanted.items():
        exact = [n for n, cell in enumerate(cells) if cell == word]
        near = [n for n, cell in enumerate(cells) if re.search(rf"\b{re.escape(word)}", cell)]
        near = [n for n in near if n not in found.values()]
        if exact or near:
            found[name] = (exact or near)[0]
    return found


def _at(row: Sequence[str], at: Mapping[str, int], name: str) -> str:
    number = at.get(name, len(row))
    return row[number] if number < len(row) else ""


def _day(row: Sequence[str], at: Mapping[str, int], name: str) -> str:
    found = dates_of(_at(row, at, name))
    return found[0] if found else ""


def _standing(code: str, treaty: Instrument, joined: str, signed: str) -> Cells:
    status = "party" if joined else "signed" if signed else "none"
    return {"iso3": code, "instrument": treaty.id, "status": status, "since": joined}


def _accepted(cells: Cells, treaty: Instrument, procedure: str, day: str | None) -> None:
    """Whether a party accepted a procedure that needs more than joining: by the date in its
    column; None where the list has no such column."""
    opened = getattr(treaty, procedure)
    if day is None or opened not in ("declaration", "opt-in", "opt-out"):
        return
    cells[procedure] = "yes" if day else "no"
    if day:
        cells[f"{procedure}_since"] = day


def _graded(code: str, grade: str, name: str) -> Cells:
    standing = {"A": "a", "B": "b", "C": "no_status"}[grade]
    return {"iso3": code, "kind": "nhri", "name": name.strip(" ,;"), "standing": standing}


def _row(mechanism: str, stage: str, session: str, **cells: str) -> Cells:
    """A line of the calendar; days that can't be read stay out."""
    found: Cells = {"mechanism": mechanism, "stage": stage.replace("_", " "), "session": session}
    for name, text in cells.items():
        if name in ("iso3", "cycle"):
            found[name] = text
        elif text:
            days = dates_of(text)
            found[name] = days[0] if days else ""
    for name in ("civil_society", "national_report"):
        if found.get(f"{name}_deadline"):
            found[f"{name}_certainty"] = "published"
    return {name: text for name, text in found.items() if text}


def facts_of(reading: Reading) -> Iterator[tuple[str, Cells]]:
    """Every fact with its table."""
    for table, its in reading.facts.items():
        yield from ((table, cells) for cells in its)
