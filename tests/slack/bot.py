"""The real bot for scenario tests: the desk of the session, a new store for each test."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from bot.app import Built, build
from bot.ask import Desk
from bot.deployment import Deployment
from bot.handlers import Toolkit
from bot.handlers.manifest import SCOPES
from bot.knowledge.models import TRANSLATED
from bot.library import Library
from bot.render import Plain
from bot.settings import settings
from bot.store import Store
from tests.slack.isolation import Guard
from tests.slack.rig.slack import Slack

MakeBot = Callable[..., Built]


def settings_of(slack: Slack, database: Path, **given: Any) -> Deployment:
    """Settings of a bot for the emulated workspace."""
    values = {
        "slack_bot_token": slack.team.bot_token,
        "slack_signing_secret": slack.signing_secret,
        "slack_app_token": slack.app_token,
        "slack_api_url": slack.api_url,
        "advocacy_database": database,
    }
    return Deployment(_env_file=None, **(values | given))


@cache
def opened(desk: Desk) -> Toolkit:
    """What is made with the knowledge base of a desk, opened once."""
    desk.base.translations.ready(TRANSLATED)  # as the bot does when it starts
    library = Library(settings())
    library.base, library.states = desk.base, desk.states
    library.calendar, library.profiles = desk.calendar, desk.profiles
    desk.action_of = library.action_finder.action_of
    desk.section_of = library.first_sections.of
    return Toolkit(library)


@pytest.fixture
def slack_scopes() -> list[str]:
    """The bot's token has the manifest's scopes and no other."""
    return sorted(SCOPES)


@pytest.fixture
def make_bot(slack: Slack, desk: Desk, tmp_path: Path) -> Iterator[MakeBot]:
    """Builds the bot for a test, with any setting changed, or over another desk. A request that
    reaches for another workspace's rows fails the test."""
    stores: list[Store] = []
    guard = Guard()

    def make(over: Desk = desk, **given: Any) -> Built:
        deployment = settings_of(slack, tmp_path / "desk.sqlite", **given)
        store = Store.open(deployment.advocacy_database)
        stores.append(store)
        store = guard.guarded(store)
        plain = Plain(desk.base, settings().templates, desk.states)
        if over is not desk:
            return build(deployment, over, store, plain)
        return build(deployment, desk, store, plain, opened(desk))

    yield make
    for store in stores:
        store.close()
    assert guard.trespasses == []
