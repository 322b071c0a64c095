"""The calendar is read whole or not at all, and says file, line and what to do."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.knowledge import KnowledgeError
from bot.reviews import load
from bot.reviews.table import calendar_csv
from tests.reviews.folder import KNOWLEDGE, REVIEW, SESSION, csv_of, folder


def problems(where: Path) -> list[str]:
    with pytest.raises(KnowledgeError) as caught:
        load(where)
    return [str(problem) for problem in caught.value.problems]


def test_the_calendar_holds_every_member_state_and_says_who_is_not_reviewed() -> None:
    rows = load(KNOWLEDGE)
    fourth = [r for r in rows.reviews if r.mechanism == "upr" and r.cycle == 4]
    assert len({r.iso3 for r in fourth if r.stage == "review"}) == 193
    assert {r.iso3 for r in rows.reviews if r.certainty == "not_reviewed"} == {
        "PSE", "VAT", "COK", "NIU",
    }  # fmt: skip


def test_rows_read_back_as_they_are_written(tmp_path: Path) -> None:
    rows = load(KNOWLEDGE)
    where = folder(tmp_path, REVIEW)
    (where / "calendar" / "rows.csv").write_text(calendar_csv(rows.all(), {}), encoding="utf-8")
    assert load(where).by_key() == rows.by_key()


@pytest.mark.parametrize(
    ("row", "change", "says"),
    [
        (REVIEW, {"iso3": "HTX", "state": ""}, "there is no State with the code 'HTX'"),
        (REVIEW, {"state": "Sudan"}, "HTI is Haiti, but the row says 'Sudan'"),
        (REVIEW, {"state": "Sudan\n" * 90}, f"the row says '{('Sudan ' * 90)[:60]}…'"),
        (REVIEW, {"cycle": "9" * 5_000}, f"cycle: '{'9' * 60}…' is no number of a cycle"),
        (REVIEW, {"mechanism": "urp"}, "no mechanism 'urp'; did you mean upr?"),
        (REVIEW, {"certainty": "publishd"}, "did you mean 'published'?"),
        (REVIEW, {"stage": "revue"}, "did you mean 'review'?"),
        (REVIEW, {"source": ""}, "source: it is missing"),
        (REVIEW, {"checked_on": "24/11/2026"}, "write it as 2026-11-24"),
        (REVIEW, {"start": "2027-02-30"}, "'2027-02-30' is a date that does not exist"),
        (REVIEW, {"start": "17/07/2026"}, "write 2027-02-05, 2027-02 or 2027"),
        (REVIEW, {"start": "2027-03-01"}, "lies after its session ends (2027-01-29)"),
        (REVIEW, {"certainty": "expected"}, "give under rule the id of the entry"),
        (REVIEW, {"certainty": "moved"}, "give under earlier when it was to be"),
        (REVIEW, {"civil_society_deadline": "2027-02-01"}, "lies after the session begins"),
        (SESSION, {"end": "2027-01-08"}, "the end (2027-01-08) lies before the start"),
        (SESSION, {"national_report_deadline": "2027-02"}, "lies after the session begins"),
    ],
)
def test_a_wrong_row_is_named_by_file_and_line(
    tmp_path: Path, row: dict[str, str], change: dict[str, str], says: str
) -> None:
    rows = [SESSION, REVIEW | {"iso3": "SSD", "state": "South Sudan"}, REVIEW]
    rows[rows.index(row)] = row | change
    said = problems(folder(tmp_path, *rows))
    assert any(says in sentence for sentence in said), said
    assert all(sentence.startswith("calendar/rows.csv:") for sentence in said)
    assert f"calendar/rows.csv:{rows.index(row | change) + 2}:" in said[0]


def test_two_rows_for_one_review_are_refused(tmp_path: Path) -> None:
    said = problems(folder(tmp_path, SESSION, REVIEW, REVIEW | {"key": "other"}))
    assert said == [
        "calendar/rows.csv:4: two rows for one review: this one and calendar/rows.csv:3"
    ]


def test_a_file_that_is_not_utf8_is_refused_with_its_line(tmp_path: Path) -> None:
    where = folder(tmp_path, SESSION)
    text = csv_of(SESSION, REVIEW | {"note": "Haïti"})
    (where / "calendar" / "rows.csv").write_bytes(text.encode("cp1252"))
    (said,) = problems(where)
    assert said.startswith("calendar/rows.csv:3: this line is not UTF-8 text")


def test_a_column_that_does_not_exist_is_named(tmp_path: Path) -> None:
    where = folder(tmp_path, SESSION)
    text = csv_of(SESSION).replace("certainty,rule", "certainty,ruel", 1)
    (where / "calendar" / "rows.csv").write_text(text, encoding="utf-8")
    assert "there is no column 'ruel'; did you mean 'rule'?" in problems(where)[0]
