"""The curated files besides the entries that people read, in other languages: which of their keys
and columns hold what is read, and the same with those texts translated.

A text's place is `choosing.yaml/ways/un-letter/send/says`: of a block in a list its `id` or `value`
stands for its number, so that a block put before others moves no translation. Of a table it is
`states/ways.csv/upr/what`: what a line is known by, and the column.
"""

from __future__ import annotations

import logging
import re
from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from bot.knowledge.curated import WORDING
from bot.knowledge.files import KnowledgeError, YamlFile, content_of, csv_lines, read_yaml

if TYPE_CHECKING:
    from bot.knowledge.models import Base, Language
    from bot.knowledge.translations import Translations

GLOSSARY = "glossary"
Place = tuple[str, ...]
_logger = logging.getLogger(__name__)
_CURLY = re.compile(r"\{[^{}]*\}")


@dataclass(frozen=True)
class SpokenFiles:
    """Files of which one catalogue holds what people read."""

    domain: str
    files: str
    """A pattern within the knowledge folder."""
    keys: frozenset[str]
    """What people read stands under these, as a text or a list of texts."""

    def texts(self, folder: Path) -> dict[str, str]:
        """The English texts of a knowledge folder by their places. A file that can't be read has
        none: the checker of its own part says why."""
        texts: dict[str, str] = {}
        for path in sorted(folder.glob(self.files)):
            name = path.relative_to(folder).as_posix()
            try:
                data = read_yaml(path, name).data
            except KnowledgeError:
                continue
            texts |= {_place_name(place): text for place, text in self._in(data, (name,))}
        return texts

    def in_language(self, file: YamlFile, translations: Translations, language: str) -> YamlFile:
        """The file with what is translated put in the place of the English."""
        if language == "en":
            return file
        return replace(file, data=self._translated(file.data, (file.name,), translations, language))

    def _in(self, data: Any, place: Place, key: str = "") -> Iterator[tuple[Place, str]]:
        if isinstance(data, str):
            if key in self.keys:
                yield place, data
            return
        for part, value, under in _inside(data, key):
            yield from self._in(value, (*place, part), under)

    def _translated(
        self, data: Any, place: Place, translations: Translations, language: str, key: str = ""
    ) -> Any:
        if isinstance(data, str):
            if key not in self.keys:
                return data
            return _same_places(translations.text(language, _place_name(place), data), data, place)
        inside = [
            self._translated(value, (*place, part), translations, language, under)
            for part, value, under in _inside(data, key)
        ]
        if isinstance(data, dict):
            return dict(zip(data, inside, strict=True))
        return inside if isinstance(data, list) else data


@dataclass(frozen=True)
class SpokenTable:
    """A table of which one catalogue holds what people read."""

    file: str
    known_by: tuple[str, ...]
    """The columns by which a line is known."""
    columns: tuple[str, ...]
    """What people read stands in these."""
    only: str = ""
    """A column that is empty in lines which nobody is shown."""

    def texts(self, folder: Path) -> dict[str, str]:
        """The English of every cell that people read by its place."""
        return {
            self.place(cells, column): text
            for cells in _lines(folder, self.file)
            if not self.only or cells.get(self.only)
            for column in self.columns
            if (text := cells.get(column))
        }

    def place(self, cells: Mapping[str, str], column: str) -> str:
        """The msgctxt of a cell: file, key of the line, column."""
        return _place_name((self.file, "-".join(cells[name] for name in self.known_by), column))


@dataclass(frozen=True)
class SpokenTables:
    """Tables of which one catalogue holds what people read."""

    domain: str
    tables: tuple[SpokenTable, ...]

    def texts(self, folder: Path) -> dict[str, str]:
        """The English texts of a knowledge folder by their places; a table without the columns by
        which its lines are known has none."""
        texts: dict[str, str] = {}
        for table in self.tables:
            with suppress(KeyError):
                texts |= table.texts(folder)
        return texts


@dataclass(frozen=True)
class SpokenRemarks:
    """A column of remarks, of which one catalogue holds each once: many rows have the same."""

    domain: str
    files: str
    """A pattern within the knowledge folder."""
    column: str

    def texts(self, folder: Path) -> dict[str, str]:
        """The English texts of a knowledge folder by their places."""
        names = sorted(path.relative_to(folder).as_posix() for path in folder.glob(self.files))
        every = (cells.get(self.column) for name in names for cells in _lines(folder, name))
        return {self.place(text): text for text in every if text}

    def place(self, text: str) -> str:
        """The msgctxt of a remark: the same wherever the remark stands."""
        return _place_name((self.domain, self.column, text))

    def in_language(self, text: str, base: Base, language: Language) -> str:
        """A remark in a language; where it is not translated the English, which says so."""
        if language == "en" or not text:
            return text
        translated = base.translations.text(language, self.place(text), text)
        return translated or base.say("remark_in_english", language, text=text)


