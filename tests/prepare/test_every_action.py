"""Every action, for three States: one with published days before every mechanism, one without, one
that joined little; with a deadline that the person gives and without."""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Iterator

import pytest
from docx import Document
from docx.oxml.ns import qn
from icalendar import Calendar

from bot.knowledge.models import Base
from bot.prepare import (
    Checklist,
    GivenDeadline,
    NotPossible,
    Outline,
    OutlinePart,
    Prepare,
    check_actions,
)
from bot.prepare.actions import ALWAYS
from bot.render import checklist, outline
from bot.render.ics import NoDates, calendar_file
from bot.render.prepare_words import Wordings
from bot.render.word import GUIDANCE, NUMBERED
from bot.reviews import Calendar as Reviews
from bot.reviews import PartialDate, Review, Session
from bot.reviews.models import Deadline, Rows
from bot.states import Profiles
from tests.prepare.conftest import KNOWLEDGE, ON, ROOT, TEMPLATES

WITHOUT, NOT_PARTY = "TCD", "MMR"
PAPERS = dt.date(2027, 4, 30)
NOW = dt.datetime(2026, 11, 24, 12, tzinfo=dt.UTC)
DEADLINES = (
    None,
    GivenDeadline(dt.date(2027, 3, 31)),
    GivenDeadline(ON + dt.timedelta(7)),
    GivenDeadline(ON),
)
COMMITTEES = ("ccpr", "cescr", "cerd", "cedaw", "cat", "crc", "cmw", "crpd", "ced")
EXPECTED = {
    "upr-submission", "upr-briefing", "upr-advance-questions", "upr-adoption-statement",
    "upr-mid-term", "list-of-issues-input", "session-briefing", "follow-up-information",
    "individual-complaint", "inquiry-information", "cerd-early-warning", "ced-urgent-action",
    "spt-information", "allegation-letter", "urgent-appeal", "thematic-input",
    "country-visit-information", "arbitrary-detention-case", "disappearance-case",
    "hrc-oral-statement", "hrc-written-statement", "hrc-side-event", "hrc-complaint",
    "investigative-body-submission", "mrm-information", "achpr-shadow-letter",
    "achpr-communication", "iachr-petition", "iachr-precautionary-measure",
    "iachr-hearing-request", "ecthr-rule-39", "coe-rule-9-submission", "nmirf-contribution",
    "nhrap-needs-assessment", "nhrap-drafting", "nhrap-monitoring", "nhri-referral",
    "reprisal-report", *(f"{one}-alternative-report" for one in COMMITTEES),
}  # fmt: skip
ACTIONS = sorted(path.stem for path in (ROOT / "knowledge" / "actions").glob("*.yaml"))
NOTHING_WRITTEN = ("ecthr-rule-39", "mrm-information")
"""A lawyer files the one; the other goes on the form of the task force."""


def _rows(mechanism: str) -> Iterator[Review | Session]:
    """Published days of Haiti before a mechanism: session, review and what comes around it."""
    papers = Deadline(when=PartialDate.of(PAPERS))
    days = {"review": dt.date(2027, 7, 5), "list_of_issues": dt.date(2027, 5, 3),
            "adoption": dt.date(2027, 10, 1), "follow_up": dt.date(2028, 7, 5)}  # fmt: skip
    told = {"mechanism": mechanism, "certainty": "published", "source": "test", "checked_on": ON}
    yield Session(key=f"{mechanism}-all-dated", start=PartialDate.of(days["review"]), **told)
    for stage, day in days.items():
        key = f"{mechanism}-hti-dated-{stage.replace('_', '-')}"
        start = PartialDate.of(day)
        yield Review(key=key, iso3="HTI", stage=stage, start=start, civil_society=papers, **told)


@pytest.fixture(scope="session")
def dated(base: Base, profiles: Profiles, prepare: Prepare) -> Prepare:
    """The desk with a calendar in which Haiti has published days before every mechanism."""
    known = Reviews.open(KNOWLEDGE)
    bodies = sorted({action.mechanism for action in prepare.actions.values()} | set(COMMITTEES))
    rows = [row for body in bodies for row in _rows(body)]
    sessions = tuple(row for row in rows if isinstance(row, Session))
    reviews = tuple(row for row in rows if isinstance(row, Review))
    calendar = Reviews(Rows(sessions=sessions, reviews=reviews), known.advice, known.names)
    return Prepare(prepare.actions, base, calendar, profiles)


def _desks(prepare: Prepare, dated: Prepare) -> Iterator[tuple[Prepare, str | None]]:
    yield from ((dated, "HTI"), (prepare, WITHOUT), (prepare, NOT_PARTY), (prepare, None))


def test_the_actions_that_people_ask_for_are_there_and_pass_the_check(base: Base) -> None:
    assert set(ACTIONS) >= EXPECTED
    assert [str(problem) for problem in check_actions(KNOWLEDGE, base)] == []


@pytest.mark.parametrize("action", ACTIONS)
def test_days_are_counted_from_what_is_published(action: str, dated: Prepare) -> None:
    made = dated.checklist(action, ON, "HTI")
    if made.anchor.event in ("papers", "list_of_issues", "session", "review", "adoption"):
        assert made.anchor.sure and made.anchor.exact
        assert [step for step in made.steps if step.due and step.of == made.anchor.event]
    if made.anchor.event == "papers":
        assert made.anchor.exact == PAPERS


