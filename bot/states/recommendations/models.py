"""What is asked of past recommendations, and what is answered."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from typing import Literal, get_args

from bot.knowledge.curated import Shape

Position = Literal["supported", "partially", "noted", "considered", "unknown"]
"""What the State under review said in the UPR. Elsewhere there is none. It is read from the source
and never worked out from a text."""
POSITIONS: tuple[Position, ...] = get_args(Position)
Kind = Literal["recommendation", "concern", "unknown"]
Order = Literal["best", "newest"]

Progress = Callable[[str, int, int], None]
"""Told what is done now, how much of it, and of how much."""
Likeness = Callable[[str, Sequence[str]], Sequence[float]]
"""How near in meaning each of several texts is to one."""

PAGE = 10
"""Recommendations on a page."""


class Unreadable(Exception):
    """The recommendations can't be read; one sentence that says why and what to do."""


class Recommendation(Shape):
    """One paragraph of one document, addressed to a State."""

    id: int
    annotation: str
    """UHRI's own id of it; empty where the source has none."""
    kind: Kind
    mechanism: str | None
    """The id of a mechanism; None for a body that is not known here."""
    body: str
    """As the source writes it: `CRC`, `SR Torture`."""
    states: tuple[str, ...]
    """Codes of the States it is addressed to, mostly one."""
    others: tuple[str, ...]
    """Labels in place of a State that name none here (`Kosovo`)."""
    symbol: str
    paragraph: str
    heading: str
    text: str
    """Without markup, heading and number of the paragraph."""
    received: str
    """The text as the source has it."""
    date: dt.date | None
    """Of the document."""
    year: int | None
    """Of the document, or where that is not known of the session of the UPR Working Group."""
    session: int | None
    """Of the UPR Working Group."""
    cycle: int | None
    recommenders: tuple[str, ...]
    """Codes of the States that made it, in the UPR."""
    other_recommenders: tuple[str, ...]
    position: Position | None
    position_label: str
    """The position as the source writes it."""
    themes: tuple[str, ...]
    persons: tuple[str, ...]
    origin: str
    """Which data it comes from: `uhri`, `upr-info`, or a provenance of the demonstration set."""

    @property
    def link(self) -> str | None:
        """The https address of its document in the UN's official documents; None without a
        symbol."""
        return f"https://docs.un.org/en/{self.symbol}" if _is_symbol(self.symbol) else None


class Filters(Shape):
    """What to look for. Empty is everything. Of several values of one kind, one is enough."""

    words: str = ""
    states: tuple[str, ...] = ()
    mechanisms: tuple[str, ...] = ()
    themes: tuple[str, ...] = ()
    """Parts of names of themes or of affected persons."""
    positions: tuple[Position, ...] = ()
    recommenders: tuple[str, ...] = ()
    since: dt.date | None = None
    """What may be of that day or later; what has neither a date nor a year is left out."""
    concerns: bool = False
    """Also concerns and observations, which ask for nothing."""
    order: Order = "best"


class SearchPage(Shape):
    """A page of the recommendations that were found, and how they were looked for."""

    hits: tuple[Recommendation, ...]
    total: int
    page: int
    pages: int
    words: tuple[str, ...]
    """The words that were looked for."""
    matching: int
    """How many of them each hit has at least."""
    newest_first: bool
    undated: int
    """Hits that `since` left out because no date is known."""
    no_data: tuple[str, ...] = ()
    """Where nothing was found: the States that were asked for and of which nothing is loaded."""


class Counts(Shape):
    """How many recommendations there are of each kind, the most first; years in their order."""

    total: int
    mechanisms: tuple[tuple[str, int], ...]
    """By mechanism id; by the body's own label where there is none."""
    positions: tuple[tuple[Position, int], ...]
    """In the UPR."""
    themes: tuple[tuple[str, int], ...]
    years: tuple[tuple[int, int], ...]
    no_year: int


class Recommender(Shape):
    """A State that recommended something in the UPR."""

    iso3: str
    here: int
    """Times to the State that was asked about."""
    elsewhere: int
    supported: int
    """Of those here, how many the State supported."""
    last: int | None
    """The last year."""
    example: Recommendation
    """Its latest one, to that State where there is one."""


class AlikeGroup(Shape):
    """Recommendations that say nearly the same, the latest first."""

    members: tuple[Recommendation, ...]


class Match(Shape):
    """A recommendation beside what was asked for."""

    recommendation: Recommendation
    words: float
    """Likeness in words, 0 to 100."""
    meaning: float | None
    """Likeness in meaning, 0 to 1; None where it was not measured."""
    near: bool
    """Whether it is near enough to be worth a look."""


class Uptake(Shape):
    """What was asked for, and the recommendations nearest to it, for a person to confirm."""

    ask: str
    matches: tuple[Match, ...]


class About(Shape):
    """What is loaded: the demonstration set or imported files, with their number and newest day."""

    demonstration: bool
    records: int
    newest: dt.date | None
    """Date of the newest document."""
    files: tuple[tuple[str, str, str], ...] = ()
    """Each imported file: its name, its kind, the day of the import."""
    unmatched: tuple[tuple[str, str, int], ...] = ()
    """Labels that name nothing known here: of what, the label, how many records have it."""


def _is_symbol(symbol: str) -> bool:
    """Whether it can stand in an address: letters, digits and the signs of UN symbols."""
    return "/" in symbol and symbol.isascii() and not set(symbol) & set(" <>\"'?#%|\\")
