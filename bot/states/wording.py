"""The answers on a State as English sentences, each with the date of its source."""

from __future__ import annotations

import datetime as dt

from bot.reviews import Moment
from bot.states.country import Institution
from bot.states.models import Cell, Mandate
from bot.states.rows import Instrument, Reach

_MONTHS = (
    "January February March April May June July August September October November December".split()
)


def day(moment: Moment) -> str:
    """'24 April 2009', 'March 2026' or '2021', never more exact than it is."""
    parts = [str(moment.day)] if moment.day else []
    parts += [_MONTHS[moment.month - 1]] if moment.month else []
    return " ".join([*parts, str(moment.year)])


def listed(as_of: Moment | None) -> str:
    """', by the list of 13 April 2026'; empty where no source was read."""
    return f", by the list of {day(as_of)}" if as_of else ""


def since(moment: Moment | None) -> str:
    """' since 24 April 2009' or, where the day is not known, ' (since when is not known here)'."""
    return f" since {day(moment)}" if moment else " (since when is not known here)"


def depositary(page: str) -> str:
    """Where to check a treaty, in words."""
    return "the UN Treaty Collection" if "treaties.un.org" in page else f"{page}"


def called(treaty: Instrument) -> str:
    """A treaty in a sentence: 'CEDAW', 'the Kampala Convention'."""
    return f"the {treaty.short}" if " " in treaty.short else treaty.short


def unknown(doubt: str, page: str) -> str:
    """That it is not known here, why, and where to check."""
    return f"Not known here{f' ({doubt})' if doubt else ''}: check {depositary(page)}."


def ratified(cell: Cell, treaty: Instrument) -> str:
    """Whether a State is a party to a treaty."""
    match cell.status:
        case "party":
            said = f"A party to {called(treaty)}{since(cell.since)}."
        case "signed":
            said = f"Signed {called(treaty)} but not a party to it{listed(cell.as_of)}."
        case "none" if cell.stale:
            return _aged("a party to it", cell, called(treaty)) + remark(cell.note)
        case "none":
            said = f"Not a party to {called(treaty)}{listed(cell.as_of)}."
        case _:
            return unknown(cell.doubt, treaty.page)
    if cell.stale:
        return _aged("a party to it", cell, called(treaty), "signed") + remark(cell.note)
    return said + doubted(cell.doubt, treaty.page) + remark(cell.note)


def _aged(what: str, cell: Cell, name: str, status: str = "") -> str:
    """What an old list says, and that it is to be looked up today."""
    when = f" on {day(cell.as_of)}" if cell.as_of else ""
    before = f"had signed {name} but was not {what}" if status else f"was not a party to {name}"
    return f"To check: it {before}{when}; {cell.stale}. Look today: {cell.page}."


def procedure(cell: Cell, treaty: Instrument, party: Cell, what: str) -> str:
    """Whether a State accepted `what` (complaints, inquiries) that a treaty opens."""
    joined = f"party to {called(treaty)}{since(party.since)}"
    if cell.stale and cell.reason in ("not_declared", "refused"):
        when = f" on {day(cell.as_of)}" if cell.as_of else ""
        taken = "refused" if cell.reason == "refused" else "not accepted"
        said = f"To check: {joined}; {what} were {taken}{when}, and {cell.stale}."
        return f"{said} Look today: {treaty.page}." + remark(cell.note)
    match cell.reason:
        case "not_party" | "signed":
            return party.says
        case "comes_with":
            said = f"Yes: {joined}, which opens {what}."
        case "declared":
            said = f"Yes: {joined}; {what} accepted{since(cell.since)}."
        case "not_declared":
            said = f"No: {joined}, but {what} are not accepted{listed(cell.as_of)}."
        case "refused":
            said = f"No: {joined}, but it refused {what} on joining{listed(cell.as_of)}."
        case "not_in_force":
            said = f"No: what {called(treaty)} says on {what} is not in force for any State."
        case _:
            return unknown(cell.doubt, treaty.page)
    return said + doubted(cell.doubt, treaty.page) + remark(cell.note)


def reach(one: Reach, takes: bool, page: str, stale: str = "") -> str:
    """Whether a regional body takes complaints against a State; `takes`: whether it takes any;
    `stale`: why a "no" may have changed."""
    if one.complaint == "unknown":
        return unknown("; ".join(filter(None, (one.note, one.doubt))), page)
    if not takes:
        said = "It covers the State but takes no complaints."
    elif one.complaint == "yes":
        said = f"Complaints are possible{listed(one.as_of)}."
    elif stale:
        when = f" on {day(one.as_of)}" if one.as_of else ""
        said = f"To check: no complaint was possible{when}; {stale}. Look today: {page}."
    else:
        said = f"No complaint is possible{listed(one.as_of)}."
    return said + doubted(one.doubt, page) + remark(one.note)


def doubted(doubt: str, page: str) -> str:
    """A doubt, and where to resolve it."""
    return f" Doubtful: {doubt}; check {depositary(page)}." if doubt else ""


def remark(note: str) -> str:
    """A note as a sentence of its own."""
    return f" {note[0].upper()}{note[1:]}." if note else ""


NPM = {
    "working": "works",
    "named": "is named; whether it works is not known here",
    "being_set_up": "was being set up",
    "none": "did not exist",
    "not_known": "is not known here",
}
"""How a national preventive mechanism stands, after 'The national preventive mechanism'."""


def preventive(one: Institution | None, page: str) -> str:
    """What is known of the national preventive mechanism of a party to OPCAT."""
    if one is None:
        return f"Which body it is, and whether it works, is not known here: check {page}."
    name = f" ({one.name})" if one.name else ""
    said = f"The national preventive mechanism{name} {NPM[one.standing]} ({day(one.as_of)})."
    look = "" if one.standing == "working" else f" Check {page}."
    return said + remark(one.note) + look


def covers(cell: Cell) -> str:
    """That a regional body covers a State."""
    return f"It covers the State{listed(cell.as_of)}." + remark(cell.note)


def mandate(one: Mandate, on: dt.date) -> str:
    """What is known of an expert or an investigation on that day."""
    renewed = f" of {day(one.renewed)}" if one.renewed else ""
    known = f"Last resolution known here: {one.resolution}{renewed}." if one.resolution else ""
    if one.runs == "running" and not one.in_term(on):
        known += " Its term may have ended since: look on OHCHR's page."
    return (known + remark(one.note)).strip() or "It has no end date that is known here."
