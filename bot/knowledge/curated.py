"""What the shapes have in common: of all that curators write, and of what the parts return."""

from __future__ import annotations

from typing import Annotated, Literal, get_args

from pydantic import BaseModel, BeforeValidator, ConfigDict, StringConstraints

Language = Literal["en", "fr", "es", "ar"]
LANGUAGES: tuple[Language, ...] = get_args(Language)
OWN_NAMES: dict[str, str] = {"en": "English", "fr": "Français", "es": "Español", "ar": "العربية"}
"""What each language calls itself."""

Topic = Literal[
    "what", "can", "cannot", "session", "outcome", "follow-up", "engage", "submit", "calendar",
    "complaint", "safety", "cluster", "compare",
]  # fmt: skip
TOPICS: tuple[Topic, ...] = get_args(Topic)
WORDING = "wording.yaml"
"""What the desk itself says."""
PartialDate = Annotated[
    str, BeforeValidator(str), StringConstraints(pattern=r"^\d{4}(-\d{2}(-\d{2})?)?$")
]
"""A year, a month or a day: `2023`, `2023-11`, `2023-11-01`. Never more exact than the source."""
Slug = Annotated[str, StringConstraints(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$")]
EntryId = Annotated[str, StringConstraints(pattern=r"^[a-z0-9-]+\.[a-z-]+\.[a-z0-9-]+$")]
LineId = Annotated[
    str,
    StringConstraints(pattern=r"^[a-z0-9-]+\.[a-z-]+\.[a-z0-9-]+(#(answer|(point|cannot)-\d+))?$"),
]
"""An entry, with the line of it that is meant or without: `upr.submit.length#point-1`."""


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


Ask = Annotated[str, StringConstraints(strip_whitespace=True, min_length=2, max_length=400)]


class Asks(Curated):
    """Ways in which people ask for an entry, by language."""

    en: tuple[Ask, ...] = ()
    fr: tuple[Ask, ...] = ()
    es: tuple[Ask, ...] = ()
    ar: tuple[Ask, ...] = ()

    def all(self) -> list[tuple[Language, str]]:
        """Every ask with its language, in the order of LANGUAGES."""
        return [(language, ask) for language in LANGUAGES for ask in getattr(self, language)]
