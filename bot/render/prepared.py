"""Words that checklists and outlines share: labels, how sure a rule is, sources, dates."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any

from jinja2 import FileSystemLoader, StrictUndefined
from jinja2.sandbox import SandboxedEnvironment

from bot.prepare.models import Accepted, Cited, Paragraph, Rule, Treaties
from bot.render.calendar import Names, certainty, moment, ordinal, when
from bot.reviews import Coming, Moment

FACTS = {
    "who": "Who may do it",
    "when": "When",
    "where": "Where it goes",
    "length": "Length",
    "languages": "Languages",
    "format": "Format",
    "seen_by": "Who will see it",
    "hear_back": "What you will hear back",
    "comes_of_it": "What comes of it",
    "cannot": "What it cannot do",
    "safety": "Safety",
}
TAKES = {
    "home": "can be done from home",
    "ecosoc": "needs ECOSOC status, or a partner that has it",
    "geneva": "needs someone in Geneva",
}
AUDIENCE = {
    "state": "the State",
    "public": "the public",
    "secretariat": "the secretariat only",
}
INSTEAD = "What there is instead"
_ACCEPTED = {
    "treaty": "Treaty",
    "complaint": "Complaints",
    "inquiry": "Inquiries",
    "visits": "Visits",
    "body": "Regional body",
}
_SURE = {"single-source": "one source", "advice": "advice"}
_MARKDOWN = str.maketrans(
    {c: f"\\{c}" for c in "\\`*_{}[]#|~"} | {"<": "&lt;", ">": "&gt;", "&": "&amp;"}
)


class Numbered:
    """Numbers the sources in the order in which rules name them."""

    def __init__(self, sources: Mapping[str, Cited]) -> None:
        self._sources = sources
        self._numbers: dict[str, int] = {}

    def said(self, rule: Rule) -> str:
        """The rule with what must be said beside it, and the numbers of its sources."""
        return rule.text + self.mark(rule)

    def mark(self, rule: Rule) -> str:
        """How sure it is, and the numbers of its sources."""
        numbers = ", ".join(
            str(self._numbers.setdefault(name, len(self._numbers) + 1)) for name in rule.sources
        )
        tag = sure(rule)
        return (f" ({tag})" if tag else "") + (f" [{numbers}]" if numbers else "")

    def lines(self) -> list[str]:
        """The sources named so far, with their numbers."""
        return [
            f"[{number}] {cited(self._sources[name])}" for name, number in self._numbers.items()
        ]


def sure(rule: Rule) -> str:
    """What must be said of a rule that is not settled; empty for one that is."""
    page = f": check {rule.check_on}" if rule.check_on else ""
    match rule.status:
        case "unchecked":
            return f"not checked{page or ': check it before you act'}"
        case "dated":
            return f"may have changed{page}"
        case other:
            return _SURE.get(other, "")


def cited(source: Cited) -> str:
    """A source in a line."""
    dated = f", {moment(Moment.parse(source.dated))}" if source.dated else ""
    return f"{source.title}. {source.publisher}{dated}." + (f" {source.url}" if source.url else "")


def day(value: dt.date) -> str:
    """'17 July 2026'."""
    return moment(Moment.of(value))


def review_of(review: Coming | None, names: Names, state: str) -> str:
    """The State's next review with its date and how sure it is; empty where none is known."""
    if review is None:
        return ""
    session = f", {ordinal(review.session)}" if review.session else ""
    told = certainty(review)
    date = f", {when(review.when)}" if review.when else ""
    return f"{names.mechanism(review.mechanism)}{session}: review of {state}{date} ({told})"


def session_of(session: Coming | None) -> str:
    """A session with its date and how sure it is; empty where none is known."""
    if session is None or session.when is None:
        return ""
    number = f"{ordinal(session.session)}, " if session.session else ""
    return f"{number}{when(session.when)} ({certainty(session)})"


def acceptance(accepted: Sequence[Accepted], state: str) -> list[str]:
    """What the State accepted of what an action turns on; what is closed is said first."""
    if not accepted:
        return []
    label = _ACCEPTED[accepted[0].what]
    if len(accepted) == 1:
        one = accepted[0]
        closed = f"Not open for {state}. " if one.status == "no" else ""
        page = f" Check it on {one.rule.check_on}." if one.rule.check_on else ""
        return [f"{label}: {closed}{one.rule.text}{page}"]
    told = {
        status: listed(one.subject.upper() for one in accepted if one.status == status)
        for status in dict.fromkeys(one.status for one in accepted)
    }
    open_to = f"Open for {state}: {told['yes']}." if "yes" in told else f"Open for {state}: none."
    closed = f" Not open, as far as is known: {told['no']}." if "no" in told else ""
    unknown = f" Not known here: {told['unknown']}." if "unknown" in told else ""
    return [f"{label}: {open_to}{closed}{unknown} Name a committee to see its dates and why."]


def joined(treaties: Treaties) -> str:
    """Which treaties bind a State, and which do not."""
    bind = listed(treaties.bind) if treaties.bind else "none of the UN human rights treaties"
    told = f"bound by {bind}."
    if treaties.bind_not:
        told += f" Not bound, as far as is known, by {listed(treaties.bind_not)}."
    if treaties.unknown:
        told += f" Not known here: {listed(treaties.unknown)}."
    return f"{capital(told)} Check on https://treaties.un.org before you quote one."


def capital(text: str) -> str:
    """The text with a capital at its beginning."""
    return text[:1].upper() + text[1:]


def listed(texts: Iterable[str]) -> str:
    """'a, b and c'."""
    *most, last = texts
    return f"{', '.join(most)} and {last}" if most else last


def plain(paragraph: Paragraph) -> str:
    """A paragraph as text; blanks in square brackets."""
    return "".join(f"[{p.text}]" if p.blank else p.text for p in paragraph)


def markdown(paragraph: Paragraph | str) -> str:
    """A paragraph as Markdown in which nothing that was typed acts as a sign; blanks in bold."""
    if isinstance(paragraph, str):
        text = paragraph.translate(_MARKDOWN)
        return f"\\{text}" if text[:1] in ("-", "+", "=") else text
    return "".join(
        f"**\\[{markdown(p.text)}\\]**" if p.blank else markdown(p.text) for p in paragraph
    )


@lru_cache(maxsize=8)
def templates(folder: Path) -> SandboxedEnvironment:
    """The templates of a folder; a name that is missing is an error. Nothing is escaped but with
    the filter `md`: the text goes into a file or a terminal, never into a page."""
    found = SandboxedEnvironment(
        loader=FileSystemLoader(folder),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        autoescape=False,
    )
    found.filters["md"] = markdown
    found.filters["next"] = next
    return found


def render(folder: Path, name: str, **values: Any) -> str:
    """A template of `folder`, filled in."""
    return templates(folder).get_template(name).render(**values)
