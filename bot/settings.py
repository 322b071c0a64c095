"""Every setting, from the environment."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

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


def settings() -> Settings:
    """The settings as the environment gives them now."""
    return Settings(
        knowledge=_content("ADVOCACY_KNOWLEDGE", "knowledge"),
        templates=_content("ADVOCACY_TEMPLATES", "templates"),
        cache=Path(os.environ.get("ADVOCACY_CACHE") or _user_cache() / "advocacy-desk"),
    )


def _content(variable: str, name: str) -> Path:
    """A content folder: named by the environment, inside the wheel, or beside the package."""
    if named := os.environ.get(variable):
        return Path(named)
    installed = PACKAGE / "content" / name
    return installed if installed.is_dir() else PACKAGE.parent / name


def _user_cache() -> Path:
    if named := os.environ.get("XDG_CACHE_HOME"):
        return Path(named)
    if local := os.environ.get("LOCALAPPDATA"):
        return Path(local)
    return Path.home() / ".cache"
