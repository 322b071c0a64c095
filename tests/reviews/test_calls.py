"""Calls for input: which are open, what a curator's file must hold, how they are said."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest
from click.testing import CliRunner

from bot.cli import main
from bot.digest import Digests, Scope
from bot.knowledge import KnowledgeError
from bot.reviews import Calendar
from bot.reviews.calls import COLUMNS, Calls, calls_csv, rows
from bot.reviews.table import CalendarNames
from tests.digest.test_contents import pages, said
from tests.reviews.folder import KNOWLEDGE, folder

ON = dt.date(2026, 12, 1)
KNOWN = CalendarNames({"HTI": "Haiti", "SDN": "Sudan"}, frozenset({"ohchr", "special-procedures"}))
HEAD = ",".join(COLUMNS) + "\n"
PAGE = "https://www.ohchr.org/en/calls-for-input/2027/example"


def row(key: str, states: str = "", until: str = "", certainty: str = "") -> str:
    title = f"Input on {key},Contribution sur {key},,"
    return f"{key},ohchr,{states},{title},{until},{certainty},{PAGE},{PAGE},2026-11-30\n"


def read(*lines: str) -> Calls:
    return Calls(rows("calls.csv", (HEAD + "".join(lines)).encode(), KNOWN))


def test_open_are_those_of_the_state_first_then_what_closes_first() -> None:
    calls = read(
        row("later", until="2027-02-01"), row("standing"), row("sooner", until="2026-12"),
        row("own", "HTI SDN", "2027-03-05"), row("closed", until="2026-11-30"),
    )  # fmt: skip
    assert [one.key for one in calls.open(ON, ["HTI"])] == ["own", "sooner", "later", "standing"]
    assert [one.key for one in calls.open(ON, ["MLI"])] == ["sooner", "later", "standing"]
    near = calls.open(ON, ["HTI"], within=dt.timedelta(days=40))
    assert [one.key for one in near] == ["sooner", "standing"]
    assert not calls.open(ON, ["HTI"], ["special-procedures"])


def test_a_file_says_what_is_wrong_in_which_line() -> None:
    wrong = row("a", "XXX", "2027-02-30").replace(PAGE, "ohchr.org")
    with pytest.raises(KnowledgeError) as caught:
        read(row("good"), wrong, row("good"))
    told = [(one.line, one.message) for one in caught.value.problems]
    assert [line for line, _ in told] == [3, 3, 3, 4]
    for word in ("XXX", "does not exist", "https://", "twice"):
        assert any(word in message for _, message in told), word
    with pytest.raises(KnowledgeError, match="did you mean 'until'"):
        rows("calls.csv", HEAD.replace("until", "untill").encode(), KNOWN)


def test_what_is_written_is_read_again_as_it_was() -> None:
    calls = read(row("own", "HTI SDN", "2027-03", "expected"), row("standing")).every
    assert tuple(rows("calls.csv", calls_csv(calls).encode(), KNOWN)) == calls


def test_a_digest_says_them_or_that_none_is_known(tmp_path: Path) -> None:
    where = folder(tmp_path)
    (where / "calls.csv").unlink()
    haiti, chad = Scope(states=("HTI",)), Scope(states=("TCD",))
    without = Digests(Calendar.open(where))
    assert "No open call for input is known here. OHCHR lists them" in said(without, haiti, ON)
    assert "known here" not in said(without, chad, ON)  # nothing to do: one line
    (where / "calls.csv").write_text(
        HEAD
        + row("expected", until="2027-04", certainty="expected")
        + row("firm", "TCD", "2027-02-01")
    )
    found = Digests(Calendar.open(where))
    assert "Input on expected\n  by April 2027 · expected, not published" in said(found, haiti, ON)
    # a day that was published is something to do, and so no empty digest
    assert "Input on firm\n  until 1 February 2027" in said(found, chad, ON)
    french = pages().page(found.digest(chad, ON), "fr")
    assert "Contribution sur firm" in str(french)


def test_a_curator_lists_them_and_takes_a_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    where = folder(tmp_path / "knowledge")
    (where / "calls.csv").unlink()
    (where / "calls.csv").write_bytes((KNOWLEDGE / "calls.csv").read_bytes())
    monkeypatch.setenv("ADVOCACY_KNOWLEDGE", str(where))
    given = tmp_path / "new.csv"
    given.write_text(HEAD + row("climate", "HTI", "2027-01-15"))
    run = CliRunner().invoke(main, ["calendar", "calls", str(given), "--yes"])
    assert run.exit_code == 0, run.output
    listed = CliRunner().invoke(main, ["calendar", "calls", "--on", "2026-12-01"]).output
    assert "climate: Input on climate (Haiti; until 2027-01-15, published)" in listed
    assert "reprisals-report-2027" in listed
    given.write_text(HEAD + row("climate", "XXX"))
    run = CliRunner().invoke(main, ["calendar", "calls", str(given), "--yes"])
    assert run.exit_code == 2 and "nothing was changed" in run.output