def _lines(folder: Path, name: str) -> list[dict[str, str]]:
    """The lines of a table; none of one that is missing or can't be read: the checker of its own
    part says why."""
    path = folder / name
    if not path.exists():
        return []
    try:
        return [cells for _, cells in csv_lines(name, content_of(path, name), lambda _: None)]
    except KnowledgeError:
        return []


def _inside(data: Any, key: str) -> Iterator[tuple[str, Any, str]]:
    """What stands in a mapping or a list: its name in a place, the value, the key it is under."""
    if isinstance(data, dict):
        for name, value in data.items():
            yield str(name), value, str(name)
    elif isinstance(data, list):
        for number, value in enumerate(data, 1):
            named = isinstance(value, dict) and (value.get("id") or value.get("value"))
            yield str(named or number), value, key


def _same_places(translation: str | None, english: str, place: Place) -> str:
    """A translation; the English where there is none, or where it lost a {place} that is filled in:
    a sentence with a gap, or with a sign that nobody understands, would go out."""
    if not translation:
        return english
    if Counter(_CURLY.findall(translation)) != Counter(_CURLY.findall(english)):
        _logger.warning("shown in English: the places of %s are not the same", _place_name(place))
        return english
    return translation


def _place_name(place: Place) -> str:
    return "/".join(place)


CHOOSING = SpokenFiles(
    "choosing", "choosing.yaml", frozenset({"says", "text", "hint", "label", "title", "because",
                                            "passed", "body"}),
)  # fmt: skip
ACTIONS = SpokenFiles(
    "actions", "actions/**/*.yaml",
    frozenset({"says", "do", "text", "write", "why", "title", "day", "plan_why", "avoid", "who",
               "week", "two_months", "example", "examples", "body", "to", "treaty", "short",
               "each", "measures", "languages", "place"}),
)  # fmt: skip
MESSAGES = SpokenFiles(
    "messages", "messages/*.yaml",
    frozenset({"hint", "says", "label", "what", "longest_why", "title", "refuse"}),
)  # fmt: skip
CANNOT = SpokenFiles("cannot-asks", "cannot-asks.yaml", frozenset({"says"}))
STATES = {
    name: SpokenTable(f"states/{name}.csv", known_by, columns)
    for name, known_by, columns in (
        ("instruments", ("id",), ("short", "title")),
        ("bodies", ("id",), ("name", "complaint", "situation")),
        ("ways", ("key",), ("who", "what", "because", "group", "item")),
        ("actors", ("iso3", "kind", "name"), ("name", "note")),
        ("institutions", ("iso3", "kind"), ("name", "note")),
        ("courts", ("iso3", "court"), ("note",)),
        ("regional", ("iso3", "body"), ("note", "doubt")),
        ("ratifications", ("iso3", "instrument"),
         ("note", "doubt", "complaint_doubt", "inquiry_doubt")),
        ("sources", ("id",), ("caution",)),
    )
}  # fmt: skip
STATES["mandates"] = SpokenTable("states/mandates.csv", ("id",), ("title", "note"), only="iso3")
"""The tables of States by their names."""
REMARKS = SpokenRemarks("calendar", "calendar/*.csv", "note")
SPOKEN = (
    CHOOSING,
    ACTIONS,
    MESSAGES,
    CANNOT,
    SpokenTables("states", tuple(STATES.values())),
    REMARKS,
)


def texts_of(base: Base, folder: Path) -> dict[str, dict[str, str]]:
    """Domain → the English texts that are translated, in the order of the files: of the base, and
    of the other curated files in its folder."""
    domains: dict[str, dict[str, str]] = {}
    for mechanism in base.mechanisms.values():
        texts = {f"{mechanism.id}/short": mechanism.short}
        texts[f"{mechanism.id}/summary"] = mechanism.summary
        for entry in mechanism.entries:
            texts |= {f"{entry.id}/{name}": text for name, text in entry.lines_by_name().items()}
        domains[mechanism.id] = texts
    domains[GLOSSARY] = {
        f"{term.term}/{part}": text
        for term in base.terms
        for part, text in (("term", term.term), ("means", term.means))
    }
    phrases = {
        f"{WORDING}/{key}": text for key, text in base.wording.items() if isinstance(text, str)
    }
    domains[Path(WORDING).stem] = phrases
    return domains | {spoken.domain: spoken.texts(folder) for spoken in SPOKEN}
