"""What a curator hands in is shown first, and then taken whole or not at all."""

from __future__ import annotations

import datetime as dt
import io
from pathlib import Path

import openpyxl
import pytest
from click.testing import CliRunner, Result

from bot.cli.calendar import calendar
from bot.cli.upcoming import upcoming
from bot.reviews import Calendar, load
from tests.reviews.folder import REVIEW, SESSION, csv_of, folder

SUDAN = REVIEW | {"iso3": "SDN", "state": "Sudan"}
NEW = {
    "mechanism": "cat", "stage": "review", "session": "86", "state": "Tchad", "iso3": "",
    "certainty": "published", "start": "2027-04-20",
}  # fmt: skip


@pytest.fixture
def where(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, places: object) -> Path:
    made = folder(tmp_path / "knowledge", SESSION, REVIEW, SUDAN)
    monkeypatch.setenv("ADVOCACY_KNOWLEDGE", str(made))
    monkeypatch.setenv("ADVOCACY_DATABASE", str(tmp_path / "none.sqlite"))
    return made


def take(path: Path, *words: str, answer: str = "") -> Result:
    asked = ["import", str(path), "--source", "OHCHR list", "--on", "2026-12-01", *words]
    return CliRunner().invoke(calendar, asked, input=answer)


def test_the_preview_names_each_change_and_nothing_is_written_without_a_yes(
    where: Path, tmp_path: Path
) -> None:
    file = tmp_path / "new.csv"
    file.write_text(csv_of(REVIEW | {"start": "2027-01-20"}, NEW), encoding="utf-8-sig")
    before = (where / "calendar" / "rows.csv").read_bytes()
    refused = take(file, answer="n\n")
    assert refused.exit_code == 2 and "nothing was changed" in refused.stderr
    assert (where / "calendar" / "rows.csv").read_bytes() == before
    assert "changed  upr-4-hti-review: start: empty → 2027-01-20" in refused.stdout
    assert "added    cat-86-tcd-review, session 86: 2027-04-20 (published)" in refused.stdout
    assert (
        "1 added, 1 changed, 0 removed, 0 unchanged. 2 rows are not in the file" in refused.stdout
    )
    assert take(file, answer="y\n").exit_code == 0
    rows = load(where).by_key()
    assert str(rows["upr-4-hti-review"].start) == "2027-01-20"
    assert rows["upr-4-hti-review"].source == rows["cat-86-tcd-review"].source == "OHCHR list"
    assert rows["cat-86-tcd-review"].checked_on == dt.date(2026, 12, 1)
    assert rows["upr-4-sdn-review"].checked_on == dt.date(2026, 11, 24)
    assert (where / "calendar" / "cat.csv").is_file()
    again = take(file, "--yes")
    assert "0 added, 0 changed, 0 removed, 2 unchanged" in again.stdout


def test_only_a_whole_table_removes_rows(where: Path, tmp_path: Path) -> None:
    file = tmp_path / "part.csv"
    file.write_text(csv_of(SESSION, REVIEW), encoding="utf-8")
    assert "0 removed" in take(file, "--yes").stdout
    assert "removed  upr-4-sdn-review" in take(file, "--whole", "--yes").stdout
    assert "upr-4-sdn-review" not in load(where).by_key()


def test_an_exported_table_comes_back_unchanged(where: Path, tmp_path: Path) -> None:
    for name in ("all.csv", "all.xlsx"):
        assert CliRunner().invoke(calendar, ["export", str(tmp_path / name)]).exit_code == 0
        assert "0 added, 0 changed, 0 removed, 3 unchanged" in take(tmp_path / name).stdout


