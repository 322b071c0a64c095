"""A slip in any curated file is told in the same sentence, with its place and what to do."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Literal

import pytest
from pydantic import Field, StringConstraints, ValidationError, field_validator

from bot.knowledge.files import near, read_yaml
from bot.knowledge.models import Curated
from bot.knowledge.shapes import keys_of, wrong


class Line(Curated):
    title: Annotated[str, StringConstraints(max_length=9, pattern="^[a-z]+$")]
    weight: Literal["fix", "look"] = "fix"
    tone: str = ""

    @field_validator("tone")
    @classmethod
    def _is_calm(cls, tone: str) -> str:
        if tone.endswith("!"):
            raise ValueError("Write it Without an exclamation mark")
        return tone


class Page(Curated):
    lines: tuple[Line, ...] = Field(min_length=1)


@pytest.mark.parametrize(
    ("line", "says"),
    [
        ("titel: bread", "lines.2.titel: there is no such key; did you mean 'title'?"),
        ("title: bread, zzz: 1", "lines.2.zzz: there is no such key"),
        ("weight: fix", "lines.2.title: this key is missing"),
        ("title: breadandwater", "lines.2.title: 13 characters, at most 9; shorten or split it"),
        ("title: Bread", "lines.2.title: 'Bread' is not written as it must be (docs/bread.md)"),
        ("title: bread, weight: nope", "lines.2.weight: 'nope' must be one of 'fix' or 'look'"),
        ("title: bread, tone: eat!", "lines.2.tone: write it without an exclamation mark"),
    ],
)
def test_a_slip_is_told_with_its_line(tmp_path: Path, line: str, says: str) -> None:
    path = tmp_path / "page.yaml"
    path.write_text(f"lines:\n- {{title: water}}\n- {{{line}}}\n", encoding="utf-8")
    file = read_yaml(path, "page.yaml")
    with pytest.raises(ValidationError) as raised:
        Page.model_validate(file.data)
    told = [str(one) for one in wrong(raised.value, file, keys_of(Page, Line), "bread.md")]
    assert f"page.yaml:3: {says}" in told


def test_an_empty_file_is_named(tmp_path: Path) -> None:
    (tmp_path / "page.yaml").write_text("", encoding="utf-8")
    file = read_yaml(tmp_path / "page.yaml", "page.yaml")
    with pytest.raises(ValidationError) as raised:
        Page.model_validate(file.data)
    (told,) = wrong(raised.value, file, (), "bread.md")
    assert str(told).startswith("page.yaml:1: file: input should be a valid")


def test_what_may_have_been_meant_is_named() -> None:
    assert near("uprr", ["upr", "cedaw"]) == "; the nearest is upr"
    assert near("zzz", ["upr"]) == ""
