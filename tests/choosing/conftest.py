from __future__ import annotations

import datetime as dt
import shutil
from pathlib import Path
from typing import Any

import pytest
import yaml

from bot.choosing import Chooser, Given, Result
from bot.knowledge import load
from bot.knowledge.models import Base
from bot.reviews import Calendar
from bot.settings import Settings
from bot.states import Profiles

HERE = Path(__file__).parent
KNOWLEDGE = HERE.parents[1] / "knowledge"
TODAY = dt.date(2026, 11, 24)


def worked(name: str) -> list[dict[str, Any]]:
    """The situations or cases of a file beside this one."""
    found: list[dict[str, Any]] = yaml.safe_load((HERE / name).read_text(encoding="utf-8"))
    return found


def of(chooser: Chooser, case: dict[str, Any]) -> Result:
    """What is chosen for a situation or a case."""
    return chooser.choose(Given(on=case.get("day", TODAY), **case["given"]))


def ids(choices: Any) -> list[str]:
    """The ways, in order."""
    return [one.id for one in choices]


@pytest.fixture(scope="session")
def known(places: Settings) -> Base:
    """The knowledge base without the desk, whose vectors take long."""
    return load(places.knowledge, places.cache)


@pytest.fixture(scope="session")
def profiles(places: Settings, known: Base) -> Profiles:
    return Profiles.open(places.knowledge, known)


@pytest.fixture(scope="session")
def chooser(known: Base, profiles: Profiles) -> Chooser:
    return Chooser.open(KNOWLEDGE, known, profiles, Calendar.open(KNOWLEDGE))


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A knowledge folder whose choosing.yaml may be changed; the actions are the project's own."""
    shutil.copy(KNOWLEDGE / "choosing.yaml", tmp_path)
    (tmp_path / "actions").symlink_to(KNOWLEDGE / "actions")
    return tmp_path
