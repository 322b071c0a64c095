"""A record of any export, under UHRI's keys → a row of the file of recommendations; its tables."""

from __future__ import annotations

import datetime as dt
import html
import json
import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from hashlib import blake2b
from typing import Any

from sqlite_utils import Database

from bot.states.recommendations.labels import Labels, cycle

LONGEST_HEADING = 160
_BLOCK = re.compile(r"<\s*(?:br|/p|/div|/li|/tr|/h\d)\b[^>]*>", re.IGNORECASE)
_TAG = re.compile(r"</?[a-zA-Z][^>]*>|<!--.*?-->", re.DOTALL)
_SPACES = re.compile(r"[^\S\n]{2,}|[^\S\n ]")
_LINES = re.compile(r" ?\n[ \n]*")
_NUMBER = re.compile(r"(\d{1,3}(?:\.\d{1,3})?)(\.?)\s*")
_LETTER = re.compile(r"[A-Z]\.\s*")
# Signs that turn the direction of a line, and other invisible ones: they can hide what is written.
_HIDDEN = re.compile(
    "[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u200b\u202a-\u202e\u2060-\u2069\ufeff]"
)
_OPENING = "(“\"'‘«["


@dataclass(frozen=True)
class Cleaned:
    """A paragraph in its parts."""

    heading: str
    paragraph: str
    text: str


def cleaned(received: str) -> Cleaned:
    """The parts of a paragraph. A number is taken for the paragraph's only where a sentence begins
    after it: `4.The Committee`, `133.45 Ensure`, never `2.5 million people`."""
    text = plain(received)
    first, _, rest = text.partition("\n")
    if (number := _numbered(first)) is not None:
        return Cleaned("", number[0], _joined(number[1], rest))
    second, _, remainder = rest.partition("\n")
    if len(first) <= LONGEST_HEADING and (number := _numbered(second)) is not None:
        heading = _LETTER.sub("", first, count=1) if _LETTER.match(first) else first
        return Cleaned(heading, number[0], _joined(number[1], remainder))
    return Cleaned("", "", text)


def plain(received: str) -> str:
    """The text without markup, entities and hidden signs; lines stay where blocks ended."""
    text = received
    if "<" in text:
        text = _TAG.sub(" ", _BLOCK.sub("\n", text))
    if "&" in text:
        text = html.unescape(text)
    text = text.replace("\r", "\n")
    if not text.isascii():
        text = unicodedata.normalize("NFC", text)
    if not text.replace("\n", "").isprintable():
        text = _HIDDEN.sub("", text)
    text = _SPACES.sub(" ", text)
    return (_LINES.sub("\n", text) if "\n" in text else text).strip()


def _numbered(line: str) -> tuple[str, str] | None:
    """The number of a paragraph and what follows it."""
    match = _NUMBER.match(line)
    if match is None or not (match[2] or "." in match[1]):
        return None
    rest = line[match.end() :]
    starts = rest[:1]
    if starts and (starts in _OPENING or (starts.isalpha() and not starts.islower())):
        return match[1], rest
    return None


def _joined(*parts: str) -> str:
    return "\n".join(part for part in parts if part)


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


class NotARecord(Exception):
    """It is no record of an export; one sentence."""


@dataclass(frozen=True)
class RecordBuilder:
    """Makes rows of the table of an export's records, with the codes and ids that the labels
    name."""

    labels: Labels
    years: Mapping[int, int]
    """Session of the UPR Working Group → year."""
    origin: str

    def row(self, raw: Raw) -> Stored | None:
        """The row of a record; None where it has no text. Raises NotARecord for another thing."""
        if not isinstance(raw, Mapping) or not all(key in raw for key in KEYS):
            raise NotARecord("it has no Text and no Countries")
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
        positions = _texts(raw, "UprPositions")
        position = self.labels.position(positions) if upr or positions else None
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
            _list(made_by), _list(other_makers), position, ", ".join(positions), _list(themes),
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
        raise NotARecord(f"{key} holds a table")
    text = ", ".join(map(str, value)) if isinstance(value, list) else str(value or "")
    return text.encode("utf-8", "replace").decode()  # half of a pair of surrogates can't be stored


def _texts(raw: Raw, key: str) -> list[str]:
    """The labels of a list, clean; one alone may stand without a list."""
    value = raw.get(key)
    if isinstance(value, Mapping):
        raise NotARecord(f"{key} holds a table")
    values = value if isinstance(value, list) else [value]
    labels = dict.fromkeys(
        _label(str(value).encode("utf-8", "replace").decode()) for value in values if value
    )
    return [label for label in labels if label]


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
    trimmed = text.rstrip(" ;.,")
    if trimmed.endswith(")"):
        trimmed = trimmed[: trimmed.rfind("(")]
    return " ".join(_WORD.findall(trimmed.casefold()))


def _digest(*parts: object) -> int:
    content = "\x1f".join(map(str, parts)).encode()
    return int.from_bytes(blake2b(content, digest_size=7).digest(), "big")


def _list(values: Sequence[str]) -> str:
    return json.dumps(values, ensure_ascii=False) if values else ""


VERSION = 1
"""Of these tables."""
MARK = 0x41445243
"""SQLite's application_id of the file, so that no other program's is taken for one."""
TABLE = "recommendations"
SEARCHED = ("text", "heading", "themes", "persons", "labels")
"""Columns of the index; words are looked for in all but the last."""
WEIGHTS = "4.0, 2.0, 3.0, 1.0, 0.0"
"""Of these columns, where a word is found."""
TOKENIZER = "porter unicode61 remove_diacritics 2"
_NUMBERS = ("year", "session", "cycle", "alike")


def columns() -> dict[str, type]:
    """Name → type of each column of a row."""
    return {name: int if name in _NUMBERS else str for name in COLUMNS}


def create(db: Database) -> None:
    """Make the tables that rows are put into."""
    db.table(TABLE).create({"id": int, **columns()}, pk="id")
    db.table("about").create({"key": str, "value": str}, pk="key")
    db.table("unmatched").create({"of": str, "label": str, "records": int}, pk=("of", "label"))


def fill(db: Database) -> None:
    """Make what is counted and the index of words, out of the rows."""
    columns = {"id": int, "mechanism": str, "position": str, "year": int, "dated": str}
    db.table("counted").create(columns, pk="id")
    db.execute(
        "insert into counted select id, coalesce(mechanism, body), position, year,"
        " coalesce(date, year || '-12-31') from recommendations order by id"
    )
    db.table("counted").create_index(["dated"])
    db.execute(
        "create temp table subjects as"
        " select r.id, j.value as label, 1 as theme from recommendations r, json_each(r.themes) j"
        " where r.themes <> '' union all"
        " select r.id, j.value, 0 from recommendations r, json_each(r.persons) j"
        " where r.persons <> ''"
    )
    db.table("themes").create({"id": int, "label": str, "records": int}, pk="id")
    db.execute(
        "insert into themes (label, records) select label, count(*) from subjects group by label"
    )
    db.table("themes").create_index(["label"], unique=True)
    db.table("themed").create({"id": int, "theme": int}, pk=("id", "theme"))
    db.execute(
        "insert into themed select distinct s.id, t.id from subjects s join themes t"
        " on t.label = s.label where s.theme order by 1, 2"
    )
    db.table(TABLE).create_index(["key"], unique=True)
    db.table(TABLE).enable_fts(SEARCHED, tokenize=TOKENIZER)
    db.table(TABLE).optimize()
