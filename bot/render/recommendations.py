"""Past recommendations in words, one by one and in lists (hits, counts, groups, pairs), and the
note on the data that stands beside them everywhere."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from bot.prepare import state_in_text
from bot.render.words import DisplayNames, moment
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
    """The note that stands wherever something is shown: which data, as of when."""
    if about.demonstration:
        return DEMONSTRATION.format(records=about.records)
    files = ", ".join(f"{name} (imported on {day})" for name, _, day in about.files[-3:])
    newest = f"; newest document {moment(PartialDate.of(about.newest))}" if about.newest else ""
    return f"From {files}{newest}. Reports of a review may be missing for months."


def reference(recommendation: Recommendation) -> str:
    """The reference: `A/HRC/47/13, paragraph 32.85`; empty where the source does not say."""
    paragraph = f"paragraph {recommendation.paragraph}" if recommendation.paragraph else ""
    return ", ".join(part for part in (recommendation.symbol, paragraph) if part)


def when(recommendation: Recommendation) -> str:
    """The day of its document, or the year of its session, or that no date is known."""
    if recommendation.date:
        return moment(PartialDate.of(recommendation.date))
    year = recommendation.year
    return f"{year} (year of the session)" if year else "date not known"


def source(recommendation: Recommendation, names: DisplayNames) -> str:
    """Which mechanism, in which session: `UPR, session 15`."""
    mechanism = recommendation.mechanism
    named = mechanism and mechanism != "special-procedures"
    name = names.mechanism(mechanism) if mechanism and named else recommendation.body
    session = f", session {recommendation.session}" if recommendation.session else ""
    return f"{name or 'body not known'}{session}"


def recommended_by(recommendation: Recommendation, names: DisplayNames) -> str:
    """The States that made it, in the UPR."""
    by = map(names.state, recommendation.recommenders)
    return ", ".join([*by, *recommendation.other_recommenders])


def addressed(recommendation: Recommendation, names: DisplayNames) -> str:
    """The States that it is addressed to."""
    return ", ".join([*map(names.state, recommendation.states), *recommendation.others])


def position(recommendation: Recommendation) -> str:
    """The State's position, also in the source's own word where that is another."""
    if recommendation.position is None:
        return ""
    name, own = POSITIONS[recommendation.position], recommendation.position_label
    return f"{name} (in the source: {own})" if own and own.casefold() != name else name


def origin(recommendation: Recommendation) -> str:
    """From which data it comes."""
    return _ORIGINS.get(recommendation.origin, recommendation.origin)


def sentence(recommendation: Recommendation, names: DisplayNames) -> str:
    """For a letter: `Norway recommended this to Mali in 2023 (A/HRC/53/8, paragraph 133.45). Mali
    supported it.`"""
    who = recommended_by(recommendation, names) or source(recommendation, names)
    state = addressed(recommendation, names) or "the State"
    year = f" in {recommendation.year}" if recommendation.year else ""
    session = f"session {recommendation.session}" if recommendation.session else ""
    known = (reference(recommendation), "" if recommendation.date else session)
    where = ", ".join(filter(None, known))
    sentence = f"{who} recommended this to {state}{year}{f' ({where})' if where else ''}."
    if recommendation.position is None:
        return sentence
    return f"{sentence} {_ANSWERS[recommendation.position].format(state=state)}"


def facts(recommendation: Recommendation, names: DisplayNames) -> list[str]:
    """The facts beside a text, each in a few words."""
    by = recommended_by(recommendation, names)
    parts = (
        addressed(recommendation, names),
        source(recommendation, names),
        when(recommendation),
        f"by {by}" if by else "",
        position(recommendation),
        reference(recommendation) or "no document symbol in the source",
    )
    return [part for part in parts if part]


def short(text: str, widest: int = WIDEST) -> str:
    """A text on one line, cut at a word."""
    line = " ".join(text.split())
    return line if len(line) <= widest else line[:widest].rsplit(" ", 1)[0] + " …"


def looked_for(filters: Filters, names: DisplayNames) -> str:
    """What was looked for, in words."""
    of = ", ".join(map(names.mechanism, filters.mechanisms))
    answers = ", ".join(POSITIONS[position] for position in filters.positions)
    parts = (
        f"to {', '.join(map(names.state, filters.states))}" if filters.states else "",
        f"by {', '.join(map(names.state, filters.recommenders))}" if filters.recommenders else "",
        f"of {of}" if of else "",
        f"on “{short(filters.words, 120)}”" if filters.words else "",
        f"on the theme {', '.join(filters.themes)}" if filters.themes else "",
        f"{answers}" if answers else "",
        f"since {moment(PartialDate.of(filters.since))}" if filters.since else "",
    )
    conditions = ", ".join(part for part in parts if part)
    return f"Recommendations{f' {conditions}' if conditions else ''}"


_BAR = 24
_THEMES = 8
"""Themes that are shown, the most frequent."""


def heading(results: SearchPage, names: DisplayNames) -> str:
    """How many there are, in which order, and what was looked for."""
    if results.no_data:
        of = " and ".join(state_in_text(names.state(code)) for code in results.no_data)
        return (
            f"Nothing is loaded on {of}. This does not mean that nothing was recommended: look on"
            " https://uhri.ohchr.org, or load the full set."
        )
    if not results.total:
        return "No recommendation was found. Take fewer words or filters."
    many = f"{results.total:,} recommendation{'s' if results.total != 1 else ''}"
    if len(results.words) > results.matching > 0:
        many += f" with at least {results.matching} of {len(results.words)} words, most words first"
    elif results.newest_first and results.total > 1:
        many += ", the newest first"
    elif results.total > 1:
        many += ", those of the last cycle first"
    page = f"; page {results.page} of {results.pages}" if results.pages > 1 else ""
    left = f" {results.undated} without a known date are left out." if results.undated else ""
    return f"{many}{page}.{left}"


def hits(
    recommendations: Sequence[Recommendation], names: DisplayNames, first: int = 1
) -> Iterator[list[str]]:
    """Each recommendation as lines: the text, then what is known of it, then its page."""
    for number, recommendation in enumerate(recommendations, first):
        title = f"{recommendation.heading}: " if recommendation.heading else ""
        text = f"{number}. {short(title + recommendation.text)}"
        known = " · ".join(facts(recommendation, names))
        yield [text, known, *filter(None, (recommendation.link, origin(recommendation)))]


def charts(counts: Counts, names: DisplayNames) -> list[tuple[str, list[tuple[str, int]]]]:
    """The counts as they are drawn: each with its title, the labels in words."""
    years = [(str(year), number) for year, number in counts.years]
    years += [("no date", counts.no_year)] if counts.no_year else []
    every = [
        ("Year", years),
        ("Position in the UPR", [(POSITIONS[name], number) for name, number in counts.positions]),
        ("Mechanism", [(names.mechanism(id), number) for id, number in counts.mechanisms]),
        ("Theme", list(counts.themes[:_THEMES])),
    ]
    return [(title, rows) for title, rows in every if rows]


def bars(counts: Counts, names: DisplayNames) -> Iterator[str]:
    """The counts as lines with bars."""
    for title, rows in charts(counts, names):
        yield title
        most = max(number for _, number in rows)
        wide = max(len(label) for label, _ in rows)
        for label, number in rows:
            yield f"  {label:<{wide}}  {'▇' * max(round(_BAR * number / most), 1)} {number:,}"


def record(recommendation: Recommendation, names: DisplayNames) -> dict[str, Any]:
    """For a script: the data, and how they read."""
    return {
        **recommendation.model_dump(mode="json"),
        "link": recommendation.link,
        "reference": reference(recommendation),
        "to": addressed(recommendation, names),
        "by": recommended_by(recommendation, names),
        "sentence": sentence(recommendation, names),
    }


def recommender(recommender: Recommender, names: DisplayNames, state: str | None) -> str:
    """A State that may recommend it, with what it did before."""
    parts = [f"{recommender.here} to {names.state(state)}" if state and recommender.here else ""]
    parts += [f"{recommender.supported} of them supported" if recommender.supported else ""]
    other = "to other States" if state else "recommendations"
    parts += [f"{recommender.elsewhere} {other}" if recommender.elsewhere else ""]
    parts += [f"last in {recommender.last}" if recommender.last else "year not known"]
    return f"{names.state(recommender.iso3)}: {', '.join(part for part in parts if part)}"


def group(group: AlikeGroup, names: DisplayNames) -> list[str]:
    """Recommendations that say nearly the same: the latest text, then who made each and when."""
    first = group.members[0]
    lines = [f"{len(group.members)} times: {short(first.text)}"]
    return lines + [f"  {' · '.join(facts(member, names))}" for member in group.members]


def pairs(uptake: Uptake, names: DisplayNames) -> list[str]:
    """An ask, and the recommendations nearest to it."""
    lines = [f"Asked: {short(uptake.ask, 300)}"]
    for match in uptake.matches:
        near = "near    " if match.near else "doubtful"
        lines.append(f"  {near}  {short(match.recommendation.text, 300)}")
        lines.append(f"            {' · '.join(facts(match.recommendation, names))}")
    return lines if uptake.matches else [*lines, "  nothing was recommended since"]
