"""Every setting, from the environment."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

VECTORS, MODEL = "vectors.npz", "model"
INSTALL = "install the desk again with requirements/run.txt: docs/installing.md, step 3"
"""How a library that is missing is got; no public package index holds the desk under its name."""
PACKAGE = Path(__file__).resolve().parent


class NoHome(Exception):
    """Nobody says which folder is the user's own: a sentence that says what to do."""

    def __init__(self) -> None:
        super().__init__(
            "this user has no home folder: set ADVOCACY_CACHE to a folder and ADVOCACY_DATABASE to"
            " a file that may be written"
        )


@dataclass(frozen=True)
class Settings:
    """Where the desk finds its content and keeps what it can build again."""

    knowledge: Path
    """`ADVOCACY_KNOWLEDGE`, or the base that came with this installation or checkout."""
    templates: Path
    """`ADVOCACY_TEMPLATES`, or those that came with this installation or checkout."""
    cache: Path
    """`ADVOCACY_CACHE`, or the user's cache folder: indexes, never anything that people wrote."""
    recommendations: Path
    """`ADVOCACY_RECOMMENDATIONS`, or a file beside `ADVOCACY_DATABASE`: past recommendations."""
    refreshed: Path
    """`ADVOCACY_REFRESHED`, or a folder beside `ADVOCACY_DATABASE`: what curators took from
    official files; an upgrade keeps it."""

    @property
    def vectors(self) -> Path:
        """Vectors that come with the knowledge base: its own, or else those of this installation,
        which still hold for every text that is the same."""
        own = self.knowledge / VECTORS
        return own if own.is_file() else _standard("knowledge") / VECTORS

    @property
    def model(self) -> Path:
        """The folder of the model of meaning: the knowledge base's own, or else that of this
        installation."""
        own = self.knowledge / MODEL
        return own if own.is_dir() else _standard("knowledge") / MODEL


def settings() -> Settings:
    """The settings as the environment gives them now."""
    return Settings(
        knowledge=_content("ADVOCACY_KNOWLEDGE", "knowledge"),
        templates=_content("ADVOCACY_TEMPLATES", "templates"),
        cache=Path(os.environ.get("ADVOCACY_CACHE") or _user_cache() / "advocacy-desk"),
        recommendations=_recommendations(),
        refreshed=_kept("ADVOCACY_REFRESHED", "refreshed"),
    )


def unit_file() -> Path:
    """The systemd unit that came with this installation or checkout."""
    installed = PACKAGE / "content" / "advocacy-desk.service"
    if installed.is_file():
        return installed
    return PACKAGE.parent / "deploy" / "systemd" / "advocacy-desk.service"


def _content(variable: str, name: str) -> Path:
    """A content folder: named by the environment, inside the wheel, or beside the package."""
    if named := os.environ.get(variable):
        return Path(named)
    return _standard(name)


def _standard(name: str) -> Path:
    installed = PACKAGE / "content" / name
    return installed if installed.is_dir() else PACKAGE.parent / name


def _recommendations() -> Path:
    return _kept("ADVOCACY_RECOMMENDATIONS", "recommendations.sqlite")


def _kept(variable: str, name: str) -> Path:
    """Where something lasts that is no part of an installation."""
    if named := os.environ.get(variable):
        return Path(named)
    database = os.environ.get("ADVOCACY_DATABASE", "")
    if database and "://" not in database:
        return Path(database).with_name(name)
    return user_data() / name


def user_data() -> Path:
    """The folder for what must last, where no setting names another. Raises NoHome."""
    named = os.environ.get("XDG_DATA_HOME")
    return (Path(named) if named else _home() / ".local" / "share") / "advocacy-desk"


def _user_cache() -> Path:
    if named := os.environ.get("XDG_CACHE_HOME"):
        return Path(named)
    if local := os.environ.get("LOCALAPPDATA"):
        return Path(local)
    return _home() / ".cache"


def _home() -> Path:
    try:
        return Path.home()
    except RuntimeError:  # neither HOME nor the list of users says it
        raise NoHome from None
