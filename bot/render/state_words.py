"""A State's profile in words: cells in a few, and a paragraph to paste."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from bot.render.calendar import Names, certainty, moment, papers, when
from bot.reviews import MechanismCalendar, StateCalendar
from bot.states import Cell, Profile, Way


def day_of(profile: Profile) -> str:
    """The day as of which a profile is, as people write it."""
    return f"{profile.on.day} {profile.on:%B %Y}"


def standing_of(cell: Cell) -> str:
    """'party since 18 March 1986', 'not a party (list of 25 August 2022)', …"""
    note = f"; {cell.note}" if cell.note else ""
    match cell.status:
        case "party":
            since = f"since {moment(cell.since)}" if cell.since else "(since when: not known here)"
            return f"party {since}{_doubt(cell)}{note}"
        case "signed" if cell.stale:
            return f"to check: signed only{_aged(cell)}{note}"
        case "none" if cell.stale:
            return f"to check: not a party{_aged(cell)}{note}"
        case "signed":
            return f"signed only, not a party{_listed(cell)}{_doubt(cell)}{note}"
        case "none":
            return f"not a party{_listed(cell)}{_doubt(cell)}{note}"
    return _unknown(cell)


def answer(cell: Cell, after: Cell | None = None) -> str:
    """'yes, since 2 May 2010', 'no (list of 16 September 2020)', 'not known here …: check …'.

    The doubt and the list of a cell that stands just before (`after`) are not told again.
    """
    if cell.stale:
        if after and after.status != "party":
            return "to check too"
        refused = "refused on joining" if cell.reason == "refused" else "not accepted"
        return f"to check: {refused}{_aged(cell)}"
    if after and after.doubt == cell.doubt:
        cell = cell.model_copy(update={"doubt": ""})
        if cell.status == after.status == "unknown":
            return "not known here"
    if cell.status == "unknown":
        return _unknown(cell)
    if cell.reason == "not_in_force":
        return "no, the procedure is not in force"
    if cell.status == "yes":
        declared = cell.since if cell.reason == "declared" else None
        since = f", since {moment(declared)}" if declared else ""
        return f"yes{since}{_doubt(cell)}"
    refused = ", refused on joining" if cell.reason == "refused" else ""
    listed_before = after and after.status in ("none", "signed") and after.as_of == cell.as_of
    listed = "" if listed_before else _listed(cell)
    return f"no{refused}{listed}{_doubt(cell)}"


def _aged(cell: Cell) -> str:
    """Of which day an old "no" is, and where to look today."""
    when = f" on {moment(cell.as_of)}" if cell.as_of else ""
    return f"{when}, look today: {cell.page}"


def _listed(cell: Cell) -> str:
    return f" (list of {moment(cell.as_of)})" if cell.as_of else ""


def _unknown(cell: Cell) -> str:
    why = f" ({cell.doubt})" if cell.doubt else ""
    return f"not known here{why}: check {_page(cell)}"


def _doubt(cell: Cell) -> str:
    return f" (doubtful: {cell.doubt}; check {_page(cell)})" if cell.doubt else ""


def _page(cell: Cell) -> str:
    collection = "the UN Treaty Collection, " if "treaties.un.org" in cell.page else ""
    return f"{collection}{cell.page}"


def paragraph(profile: Profile, calendar: StateCalendar, names: Names) -> str:
    """What is coming and what can be used, to paste into a Protection Analysis Update."""
    case, situation, detention = profile.case, profile.situation, profile.detention
    closed = [way for way in case.cannot if way.reason != "no_procedure"]
    check = (*case.check, *situation.check, *detention.check)
    visits = [way for way in detention.can if way.key != "sp-visit"]
    said = [
        f"Human rights mechanisms, {profile.name}, as known on {day_of(profile)}.",
        _coming(calendar, names),
        f"For one person’s case these can be used: {listing(case.can)}.",
        f"Not open: {listing(closed)}{_span(closed)}." if closed else "",
        f"For the situation: {listing(situation.can)}.",
        f"For places of detention: {listing(visits)}." if visits else "",
        f"Not known here, to be checked before use: {listing(check)}." if check else "",
        "A step of the State after the date of its list does not show here.",
        "This is no legal advice. Checked by (name, day): ….",
    ]
    return " ".join(filter(None, said))


def _coming(calendar: StateCalendar, names: Names) -> str:
    ahead = [text for one in calendar.mechanisms if (text := _ahead(one, names))]
    past = [
        f"{names.mechanism(one.mechanism)}, {when(one.last.when)}"
        for one in calendar.mechanisms
        if one.last and one.last.when and one.last.certainty in ("held", "published")
    ]
    parts = [f"Coming: {'; '.join(ahead)}." if ahead else "No date of a coming review is known."]
    parts += [f"Reviews known here, not the whole record: {'; '.join(past)}."] if past else []
    return " ".join(parts)


def _ahead(one: MechanismCalendar, names: Names) -> str:
    if one.next is None or one.phase == "not_reviewed" or not one.next.when:
        return ""
    deadline = one.next.deadline
    unpublished = deadline is not None and deadline.kind == "not_published"
    sure = [certainty(one.next), "" if unpublished else papers(deadline)]
    told = f"({'; '.join(filter(None, sure))})"
    return f"{names.mechanism(one.mechanism)}, {when(one.next.when)} {told}"


def listing(ways: Iterable[Way]) -> str:
    """'letters of the special procedures; complaints to CAT and CRC; …', each group once."""
    groups: dict[str, list[str]] = {}
    for way in ways:
        item = way.item or way.what
        groups.setdefault(way.group or f"\n{item}", []).append(item)
    texts = [_joined(its) if name[0] == "\n" else f"{name} {_joined(its)}"
             for name, its in groups.items()]  # fmt: skip
    return "; ".join(texts) or "none known here"


def _joined(items: Sequence[str]) -> str:
    return " and ".join(filter(None, (", ".join(items[:-1]), items[-1])))


def _span(ways: Iterable[Way]) -> str:
    """Of which days the lists are that close these ways."""
    days = sorted((way.as_of for way in ways if way.as_of), key=lambda day: day.first)
    if not days:
        return ""
    first, last = days[0].year, days[-1].year
    return f" (lists of {first}{f' to {last}' if last != first else ''})"
