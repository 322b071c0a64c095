"""Every setting, from the environment."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

VECTORS = "vectors.npz"
PACKAGE = Path(__file__).resolve().parent


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


def settings() -> Settings:
    """The settings as the environment gives them now."""
    return Settings(
        knowledge=_content("ADVOCACY_KNOWLEDGE", "knowledge"),
        templates=_content("ADVOCACY_TEMPLATES", "templates"),
        cache=Path(os.environ.get("ADVOCACY_CACHE") or _user_cache() / "advocacy-desk"),
        recommendations=_recommendations(),
        refreshed=_kept("ADVOCACY_REFRESHED", "refreshed"),
    )


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
    data = os.environ.get("XDG_DATA_HOME") or Path.home() / ".local" / "share"
    return Path(data) / "advocacy-desk" / name


def _user_cache() -> Path:
    if named := os.environ.get("XDG_CACHE_HOME"):
        return Path(named)
    if local := os.environ.get("LOCALAPPDATA"):
        return Path(local)
    return Path.home() / ".cache"
