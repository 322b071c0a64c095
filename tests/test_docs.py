"""The docs name what there is: every command, setting, key, topic and status."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path
from typing import get_args

import click

from bot.cli import main
from bot.knowledge.models import TOPICS, Entry, Status
from bot.knowledge.sources import Source

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")
CURATING = (ROOT / "docs" / "curating.md").read_text(encoding="utf-8")


def test_every_command_is_in_the_readme_and_has_help() -> None:
    for name, command in main.commands.items():
        commands = command.commands.items() if isinstance(command, click.Group) else []
        for full, one in [(name, command), *((f"{name} {sub}", c) for sub, c in commands)]:
            assert one.help, full
            if not isinstance(one, click.Group):
                assert f"advocacy {full}" in README, full


def test_every_setting_is_in_the_readme() -> None:
    code = (ROOT / "bot" / "settings.py").read_text(encoding="utf-8")
    for variable in set(re.findall(r"ADVOCACY_[A-Z]+", code)):
        assert f"`{variable}`" in README, variable


def test_every_key_of_an_entry_and_a_source_is_explained_to_curators() -> None:
    for key in {*Entry.model_fields, *Source.model_fields} - {"asks_of"}:  # they stand in asks/
        assert key in CURATING, key
    for word in (*TOPICS, *get_args(Status)):
        assert word in CURATING, word


def test_the_readme_names_files_that_are_there() -> None:
    for path in re.findall(r"`((?:docs|knowledge|templates)/[\w./-]*)`", README):
        assert (ROOT / path).exists(), path


def test_the_design_draws_the_floors_that_hold() -> None:
    linted = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]
    contracts = linted["importlinter"]["contracts"]
    (held,) = (c for c in contracts if c.get("containers") == ["bot"])
    design = (ROOT / "docs" / "design.md").read_text(encoding="utf-8")
    drawn = re.findall(r"^(\d+) +((?:[\w./]+(?: · )?)+)", design.split("Floors, from")[1], re.M)
    floors = [re.sub(r"/|\.py", "", names).split(" · ") for _, names in drawn]
    assert floors == [layer.split(" | ") for layer in held["layers"]]
    assert [int(number) for number, _ in drawn] == list(range(len(floors), 0, -1))


def test_each_attack_names_a_test_that_is_there() -> None:
    table = (ROOT / "docs" / "attacks.md").read_text(encoding="utf-8")
    rows = [line for line in table.splitlines() if line.startswith("| ")]
    rows = [row for row in rows if not row.startswith("| attack")]
    assert len(rows) > 40
    for row in rows:
        named = re.findall(r"`(tests/[\w/]+\.py)(?:::(test_\w+))?`", row)
        assert named, row
        for path, test in named:
            code = (ROOT / path).read_text(encoding="utf-8")
            assert not test or f"def {test}(" in code, f"{path}::{test}"
