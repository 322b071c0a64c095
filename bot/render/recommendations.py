"""Past recommendations in words, one by one and in lists (hits, counts, groups, pairs), and what
must be said beside any, in every text and surface."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from bot.prepare import state_in_text
from bot.render.dates import moment
from bot.render.words import Names
from bot.reviews import PartialDate
from bot.states.recommendations import (
    About,
    AlikeGroup,
    Counts,
    Filters,
    Position,
    Recommendation,
    Recommender,
    SearchPage,
    Uptake,
)

POSITIONS: dict[Position, str] = {
    "supported": "supported",
    "partially": "supported in part",
    "noted": "noted",
    "considered": "under consideration",
    "unknown": "position not known",
}
_ANSWERS: dict[Position, str] = {
    "supported": "{state} supported it.",
    "partially": "{state} supported it in part.",
    "noted": "{state} noted it.",
    "considered": "The answer of {state} was under consideration.",
    "unknown": "The answer of {state} is not known here.",
}
_ORIGINS = {
    "uhri": "UHRI",
    "upr-info": "UPR Info",
    "demonstration:uhri-verbatim": "demonstration: UHRI, as printed in public code",
    "demonstration:uhri-normalised": "demonstration: UHRI, by way of a public copy",
    "demonstration:upr-info-legacy": "demonstration: UPR Info's export of 2015 or before",
    "demonstration:wg-report-extract": "demonstration: taken from the Working Group's report by a"
    " public project, position provisional",
}
DEMONSTRATION = (
    "DEMONSTRATION SET: {records} records on a few States, most of 2011 to 2014, to show how"
    " searching works. It is never all that a State was told: load the full set before you rely on"
    " it."
)
WIDEST = 600
"""Characters of a text that a list shows."""


def notice(about: About) -> str:
    """What must be said wherever something is shown: which data, as of when."""
    if about.demonstration:
        return DEMONSTRATION.format(records=about.records)
    files = ", ".join(f"{name} (imported on {day})" for name, _, day in about.files[-3:])
    newest = f"; newest document {moment(PartialDate.of(about.newest))}" if about.newest else ""
    return f"From {files}{newest}. Reports of a review may be missing for months."


def reference(one: Recommendation) -> str:
    """Where it stands: `A/HRC/47/13, paragraph 32.85`; empty where the source does not say."""
    paragraph = f"paragraph {one.paragraph}" if one.paragraph else ""
    return ", ".join(part for part in (one.symbol, paragraph) if part)


def when(one: Recommendation) -> str:
    """The day of its document, or the year of its session, or that no date is known."""
    if one.date:
        return moment(PartialDate.of(one.date))
    return f"{one.year} (year of the session)" if one.year else "date not known"


def source(one: Recommendation, names: Names) -> str:
    """Which mechanism, in which session: `UPR, session 15`."""
    name = names.mechanism(one.mechanism) if one.mechanism else one.body
    if one.mechanism == "special-procedures":
        name = one.body
    return f"{name or 'body not known'}{f', session {one.session}' if one.session else ''}"


def made_by(one: Recommendation, names: Names) -> str:
    """The States that made it, in the UPR."""
    return ", ".join([*map(names.state, one.recommenders), *one.other_recommenders])


def addressed(one: Recommendation, names: Names) -> str:
    """The States that it is addressed to."""
    return ", ".join([*map(names.state, one.states), *one.others])


def position(one: Recommendation) -> str:
    """What the State said to it, and in the source's own word where that is another."""
    if one.position is None:
        return ""
    said = POSITIONS[one.position]
    own = one.position_label
    return said if not own or own.casefold() == said else f"{said} (in the source: {own})"


def origin(one: Recommendation) -> str:
    """From which data it comes."""
    return _ORIGINS.get(one.origin, one.origin)


def sentence(one: Recommendation, names: Names) -> str:
    """For a letter: `Norway recommended this to Mali in 2023 (A/HRC/53/8, paragraph 133.45). Mali
    supported it.`"""
    who = made_by(one, names) or source(one, names)
    state = addressed(one, names) or "the State"
    year = f" in {one.year}" if one.year else ""
    session = f"session {one.session}" if one.session and not one.date else ""
    where = ", ".join(part for part in (reference(one), session) if part)
    said = f"{who} recommended this to {state}{year}{f' ({where})' if where else ''}."
    if one.position is None:
        return said
    return f"{said} {_ANSWERS[one.position].format(state=state)}"


def facts(one: Recommendation, names: Names) -> list[str]:
    """What is said beside a text, each in a few words."""
    by = made_by(one, names)
    return [
        part
        for part in (
            addressed(one, names),
            source(one, names),
            when(one),
            f"by {by}" if by else "",
            position(one),
            reference(one) or "no document symbol in the source",
        )
        if part
    ]


def short(text: str, widest: int = WIDEST) -> str:
    """A text on one line, cut at a word."""
    line = " ".join(text.split())
    return line if len(line) <= widest else line[:widest].rsplit(" ", 1)[0] + " …"


