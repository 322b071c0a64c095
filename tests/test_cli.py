"""The command line, as scripts and people rely on it."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from bot.cli import main
from bot.settings import Settings
from tests.knowledge.small import ENTRY, write

KEYS = {
    "kind", "mechanisms", "topic", "state", "language", "task", "text", "sources", "entries",
    "certainty",
}  # fmt: skip


@pytest.fixture(autouse=True)
def _cache(places: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ADVOCACY_CACHE", str(places.cache))


def run(*words: str) -> Result:
    return CliRunner().invoke(main, list(words))


def test_an_answer_as_json_has_the_keys_of_the_contract() -> None:
    result = run("ask", "How many words may a UPR submission have?", "--json")
    record = json.loads(result.stdout)
    assert result.exit_code == 0
    assert set(record) == KEYS
    assert record["kind"] == "answer" and record["mechanisms"] == ["upr"]
    assert "2,815" in record["text"]
    assert set(record["sources"][0]) == {"title", "publisher", "url", "dated"}
    assert record["entries"][0] == "upr.submit.length"


def test_a_batch_answers_in_order_and_reports_broken_lines(tmp_path: Path) -> None:
    file = tmp_path / "some.jsonl"
    lines = [
        '{"id": "a", "q": "What can the UPR do?"}',
        "not json",
        '{"id": "b"}',
        '{"id": "c", "q": 5}',
        "",
        '{"id": "d", "q": "and for CEDAW?", "context": ["What can the UPR do?"]}',
        '{"id": "e", "q": ""}',
    ]
    file.write_text("\n".join(lines), encoding="utf-8")
    result = run("ask", "--batch", str(file), "--json")
    records = [json.loads(line) for line in result.stdout.splitlines()]
    assert [record["id"] for record in records] == ["a", "d", "e"]
    assert [record["kind"] for record in records][2] == "choices"
    assert records[1]["mechanisms"] == ["cedaw"]
    assert result.exit_code == 2
    for number in (2, 3, 4):
        assert f"line {number} of some.jsonl" in result.stderr


def test_the_short_form_is_short() -> None:
    result = run("ask", "Is the UPR binding?", "--short")
    assert result.exit_code == 0
    assert len(result.stdout.strip()) <= 900
    assert "Source: " in result.stdout


def test_output_is_plain_where_it_is_piped() -> None:
    result = run("ask", "Is the UPR binding?")
    assert "\x1b[" not in result.stdout


def test_an_earlier_message_is_taken_into_account() -> None:
    result = run(
        "ask",
        "and if we submit jointly?",
        "--context",
        "How long may a UPR submission be?",
        "--json",
    )
    assert json.loads(result.stdout)["mechanisms"] == ["upr"]


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (["ask"], "what is the question?"),
        (["ask", "x", "--batch", "y"], "not both"),
        (["ask", "--batch", "nothing.jsonl"], "can't be read"),
        (["ask", "x", "--on", "tomorrow"], "write it as 2026-11-25"),
        (["mechanism", "cedwa"], "did you mean cedaw"),
        (["mechanism", "upr", "submitting"], "did you mean submit"),
        (["compare", "upr"], "two different mechanisms"),
        (["compare", "upr", "cedawx"], "did you mean cedaw"),
    ],
)
def test_input_that_cannot_be_used_gets_one_sentence(words: list[str], says: str) -> None:
    result = run(*words)
    assert result.exit_code == 2
    assert says in result.stderr
    assert "Traceback" not in result.stderr


@pytest.mark.parametrize(
    "command",
    [
        "state", "upcoming", "digest preview", "checklist upr-submission", "outline upr-submission",
        "message embassy", "choose", "recommendations search water",
        "recommendations recommenders water",
    ],
)  # fmt: skip
def test_where_two_states_share_a_name_every_command_asks_for_the_code(command: str) -> None:
    option = () if command == "state" else ("--state",)
    result = run(*command.split(), *option, "Congo")
    assert result.exit_code == 2
    assert "Democratic Republic of the Congo (COD) or Congo (COG); write one" in result.stderr


def test_a_card_shows_what_a_mechanism_can_and_cannot() -> None:
    result = run("mechanism", "UPR")
    assert result.exit_code == 0
    assert "✓" in result.stdout and "✗" in result.stdout


def test_mechanisms_are_set_side_by_side() -> None:
    result = run("compare", "cat", "spt", "--topic", "complaint")
    assert result.exit_code == 0
    assert "CAT" in result.stdout and "SPT" in result.stdout


def test_doctor_says_that_past_recommendations_are_for_demonstration(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ADVOCACY_RECOMMENDATIONS", str(tmp_path / "none.sqlite"))
    assert "294 recommendations, for demonstration only" in run("doctor").stdout


def test_doctor_says_whether_meaning_is_there(monkeypatch: pytest.MonkeyPatch) -> None:
    assert "meaning     installed" in run("doctor").stdout
    monkeypatch.setitem(sys.modules, "onnxruntime", None)
    assert "finds by words alone" in run("doctor").stdout


def test_a_chat_remembers_and_ends() -> None:
    talk = "UPR\n1\nand is it binding?\n\n"
    result = CliRunner().invoke(main, ["chat"], input=talk)
    assert result.exit_code == 0
    assert "Universal Periodic Review" in result.stdout


def test_a_chat_shows_more_and_asks_what_stands_there_by_its_number() -> None:
    talk = "How many words may a UPR submission have?\nm\n1\n\n"
    result = CliRunner().invoke(main, ["chat"], input=talk)
    assert result.exit_code == 0
    assert "2,815" in result.stdout
    assert "Words:" in result.stdout and "Close to your question:" in result.stdout
    assert result.stdout.count("Source: ") >= 2


def test_more_is_printed_where_it_is_wanted() -> None:
    short = run("ask", "How many words may a UPR submission have?").stdout
    long = run("ask", "How many words may a UPR submission have?", "--more").stdout
    assert long.startswith(short)
    assert "Close to your question:" in long and "Close to your question:" not in short


def test_the_checker_fails_with_file_and_line(tmp_path: Path) -> None:
    folder = write(tmp_path, ENTRY.replace("topic: submit", "topik: submit"))
    result = run("knowledge", "check", str(folder))
    assert result.exit_code == 1
    assert "mechanisms/upr.yaml:" in result.stdout
    assert run("knowledge", "check", str(write(tmp_path))).exit_code == 0


def test_a_broken_base_stops_every_command(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = write(tmp_path, ENTRY.replace("topic: submit", "topik: submit"))
    monkeypatch.setenv("ADVOCACY_KNOWLEDGE", str(folder))
    result = run("ask", "What can the UPR do?")
    assert result.exit_code == 2
    assert "mechanisms/upr.yaml:" in result.stderr and "can't be used" in result.stderr


def test_a_base_without_names_of_states_says_which_file_is_missing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ADVOCACY_KNOWLEDGE", str(write(tmp_path)))
    result = run("ask", "What can the UPR do?")
    assert result.exit_code == 2
    assert "states/names.csv:1: this file is missing" in result.stderr


def test_stats_show_the_grid() -> None:
    result = run("knowledge", "stats")
    assert result.exit_code == 0
    assert "special-procedures" in result.stdout and "unchecked" in result.stdout


def test_a_bar_is_shown_while_vectors_are_made(tmp_path: Path) -> None:
    """In a process of its own: a small base, an empty cache."""
    folder = write(tmp_path / "knowledge")
    names = "states/names.csv"
    (folder / "states").mkdir()
    (folder / names).symlink_to(Path(__file__).parent.parent / "knowledge" / names)
    code = "from bot.cli import main; main(['ask', 'how long may it be in the UPR', '--json'])"
    result = subprocess.run(
        [sys.executable, "-c", code],
        env={
            "ADVOCACY_KNOWLEDGE": str(folder),
            "ADVOCACY_CACHE": str(tmp_path / "cache"),
            "PATH": "",
            "HOME": str(tmp_path),
        },
        cwd=Path(__file__).parent.parent,
        capture_output=True,
        text=True,
        check=False,
    )
    assert result.returncode == 0, result.stderr
    assert "Learning what the entries mean" in result.stderr
    assert json.loads(result.stdout)["entries"] == ["upr.submit.length"]
