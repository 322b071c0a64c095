"""What scenario tests share: the bot with a curators' channel, a member, and reading what is shown.

A module takes the fixtures that it needs by name: `bot, member = scenes.bot, scenes.member`, with
`make_bot` and `slack_scopes`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest

from bot.app import Built
from tests.slack.bot import MakeBot
from tests.slack.bot import make_bot as make_bot
from tests.slack.bot import slack_scopes as slack_scopes
from tests.slack.rig.http import Http
from tests.slack.rig.people import Person
from tests.slack.rig.slack import Slack

CURATORS = "case-management"
PLACE = "protection-cluster"

Shown = dict[str, Any]
"""A message, window or home, as a person has it on the screen."""


@pytest.fixture
def bot(slack: Slack, make_bot: MakeBot) -> Built:
    """The bot, with a curators' channel."""
    return make_bot(advocacy_curators=slack.team.channels[CURATORS])


@pytest.fixture
def door(http: Callable[[Any], Http], bot: Built) -> Http:
    """Slack's way to the bot."""
    return http(bot.app)


@pytest.fixture
def member(door: Http) -> Person:
    """Somebody who asks."""
    return Person(door, door.slack.team, "member")


@pytest.fixture
def curator(door: Http) -> Person:
    """Somebody in the curators' channel."""
    return Person(door, door.slack.team, "coordinator")


def reply_to(person: Person, question: str, channel: str = PLACE) -> Shown:
    """What the desk answers in the thread to a mention."""
    said = person.mentions(channel, question)
    assert said.answer.status == 200
    return person.space.replies(channel, said.ts)[-1]


def private(person: Person) -> Shown:
    """What this person alone was shown last."""
    return person.slack.ephemerals(person.id)[-1]


def texts(shown: Any) -> Iterator[str]:
    """Every text that stands in blocks, of any depth."""
    if isinstance(shown, dict):
        if isinstance(shown.get("text"), str):
            yield shown["text"]
        if isinstance(shown.get("initial_value"), str):
            yield shown["initial_value"]
        shown = [value for key, value in shown.items() if not isinstance(value, str)]
    if isinstance(shown, list):
        for part in shown:
            yield from texts(part)


def reads(shown: Shown) -> str:
    """All that a person reads in a message, window or home."""
    return "\n".join(texts(shown["blocks"]))


def has(shown: Shown, action: str) -> bool:
    """Whether a button or menu of that action stands there."""
    return f"'action_id': '{action}'" in str(shown["blocks"])
