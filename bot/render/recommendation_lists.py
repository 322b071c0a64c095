"""Past recommendations in lists, for a terminal and for a script: hits, counts, groups, pairs."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from bot.prepare.articles import state_in_text
from bot.render.calendar import Names
from bot.render.recommendations import (
    POSITIONS,
    addressed,
    facts,
    made_by,
    origin,
    reference,
    sentence,
    short,
)
from bot.states.recommendations import Counts, Found, Group, Recommendation, Recommender, Uptake

_BAR = 24
_THEMES = 8
"""Themes that are shown, the most frequent."""


def heading(found: Found, names: Names) -> str:
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


def group(one: Group, names: Names) -> list[str]:
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
