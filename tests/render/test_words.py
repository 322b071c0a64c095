"""How sure a date is, and whether submissions can be sent, in each of the four languages."""

from __future__ import annotations

import datetime as dt

import pytest

from bot.knowledge import load
from bot.knowledge.models import LANGUAGES, Base
from bot.render.words import Words
from bot.reviews import CalendarEvent, Certainty, DeadlineState, PartialDate, Span
from bot.settings import Settings
from bot.states import StateNames


@pytest.fixture(scope="module")
def every(places: Settings) -> list[Words]:
    base: Base = load(places.knowledge, places.cache)
    states = StateNames.read(places.knowledge / "states")
    return [Words(base, states, language) for language in LANGUAGES]


def _review(certainty: Certainty, when: str, earlier: str) -> CalendarEvent:
    return CalendarEvent(
        kind="review",
        key="upr-4-hti-review",
        mechanism="upr",
        iso3="HTI",
        stage="review",
        session="54",
        when=Span(start=PartialDate.parse(when)) if when else None,
        certainty=certainty,
        earlier=PartialDate.parse(earlier) if earlier else None,
        source="https://ohchr.org",
        checked_on=dt.date(2026, 11, 24),
    )


@pytest.mark.parametrize(
    ("certainty", "when", "earlier", "said"),
    [
        ("held", "2026-11", "", ("published", "publié", "fecha publicada", "موعد منشور")),
        ("published", "", "", ("not published", "non publié", "fecha no publicada",
                               "الموعد غير منشور")),
        ("moved", "2027-05", "2027-01",
         ("moved, was due January 2027", "date déplacée, prévu\u00a0: janvier 2027",
          "cambio de fecha, previsto: enero de 2027",
          "نُقل الموعد، كان مقررًا في كانون الثاني/يناير 2027")),
        ("moved", "", "", ("put off, no new date known", "date reportée, nouvelle date inconnue",
                           "aplazamiento, sin nueva fecha conocida",
                           "أُجّل الموعد، ولا موعد جديد معروف")),
        ("unknown", "", "2023-01",
         ("was due January 2023", "prévu\u00a0: janvier 2023", "previsto: enero de 2023",
          "كان مقررًا في كانون الثاني/يناير 2023")),
    ],
)  # fmt: skip
def test_how_sure_a_date_is_says_no_more_than_is_known(
    every: list[Words], certainty: Certainty, when: str, earlier: str, said: tuple[str, ...]
) -> None:
    event = _review(certainty, when, earlier)
    assert tuple(words.sure(event) for words in every) == said


def test_an_expected_deadline_is_never_said_as_a_published_one(every: list[Words]) -> None:
    when, english = PartialDate.parse("2026-07"), every[0]
    open_, closed = (
        DeadlineState(kind=kind, when=when, certainty="expected") for kind in ("open", "closed")
    )
    assert english.submissions(open_) == "submissions until about July 2026, not published"
    assert english.submissions(closed) == "submissions probably closed about July 2026"
    for words in every:
        firm = DeadlineState(kind="open", when=when, certainty="published")
        assert len({words.submissions(one) for one in (open_, closed, firm)}) == 3
        assert words.submissions(None) == ""


def test_a_title_names_session_stage_and_states(every: list[Words]) -> None:
    event = _review("published", "2027-01", "")
    assert [words.title(event, words.state("HTI")) for words in every] == [
        "UPR, 54th session: review – Haiti",
        "EPU, 54e session\u00a0: examen – Haïti",
        "EPU, 54.º período de sesiones: examen – Haití",
        "الاستعراض الدوري الشامل، الدورة 54: النظر في حالة الدولة – هايتي",
    ]
