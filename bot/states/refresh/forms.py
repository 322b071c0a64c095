"""Knows official lists by their headings, and reads facts out of them."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence

from bot.states.instruments import Instruments
from bot.states.models import Instrument, RegionalBody
from bot.states.names import StateNames
from bot.states.refresh.grids import (
    Grid,
    cell_of,
    day_in,
    day_of,
    days_of,
    heading_row,
    places,
    read_days,
)
from bot.states.refresh.lists import (
    SETS,
    ListFacts,
    accept,
    accredited,
    calendar_line,
    standing_of,
)

NO_NPM = re.compile(
    r"^(no\b.*|none\b.*|not (yet )?(designated|established|named)\b.*|n/?a|[-–—]+)?$",
    re.IGNORECASE,
)
_LISTED = re.compile(r"^\s*\d{1,3}[.)]?\s+(?P<name>\D+?)\s+(?P<days>(?:[-–]|\d[\d/. -]*\d).*)$")
_GRADE = re.compile(r"\b([ABC])(?:\s*\(R\))?\b")
_PARTIES = re.compile(r"Parties\s*:?\s*(\d{1,3})", re.IGNORECASE)


class Forms:
    """Reads official lists of one knowledge base."""

    def __init__(
        self, names: StateNames, instruments: Instruments, bodies: Mapping[str, RegionalBody]
    ) -> None:
        self._names, self._instruments, self._bodies = names, instruments, bodies
        self._exact = {
            text.casefold(): code
            for code, state in names.states.items()
            for text in (state.name, state.official)
        }

    def read(self, wanted: str, grids: Sequence[Grid], treaty: str = "") -> ListFacts:
        """The facts of the set `wanted`; `treaty`, by its id, counts where the file names none.

        ValueError, in a sentence, where no table of that form is in the file.
        """
        readers: dict[str, Callable[[Grid, ListFacts, str], bool]] = {
            "dashboard": self._dashboard,
            "depositary": self._depositary,
            "african-union": self._african,
            "upr-calendar": self._calendar,
            "committee-calendar": self._calendar,
            "ganhri": self._accreditation,
            "npm": self._preventive,
        }
        reading = ListFacts(wanted)
        known = [readers[wanted](grid, reading, treaty) for grid in grids]
        if not any(known):
            looked_for = SETS[wanted].headings
            raise ValueError(
                f"no table with the headings of that list is in it: it is known by {looked_for}"
            )
        return reading

    def _dashboard(self, grid: Grid, reading: ListFacts, treaty: str) -> bool:
        """OHCHR: country, signature, ratification, accepted complaints and inquiries by date."""
        head = heading_row(grid, "country", "date of ratification")
        if head is None:
            return False
        at = places(grid.rows[head], {
            "state": "country", "signed": "date of signature", "joined": "date of ratification",
            "complaint": "individual communications", "inquiry": "inquiry procedure",
        })  # fmt: skip
        main = self._treaty(" ".join(grid.rows[0]) if head else grid.text[:300], treaty)
        reading.title, reading.as_of = main.title, day_in(grid.text, "Last Updated:")
        for row in grid.rows[head + 1 :]:
            code = self._code(cell_of(row, at, "state"), reading)
            if code is None:
                continue
            joined, signed = day_of(row, at, "joined"), day_of(row, at, "signed")
            cells = standing_of(code, main, joined, signed)
            complaint, inquiry = day_of(row, at, "complaint"), day_of(row, at, "inquiry")
            if joined:
                accept(cells, main, "complaint", complaint if "complaint" in at else None)
                accept(cells, main, "inquiry", inquiry if "inquiry" in at else None)
            reading.add("ratifications", cells)
            protocol = self._protocol(main)
            if protocol and "complaint" in at:
                own = standing_of(code, protocol, complaint, "")
                if not complaint:
                    own["keep_signed"] = "yes"
                elif "inquiry" in at:
                    accept(own, protocol, "inquiry", inquiry)
                reading.add("ratifications", own)
        return True

    def _depositary(self, grid: Grid, reading: ListFacts, treaty: str) -> bool:
        """The depositary: participant, signature, and the date of joining with its letter."""
        head = heading_row(grid, "participant")
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
            joined = read_days(row[joining], row)[-1:] if len(row) > joining else []
            parties += bool(joined)
            if code is None:
                continue
            signed = days_of(row[signing])[:1] if signing is not None and len(row) > signing else []
            cells = standing_of(code, main, "".join(joined), "".join(signed))
            named.add(code)
            reading.add("ratifications", cells)
        stated = _PARTIES.search(grid.text)
        if stated and parties == int(stated[1]):  # the list is whole: the rest did not join
            region = main.region
            for code, state in self._names.states.items():
                if code not in named and region in ("", state.region):
                    reading.add("ratifications", standing_of(code, main, "", ""))
        return True

    def _african(self, grid: Grid, reading: ListFacts, treaty: str) -> bool:
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
            days = [days_of(day)[0] if days_of(day) else "" for day in days]
            signed, joined = (days[0] if days else ""), (days[1] if len(days) > 1 else "")
            if main:
                reading.add("ratifications", standing_of(code, main, joined, signed))
            else:
                answer = "yes" if joined else "no"
                reading.add("regional", {"iso3": code, "body": body, "covered": answer,
                                         "complaint": answer})  # fmt: skip
        reading.title = main.title if main else self._bodies[body].name
        reading.as_of = day_in(grid.text, "Date:") or day_in(grid.text, "as at")
        return seen

    def _accreditation(self, grid: Grid, reading: ListFacts, treaty: str) -> bool:  # noqa: ARG002
        """GANHRI: a table with country and status, or lines under “A status” and “B status”."""
        reading.title = "Accreditation of national human rights institutions"
        reading.as_of = day_in(grid.text, "")
        head = heading_row(grid, "status")
        if head is not None:
            at = places(grid.rows[head], {
                "state": "country", "name": "institution", "status": "status",
            })  # fmt: skip
            if "state" not in at and "name" in at:
                at["state"] = at["name"]
            for row in grid.rows[head + 1 :]:
                code = self._code(cell_of(row, at, "state").split(":")[0], reading)
                grade = _GRADE.search(cell_of(row, at, "status"))
                if code and grade:
                    reading.add(
                        "institutions", accredited(code, grade[1], cell_of(row, at, "name"))
                    )
            return True
        grade_now = ""
        for row in grid.rows:
            line = " ".join(row)
            if under := re.match(r"[“\"']?([ABC])[”\"']?\s+status\b", line, re.IGNORECASE):
                grade_now = under[1].upper()
            elif grade_now and ":" in line:
                state, name = line.split(":", 1)
                if code := self._code(re.sub(r"^[\d.\s]+", "", state), reading):
                    reading.add("institutions", accredited(code, grade_now, name))
        return bool(grade_now)

    def _preventive(self, grid: Grid, reading: ListFacts, treaty: str) -> bool:  # noqa: ARG002
        """APT or OHCHR: State party and the mechanism that it named, or that there is none."""
        head = heading_row(grid, "npm") or heading_row(grid, "national preventive mechanism")
        if heading_row(grid, "npm") == 0 or heading_row(grid, "national preventive mechanism") == 0:
            head = 0
        if head is None:
            return False
        at = places(grid.rows[head], {"state": "country", "npm": "national preventive"})
        at |= places(grid.rows[head], {"state": "state", "npm": "npm"})
        if not {"state", "npm"} <= set(at):
            return False
        reading.title = "National preventive mechanisms"
        reading.as_of = day_in(grid.text, "")
        for row in grid.rows[head + 1 :]:
            if code := self._code(cell_of(row, at, "state"), reading):
                name = cell_of(row, at, "npm")
                none = bool(NO_NPM.match(name))
                reading.add("institutions", {
                    "iso3": code, "kind": "npm", "name": "" if none else name,
                    "standing": "none" if none else "named",
                })  # fmt: skip
        return True

    def _calendar(self, grid: Grid, reading: ListFacts, treaty: str) -> bool:  # noqa: ARG002
        """Calendars: a mechanism or committee, States, sessions, dates, deadlines."""
        head = heading_row(grid, "session")
        if head is None:
            return False
        at = places(grid.rows[head], _CALENDAR)
        upr = reading.set == "upr-calendar"
        if not upr and "mechanism" not in at:
            return False
        reading.title = "Calendar of the UPR" if upr else "Calendar of the committees"
        for row in grid.rows[head + 1 :]:
            cells = {name: cell_of(row, at, name) for name in at}
            mechanism = "upr" if upr else cells.get("mechanism", "").casefold()
            session = re.sub(r"\D", "", cells.get("session", ""))
            if not session:
                continue
            start, end = cells.get("start", ""), cells.get("end", "")
            if start or end:
                reading.add(
                    "calendar", calendar_line(mechanism, "session", session, start=start, end=end)
                )
            if state := cells.get("state") or cells.get("iso3"):
                code = self._code(state, reading)
                if code is None:
                    continue
                stage = cells.get("stage") or "review"
                reading.add("calendar", calendar_line(
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
            for instrument in self._instruments.values():
                if f"mtdsg_no={number[1]}&" in instrument.page:
                    return instrument
        instruments = self._instruments.find(title)
        if len(instruments) != 1:
            raise ValueError("which treaty it is can't be told from its title; give --treaty")
        return instruments[0]

    def _protocol(self, main: Instrument) -> Instrument | None:
        """The protocol that opens complaints before the committee of a treaty."""
        if main.complaint:
            return None
        protocol = self._instruments.opening("complaint", main.committee)
        return protocol if protocol and protocol.protocol_to == main.id else None

    def _code(self, text: str, reading: ListFacts) -> str | None:
        """The State that a cell names; footnote numbers and marks do not count."""
        name = re.sub(r"[\d,*†‡]+(\s*[\d,*†‡]+)*\s*$", "", text).strip(" .:")
        if not name:
            return None
        if code := self._exact.get(name.casefold()):
            return code
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
