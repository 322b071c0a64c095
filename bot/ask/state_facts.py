"""What is said of a State that a question names: the shape, a statement for each cell of its
profile, and the UN experts and investigations on it.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from bot.ask.entries import cited
from bot.ask.models import Note, Question, SourceShown
from bot.knowledge.models import Language, Topic
from bot.knowledge.typography import labelled
from bot.states import Mandate, Profiles, TreatyStatus

FIRST_LINES = 2
"""Lines of each of several States that were asked of together."""


@dataclass(frozen=True)
class StateFacts:
    """What is said of a State."""

    statements: tuple[Note, ...] = ()
    sources: tuple[SourceShown, ...] = ()
    advice: tuple[str, ...] = ()
    """Ids of the entries that say what can be done now."""
    leads: bool = False
    """Whether it is what was asked."""
    first: str = ""
    """The entry to stand after it, or the mechanism whose first entry that is, where the best entry
    found does not go with what is said of the State."""
    told: bool = False
    """Whether the best entry itself names the State."""


NO_FACTS = StateFacts()


def together(each: Sequence[StateFacts]) -> StateFacts:
    """What is said of several States that were asked of together: the first lines of each."""
    beside = ("here_papers_not_published", "here_note", "here_remains")
    leading = ([note for note in facts.statements if note.key not in beside] for facts in each)
    statements = tuple(note for notes in leading for note in notes[:FIRST_LINES])
    sources = tuple(dict.fromkeys(source for facts in each for source in facts.sources))
    return StateFacts(statements, sources, each[0].advice, each[0].leads)


_KEYS = {
    ("", "party"): "here_party",
    ("", "signed"): "here_signed",
    ("", "not_party"): "here_outside",
    ("complaint", "comes_with"): "here_complaint_with",
    ("complaint", "declared"): "here_complaint_declared",
    ("complaint", "not_declared"): "here_complaint_closed",
    ("inquiry", "comes_with"): "here_inquiry_with",
    ("inquiry", "declared"): "here_inquiry_declared",
    ("inquiry", "not_declared"): "here_inquiry_closed",
    ("inquiry", "refused"): "here_inquiry_refused",
}
_OLD = {
    "here_signed": "here_signed_old",
    "here_outside": "here_outside_old",
    "here_complaint_closed": "here_complaint_old",
    "here_inquiry_closed": "here_inquiry_old",
    "here_inquiry_refused": "here_inquiry_refused_old",
}
"""The same where the list is too old to say so: it is to be looked up. What is not here, or has a
remark, is said as the profile says it."""
_BY_LIST = ("here_signed", "here_outside", "here_complaint_closed", "here_inquiry_closed",
            "here_inquiry_refused")  # fmt: skip


def noted(
    profiles: Profiles,
    state: str,
    cell: TreatyStatus,
    language: Language,
    on: dt.date,
    asked: str = "",
) -> Note:
    """The statement on one cell; `asked`: `complaint`, `inquiry`, or empty for a treaty."""
    if cell.subject in profiles.tables.bodies and cell.as_of and not (cell.doubt or cell.note):
        return _of_body(profiles, state, cell)
    outside = cell.reason in ("party", "signed", "not_party")
    key = _KEYS.get(("" if outside else asked, cell.reason))
    if key is None or cell.doubt or cell.note or cell.instrument is None:
        return _as_profile(profiles, state, cell)
    joined = profiles.ratified(state, cell.instrument, on).since
    date = cell.as_of if key in _BY_LIST else cell.since
    if date and cell.stale and key in _OLD:
        named = {"state": state, "treaty": profiles.instruments[cell.instrument].short}
        return Note(key=_OLD[key], values=named | {"date": str(date), "page": cell.page})
    if date is None or (key in ("here_complaint_closed", "here_inquiry_closed") and not joined):
        return _as_profile(profiles, state, cell)
    treaty = profiles.instruments[cell.instrument]
    the = "the " if language == "en" and " " in treaty.short else ""
    values = {"state": state, "treaty": the + treaty.short, "date": str(date)}
    return Note(key=key, values=values | ({"joined": str(joined)} if joined else {}))


def _of_body(profiles: Profiles, state: str, cell: TreatyStatus) -> Note:
    """Whether a regional body takes complaints against the State."""
    if cell.reason == "no_procedure" or cell.status not in ("yes", "no"):
        return _as_profile(profiles, state, cell)
    closed = "here_body_old" if cell.stale else "here_body_closed"
    key = "here_body_open" if cell.status == "yes" else closed
    name = profiles.tables.bodies[cell.subject].name
    values = {"state": state, "body": name, "date": str(cell.as_of)}
    return Note(key=key, values=values | ({"page": cell.page} if cell.stale else {}))


def _as_profile(profiles: Profiles, state: str, cell: TreatyStatus) -> Note:
    check = f" {cell.page}" if cell.doubtful and cell.page and not cell.stale else ""
    bodies = profiles.tables.bodies
    named = bodies[cell.subject].name if cell.subject in bodies else ""
    body = f"{labelled(named, profiles.language)} " if named else ""
    return Note(key="here_bound", values={"state": state, "text": body + cell.says + check})


MOST = 3
"""Mandates in one reply."""
_EXPERTS, _INVESTIGATIONS = "special-procedures", "investigative-bodies"
_ASTRAY = ("compare", "safety", "cluster", "outcome", "cannot")
"""Topics of entries that do not say whether there is an expert."""
HOLDERS = "https://www.ohchr.org/en/special-procedures-human-rights-council"
FORM = "https://spsubmission.ohchr.org"


class Experts:
    """Statements on the mandates of one State, from its profile."""

    def __init__(self, profiles: Profiles) -> None:
        self._profiles = profiles

    def of(self, question: Question, state: str, topic: Topic, mechanism: str) -> StateFacts:
        """Which mandates are on the State: first, since it was asked whether there is one, who
        holds it or until when, or what the State's own can do. The kind that is named counts, or
        that of the best entry's `mechanism`."""
        named = set(question.mechanisms)
        asked = "mandate" in question.wants
        other = bool(named) and not named & {_EXPERTS, _INVESTIGATIONS}
        if other or not (asked or question.own_expert):
            return NO_FACTS
        mandates = self._asked_for(question, state, mechanism)
        if not mandates and asked:
            return StateFacts((Note(key="here_no_mandate", values={"state": state}),), (), (), True)
        if not mandates:
            return NO_FACTS
        of_it = self._notes if asked else lambda mandate: [self._known(mandate)]
        notes = [note for mandate in mandates for note in of_it(mandate)]
        notes += _where_to_write(mandates)
        source = cited(self._profiles.source(mandates[0].source.split("|", maxsplit=1)[0]))
        if source.title.startswith("https://"):
            source = source.model_copy(
                update={"title": mandates[0].resolution or mandates[0].title}
            )
        first = mandates[0].rule if asked and topic in _ASTRAY else ""
        return StateFacts(tuple(notes), (source,), (), True, first)

    def beside(self, state: str, names: Sequence[str]) -> list[Note]:
        """A line for each mandate, where something else is asked of experts."""
        mandates = self._profiles.mandates(state)[:2] if _EXPERTS in names else ()
        return [self._known(mandate) for mandate in mandates] + _where_to_write(mandates)

    def _asked_for(self, question: Question, state: str, mechanism: str) -> list[Mandate]:
        mandates = self._profiles.mandates(state)
        about = question.mechanisms or (mechanism,)
        named = {name for name in about if name in (_EXPERTS, _INVESTIGATIONS)}
        if len(named) == 1:
            asked = _INVESTIGATIONS in named
            first = [mandate for mandate in mandates if (mandate.kind == "investigation") == asked]
            rest = [mandate for mandate in mandates if mandate not in first]
            return (first or rest)[:MOST]
        if "inquiry" in question.wants:
            mandates = tuple(sorted(mandates, key=lambda mandate: mandate.kind != "investigation"))
        return list(mandates[:MOST])

    def _notes(self, mandate: Mandate) -> Iterator[Note]:
        yield self._known(mandate)
        if mandate.holder:
            yield Note(key="here_holder", values={"holder": mandate.holder})
        elif mandate.kind == "country" and mandate.runs not in ("not_started", "ended"):
            yield Note(key="here_holder_unknown", values={"page": HOLDERS})

    def _known(self, mandate: Mandate) -> Note:
        note = f" ({mandate.note})" if mandate.note else ""
        values = {"title": mandate.title, "note": note}
        if not mandate.resolution:
            return Note(key=f"here_mandate_{mandate.runs}_plain", values=values)
        values["resolution"] = mandate.resolution
        if mandate.renewed:
            return Note(
                key=f"here_mandate_{mandate.runs}", values=values | {"date": str(mandate.renewed)}
            )
        return Note(key=f"here_mandate_{mandate.runs}_undated", values=values)


def _where_to_write(mandates: Sequence[Mandate]) -> list[Note]:
    """The form by which experts are written to, where one is on the State."""
    country = any(mandate.kind == "country" and mandate.runs != "ended" for mandate in mandates)
    return [Note(key="here_mandate_write", values={"page": FORM})] if country else []
