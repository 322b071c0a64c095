from __future__ import annotations

import datetime as dt
import shutil
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import yaml

from bot.choosing import CaseFacts, Chooser, Result
from bot.knowledge import load
from bot.knowledge.models import Base, Language
from bot.render.choosing_words import WayWords
from bot.render.words import DisplayNames
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
    return chooser.choose(CaseFacts(on=case.get("day", TODAY), **case["given"]))


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


def words_of(known: Base, profiles: Profiles, language: Language = "en") -> WayWords:
    """The words of a language; sources are named by their ids."""
    names = replace(DisplayNames.of(known, profiles.names, language), source=str)
    return WayWords(known, profiles.names, language, names)


def labels_of(chooser: Chooser) -> dict[str, str]:
    """What the answers to the questions are called."""
    every = chooser.rules.questions.values()
    return {option.value: option.label for one in every for option in one.options}


@pytest.fixture(scope="session")
def words(known: Base, profiles: Profiles) -> WayWords:
    return words_of(known, profiles)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A knowledge folder whose choosing.yaml may be changed; the actions are the project's own."""
    shutil.copy(KNOWLEDGE / "choosing.yaml", tmp_path)
    (tmp_path / "actions").symlink_to(KNOWLEDGE / "actions")
    return tmp_path