@pytest.mark.parametrize("action", ACTIONS)
def test_a_checklist_reads_well_in_every_form(
    action: str, prepare: Prepare, dated: Prepare, wordings: Wordings
) -> None:
    for desk, state in _desks(prepare, dated):
        for given in DEADLINES:
            made = desk.checklist(action, ON, state, deadline=given)
            text = checklist.text(made, wordings, TEMPLATES)
            marked = checklist.as_markdown(made, wordings, TEMPLATES)
            for form in (text, marked.replace("\\", "")):
                assert "{" not in form, form
            assert {step.kind for step in made.steps} >= set(ALWAYS)
            for step in made.steps:
                assert step.do in text and step.who in text
            assert all(rules for rules in made.facts.values())
            _dates(made, wordings, given)
    again = Document(io.BytesIO(checklist.word(made, wordings)))
    # a table for each stage, with a head of its own
    assert sum(len(table.rows) - 1 for table in again.tables) == len(made.steps)


def _dates(made: Checklist, wordings: Wordings, given: GivenDeadline | None) -> None:
    dates = [step.due for step in made.steps if step.due]
    assert all(day >= ON for day in dates)
    if given is None and not any(anchor.exact for anchor in made.anchors.values()):
        assert dates == []
        with pytest.raises(NoDates):
            calendar_file(made, wordings, NOW)
    if dates:
        events = Calendar.from_ical(calendar_file(made, wordings, NOW)).walk("VEVENT")
        starts = {event.DTSTART for event in events}
        assert starts >= set(dates)
        # a phone shows the beginning of a title, and reminds of it
        assert all(len(event["SUMMARY"]) <= 100 and event.walk("VALARM") for event in events)
        assert len({str(event["UID"]) for event in events}) == len(events)


@pytest.mark.parametrize("action", [one for one in ACTIONS if one not in NOTHING_WRITTEN])
def test_an_outline_can_be_filled_in_and_its_budgets_add_up(
    action: str, prepare: Prepare, dated: Prepare, wordings: Wordings
) -> None:
    for desk, state in _desks(prepare, dated):
        if state is None:
            continue
        for joint in {False, prepare.actions[action].joint}:
            for issues in ((), ("Loss of documents",), ("One", "Two", "Three", "Four", "Five")):
                made = desk.outline(action, ON, state, issues=issues, joint=joint)
                assert made.limit is None or made.words <= made.limit
                assert made.plan_why or made.words == made.limit
                assert sum(section.words for section in made.sections) == made.words - made.reserve
                for part in _parts(made.sections):
                    assert not part.parts or sum(one.words for one in part.parts) == part.words
                    assert part.words > 0
        if joint or state != WITHOUT:
            _reopened(made, wordings)


@pytest.mark.parametrize("action", NOTHING_WRITTEN)
def test_where_nothing_is_written_there_is_no_outline(action: str, prepare: Prepare) -> None:
    with pytest.raises(NotPossible, match="ask for its checklist"):
        prepare.outline(action, ON, "HTI")


@pytest.mark.parametrize("action", ACTIONS)
def test_what_is_not_open_against_a_state_is_said_with_what_there_is_instead(
    action: str, prepare: Prepare, wordings: Wordings
) -> None:
    turns = prepare.actions[action].turns_on
    made = prepare.checklist(action, ON, NOT_PARTY)
    assert bool(made.accepted) == bool(turns)
    closed = bool(made.accepted) and all(one.status == "no" for one in made.accepted)
    assert bool(made.instead) == closed
    text = checklist.text(made, wordings, TEMPLATES)
    assert ("What there is instead" in text) == closed
    if closed and len(made.accepted) == 1:
        assert "Not open for Myanmar" in text.splitlines()[3]


def _parts(parts: tuple[OutlinePart, ...]) -> list[OutlinePart]:
    return [one for part in parts for one in (part, *_parts(part.parts))]


def _reopened(made: Outline, wordings: Wordings) -> None:
    found = Document(io.BytesIO(outline.word(made, wordings)))
    # by hand: the library looks up the style and the links of each paragraph, which takes longer
    # than all the rest
    styles = {style.style_id: style.name for style in found.styles}
    texts = [
        (styles[p._p.style or "Normal"], "".join(t.text or "" for t in p._p.iter(qn("w:t"))))
        for p in found.paragraphs
    ]
    paragraphs = [(style, text) for style, text in texts if text.strip()]
    assert "{" not in "".join(text for _, text in paragraphs)
    left = [(style, text) for style, text in paragraphs if style != GUIDANCE]
    headings = [style for style, _ in left if style.startswith("Heading")]
    assert len(headings) == len(_parts(made.sections))
    for (style, text), (after, _) in zip(left, [*left[1:], ("end", "")], strict=True):
        if style.startswith("Heading"):
            deeper = after.startswith("Heading") and after > style
            assert after == NUMBERED or deeper, f"nothing stands under “{text}”"
    said = "\n".join(text for _, text in left)
    assert "Budget:" not in said and "Annex for the writer" not in said and "https://" not in said
    properties = found.core_properties
    assert (properties.author, properties.last_modified_by, properties.comments) == ("", "", "")
    footer = found.sections[0].footer._element.xml
    assert "PAGE" in footer and "NUMPAGES" in footer
    assert made.state_name in found.sections[0].header.paragraphs[0].text
    numbering = found.styles[NUMBERED].element.pPr.numPr
    assert numbering is not None and numbering.numId is not None
    text = outline.as_markdown(made, wordings, TEMPLATES).replace("\\", "")
    for style, line in left:
        if style == NUMBERED:
            assert line in text.replace("**[", "[").replace("]**", "]")
