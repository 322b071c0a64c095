"""A team's preparation: how far it is, what is next, when a reminder comes, what a digest tells."""

from __future__ import annotations

import csv
import datetime as dt
import json
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from click.testing import CliRunner

from bot.cli import main
from bot.digest import Digests, Scope, under_way
from bot.knowledge.models import Base
from bot.prepare import Prepare
from bot.prepare.team import Team, as_set, items_of, team_of, to_remind
from bot.render.digest import DigestPages, text
from bot.reviews import Calendar
from bot.settings import settings
from bot.states import Profiles
from bot.store import Preparation, PreparationStep, Store, Workspace

NOW = dt.datetime(2026, 11, 24, 12, tzinfo=dt.UTC)
ON = NOW.date()
NAIROBI = ZoneInfo("Africa/Nairobi")
HERE = Workspace(team="T1")


@pytest.fixture(scope="module")
def opened(base: Base) -> tuple[Prepare, Calendar, Profiles]:
    knowledge = settings().knowledge
    profiles, calendar = Profiles.open(knowledge, base), Calendar.open(knowledge)
    return Prepare.open(knowledge, base, calendar, profiles), calendar, profiles


@pytest.fixture(scope="module")
def prepare(opened) -> Prepare:
    return opened[0]


def kept(**given: object) -> Preparation:
    values = {
        "id": "V1", "workspace": HERE, "channel": "C1", "action": "upr-submission", "state": "TCD",
        "deadline": "2027-03-01", "counted_from": dt.date(2027, 3, 1), "zone": "Africa/Nairobi",
        "lead": "U1", "since": NOW, "changed": NOW,
    }  # fmt: skip
    return Preparation(**(values | given))


def begun(
    prepare: Prepare, on: dt.date = ON, **given: object
) -> tuple[Preparation, list[PreparationStep]]:
    one = kept(**given)
    team = team_of(prepare, one, (), on)
    return one, list(items_of(team.checklist, NOW))


def made(prepare: Prepare, on: dt.date = ON, **given: object) -> Team:
    one, items = begun(prepare, on, **given)
    return team_of(prepare, one, items, on)


def test_what_is_next_is_at_once_then_by_date_and_the_persons_own_before_all(prepare) -> None:
    one, items = begun(prepare)
    items[-1] = items[-1].model_copy(update={"owner": "U2"})
    team = team_of(prepare, one, items, ON)
    ahead = team.next(30)
    days = [step.item.due for step in ahead if step.item.due]
    assert days == sorted(days) and len(days) > 5
    undated = [step.step.unit for step in ahead if not step.item.due]
    assert [step.step.unit for step in ahead[: undated.count("")]] == [""] * undated.count("")
    assert team.next(1, "U2")[0].item.id == items[-1].id
    items[0] = items[0].model_copy(update={"done": NOW})
    team = team_of(prepare, one, items, ON)
    assert team.done == 1 and items[0].id not in [step.item.id for step in team.next(30)]


def test_it_says_what_is_late_and_what_is_due_within_the_week(prepare) -> None:
    one, items = begun(prepare)
    days = sorted({item.due for item in items if item.due})
    later = team_of(prepare, one, items, days[0] + dt.timedelta(days=1))
    assert any(later.late(step) for step in later.steps)
    assert {step.item.due for step in later.due(7)} >= {days[0]}
    assert all(step.item.due <= later.on + dt.timedelta(days=7) for step in later.due(7))


def test_a_step_or_an_action_that_is_there_no_more_stays_in_the_preparation(prepare) -> None:
    one, items = begun(prepare)
    gone = PreparationStep(id="gone", place=99, dated=NOW)
    assert team_of(prepare, one, [*items, gone], ON).steps[-1].step is None
    team = team_of(prepare, kept(action="no-such-action"), items, ON)
    assert team.checklist is None and len(team.steps) == len(items) and not team.anchor_moved


def test_it_notices_that_the_day_has_moved(prepare) -> None:
    assert not made(prepare).anchor_moved
    assert made(prepare, counted_from=dt.date(2027, 2, 1)).anchor_moved


def test_a_file_has_the_dates_that_the_team_set(prepare) -> None:
    one, items = begun(prepare)
    own = dt.date(2027, 2, 11)
    items[3] = items[3].model_copy(update={"due": own, "own": True})
    items[4] = items[4].model_copy(update={"done": NOW})
    team = team_of(prepare, one, items, ON)
    step = next(s for s in as_set(team).steps if s.id == items[3].id)
    assert (step.due, step.amount, step.unit, step.side) == (own, 18, "day", "before")
    assert items[4].id not in [s.id for s in as_set(team, open_only=True).steps]


