"""Reminders of preparations: each once, whoever runs and whoever dies; messages kept up to date."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from bot.handlers.preparations.forms import metadata
from bot.store import ItemChange, Store
from tests.slack.bot import slack_scopes as slack_scopes
from tests.slack.killing import DAY, MINUTE
from tests.slack.reminding import DUE, NINE, STEPS, keeping, prepared
from tests.slack.rig.slack import Slack
from tests.slack.scenes import PLACE, reads

RUN_OUT = 10 * MINUTE


@pytest.fixture
def database(tmp_path: Path) -> Path:
    return tmp_path / "desk.sqlite"


def told(slack: Slack, person: str = "member", space: Any = None) -> list[str]:
    """What a person was reminded of, in their direct message with the desk."""
    space = space or slack.team
    return [reads(m) for m in space.history(space.dm(person)) if m.get("blocks")]


def in_channel(slack: Slack) -> list[str]:
    return [reads(m) for m in slack.team.history(PLACE) if m.get("blocks")]


def test_the_owner_is_reminded_once_of_all_that_is_due(slack: Slack, database: Path) -> None:
    prepared(slack, database, owner="member")
    run = keeping(slack, database)
    assert run.later(-2 * MINUTE).run() == {}, "before nine o'clock"
    assert run.run() == {"reminded": 1}
    assert run.later(MINUTE).run() == {}
    [text] = told(slack)
    assert text.count("•") == 2
    assert "Due soon: UPR stakeholder submission: Chad" in text
    assert "<!date^" in text and DUE.isoformat() in text
    assert in_channel(slack) == []


def test_where_nobody_owns_a_step_the_channel_is_reminded(slack: Slack, database: Path) -> None:
    prepared(slack, database)
    assert keeping(slack, database).run() == {"reminded": 1}
    [text] = in_channel(slack)
    assert "Nobody owns these steps yet" in text


@pytest.mark.parametrize(("owner", "step"), [("", "sent"), *(("member", step) for step in STEPS)])
def test_whoever_is_killed_at_whatever_step_there_is_one_reminder(
    slack: Slack, database: Path, step: Any, owner: str
) -> None:
    prepared(slack, database, owner=owner)
    run = keeping(slack, database)
    run.killed(step)
    assert run.later(MINUTE).run().get("reminded", 0) == 0, "its claim still holds"
    run.later(RUN_OUT).run()
    run.later(RUN_OUT + MINUTE).run()
    assert len(told(slack) if owner else in_channel(slack)) == 1


def test_of_two_at_once_one_sends(slack: Slack, database: Path) -> None:
    prepared(slack, database, owner="member")
    keeping(slack, database).at_once(2)
    assert len(told(slack)) == 1


def test_an_answer_of_slack_that_was_lost_brings_no_second_one(
    slack: Slack, database: Path
) -> None:
    prepared(slack, database, owner="member")
    run = keeping(slack, database)
    slack.break_next("chat.postMessage", "lost")
    assert run.run() == {"failed": 1}
    assert run.later(RUN_OUT).run() == {"found": 1}
    assert run.later(RUN_OUT + MINUTE).run() == {}
    assert len(told(slack)) == 1


def test_where_slack_wants_to_wait_it_comes_in_a_later_round(slack: Slack, database: Path) -> None:
    prepared(slack, database, owner="member")
    run = keeping(slack, database)
    slack.break_next("chat.postMessage", "429", seconds=90)
    assert run.run() == {"later": 1}
    assert run.later(MINUTE).run() == {"reminded": 1}
    assert len(told(slack)) == 1


def test_with_another_date_there_is_another_reminder(slack: Slack, database: Path) -> None:
    kept = prepared(slack, database, owner="member")
    run = keeping(slack, database)
    run.run()
    with Store.open(database) as store:
        item = store.preparations.items(kept.workspace, kept.id)[0]
        change = ItemChange(item=item.id, seen=item.version, due=DUE + 7 * DAY, dates=True)
        store.preparations.change(kept.workspace, kept.id, [change], NINE + MINUTE)
        store.preparations.note_shown(kept.workspace, kept.id, 99, NINE.date())
    assert run.later(2 * MINUTE).run() == {}
    assert run.later(7 * DAY).run()["reminded"] == 1
    assert len(told(slack)) == 2


@pytest.mark.parametrize("end", ["done", "closed", "never"])
def test_of_what_is_done_or_closed_nobody_is_reminded(
    slack: Slack, database: Path, end: str
) -> None:
    kept = prepared(slack, database, owner="member", remind=0 if end == "never" else 3)
    with Store.open(database) as store:
        for item in store.preparations.items(kept.workspace, kept.id):
            if end == "done":
                store.preparations.tick(
                    kept.workspace, kept.id, item.id, True, "U1", "1.1", NINE - DAY
                )
        if end == "closed":
            store.preparations.close(kept.workspace, kept.id, "sent", NINE - DAY)
        store.preparations.note_shown(kept.workspace, kept.id, 99, NINE.date())
    assert keeping(slack, database).run() == {}


def test_a_day_that_is_over_brings_no_reminder(slack: Slack, database: Path) -> None:
    prepared(slack, database, owner="member", shown_on=DUE + DAY)
    assert keeping(slack, database).later(4 * DAY).run() == {}


def test_an_owner_who_is_gone_leaves_it_to_the_channel_and_that_to_the_lead(
    slack: Slack, database: Path
) -> None:
    kept = prepared(slack, database, owner="member")
    with Store.open(database) as store, store.preparations._connections.writing() as db:
        db.execute("update preparation_items set owner = 'U0GONE'")
    run = keeping(slack, database)
    assert run.run() == {"reminded": 1}
    assert len(in_channel(slack)) == 1
    with Store.open(database) as store, store.preparations._connections.writing() as db:
        db.execute("update preparation_items set reminded = null")
        db.execute("delete from claims")
        db.execute("update preparations set channel = 'C0GONE'")
    assert run.later(MINUTE).run() == {"reminded": 1}
    assert len(told(slack, "coordinator")) == 1
    assert kept.lead == slack.team.users["coordinator"]


def test_two_workspaces_are_reminded_apart(slack: Slack, database: Path) -> None:
    prepared(slack, database, owner="member")
    prepared(slack, database, owner="member", space=slack.other)
    assert keeping(slack, database).run() == {"reminded": 2}
    assert len(told(slack)) == len(told(slack, space=slack.other)) == 1


def test_a_message_that_is_behind_is_shown_anew_and_one_that_is_gone_left_alone(
    slack: Slack, database: Path
) -> None:
    ts = slack.team.emulator.call(
        0, "chat.postMessage", slack.team.bot_token,
        channel=slack.team.channels[PLACE], text="as it was",
    )["ts"]  # fmt: skip
    prepared(slack, database, ts=ts, version=5)
    prepared(slack, database, id="V0GONE", version=2)
    run = keeping(slack, database).later(-DAY)
    assert run.run() == {"shown": 1, "nowhere": 1}
    assert "0 of 3 done" in reads(slack.team.message(PLACE, ts))
    assert run.later(MINUTE).run() == {}
    assert run.later(DAY - MINUTE).run()["shown"] == 1, "what is late changes by the day"


@pytest.mark.parametrize("posted", [True, False])
def test_a_message_that_was_lost_is_found_or_posted_once(
    slack: Slack, database: Path, posted: bool
) -> None:
    if posted:
        slack.team.emulator.call(
            0, "chat.postMessage", slack.team.bot_token, channel=slack.team.channels[PLACE],
            text="begun", metadata=metadata("V0PREPARED"),
        )  # fmt: skip
    prepared(
        slack, database, ts=None, shown=0, since=NINE - MINUTE, changed=NINE - MINUTE, remind=0
    )
    run = keeping(slack, database)
    assert run.run() == {"found" if posted else "posted": 1}
    assert run.later(MINUTE).run() == {}
    assert len(slack.team.history(PLACE)) == 1
