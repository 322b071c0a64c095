"""A record of any export, under UHRI's keys → a row of the file of recommendations."""

from __future__ import annotations

import datetime as dt
import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from hashlib import blake2b
from typing import Any

from bot.states.recommendations.clean import cleaned, plain
from bot.states.recommendations.labels import Labels, cycle

Raw = Mapping[str, Any]
"""Under the keys of UHRI's JSON export; lists are lists of texts."""
KEYS = ("Text", "Countries")
"""Without these it is no record of an export."""
COLUMNS = (
    "key", "annotation", "kind", "mechanism", "body", "states", "others", "symbol", "paragraph",
    "heading", "text", "received", "date", "year", "session", "cycle", "recommenders",
    "other_recommenders", "position", "position_label", "themes", "persons", "origin", "labels",
    "alike",
)  # fmt: skip
_SIGNS = ", ".join("?" * len(COLUMNS))
INSERT = f"insert or ignore into {{table}} values ({_SIGNS})"  # noqa: S608 (names of ours)
"""Puts rows into a table; one whose key is there already is left out."""
Stored = tuple[str | int | None, ...]
"""A row, in the order of COLUMNS."""
_INTEGER = re.compile(r"\d+")
_WORD = re.compile(r"[^\W_]+")


class NoRecord(Exception):
    """It is no record of an export; one sentence."""


@dataclass(frozen=True)
class Maker:
    """Makes rows of records."""

    labels: Labels
    years: Mapping[int, int]
    """Session of the UPR Working Group → year."""
    origin: str

    def row(self, raw: Raw) -> Stored | None:
        """The row of a record; None where it has no text. Raises NoRecord for another thing."""
        if not isinstance(raw, Mapping) or not all(key in raw for key in KEYS):
            raise NoRecord("it has no Text and no Countries")
        received = _text(raw, "Text")
        parts = cleaned(received)
        if not parts.text:
            return None
        body = _label(_text(raw, "Body"))
        upr = body.casefold() == "upr"
        states, others = self.labels.states(_texts(raw, "Countries"), "State")
        made_by, other_makers = self.labels.states(
            _texts(raw, "UprRecommendingCountry"), "recommending State"
        )
        said = _texts(raw, "UprPositions")
        position = self.labels.position(said) if upr or said else None
        session = _number(_texts(raw, "UprSession"))
        date = _date(raw.get("PublicationDate"))
        annotation = _label(_text(raw, "AnnotationId"))
        symbol, themes = _label(_text(raw, "Symbol")), _texts(raw, "Themes")
        persons, mechanism = _texts(raw, "AffectedPersons"), self.labels.mechanism(body)
        alike = _digest(_alike(parts.text), states, others, str(session))
        unique = (received, states, others, made_by, other_makers, symbol, str(session), str(date))
        kind = self.labels.kind(_label(_text(raw, "AnnotationType")))
        signs = (
            *(f"s{code}" for code in states),
            *(f"r{code}" for code in made_by),
            f"m{mechanism or ''}",
            f"p{position or ''}",
            *(() if kind == "concern" else ("asks",)),
        )
        subjects = " ".join(theme_sign(label) for label in (*themes, *persons))
        return (
            f"u{annotation.casefold()}" if annotation else f"x{_digest(*unique):x}",
            annotation, kind, mechanism, body, _list(states), _list(others), symbol,
            parts.paragraph, parts.heading, parts.text,
            received if received != parts.text else None,
            date, int(date[:4]) if date else self.years.get(session or 0), session, cycle(session),
            _list(made_by), _list(other_makers), position, ", ".join(said), _list(themes),
            _list(persons), str(raw.get("_origin") or self.origin),
            f"{' '.join(map(sign, signs))} {subjects}", alike,
        )  # fmt: skip


@lru_cache(maxsize=4_096)
def sign(text: str) -> str:
    """A word that stands for a State, a theme … in the index: no word of a text is like it, and
    the stemmer leaves it alone, since it ends in a digit."""
    return f"{''.join(_WORD.findall(text.casefold()))}q0"


ASKS = sign("asks")
"""The sign of all that asks for something, which concerns and observations don't."""


@lru_cache(maxsize=4_096)
def theme_sign(label: str) -> str:
    """The sign of a theme or of affected persons."""
    return sign(f"t{_digest(label):x}")


def _text(raw: Raw, key: str) -> str:
    value = raw.get(key)
    if isinstance(value, Mapping):
        raise NoRecord(f"{key} holds a table")
    text = ", ".join(map(str, value)) if isinstance(value, list) else str(value or "")
    return text.encode("utf-8", "replace").decode()  # half of a pair of surrogates can't be stored


def _texts(raw: Raw, key: str) -> list[str]:
    """The labels of a list, clean; one alone may stand without a list."""
    value = raw.get(key)
    if isinstance(value, Mapping):
        raise NoRecord(f"{key} holds a table")
    values = value if isinstance(value, list) else [value]
    found = dict.fromkeys(
        _label(str(one).encode("utf-8", "replace").decode()) for one in values if one
    )
    return [one for one in found if one]


@lru_cache(maxsize=4_096)
def _label(value: str) -> str:
    return " ".join(plain(value).split()).removeprefix("- ")


def _number(texts: Sequence[str]) -> int | None:
    """The first number: `44 - November 2023` is session 44."""
    match = _INTEGER.search(texts[0]) if texts else None
    return int(match[0]) if match and len(match[0]) < 4 else None


def _date(value: Any) -> str | None:
    """A day as 2025-02-12; what is no date is none."""
    try:
        return dt.date.fromisoformat(str(value)[:10]).isoformat() if value else None
    except ValueError:
        return None


def _alike(text: str) -> str:
    """The text as two exports of the same recommendation have in common: words alone, without the
    recommending State in brackets at the end."""
    said = text.rstrip(" ;.,")
    if said.endswith(")"):
        said = said[: said.rfind("(")]
    return " ".join(_WORD.findall(said.casefold()))


def _digest(*parts: object) -> int:
    content = "\x1f".join(map(str, parts)).encode()
    return int.from_bytes(blake2b(content, digest_size=7).digest(), "big")


def _list(values: Sequence[str]) -> str:
    return json.dumps(values, ensure_ascii=False) if values else ""
