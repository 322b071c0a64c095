"""What the calendar knows of the State that a question names: said before the general rule."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence

from bot.ask.entries import cited, sources_of
from bot.ask.models import Note, Question, SourceShown
from bot.ask.state_facts import NO_FACTS, StateFacts
from bot.knowledge.models import TREATY_BODIES, TREATY_BODY, Base, Language, Topic
from bot.reviews import Calendar, CalendarEvent, DeadlineState, MechanismCalendar, Span

MOST = 3
"""Mechanisms that a reply covers where the question names none."""
UNDATED: frozenset[Topic] = frozenset(("complaint", "safety", "compare"))
"""Topics on which a State's dates do not help."""
_NO_REVIEW = (
    "special-procedures", "investigative-bodies", "regional-", "sc-mrm", "spt", "npm", "ohchr",
    "other-routes",
)  # fmt: skip
"""Mechanisms that review no State, or not by turns of this calendar: their names begin so."""
_COUNCIL = "hrc"
_OWN_DATES: frozenset[Topic] = frozenset(("engage", "submit", "can", "cannot"))
"""Topics on which the Council is asked of its own dates, not of the State's review (the UPR)."""
_BEFORE = {"list_of_issues", "prior_to_reporting"}
FIND_DATE = "treaty-bodies.calendar.find-date"
UHRI = "https://uhri.ohchr.org"
STEPS = 2
"""Further steps (adoption, mid-term, follow-up) in a reply."""


