from __future__ import annotations

import os
from pathlib import Path

import pytest

from bot.ask import Desk
from bot.ask.lexical import Lexical
from bot.knowledge.models import Base
from bot.library import Library
from bot.render import Plain
from bot.settings import Settings, settings
from tests.postgres import postgres as postgres
from tests.postgres import pytest_terminal_summary as pytest_terminal_summary

ROOT = Path(__file__).resolve().parent.parent


@pytest.fixture(scope="session")
def places() -> Settings:
    """The checkout's content; a cache that outlives the run, since vectors take a minute."""
    os.environ.setdefault("ADVOCACY_CACHE", str(ROOT / "build" / "cache"))
    return settings()


@pytest.fixture(scope="session")
def desk(places: Settings) -> Desk:
    """The desk as people use it, with the model of meaning."""
    return Library(places).desk


@pytest.fixture(scope="session")
def words_desk(places: Settings) -> Desk:
    """The desk where the extra `meaning` is not installed."""
    return Library(places, meaning=False).desk


@pytest.fixture(scope="session")
def base(desk: Desk) -> Base:
    return desk.base


@pytest.fixture(scope="session")
def lexical(desk: Desk) -> Lexical:
    """The index of the base's words: making one takes seconds."""
    return desk.finder.lexical


@pytest.fixture(scope="session")
def plain(desk: Desk, places: Settings) -> Plain:
    return Plain(desk.base, places.templates, desk.states)
