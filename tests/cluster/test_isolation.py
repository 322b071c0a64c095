"""Two workspaces in one database: whatever one of them does, it is shown nothing of the other.

One test runs every word of the command list, whoever adds one, and holds what is shown against
what is shown where the other workspace has nothing. The other one presses, as a stranger, all that
the other workspace can press. What a single request may reach for is held by tests/slack/isolation.
"""

# ruff: noqa: F811 (fixtures are imported and then asked for by name)

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from bot.app import Built
from bot.handlers.commands import COMMANDS
from bot.store import Correction, Gap, Store, Subscription, Workspace
from tests.cluster.test_installing import make_bot, many, usual  # noqa: F401
from tests.slack.isolation import Guard
from tests.slack.reminding import BEGUN, _parts
from tests.slack.rig import payloads
from tests.slack.rig.oauth import install
from tests.slack.rig.people import Person, _action, _elements, _held
from tests.slack.rig.slack import Slack
from tests.slack.scenes import CURATORS, PLACE
from tests.slack.serving import door  # noqa: F401
from tests.store.things import preparation

CANARY = "Zanzalor"
ARGUMENTS = ("", "Haiti", "upr", "upr submission Haiti", "zzzz qqqq")
QUESTIONS = ("When is Haiti reviewed in the UPR?", "What is the word limit?")
SHOWN = {"text", "blocks", "view", "content"}
"""What a call to Slack has that shows something."""
VOLATILE = re.compile(r"\d{10}\.\d{6}|\b[A-Z]{1,3}[0-9A-F]{8,10}\b|[0-9a-f]{32}|[\w.…]*trg\w+")
"""Times and ids, which are others each time."""


def rows_of_south(built: Built, slack: Slack, person: Person) -> None:
    """Rows of every kind in the southern workspace, also where their ids are the north's."""
    storage, space = built.services.storage, slack.other
    south, north = Workspace(team=space.id), Person(person.door, slack.team)
    for channel, who in (
        (space.channels[PLACE], person.id),
        (slack.team.channels[PLACE], north.id),
    ):
        storage.follows.follow(south, who, ["HTI"])
        storage.welcomes.first(south, channel)
        storage.threads.remember(south, channel, "", {"mechanisms": ["cedaw"]}, BEGUN, person=who)
        storage.gaps.add(
            Gap(
                workspace=south, person=who, channel=channel, question=f"{CANARY} asks",
                reason="decline", language="en", asked_at=BEGUN,
            )
        )  # fmt: skip
        storage.corrections.add(
            Correction(
                workspace=south, key="upr-54", person=who, made=BEGUN, source=f"Letter of {CANARY}",
                note=CANARY, change={"certainty": "moved", "start": "2027-09"},
            )
        )  # fmt: skip
        storage.subscriptions.add(
            Subscription(
                workspace=south, channel=channel, person=who, states=("HTI",), since=BEGUN,
                zone="Africa/Nairobi",
            )
        )  # fmt: skip
        kept, items = preparation(south, who, id=f"V0{channel}", since=BEGUN)
        steps = _parts()[1].actions["upr-submission"].checklist.steps
        items = tuple(
            item.model_copy(update={"id": step.id})
            for item, step in zip(items, steps, strict=False)
        )
        storage.preparations.add(kept.model_copy(update={"channel": channel}), items)


def kept(built: Built, workspace: Workspace) -> dict[str, list[Any]]:
    """All rows of a workspace, but for what is noted of each request."""
    db = built.services.storage._connections
    tables = db.tables() - {db.ledger, "claims", "installing"}
    return {
        t: sorted(db.rows(t, ("team = :team", {"team": workspace.team})), key=str) for t in tables
    }


def driven(slack: Slack, person: Person) -> list[str]:
    """All that somebody is shown who uses every command, asks, and looks at the home."""
    before = len(slack.calls())
    for command in COMMANDS:
        for rest in ARGUMENTS:
            assert person.runs(f"{command.name} {rest}").status == 200
    for question in QUESTIONS:
        person.mentions(PLACE, question)
        person.writes(question)
    person.opens_home()
    slack.settle()
    shown = [call.args for call in slack.calls()[before:] if SHOWN & call.args.keys()]
    return sorted(VOLATILE.sub("…", json.dumps(args, ensure_ascii=False)) for args in shown)


@pytest.fixture
def north(slack: Slack, many: Any) -> Any:
    """A bot that both have installed; its parts, and people of both."""
    built, way = many()
    for space in (slack.team, slack.other):
        install(way, space)
    return built, Person(way, slack.team), Person(way, slack.other)