def looked_for(filters: Filters, names: Names) -> str:
    """What was looked for, in words."""
    of = ", ".join(map(names.mechanism, filters.mechanisms))
    answers = ", ".join(POSITIONS[one] for one in filters.positions)
    parts = (
        f"to {', '.join(map(names.state, filters.states))}" if filters.states else "",
        f"by {', '.join(map(names.state, filters.recommenders))}" if filters.recommenders else "",
        f"of {of}" if of else "",
        f"on “{short(filters.words, 120)}”" if filters.words else "",
        f"on the theme {', '.join(filters.themes)}" if filters.themes else "",
        f"{answers}" if answers else "",
        f"since {moment(PartialDate.of(filters.since))}" if filters.since else "",
    )
    said = ", ".join(part for part in parts if part)
    return f"Recommendations{f' {said}' if said else ''}"


_BAR = 24
_THEMES = 8
"""Themes that are shown, the most frequent."""


def heading(found: SearchPage, names: Names) -> str:
    """How many there are, in which order, and what was looked for."""
    if found.no_data:
        of = " and ".join(state_in_text(names.state(one)) for one in found.no_data)
        return (
            f"Nothing is loaded on {of}. This does not mean that nothing was recommended: look on"
            " https://uhri.ohchr.org, or load the full set."
        )
    if not found.total:
        return "No recommendation was found. Take fewer words or filters."
    many = f"{found.total:,} recommendation{'s' if found.total != 1 else ''}"
    if len(found.words) > found.matching > 0:
        many += f" with at least {found.matching} of {len(found.words)} words, most words first"
    elif found.newest_first and found.total > 1:
        many += ", the newest first"
    elif found.total > 1:
        many += ", those of the last cycle first"
    page = f"; page {found.page} of {found.pages}" if found.pages > 1 else ""
    left = f" {found.undated} without a known date are left out." if found.undated else ""
    return f"{many}{page}.{left}"


def hits(found: Sequence[Recommendation], names: Names, first: int = 1) -> Iterator[list[str]]:
    """Each recommendation as lines: the text, then what is known of it, then its page."""
    for number, one in enumerate(found, first):
        title = f"{one.heading}: " if one.heading else ""
        lines = [f"{number}. {short(title + one.text)}", " · ".join(facts(one, names))]
        yield [*lines, *filter(None, (one.link, origin(one)))]


def charts(counts: Counts, names: Names) -> list[tuple[str, list[tuple[str, int]]]]:
    """The counts as they are drawn: each with its title, the labels in words."""
    found = [
        ("Year", [(str(year), number) for year, number in counts.years]),
        ("Position in the UPR", [(POSITIONS[one], number) for one, number in counts.positions]),
        ("Mechanism", [(names.mechanism(one), number) for one, number in counts.mechanisms]),
        ("Theme", list(counts.themes[:_THEMES])),
    ]
    if counts.no_year:
        found[0][1].append(("no date", counts.no_year))
    return [(title, rows) for title, rows in found if rows]


def bars(counts: Counts, names: Names) -> Iterator[str]:
    """The counts as lines with bars."""
    for title, rows in charts(counts, names):
        yield title
        most = max(number for _, number in rows)
        wide = max(len(label) for label, _ in rows)
        for label, number in rows:
            yield f"  {label:<{wide}}  {'▇' * max(round(_BAR * number / most), 1)} {number:,}"


def record(one: Recommendation, names: Names) -> dict[str, Any]:
    """For a script: the data, and how they read."""
    return {
        **one.model_dump(mode="json"),
        "link": one.link,
        "reference": reference(one),
        "to": addressed(one, names),
        "by": made_by(one, names),
        "sentence": sentence(one, names),
    }


def recommender(one: Recommender, names: Names, state: str | None) -> str:
    """A State that may recommend it, with what it did before."""
    parts = [f"{one.here} to {names.state(state)}" if state and one.here else ""]
    parts += [f"{one.supported} of them supported" if one.supported else ""]
    other = "to other States" if state else "recommendations"
    parts += [f"{one.elsewhere} {other}" if one.elsewhere else ""]
    parts += [f"last in {one.last}" if one.last else "year not known"]
    return f"{names.state(one.iso3)}: {', '.join(part for part in parts if part)}"


def group(one: AlikeGroup, names: Names) -> list[str]:
    """Recommendations that say nearly the same: the latest text, then who said it when."""
    first = one.members[0]
    lines = [f"{len(one.members)} times: {short(first.text)}"]
    return lines + [f"  {' · '.join(facts(member, names))}" for member in one.members]


def pairs(one: Uptake, names: Names) -> list[str]:
    """What was asked for, and what is nearest to it."""
    lines = [f"Asked: {short(one.ask, 300)}"]
    for match in one.matches:
        near = "near    " if match.near else "doubtful"
        lines.append(f"  {near}  {short(match.recommendation.text, 300)}")
        lines.append(f"            {' · '.join(facts(match.recommendation, names))}")
    return lines if one.matches else [*lines, "  nothing was recommended since"]
