"""Calls for input: reports and bodies that ask everybody for information, and until when."""

from __future__ import annotations

import csv
import datetime as dt
import io
from collections.abc import Collection, Iterable, Mapping, Sequence
from difflib import get_close_matches
from pathlib import Path
from typing import Any, Literal, get_args

from pydantic import Field, HttpUrl, TypeAdapter, ValidationError

from bot.knowledge import KnowledgeError, Problem, quoted
from bot.knowledge.csvfile import csv_lines
from bot.knowledge.curated import Shape
from bot.knowledge.models import Language, Slug
from bot.knowledge.yamlfile import content_of
from bot.reviews.models import Iso3, Key
from bot.reviews.partial_dates import PartialDate
from bot.reviews.table import BadRow, CalendarCells, CalendarNames

FILE = "calls.csv"
PAGE = "https://www.ohchr.org/en/calls-for-input-listing"
"""Where OHCHR lists its calls and those of the independent experts (entry ohchr.submit.calls)."""
COLUMNS = (
    "key", "mechanism", "states", "title", "title_fr", "title_es", "title_ar", "until", "certainty",
    "page", "source", "checked_on",
)  # fmt: skip
_NEEDED = ("key", "mechanism", "title", "page", "source", "checked_on")
CallCertainty = Literal["published", "expected"]
_CERTAINTIES: tuple[CallCertainty, ...] = get_args(CallCertainty)


class CallForInput(Shape):
    """A call for input that stands open until a day, or until further notice."""

    key: Key
    mechanism: Slug
    states: tuple[Iso3, ...] = ()
    """The States that it is on; none stands for all."""
    title: str = Field(min_length=3, max_length=150)
    """As it was published; in another language only where somebody wrote it there."""
    titles: dict[Language, str] = Field(default_factory=dict)
    until: PartialDate | None = None
    """The last day for input, as exact as it is known; None where no closing day is known."""
    certainty: CallCertainty = "published"
    page: str = Field(max_length=400)
    """The address of the call."""
    source: str = Field(min_length=3, max_length=400)
    """An address, the id of a source, or the id of an entry."""
    checked_on: dt.date

    def called(self, language: Language) -> str:
        """Its title in that language, or as it was published."""
        return self.titles.get(language, self.title)


class Calls:
    """The calls of a knowledge folder."""

    def __init__(self, every: Sequence[CallForInput] = ()) -> None:
        self.every = tuple(every)

    @classmethod
    def read(cls, folder: Path, known: CalendarNames) -> Calls:
        """The rows of `calls.csv`; a folder without the file knows of none. Raises KnowledgeError
        with every problem, file and line each."""
        path = folder / FILE
        return cls(rows(FILE, content_of(path, FILE), known)) if path.is_file() else cls()

    def open(
        self,
        on: dt.date,
        states: Collection[str] = (),
        mechanisms: Collection[str] = (),
        within: dt.timedelta | None = None,
    ) -> tuple[CallForInput, ...]:
        """The calls that are open on that day for these States (ISO3; none stands for all) and
        mechanisms: those on a State of its own first, then what closes first. `within` leaves out
        what closes later; a call without a closing day stays."""
        latest = on + within if within else dt.date.max
        open_calls = [
            call
            for call in self.every
            if (call.until is None or (on <= call.until.last and call.until.first <= latest))
            and (not mechanisms or call.mechanism in mechanisms)
            and (not states or not call.states or set(states) & set(call.states))
        ]
        return tuple(sorted(open_calls, key=_order))


def rows(name: str, content: bytes, known: CalendarNames) -> list[CallForInput]:
    """The calls in the CSV file `name`. Raises KnowledgeError with every problem, line each."""
    calls: list[CallForInput] = []
    problems: list[Problem] = []
    for line, cells in csv_lines(name, content, lambda columns: _check_columns(name, columns)):
        try:
            call = _call(cells, known)
        except BadRow as bad:
            problems += [Problem(name, line, sentence) for sentence in bad.sentences]
            continue
        if any(call.key == earlier.key for earlier in calls):
            problems.append(Problem(name, line, f"the key {call.key} stands here twice"))
        calls.append(call)
    if problems:
        raise KnowledgeError(problems)
    return calls


def calls_csv(calls: Iterable[CallForInput]) -> str:
    """The calls as the text of a CSV file, by their keys."""
    out = io.StringIO()
    writer = csv.DictWriter(out, COLUMNS, lineterminator="\n")
    writer.writeheader()
    for call in sorted(calls, key=lambda call: call.key):
        titles = {f"title_{language}": text for language, text in call.titles.items()}
        cells = call.model_dump(mode="json", exclude={"states", "titles"})
        writer.writerow({**cells, **titles, "states": " ".join(call.states)})
    return out.getvalue()


def _check_columns(name: str, columns: Sequence[str]) -> None:
    problems = [
        Problem(name, 1, f"the column '{column}' is missing; the columns are {', '.join(COLUMNS)}")
        for column in _NEEDED
        if column not in columns
    ]
    for column in columns:
        if column and column not in COLUMNS:
            near = get_close_matches(column, COLUMNS, n=1)
            hint = f"; did you mean '{near[0]}'?" if near else ""
            problems.append(Problem(name, 1, f"there is no column {quoted(column)}{hint}"))
    if problems:
        raise KnowledgeError(problems)


def _call(cells: Mapping[str, str], known: CalendarNames) -> CallForInput:
    reader = CalendarCells(cells, known)
    languages: tuple[Language, ...] = ("fr", "es", "ar")
    parts: dict[str, Any] = {
        "key": reader.text("key"),
        "mechanism": reader.mechanism(),
        "states": tuple(_codes(reader, known)),
        "title": reader.text("title"),
        "titles": {
            language: text for language in languages if (text := reader.text(f"title_{language}"))
        },
        "until": reader.date("until"),
        "certainty": reader.word("certainty", _CERTAINTIES)
        if reader.text("certainty")
        else "published",
        "page": reader.text("page"),
        "source": reader.source(),
        "checked_on": reader.checked_on(),
    }
    try:
        TypeAdapter(HttpUrl).validate_python(parts["page"])
    except ValidationError:
        reader.wrong.append(f"page: {quoted(parts['page'])} is no address; it begins with https://")
    if reader.wrong:
        raise BadRow(reader.wrong)
    try:
        return CallForInput(**parts)
    except ValidationError as error:
        raise BadRow(
            f"{detail['loc'][0]}: {quoted(detail['input'])} {detail['msg'].lower()}"
            for detail in error.errors()
        ) from error


def _codes(reader: CalendarCells, known: CalendarNames) -> Iterable[str]:
    for code in reader.text("states").upper().replace(",", " ").split():
        if code in known.states:
            yield code
        else:
            reader.wrong.append(
                f"states: there is no State with the code {quoted(code)}; write codes, such as TCD"
            )


def _order(call: CallForInput) -> tuple[bool, dt.date, str]:
    return (not call.states, call.until.last if call.until else dt.date.max, call.key)