def test_excel_dates_are_dates_and_excel_months_stay_months(where: Path, tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(["key", "start", "end", "cycle"])
    sheet.append(["upr-4-hti-review", dt.datetime(2027, 1, 20), dt.date(2027, 1, 20), 4])
    sheet.append(["upr-54", dt.datetime(2027, 1, 1), dt.datetime(2027, 2, 1), None])
    for cell in ("B3", "C3"):
        sheet[cell].number_format = "mmm-yy"
    book.save(tmp_path / "dates.xlsx")
    assert take(tmp_path / "dates.xlsx", "--yes").exit_code == 0
    rows = load(where).by_key()
    assert str(rows["upr-4-hti-review"].start) == "2027-01-20"
    assert (str(rows["upr-54"].start), str(rows["upr-54"].end)) == ("2027-01", "2027-02")


@pytest.mark.parametrize(
    ("rows", "says"),
    [
        ([NEW, NEW | {"state": "Atlantis"}], "row 3: state: 'Atlantis' is no State"),
        ([NEW, NEW], "row 3: two rows for one review: this one and bad.csv:2"),
        ([NEW | {"end": "2027-04-01"}], "row 2: the end (2027-04-01) lies before the start"),
        ([NEW | {"start": "20/04/2027"}], "row 2: start: '20/04/2027' is no date"),
        ([REVIEW | {"key": "x"}], "row 2: two rows for one review: this one and the calendar's"),
        ([REVIEW | {"start": "2027-03-01"}], "lies after its session ends"),
    ],
)
def test_bad_rows_are_named_and_nothing_is_applied(
    where: Path, tmp_path: Path, rows: list[dict[str, str]], says: str
) -> None:
    file = tmp_path / "bad.csv"
    file.write_text(csv_of(*rows, SUDAN | {"note": "good"}), encoding="utf-8")
    result = take(file, "--yes")
    assert result.exit_code == 2
    assert says in result.stderr and "nothing was changed" in result.stderr
    assert load(where).by_key()["upr-4-sdn-review"].note == ""


@pytest.mark.parametrize(
    ("name", "content", "says"),
    [
        ("a.csv", csv_of(SUDAN | {"note": "Haïti"}).encode("cp1252"), "not UTF-8"),
        ("a.csv", b"key;begin\nupr-54;2027-01\n", "there is no column 'begin'"),
        ("a.csv", b"x" * (20 * 1024 * 1024 + 1), "at most 20 MB"),
        ("a.xlsx", b"key,start\n", "no Excel file"),
        ("a.ics", b"hello", "no calendar file"),
        ("a.pdf", b"%PDF", "must end in .csv, .xlsx or .ics"),
    ],
)
def test_a_file_that_cannot_be_used_gets_one_sentence(
    where: Path, tmp_path: Path, name: str, content: bytes, says: str
) -> None:
    (tmp_path / name).write_bytes(content)
    result = take(tmp_path / name, "--yes")
    assert result.exit_code == 2
    assert says in result.stderr and "Traceback" not in result.stderr


def test_semicolons_and_a_french_spreadsheet_are_fine(where: Path, tmp_path: Path) -> None:
    (tmp_path / "fr.csv").write_text("key;start\nupr-4-hti-review;2027-01-21\n", encoding="utf-8")
    assert take(tmp_path / "fr.csv", "--yes").exit_code == 0
    assert str(load(where).by_key()["upr-4-hti-review"].start) == "2027-01-21"


def test_an_event_moved_in_a_calendar_program_moves_the_row(where: Path, tmp_path: Path) -> None:
    file = tmp_path / "all.ics"
    asked = ["--on", "2026-12-01", "--ics", str(file), "--state", "HTI", "--state", "SDN"]
    assert CliRunner().invoke(upcoming, asked).exit_code == 0
    assert "0 changed" in take(file).stdout
    text = file.read_bytes().replace(b"\r\n ", b"")
    at = text.index(b"UID:upr-4-hti-review@")
    begin = text.rindex(b"BEGIN:VEVENT", 0, at)
    event = text[begin:at].replace(b"20270118", b"20270120").replace(b"20270130", b"20270121")
    file.write_bytes(text[:begin] + event + text[at:])
    assert "changed  upr-4-hti-review: start: empty → 2027-01-20" in take(file, "--yes").stdout
    rows = load(where).by_key()
    assert rows["upr-4-sdn-review"].start is None and str(rows["upr-54"].start) == "2027-01-18"


def test_a_foreign_event_is_refused(where: Path, tmp_path: Path) -> None:
    text = "BEGIN:VCALENDAR\nVERSION:2.0\nPRODID:x\nBEGIN:VEVENT\nUID:1@elsewhere\nSUMMARY:Lunch\n"
    (tmp_path / "x.ics").write_text(
        text + "DTSTART;VALUE=DATE:20270101\nEND:VEVENT\nEND:VCALENDAR\n"
    )
    result = take(tmp_path / "x.ics", "--yes")
    assert result.exit_code == 2 and "the event 'Lunch' is not from this calendar" in result.stderr


def test_the_export_is_what_a_spreadsheet_opens(where: Path) -> None:
    text = CliRunner().invoke(calendar, ["export"]).stdout
    assert io.StringIO(text).readline().startswith("key,mechanism,stage,session")
    assert len(Calendar.open(where).rows.all()) == len(text.splitlines()) - 1
