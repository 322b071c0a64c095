"""Curators' corrections, laid over the files: what they change, for whom, and when files win."""

from __future__ import annotations

import csv
import datetime as dt
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from click.testing import CliRunner

from bot.cli.calendar import calendar as calendar_command
from bot.reviews import Calendar, CalendarEvent, Calendars, Turn, load
from bot.reviews.correct import BadDate, Dates, change_of, dates_of
from bot.store import Correction, Store, Workspace
from tests.reviews.folder import KNOWLEDGE, REVIEW, SESSION, folder

ON = dt.date(2026, 11, 24)
MADE = dt.datetime(2026, 12, 1, 9, 0, tzinfo=dt.UTC)
DAY = dt.timedelta(days=1)
HERE, ELSEWHERE = Workspace(team="T1"), Workspace(team="T2")
MOVED = {"certainty": "moved", "start": "2027-05-03", "end": "2027-05-14"}


def correction(key: str = "upr-54", change: dict[str, str] = MOVED, **given: Any) -> Correction:
    values = {"workspace": HERE, "person": "U1", "source": "OHCHR letter", "made": MADE}
    return Correction(key=key, change=change, **(values | given))


def review(calendar: Calendar, iso3: str = "HTI") -> CalendarEvent:
    (one,) = [c for c in calendar.upcoming(ON, [iso3], ["upr"]) if c.stage == "review"]
    return one


def turn(calendar: Calendar, key: str) -> Turn:
    found = calendar.turn(key)
    assert found is not None
    return found


@pytest.fixture
def small(tmp_path: Path) -> Calendar:
    """One session with the review of Haiti in it."""
    return Calendar.open(folder(tmp_path, SESSION, REVIEW))


@pytest.fixture(scope="module")
def whole() -> Calendar:
    return Calendar.open(KNOWLEDGE)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with Store.open(tmp_path / "desk.sqlite") as opened:
        yield opened


def test_a_correction_of_a_session_reaches_its_reviews(small: Calendar) -> None:
    calendar = small.corrected([correction(note="Lack of money.")])
    turned = review(calendar)
    assert turned.when and str(turned.when.start) == "2027-05-03"
    assert turned.certainty == "moved"
    session = calendar.session_of("upr", ON).next
    assert session and (str(session.earlier), session.source) == ("2027-01-18", "OHCHR letter")
    assert session.checked_on == MADE.date() and session.note == "Lack of money."
    assert str(review(small).when.start) == "2027-01-18"  # type: ignore[union-attr]


@pytest.mark.parametrize(
    ("key", "change", "says"),
    [
        ("upr-54", {"end": "2027-01-01"}, "lies before the start"),
        ("upr-99", {"end": "2027-01-01"}, "no row upr-99"),
        ("upr-54", {"mechanism": "hrc"}, "can't be corrected"),
        ("upr-54", {"certainty": "perhaps"}, "not one of its words"),
    ],
)
def test_one_that_makes_no_sense_is_left_out_and_the_others_hold(
    small: Calendar, key: str, change: dict[str, str], says: str
) -> None:
    wrong, right = correction(key, change), correction("upr-54", {"place": "Vienna"})
    calendar = small.corrected([wrong, right])
    assert list(calendar.overlay.left_out) == [wrong.id]
    assert says in calendar.overlay.left_out[wrong.id]
    assert [session.place for session in calendar.rows.sessions] == ["Vienna"]
    assert calendar.overlay.holds == {right.id: "upr-54"}


def test_the_later_of_two_on_one_date_holds(small: Calendar) -> None:
    later = correction(change={"certainty": "moved", "start": "2027-06-07", "end": ""})
    session = small.corrected([correction(), later]).session_of("upr", ON).next
    assert session and (str(session.when.start), str(session.earlier)) == (  # type: ignore[union-attr]
        "2027-06-07",
        "2027-05-03",
    )


def test_the_files_hold_once_a_row_was_checked_there_on_a_later_day(tmp_path: Path) -> None:
    checked = SESSION | {"checked_on": "2026-12-05"}
    newer = Calendar.open(folder(tmp_path, checked, REVIEW))
    calendar = newer.corrected([one := correction()])
    assert "checked there on 2026-12-05" in calendar.overlay.left_out[one.id]
    assert review(calendar).certainty == "published"
    same_day = correction(made=dt.datetime(2026, 12, 5, 8, tzinfo=dt.UTC))
    assert review(newer.corrected([same_day])).certainty == "moved"


def test_what_follows_by_a_rule_becomes_a_row_of_its_own(whole: Calendar) -> None:
    expected = turn(whole, "upr-4-hti-review.adoption")
    assert expected.derived and expected.rule
    change = change_of(expected, "confirm", Dates(start="2027-06-24", session="65"))
    kept = correction("upr-4-hti-review.adoption", change)
    calendar = whole.corrected([kept])
    assert calendar.overlay.holds == {kept.id: "upr-4-hti-adoption"}
    (adopted,) = [c for c in calendar.upcoming(ON, ["HTI"]) if c.stage == "adoption"]
    assert (adopted.certainty, adopted.rule, adopted.derived) == ("published", None, False)
    assert (str(adopted.when.start), adopted.session) == ("2027-06-24", "65")  # type: ignore[union-attr]


