"""The docs for those who run the bot name what there is: settings, scopes, commands, tables."""

from __future__ import annotations

import re
import sqlite3
from contextlib import closing
from pathlib import Path

import click
import pytest

from bot.cli import main
from bot.deployment import Deployment
from bot.handlers.commands import COMMANDS
from bot.handlers.manifest import SCOPES
from bot.store import Store

ROOT = Path(__file__).parent.parent
DOCS = ROOT / "docs"
INSTALLING = (DOCS / "installing.md").read_text(encoding="utf-8")
PRIVACY = (DOCS / "privacy.md").read_text(encoding="utf-8")
LARGEST = 150_000
"""Bytes of a picture, for people who read on a phone."""


def test_every_setting_is_explained_with_its_default() -> None:
    rows = _rows("setting | without it")
    code = (ROOT / "bot" / "settings.py").read_text(encoding="utf-8")
    names = {name.upper() for name in Deployment.model_fields}
    assert set(rows) == names | set(re.findall(r"ADVOCACY_[A-Z]+", code))
    for name, field in Deployment.model_fields.items():
        if isinstance(field.default, int) or name == "advocacy_command":
            assert str(field.default) in rows[name.upper()][0], name


def test_every_scope_is_explained_and_no_other() -> None:
    assert {scope: row[0] for scope, row in _rows("scope | why").items()} == SCOPES


def test_every_word_of_the_command_is_explained() -> None:
    written = {f"/advocacy {c.name} {c.usage}".strip() for c in COMMANDS}
    assert set(_rows("command | what it does")) == written


@pytest.mark.parametrize("text", [INSTALLING, PRIVACY], ids=["installing", "privacy"])
def test_the_commands_and_files_that_are_named_exist(text: str) -> None:
    for words in re.findall(r"(?<![/\w-])(?:advocacy|desk) ((?:[a-z]+ ?)+)", _code(text)):
        command: click.Command = main
        for word in words.split():
            if isinstance(command, click.Group):
                assert word in command.commands, words
                command = command.commands[word]
    for path in re.findall(r"`(docs/[\w./-]+)`", text):
        assert (ROOT / path).is_file(), path


def test_every_table_is_explained_and_can_be_read_as_it_says(tmp_path: Path) -> None:
    file = tmp_path / "desk.sqlite"
    Store.open(file).close()
    with closing(sqlite3.connect(file)) as db:
        found = db.execute("select name from sqlite_master where type = 'table'")
        names = {name for (name,) in found if not name.startswith(("sqlite_", "_sqlite_"))}
        for query in re.findall(r'"(select [^"]+)"', PRIVACY):
            db.execute(query)
    explained = re.findall(r"^\| (`\w+`(?:, `\w+`)*) \|", PRIVACY, re.M)
    assert names == {name.strip("`") for cell in explained for name in cell.split(", ")}


def test_retention_is_said_as_it_is_set() -> None:
    for name in ("advocacy_thread_days", "advocacy_gap_days", "advocacy_feedback_days"):
        days = Deployment.model_fields[name].default
        assert re.search(rf"`{name.upper()}`[^|]*: {days} days", PRIVACY), name


def test_pictures_are_there_and_small() -> None:
    for path in (DOCS / "pictures").glob("*.png"):
        assert path.stat().st_size < LARGEST, path.name
    for name in re.findall(r"\]\((pictures/[^)]+)\)", INSTALLING):
        assert (DOCS / name).is_file(), name


def _rows(heading: str) -> dict[str, list[str]]:
    """A table of installing.md: the name in its first cell → its other cells."""
    table = INSTALLING.split(f"| {heading}", 1)[1].split("\n\n", 1)[0]
    rows = [re.split(r"(?<!\\)\|", line.strip("| ")) for line in table.splitlines()[2:]]
    return {cells[0].strip(" `"): [cell.strip() for cell in cells[1:]] for cells in rows}


def _code(text: str) -> str:
    """What stands in back ticks or is indented."""
    blocks = re.findall(r"^ {4,}.*$", text, re.M)
    return "\n".join([*re.findall(r"`([^`\n]+)`", text), *blocks])
