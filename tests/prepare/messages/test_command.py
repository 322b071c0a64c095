"""`advocacy message` in a terminal."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from docx import Document

from bot.cli import main
from tests.prepare.messages.samples import SAMPLES


def _run(*args: str) -> Result:
    return CliRunner().invoke(main, ["message", *args])


def _fields(name: str, *without: str, **changed: str) -> list[str]:
    args = []
    for field, value in (SAMPLES[name] | changed).items():
        for line in value.split("\n") if field not in without else ():
            args += ["--field", f"{field}={line}"]
    return args


def test_without_arguments_it_lists_the_messages() -> None:
    told = _run()
    assert told.exit_code == 0
    for name in SAMPLES:
        assert f"{name} " in told.output


def test_it_makes_a_letter_with_short_options() -> None:
    short = ("recommender", "issue", "ask", "evidence", "problem", "sender", "by")
    given = [part for name in short for part in (f"--{name}", SAMPLES["embassy"][name])]
    args = [*_fields("embassy", *short), *given]
    told = _run("embassy", "--state", "Chad", "--on", "2026-11-24", *args)
    assert told.exit_code == 0, told.output
    assert "To: the Embassy of Norway that covers Chad [check which" in told.output
    assert "SMART check: nothing to correct." in told.output


def test_the_message_is_in_the_language_that_is_asked_for(tmp_path: Path) -> None:
    path = tmp_path / "lettre.docx"
    args = ["embassy", "--state", "Tchad", "--on", "2026-11-24", *_fields("embassy")]
    told = _run(*args, "--lang", "fr")
    assert told.exit_code == 0, told.output
    assert "Ce que nous demandons. Nous vous serions reconnaissants" in told.output
    assert "--- Pour la personne qui rédige" in told.output and "What we ask" not in told.output
    assert _run(*args, "--lang", "ar", "-o", str(path)).exit_code == 0
    text = "\n".join(paragraph.text for paragraph in Document(str(path)).paragraphs)
    assert "ما نطلبه." in text
    assert json.loads(_run(*args, "--lang", "es", "--json").output)["language"] == "es"
    assert "embassy" in _run("--lang", "es").output
    assert "Asks one State" not in _run("--lang", "es").output


def test_it_writes_files_and_json(tmp_path: Path) -> None:
    args = ["factsheet", "--state", "TCD", "--on", "2026-11-24", *_fields("factsheet")]
    word, other, text = tmp_path / "a.docx", tmp_path / "a.md", tmp_path / "a.txt"
    assert _run(*args, "--docx", str(word), "-o", str(other)).exit_code == 0
    assert _run(*args, "-o", str(text)).exit_code == 0
    assert word.read_bytes()[:2] == b"PK"
    assert "## Recommendations" in other.read_text(encoding="utf-8")
    assert "Recommendations\n\n- The Ministry" in text.read_text(encoding="utf-8")
    record = json.loads(_run(*args, "--json").output)
    assert record["message"] == "factsheet" and record["state"] == "TCD"
    assert [one["flaws"] for one in record["recommendations"]] == [[], []]


@pytest.mark.parametrize(
    ("args", "says"),
    [
        (["embasy", "--state", "TCD"], "there is no message 'embasy'; did you mean embassy"),
        (["embassy"], "say on which State, with --state"),
        (["embassy", "--state", "TCD", "--issue", "x"], "embassy still needs --recommender (State"),
        (["embassy", "--state", "TCD", "--field", "issue"], "'issue' must be NAME=VALUE"),
        (["embassy", "--state", "Atlantis"], "there is no State 'Atlantis'"),
        (["public-statement", "--state", "TCD"], "only after the risk check"),
        (["embassy", "--state", "TCD", "-o", "x.pdf"], "must end in .md, .txt, .docx"),
    ],
)
def test_what_can_not_be_used_is_one_sentence(args: list[str], says: str) -> None:
    told = _run(*args)
    assert told.exit_code == 2
    assert says in told.stderr
    assert len(told.stderr.strip().splitlines()) == 1


def test_a_refusal_writes_nothing(tmp_path: Path) -> None:
    path = tmp_path / "letter.md"
    args = _fields("embassy", ask="Release our colleague")
    told = _run("embassy", "--state", "TCD", "--on", "2026-11-24", *args, "-o", str(path))
    assert told.exit_code == 2 and "The UPR can't release a prisoner" in told.stderr
    assert not path.exists()
