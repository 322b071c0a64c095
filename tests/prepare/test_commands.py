"""The commands `checklist` and `outline`."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from docx import Document
from icalendar import Calendar

from bot.cli.checklists import checklist, outline
from bot.knowledge.models import Base


@pytest.fixture(autouse=True)
def _base_is_read(base: Base) -> None:
    """The cache that the commands read is there."""


def _run(command: str, *args: str) -> Result:
    return CliRunner().invoke({"checklist": checklist, "outline": outline}[command], args)


def test_a_checklist_is_printed_and_written(tmp_path: Path) -> None:
    asked = ("upr-submission", "--state", "Chad", "--joint", "--on", "2026-11-24")
    shown = _run("checklist", *asked)
    assert shown.exit_code == 0 and "5 weeks before the deadline for submissions" in shown.output
    dated = (*asked, "--deadline", "2027-03-31T18:00", "--zone", "Ndjamena")
    assert "Africa/Ndjamena" in _run("checklist", *dated).output
    files = {end: tmp_path / f"list.{end}" for end in ("md", "docx", "ics")}
    dated = (*dated[:-1], "africa/ndjamena", "--json")
    wrote = _run("checklist", *dated, *(f"--{end}={path}" for end, path in files.items()))
    assert wrote.exit_code == 0, wrote.output
    record = json.loads(wrote.stdout)
    assert record["anchors"]["papers"]["when"] == "2027-03-31"
    assert any(step["due"] == "2027-03-10" for step in record["steps"])
    assert "- [ ] **" in files["md"].read_text(encoding="utf-8")
    assert len(Document(str(files["docx"])).tables) > 1
    assert len(Calendar.from_ical(files["ics"].read_bytes()).walk("VEVENT")) > 10


def test_an_outline_is_written(tmp_path: Path) -> None:
    path = tmp_path / "outline.docx"
    asked = ("cedaw-alternative-report", "--state", "TCD", "--issue", "Evictions")
    assert _run("outline", *asked, "-o", str(path)).exit_code == 0
    assert "Evictions" in [p.text for p in Document(str(path)).paragraphs]
    assert _run("outline", *asked).output.startswith("# Alternative report to CEDAW\n")


def test_without_an_action_all_are_listed() -> None:
    listed = _run("checklist").output
    assert "upr-submission" in listed and "Alternative report to CEDAW" in listed


@pytest.mark.parametrize(
    ("args", "says"),
    [
        (("checklist", "upr-submision"), "did you mean upr-submission"),
        (("checklist", "cedaw"), "did you mean cedaw-alternative-report"),
        (("checklist", "upr-submission", "--state", "Haitii"), "did you mean Haiti"),
        (("checklist", "upr-submission", "--state", "Congo"), "(COD)"),
        (("checklist", "upr-submission", "--deadline", "31 March"), "write 2027-03-31"),
        (("checklist", "upr-submission", "--zone", "Mars/Base"), "no time zone"),
        (("checklist", "upr-submission", "--ics", "x.ics"), "--deadline"),
        (("checklist", "urgent-appeal", "--joint"), "not done jointly"),
        (("checklist", "session-briefing", "--mechanism", "upr"), "not before upr"),
        (("outline", "upr-submission", "--state", "TCD", "-o", "x.pdf"), "must end in .docx or"),
        (("outline", "upr-submission", "--state", "TCD", "-o", "no/x.md"), "can't be written"),
        (("outline", "upr-submission"), "--state"),
    ],
)
def test_what_cannot_be_done_ends_with_one_sentence(
    args: tuple[str, ...], says: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    result = _run(*args)
    assert result.exit_code == 2
    assert says in result.stderr.replace("\n", " ")
    assert list(tmp_path.iterdir()) == []
