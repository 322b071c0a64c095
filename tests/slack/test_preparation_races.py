"""Two real processes on one database, and everybody ticks at once: nothing is lost."""

# ruff: noqa: F811 (fixtures are imported and then asked for by name)
from __future__ import annotations

import datetime as dt
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

from bot.handlers.preparations.blocks import tick_block
from bot.handlers.preparations.forms import bring_up_to_date
from bot.prepare.team import Teams
from bot.store import Store
from tests.slack.bot import slack_scopes  # noqa: F401
from tests.slack.killing import DAY
from tests.slack.reminding import _parts, keeping, prepared
from tests.slack.rig.people import Person
from tests.slack.rig.slack import Slack
from tests.slack.scenes import PLACE, reads
from tests.slack.serving import Door, Serve, database, door, serve  # noqa: F401

STEPS = 12


def test_all_ticks_of_two_processes_are_kept_and_shown(
    slack: Slack, door: Door, serve: Serve, database: Path
) -> None:
    both = [serve("--http", "--port", "0") for _ in range(2)]
    kept, message = shown(slack, database)
    people = [
        Person(door(one.url), slack.team, name) for one, name in zip(both, PEOPLE, strict=True)
    ]
    with Store.open(database) as store:
        items = store.preparations.items(kept.workspace, kept.id)
    ticks = [tick(people[n % 2], message, kept, item) for n, item in enumerate(items)]
    with ThreadPoolExecutor(STEPS) as pool:
        sent = [pool.submit(people[n % 2].door.send, one) for n, one in enumerate(ticks)]
        assert {one.result().status for one in sent} == {200}
    slack.settle()
    with Store.open(database) as store:
        items = store.preparations.items(kept.workspace, kept.id)
    assert all(item.done for item in items)
    assert f"{STEPS} of {STEPS} done" in reads(slack.team.message(PLACE, message["ts"]))
    assert [one.stop() for one in both] == [0, 0]


PEOPLE = ("member", "newcomer")


def shown(slack: Slack, database: Path) -> tuple[Any, dict[str, Any]]:
    """A preparation, and its message as everybody has it on the screen."""
    token, place = slack.team.bot_token, slack.team.channels[PLACE]
    posted = slack.team.emulator.call(0, "chat.postMessage", token, channel=place, text="begun")
    kept = prepared(slack, database, ts=posted["ts"], version=2, steps=STEPS, remind=0)
    assert keeping(slack, database).later(-DAY).run() == {"shown": 1}
    message = slack.team.message(PLACE, posted["ts"])
    message.pop("edited", None)
    return kept, message


def tick(person: Person, message: dict[str, Any], kept: Any, item: Any) -> Any:
    """The payload of a tick of a step. The message shows the first steps only; others stand at the
    same place as soon as those are done."""
    shown = [b for b in message["blocks"] if b.get("accessory", {}).get("type") == "checkboxes"]
    block = {**shown[0], "block_id": tick_block(kept.id, item.id, kept.version)}
    one = {**message, "blocks": [block]}
    return person.click(one, "preparation_tick", PLACE, choose=["done"])


def test_who_wrote_last_but_knew_less_looks_again(slack: Slack, database: Path) -> None:
    kept, _ = shown(slack, database)
    renderer, prepare = _parts()
    said: list[str] = []
    with Store.open(database) as store:
        first = store.preparations.items(kept.workspace, kept.id)[0].id

        def update(**arguments: Any) -> None:
            if not said:  # meanwhile, somebody else ticks
                now = dt.datetime.now(dt.UTC)
                store.preparations.tick(kept.workspace, kept.id, first, True, "U1", "1.1", now)
            said.append(arguments["text"])

        teams = Teams(store, prepare)
        today = dt.date(2026, 12, 1)
        bring_up_to_date(store, teams, renderer, kept.workspace, kept.id, today, update)
        again = store.preparations.get(kept.workspace, kept.id)
    assert ["0 of 12 done" in said[0], "1 of 12 done" in said[1], len(said)] == [True, True, 2]
    assert again.shown == again.version
