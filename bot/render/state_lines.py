"""A State's profile as ten short lines, for a phone: what can be used there today."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from bot.render.calendar import Names, certainty, papers, when
from bot.reviews import Coming
from bot.states import Named, ProfileLine

LABELS = {
    "case": "One case",
    "pattern": "A pattern",
    "next": "Next date",
    "present": "In the country",
    "others": "Others responsible",
    "nhri": "NHRI",
    "npm": "NPM",
    "courts": "Courts",
    "experts": "UN bodies on it",
    "check": "Check before you act",
}
_NOTHING = {
    "next": "not known here",
    "present": "not known here; ask OHCHR",
    "others": "not known here; ask who did it",
    "nhri": "not known here",
    "npm": "not known here",
    "courts": "not known here",
    "experts": "none known on this State alone",
    "check": "nothing known here",
}
MORE = "More and sources: advocacy state {code} --more. No legal advice."


def lines(found: Sequence[ProfileLine], names: Names) -> Iterator[tuple[str, str]]:
    """The label and the text of each line, in their order."""
    for line in found:
        if line.part == "next" and line.coming:
            yield LABELS[line.part], _coming(line.coming, names)
            continue
        said = "; ".join(_named(one, line.part) for one in line.items)
        said += f"; and {line.more} more" if line.more else ""
        yield LABELS[line.part], said or _NOTHING.get(line.part, "nothing known here")


def _named(one: Named, part: str) -> str:
    """An item; what must be looked up says so, with the day of the fact."""
    if one.weight != "check" or part == "check":
        return one.text
    return f"{one.text} ({f'{one.as_of.year}: ' if one.as_of else ''}check)"


def _coming(one: Coming, names: Names) -> str:
    """What comes next, with how sure its date is."""
    deadline = one.deadline if one.deadline and one.deadline.kind != "not_published" else None
    sure = "; ".join(
        filter(None, (certainty(one), papers(deadline).replace(", not published", "")))
    )
    return f"{names.mechanism(one.mechanism)}, {when(one.when)} ({sure})"
