from __future__ import annotations

import datetime as dt
import os
from pathlib import Path

import pytest

from bot.knowledge import load
from bot.knowledge.models import Base
from bot.prepare import Prepare
from bot.render.prepare_words import Wordings
from bot.render.words import DisplayNames
from bot.reviews import Calendar
from bot.settings import settings
from bot.states import Profiles

ROOT = Path(__file__).resolve().parents[2]
KNOWLEDGE, TEMPLATES = ROOT / "knowledge", ROOT / "templates"
ON = dt.date(2026, 11, 24)


@pytest.fixture(scope="session")
def base() -> Base:
    os.environ.setdefault("ADVOCACY_CACHE", str(ROOT / "build" / "cache"))
    return load(KNOWLEDGE, settings().cache)


@pytest.fixture(scope="session")
def profiles(base: Base) -> Profiles:
    return Profiles.open(KNOWLEDGE, base)


@pytest.fixture(scope="session")
def prepare(base: Base, profiles: Profiles) -> Prepare:
    return Prepare.open(KNOWLEDGE, base, Calendar.open(KNOWLEDGE), profiles)


@pytest.fixture(scope="session")
def names(base: Base, profiles: Profiles) -> DisplayNames:
    return DisplayNames(lambda name: base.mechanisms[name].names.en[0], profiles.names.name)


@pytest.fixture(scope="session")
def wordings(base: Base, profiles: Profiles) -> Wordings:
    return Wordings(base, profiles.names)
