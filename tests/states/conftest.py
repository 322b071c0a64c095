from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from bot.knowledge import load
from bot.knowledge.models import Base
from bot.settings import Settings
from bot.states import Profiles

KNOWLEDGE = Path(__file__).parents[2] / "knowledge"


@pytest.fixture(scope="session")
def known(places: Settings) -> Base:
    """The knowledge base without the desk, whose vectors take long."""
    return load(places.knowledge, places.cache)


@pytest.fixture(scope="session")
def profiles(places: Settings, known: Base) -> Profiles:
    return Profiles.open(places.knowledge, known)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A knowledge folder whose states/ may be changed; the rest is the project's own."""
    for path in KNOWLEDGE.iterdir():
        if path.name != "states":
            (tmp_path / path.name).symlink_to(path)
    shutil.copytree(KNOWLEDGE / "states", tmp_path / "states")
    return tmp_path