class CalendarFacts:
    """Statements on one State, from the rows of the calendar."""

    def __init__(self, base: Base, calendar: Calendar) -> None:
        self._base = base
        self._calendar = calendar
        self._dated = {row.mechanism for row in calendar.rows.reviews}
        """Mechanisms that review States."""

    def of(self, question: Question, topic: Topic, on: dt.date) -> StateFacts:
        """What the calendar says of the State of a question whose best entry is on `topic`."""
        if question.state is None:
            return NO_FACTS
        promises = "promises" in question.wants
        leads = question.dated or promises or (topic == "calendar" and bool(question.mechanisms))
        if question.mechanisms and all(m.startswith(_NO_REVIEW) for m in question.mechanisms):
            return NO_FACTS
        if question.mechanisms == (_COUNCIL,) and topic in _OWN_DATES:
            return NO_FACTS
        undated = not any(name in self._dated for name in self._each(question))
        if not leads and (topic in UNDATED or undated):
            return NO_FACTS
        names = self._each(question)
        calendars = self._calendars(question.state, names, on)
        past = question.past or promises
        statements = tuple(
            note
            for calendar in calendars
            for note in self._notes(calendar, question.state, past, "list" in question.wants)
        )
        first = ""
        of_all = TREATY_BODIES in question.mechanisms and not past
        if leads and of_all and not any(c.next and c.next.when for c in calendars):
            statements = (self._nothing(question), *statements)
            first = FIND_DATE
        elif leads and not statements:
            statements = (self._nothing(question),)
            committee = statements[0].key == "here_nothing_of" and question.mechanisms != ("upr",)
            first = FIND_DATE if committee else ""
        if promises:
            values = {"state": question.state, "page": UHRI}
            statements = (Note(key="here_promises", values=values), *statements)
        advice = calendars[0].advice if calendars and first != FIND_DATE else ()
        return StateFacts(
            statements, self._sources(calendars, question.language, past), advice, leads, first
        )

    def reviews(self, mechanism: str) -> bool | None:
        """Whether that mechanism reviews States by turns; None where it only goes with reviews, as
        follow-up does."""
        if mechanism in self._dated:
            return True
        return False if mechanism.startswith(_NO_REVIEW) else None

    def _each(self, question: Question) -> tuple[str, ...]:
        """The mechanisms named; for the treaty bodies together every committee."""
        if TREATY_BODIES not in question.mechanisms:
            return question.mechanisms
        committees = [m.id for m in self._base.mechanisms.values() if m.family == TREATY_BODY]
        return tuple(name for name in committees if name in self._dated)

    def _nothing(self, question: Question) -> Note:
        values = {"state": question.state or ""}
        if len(question.mechanisms) != 1:
            return Note(key="here_nothing", values=values)
        mechanism = self._base.mechanisms[question.mechanisms[0]]
        if mechanism.page is None:
            return Note(key="here_nothing", values=values)
        values |= {"mechanism": mechanism.id, "page": mechanism.page}
        return Note(key="here_nothing_of", values=values)

    def _calendars(
        self, iso3: str, mechanisms: Sequence[str], on: dt.date
    ) -> tuple[MechanismCalendar, ...]:
        """A State before the mechanisms named; where none is named, before those with something
        ahead."""
        all_of = self._calendar.of_state(iso3, on).mechanisms
        if any(name in self._dated for name in mechanisms):
            return tuple(m for m in all_of if m.mechanism in mechanisms)
        ahead = [m for m in all_of if m.mechanism == "upr" or (m.next and m.next.when)]
        return tuple(ahead[:MOST])

    def _sources(
        self, calendars: Sequence[MechanismCalendar], language: Language, past: bool
    ) -> tuple[SourceShown, ...]:
        """Where the dates were found: of each mechanism the row that is shown first."""
        shown: dict[str, SourceShown] = {}
        for calendar in calendars:
            ahead, last = calendar.next, calendar.last
            first = (last or ahead) if past else (ahead or last)
            for row in [first] if first else list(calendar.past[:1]):
                shown.setdefault(row.source, self._source(row, language, last))
        return tuple(shown.values())[:1]

    def _notes(
        self, calendar: MechanismCalendar, iso3: str, past: bool, lists: bool
    ) -> Iterator[Note]:
        name = calendar.mechanism
        values = {"state": iso3, "mechanism": name, "review": name}
        if past and calendar.last:
            yield _held(calendar.last, values)
        if calendar.next:
            yield self._next(calendar, calendar.next, values)
        if calendar.deadline and calendar.phase != "not_reviewed":
            yield _deadline(calendar.deadline)
        if calendar.last and not past:
            yield _held(calendar.last, values)
        for step in calendar.steps[:STEPS]:
            sure = "published" if step.certainty == "published" else "expected"
            if step.when:
                yield Note(key=f"here_step_{sure}", values={"stage": step.stage} | _dated(step))
        known = calendar.next is not None and calendar.next.when is not None
        if lists or (not known and calendar.last is None):
            yield from self._before(calendar, values)
        if calendar.next and calendar.next.note:
            yield Note(key="here_note", values={"text": calendar.next.note})

    def _before(self, calendar: MechanismCalendar, values: dict[str, str]) -> Iterator[Note]:
        """What was heard of the stages around a review of which no date is known."""
        for row in calendar.past[:1]:
            staged = values | {"stage": row.stage, "session": row.session, "when": _span(row.when)}
            if row.stage in _BEFORE:
                known = ("held", "published", "unknown")
                certainty = row.certainty if row.certainty in known else "unknown"
                dated = "_dated" if row.when and certainty == "held" else ""
                yield Note(key=f"here_list_{certainty}{dated}", values=staged)
            elif row.stage == "follow_up" and (due := self._due(row.key)):
                yield Note(key="here_follow_up_due", values=staged | {"when": due})
            else:
                continue
            if row.note:
                yield Note(key="here_note", values={"text": row.note})

    def _due(self, key: str) -> str:
        """Until when papers were taken for a stage that is over."""
        row = next((r for r in self._calendar.rows.reviews if r.key == key), None)
        deadline = row.civil_society if row else None
        return str(deadline.when) if deadline and deadline.when else ""

    def _next(
        self, calendar: MechanismCalendar, row: CalendarEvent, values: dict[str, str]
    ) -> Note:
        if calendar.phase == "not_reviewed":
            return Note(key="here_not_reviewed", values=values)
        if row.when is None:
            if row.earlier:
                return Note(key="here_put_off", values=values | {"earlier": str(row.earlier)})
            return Note(key="here_unknown", values=values)
        dated = values | _dated(row)
        known = ("published", "expected", "at_risk", "moved", "cancelled", "suspended")
        certainty = row.certainty if row.certainty in known else "expected"
        if certainty == "moved" and row.earlier:
            return Note(key="here_moved", values=dated | {"earlier": str(row.earlier)})
        return Note(key=f"here_{'published' if certainty == 'moved' else certainty}", values=dated)

    def _source(
        self, row: CalendarEvent, language: Language, last: CalendarEvent | None
    ) -> SourceShown:
        """Where a date was read. An expected one stands nowhere: then it is where the State's last
        review was read, from which it is counted, else where the rule was."""
        counted = row.certainty == "expected" and bool(row.rule)
        if not counted:
            return self._read(row, language)
        shown = self._read(last or row, language)
        phrase = "calendar_counted" if last else "calendar_rule"
        title = self._base.say(phrase, language, title=shown.title)
        return shown.model_copy(update={"title": title})

    def _read(self, row: CalendarEvent, language: Language) -> SourceShown:
        """Where a row was read, and when."""
        if source := self._base.sources.get(row.source):
            shown = cited(source)
        elif entry := self._base.entries.get(row.source):
            shown = sources_of(self._base, entry)[0]
        else:
            at = row.source if row.source.startswith("http") else None
            host = at.split("/")[2].removeprefix("www.") if at else ""
            shown = SourceShown(
                title=host or row.source,
                publisher=self._base.say("calendar_row", language),
                url=at,
                dated=row.checked_on.isoformat(),
                official=host.endswith(("ohchr.org", "un.org")),
            )
        return shown.model_copy(update={"checked": row.checked_on})


def _deadline(deadline: DeadlineState) -> Note:
    date = {"when": str(deadline.when)} if deadline.when else {}
    if deadline.kind == "open" and deadline.certainty == "expected":
        return Note(key="here_papers_expected", values=date)
    if deadline.kind == "closed" and deadline.certainty == "expected":
        return Note(key="here_papers_closed_expected", values=date)
    return Note(key=f"here_papers_{deadline.kind}", values=date)


def _held(last: CalendarEvent, values: dict[str, str]) -> Note:
    key = "here_no_show" if last.certainty == "did_not_appear" else "here_last"
    if last.certainty in ("published", "expected"):
        key = "here_last_planned"
    return Note(key=key, values=values | _dated(last))


def _dated(row: CalendarEvent) -> dict[str, str]:
    return {"when": _span(row.when), "session": row.session}


def _span(span: Span | None) -> str:
    """`2023-05-01/2023-05-12`, `2027-01`, or empty where nothing is known."""
    if span is None:
        return ""
    ends = [str(end) for end in (span.start, span.end) if end]
    return "/".join(dict.fromkeys(ends))
