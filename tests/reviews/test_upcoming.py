"""The command `upcoming`: what people read, and the files that it writes."""

from __future__ import annotations

import csv
import datetime as dt
import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from icalendar import Calendar as Ics
from icalendar import Event

from bot.cli.calendar import calendar
from bot.cli.upcoming import upcoming
from tests.reviews.folder import REVIEW, SESSION, csv_of, folder

MONTH = SESSION | {"start": "2027-01", "end": "", "civil_society_deadline": "2026-07-17"}
RULED = {"mechanism": "crc", "stage": "pre-session", "start": "2027-02", "certainty": "expected"}
PRE = SESSION | RULED | {"session": "", "end": "", "rule": "crc.calendar.next-deadline"}


@pytest.fixture(autouse=True)
def _content(places: object) -> None:
    """The cache of the checkout, as for every command."""


def run(*words: str) -> Result:
    return CliRunner().invoke(upcoming, list(words))


def events(path: Path) -> dict[str, Event]:
    parsed = Ics.from_ical(path.read_bytes())
    return {str(e["UID"]).split("@")[0]: e for e in parsed.walk("VEVENT") if isinstance(e, Event)}


def test_people_see_how_sure_a_date_is_and_what_can_still_be_done() -> None:
    said = run("--state", "Haïti", "--on", "2026-11-24").stdout
    coming = "January–February 2027 · UPR, 54th session: review – Haiti · expected, not published"
    assert coming in said
    assert "submissions probably closed about July 2026" in said
    assert "What can be done now: We missed the UPR deadline." in said
    assert "\x1b[" not in said
    earlier = run("--state", "Haïti", "--on", "2026-07-16").stdout
    assert "July 2026 · UPR, 54th session: deadline, submissions of civil" in earlier


@pytest.mark.parametrize(
    ("state", "says"),
    [
        ("State of Palestine", "an observer State and has no review of its own"),
        ("Ucrania", "date not known · UPR: review – Ukraine · was due January 2023"),
        (
            "Myanmar",
            "at risk, was due January 2026 · submissions are not taken until further notice",
        ),
        ("United States", "November 2026 · UPR, 53rd session: review – United States"),
    ],
)
def test_states_out_of_the_ordinary_are_explained(state: str, says: str) -> None:
    assert says in run("--state", state, "--on", "2026-11-24").stdout


def test_reviews_of_one_session_stand_on_one_line() -> None:
    lines = run("--mechanism", "UPR", "--within", "70d", "--on", "2026-11-24").stdout.splitlines()
    (line,) = [line for line in lines if "South Sudan, Sudan" in line]
    assert line.startswith("January–February 2027 · UPR, 54th session: review – Haiti, Iceland")


def test_json_and_csv_keep_months_as_months(tmp_path: Path) -> None:
    asked = ("--state", "SSD", "--on", "2026-11-24")
    first = json.loads(run(*asked, "--json").stdout)[0]
    assert first["when"] == {"start": "2027-01", "end": "2027-02"} and first["precision"] == "month"
    assert (first["state"], first["days_left"]) == ("South Sudan", None)
    assert first["deadline"]["kind"] == "closed" and first["deadline"]["when"] == "2026-07"
    run(*asked, "--csv", str(tmp_path / "a.csv"))
    with (tmp_path / "a.csv").open(encoding="utf-8-sig") as file:
        row = next(csv.DictReader(file))
    assert (row["start"], row["how_sure"]) == ("2027-01", "expected, not published")


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (["--state", "Atlantis"], "there is no State 'Atlantis'"),
        (["--state", "Congo"], "'Congo' may be Democratic Republic of the Congo (COD) or Congo"),
        (["--mechanism", "urp"], "did you mean upr"),
        (["--within", "soon"], "write it as 120d or 8w"),
        (["--on", "tomorrow"], "write it as 2026-11-25"),
    ],
)
def test_what_cannot_be_used_gets_one_sentence(words: list[str], says: str) -> None:
    result = run(*words)
    assert result.exit_code == 2 and says in result.stderr