def test_a_cancelled_date_takes_no_papers_and_asks_for_none(small: Calendar) -> None:
    cancelled = correction("upr-4-hti-review", {"certainty": "cancelled"})
    early = dt.date(2026, 6, 1)
    assert [c.kind for c in small.upcoming(early, ["HTI"]) if c.whose] == ["deadline"]
    calendar = small.corrected([cancelled])
    assert not [c for c in calendar.upcoming(early, ["HTI"]) if c.whose]
    upr = calendar.of_state("HTI", early).of("upr")
    assert upr and upr.phase == "postponed"
    assert upr.deadline and upr.deadline.kind == "cancelled"


def test_a_workspaces_corrections_hold_for_it_alone_in_every_process(
    small: Calendar, store: Store, tmp_path: Path
) -> None:
    with Store.open(tmp_path / "desk.sqlite") as other_process:
        here, there = (Calendars(small, s.corrections) for s in (store, other_process))
        assert here.of(HERE) is small
        store.corrections.add(kept := correction())
        for calendars in (here, there):
            assert review(calendars.of(HERE)).certainty == "moved"
            assert calendars.of(ELSEWHERE) is small
            assert calendars.of(HERE) is calendars.of(HERE), "worked out anew each time"
        other_process.corrections.take_back(HERE, kept.id, "U2", MADE + DAY)
        assert review(here.of(HERE)).certainty == "published"


def test_the_version_rises_with_a_correction_and_when_it_is_taken_back(
    small: Calendar, store: Store
) -> None:
    calendars = Calendars(small, store.corrections)
    versions = [calendars.of(HERE).version]
    store.corrections.add(kept := correction(made=MADE))
    versions.append(calendars.of(HERE).version)
    store.corrections.take_back(HERE, kept.id, "U1", MADE + dt.timedelta(minutes=1))
    versions.append(calendars.of(HERE).version)
    assert versions == sorted(set(versions))
    assert calendars.of(ELSEWHERE).version == versions[0]


def test_a_correction_of_today_has_a_higher_version_than_files_checked_today(
    small: Calendar,
) -> None:
    morning = dt.datetime.combine(ON, dt.time(6), dt.UTC)
    assert small.corrected([correction(made=morning)]).version > small.version


# What a curator fills in


def test_the_form_begins_with_the_dates_that_hold(whole: Calendar) -> None:
    haiti = dates_of(turn(whole, "upr-4-hti-review"))
    assert haiti == Dates(start="2027-01", end="2027-02", session="54", deadline="2026-07")
    assert dates_of(turn(whole, "upr-54")).session == ""
    assert dates_of(turn(whole, "crpd-mli-review")).start == ""


def test_only_what_was_changed_is_kept(small: Calendar) -> None:
    row = turn(small, "upr-4-hti-review")
    now = dates_of(row)
    assert change_of(row, "confirm", now) == {"certainty": "published"}
    later = now.model_copy(update={"deadline": " 2026-08-01 "})
    assert change_of(row, "confirm", later) == {
        "certainty": "published",
        "civil_society_deadline": "2026-08-01",
        "civil_society_certainty": "",
    }
    assert change_of(row, "cancel", Dates()) == {"certainty": "cancelled"}
    other = now.model_copy(update={"session": "55"})
    assert change_of(row, "move", other) == {"certainty": "moved", "session": "55"}


def test_a_month_stays_a_month(small: Calendar) -> None:
    change = change_of(turn(small, "upr-54"), "move", Dates(start="2027-05"))
    assert change == {
        "certainty": "moved", "start": "2027-05", "end": "",
        "civil_society_deadline": "", "civil_society_certainty": "",
    }  # fmt: skip
    (session,) = small.corrected([correction(change=change)]).rows.sessions
    assert (str(session.start), session.end) == ("2027-05", None)


def test_what_is_put_off_has_no_date_any_more(small: Calendar) -> None:
    row = turn(small, "upr-4-hti-review")
    put_off = dates_of(row).model_copy(update={"start": "", "end": ""})
    change = change_of(row, "move", put_off)
    told = review(small.corrected([correction(row.row.key, change)]))
    assert (told.when, str(told.earlier), told.certainty) == (None, "2027-01-18", "moved")


@pytest.mark.parametrize(
    ("key", "what", "typed", "part", "phrase"),
    [
        ("upr-54", "move", {"start": "next May"}, "start", "correct_bad_date"),
        ("upr-54", "move", {"end": "2027-02-30"}, "end", "correct_bad_date"),
        ("upr-54", "confirm", {"deadline": "soon"}, "deadline", "correct_bad_date"),
        ("upr-54", "move", {}, "start", "correct_same_date"),
        ("upr-54", "confirm", {"start": "", "end": ""}, "start", "correct_needs_date"),
    ],
)
def test_what_cannot_be_used_is_said_at_its_part(
    whole: Calendar, key: str, what: Any, typed: dict[str, str], part: str, phrase: str
) -> None:
    row = turn(whole, key)
    with pytest.raises(BadDate) as unfit:
        change_of(row, what, dates_of(row).model_copy(update=typed))
    assert (unfit.value.part, unfit.value.phrase) == (part, phrase)


