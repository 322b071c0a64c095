"""Every rule of choosing.yaml has its say in a worked situation or in a case of its own."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from bot.choosing import CaseFacts, Chooser
from bot.choosing.rules import Rules
from bot.knowledge.models import Base
from bot.reviews import Calendar
from bot.states import Profiles
from tests.choosing.conftest import KNOWLEDGE, TODAY, of, worked

CASES = worked("cases.yaml")
OPEN_DOOR = "kinds.report.facts.6"
"""No committee's date for papers is published in the calendar: it has a test of its own."""


def keys(rules: Rules) -> set[str]:
    """The place of every rule in the file."""
    lists = ("facts", "conditions", "limits", "send", "seen_by", "risks", "not_beside")
    parts = [*rules.kinds.values(), *rules.ways]
    said = [rules.weights, rules.assumed, rules.first, rules.cannot, rules.secret, rules.actors]
    said += [getattr(part, name) for part in parts for name in lists]
    return {rule.key for some in said for rule in some}


def test_every_rule_has_a_say(chooser: Chooser) -> None:
    heard = {OPEN_DOOR}
    for case in (*worked("situations.yaml"), *CASES):
        heard |= set(of(chooser, case).rules)
    rules = chooser.rules
    expected = keys(rules)
    for part in (*rules.kinds.values(), *rules.ways):
        for condition in part.conditions:
            outcomes = ("met", "missing", "closes")
            expected |= {f"{condition.key}.{one}" for one in outcomes if getattr(condition, one)}
        expected |= {f"{limit.key}.passed" for limit in part.limits if limit.passed}
    expected |= {f"ways.{way.id}.only" for way in rules.ways if way.only}
    assert not expected - heard


@pytest.mark.parametrize("number", range(len(CASES)))
def test_a_case_hears_the_rules_that_it_is_there_for(chooser: Chooser, number: int) -> None:
    case = CASES[number]
    assert set(case["hears"]) <= set(of(chooser, case).rules)


def test_a_published_date_for_papers_opens_the_door_of_a_committee(
    known: Base, profiles: Profiles, chooser: Chooser, tmp_path: Path
) -> None:
    for path in KNOWLEDGE.iterdir():
        if path.name != "calendar":
            (tmp_path / path.name).symlink_to(path)
    shutil.copytree(KNOWLEDGE / "calendar", tmp_path / "calendar")
    table = tmp_path / "calendar" / "treaty-bodies.csv"
    header, *lines = table.read_text(encoding="utf-8").splitlines()
    row = dict.fromkeys(header.split(","), "") | {
        "key": "cerd-120-mda-review", "mechanism": "cerd", "stage": "review", "iso3": "MDA",
        "start": "2027-04-12", "end": "2027-04-30", "certainty": "published",
        "civil_society_deadline": "2027-03-15", "civil_society_certainty": "published",
        "source": "https://www.ohchr.org", "checked_on": "2026-11-24",
    }  # fmt: skip
    table.write_text("\n".join([header, *lines, ",".join(row.values()), ""]), encoding="utf-8")
    given = CaseFacts(on=TODAY, state="MDA", who="situation", about=("ethnic",), hope="commitment")
    opened = Chooser(chooser.rules, known, profiles, Calendar.open(tmp_path))
    before, after = (
        next(one for one in some.choose(given).usable if one.id == "report-cerd")
        for some in (chooser, opened)
    )
    assert after.score > before.score
    assert OPEN_DOOR in {one.key for one in after.reasons}