def test_no_command_shows_anything_of_another_workspace(slack: Slack, north: Any) -> None:
    built, person, stranger = north
    alone = driven(slack, person)
    built.services.storage.leave(Workspace(team=slack.team.id))
    install(person.door, slack.team)
    rows_of_south(built, slack, stranger)
    with_others = driven(slack, person)
    assert with_others == alone
    assert CANARY not in "".join(with_others)
    theirs = "".join(driven(slack, stranger))
    assert CANARY in theirs or "September 2027" in theirs, "the other one sees its own"


def surfaces(slack: Slack, person: Person) -> Iterator[tuple[dict[str, Any], str | None]]:
    """All that somebody can press in, with the channel of what is a message."""
    for message in slack.ephemerals(person.id):
        if message.get("blocks"):
            yield message, PLACE
    for channel in (PLACE, CURATORS):
        for message in person.space.history(channel):
            if message.get("blocks"):
                yield message, channel
            for reply in person.space.replies(channel, message["ts"]):
                if reply.get("blocks"):
                    yield reply, channel
    for view in slack._views().values():
        yield view, None


def _press(
    person: Person, surface: dict[str, Any], action_id: str, channel: str | None, choose: Any
) -> None:
    """As `Person.clicks`, also in a window that is another workspace's."""
    if channel is not None:
        person.clicks(surface, action_id, channel, choose=choose)
        return
    action, values = _action(surface["blocks"], action_id, choose), _held(surface, {})
    trigger = person.space.trigger(person.id)
    payload = payloads.block_actions(
        person.space, person.id, action, trigger, view=surface, values=values
    )
    person.door.send(payload)


def pressed(person: Person, surface: dict[str, Any], channel: str | None, seen: set[str]) -> int:
    """Press everything there that was not seen yet, and send it off where it is a window; how much
    that was."""
    count = 0
    for _, element in _elements(surface["blocks"]):
        if (one := json.dumps(element)) in seen:
            continue
        seen.add(one)
        choose = None
        if options := element.get("options"):
            choose = options[0]["value"]
            many = element["type"] == "checkboxes" or element["type"].startswith("multi_")
            choose = [choose] if many else choose
        elif element["type"] == "feedback_buttons":
            choose = element["positive_button"]["value"]
        elif (
            "select" in element["type"] or "input" in element["type"] or "picker" in element["type"]
        ):
            continue
        _press(person, surface, element["action_id"], channel, choose)
        count += 1
    if surface.get("type") == "modal":
        space, trigger = person.space, person.space.trigger(person.id)
        values = _held(surface, {})
        for held in values.values():
            for state in held.values():
                if state["type"] in ("plain_text_input", "datepicker"):
                    state |= {"value": "x", "selected_date": "2027-01-01"}
        payload = payloads.view_submission(space, person.id, surface, values, trigger)
        body, kind = payload.encoded()
        signed = person.door.signature(body, person.slack.signing_secret)
        answer = person.door.post(body, {"content-type": kind, **signed})
        assert CANARY not in answer.text
        count += 1
    return count


def test_what_another_workspace_can_press_does_nothing_to_it(slack: Slack, north: Any) -> None:
    built, person, stranger = north
    rows_of_south(built, slack, stranger)
    driven(slack, stranger)
    for word in ("digest", "calendar Haiti"):
        stranger.runs(word)
    stranger.runs("ask zzzz qqqq")
    stranger.clicks(slack.ephemerals(stranger.id)[-1], "send_gap", PLACE)
    stranger.submits(slack.modal(), {"question": f"{CANARY} asks again"})
    theirs = list(surfaces(slack, stranger))
    south = Workspace(team=slack.other.id)
    before, mark = kept(built, south), len(slack.calls())
    seen: set[str] = set()
    count = sum(pressed(person, surface, channel, seen) for surface, channel in theirs)
    slack.settle()
    assert count > 80
    assert kept(built, south) == before
    shown = [call for call in slack.calls()[mark:] if call.team != slack.other.id]
    assert CANARY not in str([call.args for call in shown])
    assert [
        call.method for call in slack.calls()[mark:] if call.token == slack.other.bot_token
    ] == []


def test_the_guard_notices_who_reaches_too_far(tmp_path: Path) -> None:
    guard = Guard()
    mine, other = Workspace(team="T1"), Workspace(team="T2")
    with Store.open(tmp_path / "store.sqlite") as store:
        storage = guard.guarded(store)
        storage.claims.take(mine, "Ev1", BEGUN, BEGUN - BEGUN)
        storage.gaps.list(mine)
        assert guard.trespasses == []
        storage.gaps.list(None)
        storage.follows.states(other, "U1")
        storage.stored(other, "U1")
        assert len(guard.trespasses) == 3
        storage.claims.finish(mine, "Ev1")
        storage.gaps.list(None)
    assert len(guard.trespasses) == 3, "outside of a request the operator sees all"