@pytest.mark.parametrize(
    ("at", "reminded"),
    [
        ("2026-11-30T08:59", False),
        ("2026-11-30T09:00", True),
        ("2026-12-03T23:59", True),
        ("2026-12-04T00:00", False),
    ],
)
def test_a_reminder_comes_at_nine_so_many_days_before_until_the_day_is_over(
    at: str, reminded: bool
) -> None:
    item = PreparationStep(id="a", place=0, due=dt.date(2026, 12, 3), dated=NOW)
    now = dt.datetime.fromisoformat(at).replace(tzinfo=NAIROBI)
    assert bool(to_remind(kept(remind=3), [item], NAIROBI, now)) is reminded


@pytest.mark.parametrize(
    ("change", "of"),
    [
        ({"done": NOW}, {}),
        ({"due": None}, {}),
        ({"reminded": dt.date(2026, 12, 3)}, {}),
        ({"dated": dt.datetime(2026, 12, 1, tzinfo=dt.UTC)}, {}),
        ({}, {"closed": NOW, "outcome": "sent"}),
        ({}, {"remind": 0}),
    ],
)
def test_no_reminder_comes_where_none_is_needed(change: dict, of: dict) -> None:
    item = PreparationStep(id="a", place=0, due=dt.date(2026, 12, 3), dated=NOW)
    now = dt.datetime(2026, 12, 2, 12, tzinfo=dt.UTC)
    assert to_remind(kept(), [item], NAIROBI, now)
    assert not to_remind(kept(**of), [item.model_copy(update=change)], NAIROBI, now)


def test_a_digest_tells_how_far_a_channel_is_and_what_is_due(
    opened, base: Base, tmp_path: Path
) -> None:
    prepare, calendar, profiles = opened
    one, items = begun(prepare)
    items[1] = items[1].model_copy(update={"done": NOW, "due": None})
    items[2] = items[2].model_copy(update={"due": ON + dt.timedelta(days=2)})
    with Store.open(tmp_path / "desk.sqlite") as store:
        store.preparations.add(one, items)
        store.preparations.add(one.model_copy(update={"id": "V2", "closed": NOW}), items)
        told = under_way(store, prepare, HERE, "C1", ON)
        assert under_way(store, prepare, HERE, "C2", ON) == ()
        assert under_way(store, prepare, Workspace(team="T2"), "C1", ON) == ()
    wanted = Scope(states=("TUV",), horizon=7)
    digest = Digests(calendar).digest(wanted, ON, under_way=told)
    assert not digest.empty
    said = text(DigestPages(base, profiles.names).page(digest, "fr"), settings().templates)
    assert "Préparations en cours" in said
    assert f"étapes faites : 1 sur {len(items)}" in said
    assert "26 novembre 2026: " in said
    assert said.count("UPR stakeholder submission") == 1


@pytest.fixture
def database(prepare: Prepare, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    path = tmp_path / "desk.sqlite"
    monkeypatch.setenv("ADVOCACY_DATABASE", str(path))
    monkeypatch.chdir(tmp_path)
    one, items = begun(prepare)
    items[0] = items[0].model_copy(update={"owner": "=U2", "done": NOW, "done_by": "U3"})
    with Store.open(path) as store:
        store.preparations.add(one, items)
        closed = {"id": "V2", "closed": NOW, "outcome": "sent"}
        store.preparations.add(one.model_copy(update=closed), items)
    return path


def run(*words: str):
    return CliRunner().invoke(main, ["preparations", *words])


def test_an_operator_lists_what_is_under_way_and_all(database: Path) -> None:
    assert run().stdout.count("upr-submission TCD") == 1
    assert " 1/" in run().stdout
    listed = [json.loads(line) for line in run("--all", "--json").stdout.splitlines()]
    assert [one["id"] for one in listed] == ["V1", "V2"]
    assert listed[0]["steps"][0]["owner"] == "=U2" and listed[0]["done"] == 1
    assert listed[1]["outcome"] == "sent"


def test_a_table_of_steps_is_written_with_no_cell_that_acts(database: Path, tmp_path: Path) -> None:
    file = tmp_path / "steps.csv"
    assert run("--csv", str(file)).exit_code == 0
    rows = list(csv.DictReader(file.read_text(encoding="utf-8").splitlines()))
    assert rows[0]["owner"] == "'=U2" and rows[0]["done_by"] == "U3"
    assert {row["state"] for row in rows} == {"TCD"}
    assert run("--csv", str(tmp_path / "no" / "file.csv")).exit_code == 2


def test_reminders_need_a_token(database: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("SLACK_BOT_TOKEN", raising=False)
    result = run("remind")
    assert result.exit_code == 2 and "SLACK_BOT_TOKEN" in result.stderr