def test_a_review_in_a_session_that_is_not_settled_is_confirmed_with_its_own_day(
    tmp_path: Path,
) -> None:
    unsettled = SESSION | {"certainty": "expected", "rule": "upr.calendar.order"}
    calendar = Calendar.open(folder(tmp_path, unsettled, REVIEW))
    row = turn(calendar, "upr-4-hti-review")
    with pytest.raises(BadDate) as unfit:
        change_of(row, "confirm", dates_of(row))
    assert (unfit.value.phrase, unfit.value.says) == ("correct_session_first", "54")
    own = dates_of(row).model_copy(update={"start": "2027-01-20", "end": ""})
    change = change_of(row, "confirm", own)
    told = review(calendar.corrected([correction(row.row.key, change)]))
    assert (told.certainty, str(told.when.start)) == ("published", "2027-01-20")  # type: ignore[union-attr]


@pytest.mark.parametrize(
    ("change", "part"),
    [
        ({"end": "2027-01-01"}, "end"),
        ({"civil_society_deadline": "2027-03-01"}, "deadline"),
    ],
)
def test_what_contradicts_the_calendar_is_tried_and_not_kept(
    small: Calendar, store: Store, change: dict[str, str], part: str
) -> None:
    with pytest.raises(BadDate) as unfit:
        Calendars(small, store.corrections).tried(correction(change=change))
    assert unfit.value.part == part
    assert store.corrections.list(HERE) == ()


# The next edit of the files


@pytest.fixture
def files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, places: object) -> Path:
    """A knowledge folder, and a database with two workspaces' corrections."""
    where = folder(tmp_path / "knowledge", SESSION, REVIEW)
    monkeypatch.setenv("ADVOCACY_KNOWLEDGE", str(where))
    monkeypatch.setenv("ADVOCACY_DATABASE", str(tmp_path / "desk.sqlite"))
    cancelled = {"certainty": "cancelled"}
    with Store.open(tmp_path / "desk.sqlite") as store:
        store.corrections.add(correction(note="Lack of money."))
        store.corrections.add(gone := correction(change=cancelled, workspace=ELSEWHERE))
        store.corrections.take_back(ELSEWHERE, gone.id, "U2", MADE + DAY)
        store.corrections.add(correction("upr-4-hti-review", cancelled, workspace=ELSEWHERE))
        store.corrections.add(correction("upr-99", cancelled))
    return where


def test_the_export_marks_what_was_corrected_and_can_be_imported(
    files: Path, tmp_path: Path
) -> None:
    run = CliRunner()
    for name in ("all.csv", "all.xlsx"):
        exported = run.invoke(calendar_command, ["export", str(tmp_path / name)])
        assert exported.exit_code == 0
        assert "2 rows were corrected in Slack" in exported.stderr
        assert "a correction was left out: the calendar has no row upr-99" in exported.stderr
    with (tmp_path / "all.csv").open(encoding="utf-8-sig") as file:
        rows = {row["key"]: row for row in csv.DictReader(file)}
    assert rows["upr-54"]["start"] == "2027-05-03"
    assert rows["upr-54"]["correction"] == (
        "2026-12-01, workspace T1: certainty: published → moved; start: 2027-01-18 → 2027-05-03;"
        " end: 2027-01-29 → 2027-05-14"
    )
    assert rows["upr-4-hti-review"]["correction"].startswith("2026-12-01, workspace T2: ")
    sheet = openpyxl.load_workbook(tmp_path / "all.xlsx").active
    assert sheet is not None
    marked = {row[0].value for row in sheet.iter_rows(min_row=2) if row[0].fill.fill_type}
    assert marked == {"upr-54", "upr-4-hti-review"}
    asked = ["import", str(tmp_path / "all.xlsx"), "--source", "Slack", "--yes"]
    assert "0 added, 2 changed, 0 removed" in run.invoke(calendar_command, asked).stdout
    row = load(files).by_key()["upr-54"]
    assert (str(row.start), row.source, row.note) == (
        "2027-05-03",
        "OHCHR letter",
        "Lack of money.",
    )
    assert row.checked_on == MADE.date()


def test_where_no_bot_has_run_the_export_is_that_of_the_files(
    files: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    nowhere = tmp_path / "none" / "desk.sqlite"
    monkeypatch.setenv("ADVOCACY_DATABASE", str(nowhere))
    exported = CliRunner().invoke(calendar_command, ["export"])
    assert "2027-05-03" not in exported.stdout and "correction" not in exported.stdout
    assert not nowhere.parent.exists()
