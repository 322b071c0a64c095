"""`advocacy choose`, as people and scripts use it."""

from __future__ import annotations

import json
import os
import pty
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from bot.choosing import Chooser, answered
from bot.cli import main
from bot.settings import Settings
from tests.choosing.conftest import TODAY

ON = ("--on", TODAY.isoformat())


@pytest.fixture(autouse=True)
def _cache(places: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ADVOCACY_CACHE", str(places.cache))


def run(*words: str) -> Result:
    """The whole answer, with all that a phone folds away."""
    return CliRunner().invoke(main, ["choose", *words, "--more", *ON])


def short(*words: str) -> str:
    """The answer as it stands on a phone."""
    return CliRunner().invoke(main, ["choose", *words, *ON]).stdout


def test_the_answer_stands_first_and_every_way_says_what_it_takes() -> None:
    result = run("--state", "Mali", "--who", "person", "--about", "disappearance", "--harm",
                 "ongoing", "--tried", "nothing")  # fmt: skip
    assert result.exit_code == 0
    lines = result.stdout.splitlines()
    assert lines[0].startswith("Mali: one person; someone has disappeared; it goes on now;")
    assert lines[1].startswith("- In this order: 1. CED (enforced disappearances)")
    text = result.stdout
    prepare = "Prepare it: advocacy checklist ced-urgent-action --state MLI"
    for label in ("For:", "State:", "Missing:", "To check:", "Send:", "Seen by:", "Risk:",
                  "Not beside:", prepare):  # fmt: skip
        assert f"- {label}" in text, label
    order = ["Before any mechanism", "1. CED", "2. Working Group", "Also possible", "Not yet",
             "Closed", "What none of them can give", "Sources"]  # fmt: skip
    assert [text.index(f"\n{one}") for one in order] == sorted(
        text.index(f"\n{one}") for one in order
    )
    assert "Left ECOWAS on 29 January 2025" in text
    assert text.count("\n") < 110


def test_a_limit_has_its_day_and_says_what_it_counts_from() -> None:
    words = ("--state", "CZE", "--who", "group", "--about", "ethnic,children", "--harm", "past")
    dated = run(*words, "--last-decision", "2026-11-03").stdout
    assert "Runs out on 3 March 2027 (99 days left). 4 months after the final national" in dated
    undated = run(*words).stdout
    assert "Last day not known here: it counts from the last decision." in undated
    late = run(*words, "--last-decision", "2026-05-03").stdout
    assert "Ran out" not in late.split("Closed")[0].split("1. ")[1]
    assert "European Court of Human Rights (Strasbourg)" in late.split("\nClosed\n")[1]


def test_what_the_state_did_not_accept_is_closed_with_the_date_of_its_list() -> None:
    text = run(
        "--state", "Sudan", "--who", "person", "--about", "women", "--harm", "ongoing"
    ).stdout
    closed = text.split("\nClosed\n")[1].split("\n\n")[0]
    assert (
        "CEDAW Committee (women), individual complaint: Not a party to CEDAW, by the list" in closed
    )
    check = text.split("\nTo check first\n")[1].split("\n\n")[0]
    assert "the vote on its extension in October 2026 was not found" in check


def test_without_a_state_it_says_what_depends_on_it() -> None:
    text = run("--who", "person", "--about", "women").stdout
    assert text.startswith("Any State: one person")
    depends = text.split("\nIt depends\n")[1].split("\n\n")[0]
    assert "Only if the State joined OP-CEDAW." in depends
    assert "Only for the States that the European Court of Human Rights covers." in depends


def test_the_record_for_scripts_holds_the_lists_and_no_state_is_needed() -> None:
    result = run("--who", "law", "--hope", "commitment", "--confidential", "no", "--json")
    record = json.loads(result.stdout)
    assert {"given", "first", "usable", "later", "check", "depends", "closed", "cannot"} <= set(
        record
    )
    assert record["usable"][0]["id"] == "upr"
    assert record["given"]["confidential"] is False


@pytest.mark.parametrize(
    ("words", "says"),
    [
        ((), "say what it is about"),
        (("--state", "Atlantis", "--who", "person"), "there is no State 'Atlantis'"),
        (("--about", "floods"), "'floods' is not one of disappearance, detention"),
        (("--who", "person", "--last-decision", "2030-01-01"), "can't fall after today"),
        (("--who", "person", "--last-decision", "yesterday"), "write it as 2026-11-25"),
    ],
)
def test_what_cant_be_used_is_refused_with_what_to_do(words: tuple[str, ...], says: str) -> None:
    result = run(*words)
    assert result.exit_code == 2
    assert says in result.stderr


def test_at_a_terminal_it_asks_six_questions_and_takes_numbers() -> None:
    ours, theirs = pty.openpty()
    command = [sys.executable, "-c", "from bot.cli import main; main()", "choose", *ON]
    with subprocess.Popen(
        command, stdin=theirs, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as asking:
        os.close(theirs)
        answers = ("Atlantis", "Germany", "1", "4 3", "1", "1 5", "3 2026-10-01 x", "3 2026-10-01")
        os.write(ours, "".join(f"{one}\n" for one in answers).encode())
        out, asked = asking.communicate(timeout=60)
        os.close(ours)
    assert asking.returncode == 0, asked
    assert [f"{number}/6" in asked for number in range(1, 8)] == [True] * 6 + [False]
    assert "there is no State 'Atlantis'" in asked and "'x' fits not" in asked
    first = out.splitlines()[0]
    assert first.startswith("Germany: one person; deportation, extradition or pushback; torture")
    assert "last decision on 1 October 2026" in first
    assert "The State must not learn who the person is" in first


def test_the_last_question_is_what_was_tried_for_people_and_the_hope_otherwise(
    chooser: Chooser,
) -> None:
    asked = {who: [one.key for one in chooser.questions(who)] for who in ("group", "law")}
    assert asked["group"] == ["state", "who", "about", "actor", "danger", "tried"]
    assert asked["law"] == ["state", "who", "about", "actor", "danger", "hope"]
    assert answered("danger", ["past", "imminent", "confidential"]) == {
        "harm": "imminent", "confidential": True,
    }  # fmt: skip
    assert answered("danger", []) == {} == answered("who", [])
    abroad = [one.key for one in chooser.questions("group", abroad=True)]
    assert abroad == ["state", "who", "about", "actor", "actor-state", "danger", "tried"]
    assert answered("actor-state", ["ISR"]) == {"actor_state": "ISR"}


def test_nothing_that_was_said_is_kept(tmp_path: Path, chooser: Chooser) -> None:
    from bot.choosing import CaseFacts

    said = CaseFacts(on=TODAY, state="SDN", who="person", about=("life",), confidential=True)
    assert "SDN" not in f"{said} {said!r}"
    before = set(tmp_path.rglob("*"))
    environment = {**os.environ, "HOME": str(tmp_path), "XDG_CACHE_HOME": str(tmp_path)}
    words = ["choose", "--state", "SDN", "--who", "person", *ON]
    done = subprocess.run(
        [sys.executable, "-c", "from bot.cli import main; main()", *words],
        env=environment, cwd=tmp_path, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0 and done.stderr == ""
    assert set(tmp_path.rglob("*")) == before