def test_a_month_in_a_calendar_file_is_a_note_on_the_whole_month(tmp_path: Path) -> None:
    file = tmp_path / "a.ics"
    result = run("--state", "HTI", "--on", "2026-07-01", "--ics", str(file))
    assert "3 events written" in result.stderr
    found = events(file)
    review = found["upr-4-hti-review"]
    assert str(review["SUMMARY"]).startswith("(month only) UPR, 54th session: review – Haiti")
    assert (dt.date(2027, 1, 1), dt.date(2027, 3, 1)) == (review.DTSTART, review.DTEND)
    assert "Only the month is known" in str(review["DESCRIPTION"])
    assert str(review["STATUS"]) == "TENTATIVE"
    deadline = found["upr-4-hti-review.civil-society"]
    assert (dt.date(2026, 7, 1), dt.date(2026, 8, 1)) == (deadline.DTSTART, deadline.DTEND)
    assert str(deadline["STATUS"]) == "TENTATIVE", "nobody published it"


def test_a_year_alone_is_left_out_of_a_calendar_file_and_said(tmp_path: Path) -> None:
    file = tmp_path / "a.ics"
    result = run("--state", "Malawi", "--on", "2026-06-01", "--ics", str(file))
    assert "2 without a month are not in it" in result.stderr
    assert "upr-4-mwi-review.next" not in events(file)


def test_an_update_keeps_identities_and_raises_only_what_changed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    sudan = REVIEW | {"iso3": "SDN", "state": "Sudan", "start": "2027-01-20"}
    where = folder(tmp_path / "knowledge", SESSION, REVIEW, sudan, PRE)
    monkeypatch.setenv("ADVOCACY_KNOWLEDGE", str(where))
    file = tmp_path / "all.ics"
    asked = ("--on", "2026-06-01", "--ics", str(file))
    assert run(*asked).exit_code == 0
    first = file.read_bytes()
    assert run(*asked).exit_code == 0
    assert file.read_bytes() == first
    moved = SESSION | {
        "start": "2027-02-01", "end": "2027-02-12", "certainty": "moved", "earlier": "2027-01-18",
    }  # fmt: skip
    late = sudan | {"start": "2027-02-03"}
    (where / "calendar" / "rows.csv").write_text(csv_of(moved, REVIEW, late), encoding="utf-8")
    assert run(*asked).exit_code == 0
    before, after = events_of(first), events(file)
    assert set(before) <= set(after)
    assert dt.date(2027, 2, 1) == after["upr-4-hti-review"].DTSTART
    sequences = {key: int(str(event["SEQUENCE"])) for key, event in after.items()}
    assert sequences["upr-4-hti-review"] == sequences["upr-4-sdn-review"] == 1
    assert sequences["upr-54.civil-society"] == 0
    gone = after["crc-2027-02-pre-session"]
    assert (str(gone["STATUS"]), sequences["crc-2027-02-pre-session"]) == ("CANCELLED", 1)
    assert run(*asked).exit_code == 0
    assert events(file)["crc-2027-02-pre-session"]["SEQUENCE"] == 1


def test_what_is_past_is_not_cancelled(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ADVOCACY_KNOWLEDGE", str(folder(tmp_path / "k", SESSION, REVIEW)))
    file = tmp_path / "all.ics"
    run("--on", "2026-06-01", "--ics", str(file))
    run("--on", "2026-11-24", "--ics", str(file))
    assert str(events(file)["upr-54.civil-society"]["STATUS"]) == "CONFIRMED"


def test_a_file_that_is_no_calendar_is_not_overwritten(tmp_path: Path) -> None:
    file = tmp_path / "notes.ics"
    file.write_text("my notes", encoding="utf-8")
    result = run("--state", "HTI", "--ics", str(file))
    assert result.exit_code == 2 and "can't be updated" in result.stderr
    assert file.read_text(encoding="utf-8") == "my notes"


def test_check_fails_for_errors_only(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    good = CliRunner().invoke(calendar, ["check", "--on", "2026-11-24"])
    assert good.exit_code == 0
    assert "UPR: session 52 is past: was it held?" in good.stdout
    assert "Open https://www.ohchr.org/en/hr-bodies/upr/cycles-upr" in good.stdout
    where = folder(tmp_path / "k", MONTH, REVIEW | {"start": "2027-02-30"})
    monkeypatch.setenv("ADVOCACY_KNOWLEDGE", str(where))
    bad = CliRunner().invoke(calendar, ["check"])
    assert bad.exit_code == 1 and "calendar/rows.csv:3: start: '2027-02-30'" in bad.stdout


def events_of(content: bytes) -> dict[str, Event]:
    parsed = Ics.from_ical(content)
    return {str(e["UID"]).split("@")[0]: e for e in parsed.walk("VEVENT") if isinstance(e, Event)}
