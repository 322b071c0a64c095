"""What a draft says otherwise than the desk knows it: found, and nothing beside it."""

from __future__ import annotations

import datetime as dt

import pytest
import yaml

from bot.prepare.drafts import DraftCheck
from bot.prepare.drafts.lists import load_lists
from tests.prepare.conftest import KNOWLEDGE
from tests.prepare.drafts.reading_reports import item
from tests.prepare.drafts.samples import TEXTS

LINES = yaml.safe_load((TEXTS / "facts.yaml").read_text(encoding="utf-8"))
ON = dt.date(2026, 11, 29)


@pytest.mark.parametrize("line", LINES, ids=lambda line: f"{line['kind']}-{line['text'][:40]}")
def test_it_is_found_or_left_alone(desk: DraftCheck, line: dict[str, str]) -> None:
    content = f"{line['text']}\n".encode()
    report = desk.check(content, "x.txt", line["action"], state=line["state"], on=ON)
    found = {one.kind for one in item(report, "facts").findings}
    assert found == set() if line["kind"] == "none" else line["kind"] in found


def test_a_rule_that_ended_is_told_with_that_of_today(desk: DraftCheck) -> None:
    report = desk.check(b"It has five pages.\n", "x.txt", "upr-submission", state="MLI")
    (found,) = item(report, "facts").findings
    assert found.rule and found.rule.entry == "upr.submit.length"
    assert "2,815" in found.rule.text


@pytest.mark.parametrize(("number", "years"), [
    (1325, (2000,)), (2286, (2016,)), (2100, (2013,)), (2250, (2015,)), (900, ()), (9999, ()),
    (2504, (2020, 2019)),
])  # fmt: skip
def test_the_year_of_a_resolution_is_told_by_its_number(
    number: int, years: tuple[int, ...]
) -> None:
    assert load_lists(KNOWLEDGE).facts.year(number) == years
