"""Many processes on one PostgreSQL database, before the Slack of tests/slack."""

from __future__ import annotations

from pathlib import Path

import pytest
from pydantic import SecretStr

from bot.handlers.manifest import SCOPES
from tests.postgres import Server
from tests.slack.conftest import http as http
from tests.slack.conftest import npm as npm
from tests.slack.conftest import slack as slack
from tests.slack.conftest import slack_session as slack_session

HERE = Path(__file__).resolve().parent


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Tests here may talk to this machine, and to nothing else."""
    for item in items:
        if HERE in item.path.parents:
            item.add_marker(pytest.mark.allow_hosts(["127.0.0.1"]))


@pytest.fixture
def slack_scopes() -> list[str]:
    """The bot's token has the manifest's scopes and no other."""
    return sorted(SCOPES)


@pytest.fixture
def database(postgres: Server) -> SecretStr:
    """A new database for each test."""
    return postgres.empty()
