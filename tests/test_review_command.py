"""`advocacy knowledge review`: a curator signs statements, one key each."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from bot.cli import main
from bot.knowledge import load
from bot.knowledge.check import check_folder
from bot.knowledge.signing import due, read_signed
from tests.knowledge.small import ASKS, ENTRY, write

LENGTH, SAFE = "upr.submit.length", "upr.submit.safe"
SECOND = """\
- id: upr.submit.safe
  topic: submit
  title: Where is a UPR submission sent?
  answer: A submission is sent through the online system.
  points: [The system opens before the session.]
  status: unchecked
  check_on: https://uprdoc.ohchr.org
  verified: 2026-11-01
  review_by: 2027-02-01
"""
MORE_ASKS = """\
upr.submit.safe:
  any:
    en: [where do we send it]
"""
HEAD = "subject,level,who,day,until\n"
ON = "2026-12-03"


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    found = write(tmp_path / "knowledge", mechanism=ENTRY + SECOND, asks=ASKS + MORE_ASKS)
    (found / "signed.csv").write_text(HEAD, encoding="utf-8")
    monkeypatch.setenv("ADVOCACY_KNOWLEDGE", str(found))
    monkeypatch.setenv("ADVOCACY_CACHE", str(tmp_path / "cache"))
    return found


def review(keys: str, *words: str, on: str = ON) -> Result:
    return CliRunner().invoke(main, ["knowledge", "review", "--on", on, *words], input=keys)


def signed(folder: Path) -> list[str]:
    return (folder / "signed.csv").read_text(encoding="utf-8").splitlines()[1:]


def test_the_statement_and_its_page_stand_before_the_question(folder: Path) -> None:
    said = review("q\n", "--who", "AB").output
    assert "1 of 2 · upr.submit.length" in said, "most asked first"
    assert "at most 2,815 words" in said, "with its figure"
    assert "Open: https://www.ohchr.org/en/hr-bodies/upr/ngos-nhris" in said
    assert said.index("2,815") < said.index("Open:") < said.index("s = still right")
    assert signed(folder) == [], "to stop signs nothing"


def test_what_is_unchecked_is_opened_where_it_can_be_checked(folder: Path) -> None:
    said = review("t\nq\n", "--who", "AB").output
    assert "- The system opens before the session." in said
    assert "Open: https://uprdoc.ohchr.org" in said


def test_a_second_person_confirms_and_a_third_look_is_not_asked_for(folder: Path) -> None:
    assert "read by AB" in review("s\nq\n", "--who", "AB").output
    assert signed(folder) == [f"{LENGTH},read,AB,2026-12-03,2027-06-02"]
    again = review("q\n", "--who", "ab").output
    assert LENGTH not in again, "nobody signs the same twice"
    assert "confirmed by CD" in review("s\nq\n", "--who", "CD", on="2026-12-04").output
    assert signed(folder) == [
        f"{LENGTH},read,AB,2026-12-03,2027-06-02",
        f"{LENGTH},confirmed,CD,2026-12-04,2027-06-03",
    ]
    assert LENGTH not in review("q\n", "--who", "EF", on="2026-12-05").output
    assert load(folder).entries[LENGTH].verified.isoformat() == "2026-11-01"


def test_a_signature_that_ended_is_renewed_in_its_place(folder: Path) -> None:
    other = "SSD treaties,read,EF,2026-11-05,2027-11-05"
    old = f"{LENGTH},read,AB,2026-11-02,2026-12-01"
    (folder / "signed.csv").write_text(f"{HEAD}{old}\n{other}\n", encoding="utf-8")
    assert "Signed: until 2026-12-01" in review("s\nq\n", "--who", "AB").output
    assert signed(folder) == [other, f"{LENGTH},read,AB,2026-12-03,2027-06-02"]


def test_what_changed_is_noted_and_loses_every_signature(folder: Path) -> None:
    other = f"{SAFE},read,EF,2026-11-05,2027-11-05"
    lines = f"{LENGTH},read,EF,2026-11-05,2027-11-05\n{other}\n"
    (folder / "signed.csv").write_text(HEAD + lines, encoding="utf-8")
    said = review("c\nnow 3,000 words\x1b[31m\nq\n", "--who", "AB").output
    assert "signatures taken away, until it is corrected: 1" in said
    assert signed(folder) == [other]
    note = (folder / "changed.md").read_text(encoding="utf-8")
    assert f"- 2026-12-03 · {LENGTH} · AB: now 3,000 words" in note and "\x1b" not in note
    review("c\nthe address too\n", "--who", "CD")
    kept = (folder / "changed.md").read_text(encoding="utf-8")
    assert kept.startswith(note) and "CD: the address too" in kept


def test_changed_without_a_word_notes_nothing(folder: Path) -> None:
    assert "Nothing was noted." in review("c\n\nq\n", "--who", "AB").output
    assert not (folder / "changed.md").exists()


def test_another_key_is_asked_again_and_the_end_of_the_input_stops(folder: Path) -> None:
    said = review("x\n\ns\n", "--who", "AB")
    assert said.output.count("That key means nothing here.") == 2
    assert said.exit_code == 0 and len(signed(folder)) == 1


def test_the_list_asks_nothing_and_needs_no_name(folder: Path) -> None:
    said = review("", "--list", "--limit", "1")
    assert said.exit_code == 0 and LENGTH in said.output and SAFE not in said.output
    assert "2 due, 1 shown." in said.output and "by nobody" in said.output


@pytest.mark.parametrize(("who", "says"), [(None, "say with --who"), ("=cmd", "letters first")])
def test_who_must_be_said(folder: Path, who: str | None, says: str) -> None:
    said = review("s\n", *(["--who", who] if who else []))
    assert said.exit_code == 2 and says in said.output and signed(folder) == []


def test_a_broken_file_stops_the_review_and_stays_as_it_is(folder: Path) -> None:
    broken = f"{HEAD}{LENGTH},read,AB,2026-02-30,2027-01-01\n"
    (folder / "signed.csv").write_text(broken, encoding="utf-8")
    said = review("s\n", "--who", "CD")
    assert said.exit_code == 2 and "signed.csv:2: day: '2026-02-30'" in said.output
    assert (folder / "signed.csv").read_text(encoding="utf-8") == broken


def test_a_file_that_cannot_be_written_is_said_in_a_sentence(folder: Path) -> None:
    (folder / "changed.md").mkdir()
    said = review("c\nmoved\nq\n", "--who", "AB")
    assert said.exit_code == 2 and "Traceback" not in said.output
    assert "changed.md" in said.output


def test_what_review_writes_passes_the_check(folder: Path) -> None:
    review("s\ns\n", "--who", "AB")
    review("s\ns\n", "--who", "CD")
    today = read_signed(folder)[0].day
    found = [str(one) for one in check_folder(folder, today)]
    assert [one for one in found if one.startswith("signed.csv")] == []
    assert due(load(folder), today) == []


def test_it_works_where_keys_come_through_a_pipe(folder: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-c", "from bot.cli import main; main()", "knowledge", "review",
         "--who", "AB", "--on", ON],
        input="s\n", capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert "1 looked at: 1 signed" in done.stdout and len(signed(folder)) == 1
