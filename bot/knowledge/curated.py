"""What the shapes have in common: of all that curators write, and of what the parts return."""

from __future__ import annotations

from typing import Annotated, Literal, get_args

from pydantic import BaseModel, ConfigDict, StringConstraints

Language = Literal["en", "fr", "es", "ar"]
LANGUAGES: tuple[Language, ...] = get_args(Language)
OWN_NAMES: dict[str, str] = {
    "en": "English",
    "fr": "Français",
    "es": "Español",
    "ar": "العربية",
}
"""What each language calls itself."""

WORDING = "wording.yaml"
"""What the desk itself says."""
Slug = Annotated[str, StringConstraints(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$")]
EntryId = Annotated[str, StringConstraints(pattern=r"^[a-z0-9-]+\.[a-z-]+\.[a-z0-9-]+$")]


class Curated(BaseModel):
    """Base of all that curators write: an unknown key is an error, so that a typing slip shows."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Shape(BaseModel):
    """Base of what a part returns: plain data, not changed once made."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Phrase(Curated):
    """A label or sentence of the desk itself, in every language."""

    en: str
    fr: str
    es: str
    ar: str
