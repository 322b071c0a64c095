"""Calls for input: reports and bodies that ask everybody for information, and until when."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any, get_args

from pydantic import HttpUrl, TypeAdapter, ValidationError

from bot.knowledge import KnowledgeError, Problem, quoted
from bot.knowledge.files import check_columns, content_of, csv_lines, csv_text
from bot.knowledge.models import TRANSLATED
from bot.reviews.models import CallCertainty, CallForInput
from bot.reviews.table import BadRow, CalendarCells, CalendarNames, shaped

FILE = "calls.csv"
PAGE = "https://www.ohchr.org/en/calls-for-input-listing"
"""Where OHCHR lists its calls and those of the independent experts (entry ohchr.submit.calls)."""
COLUMNS = (
    "key", "mechanism", "states", "title", "title_fr", "title_es", "title_ar", "until", "certainty",
    "page", "source", "checked_on",
)  # fmt: skip
_NEEDED = ("key", "mechanism", "title", "page", "source", "checked_on")
_CERTAINTIES: tuple[CallCertainty, ...] = get_args(CallCertainty)


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
    for line, cells in csv_lines(
        name, content, lambda columns: check_columns(name, columns, COLUMNS, _NEEDED, beside=("",))
    ):
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
    return csv_text(COLUMNS, map(_cells, sorted(calls, key=lambda call: call.key)))


def _cells(call: CallForInput) -> dict[str, object]:
    titles = {f"title_{language}": text for language, text in call.titles.items()}
    cells = call.model_dump(mode="json", exclude={"states", "titles"})
    return {**cells, **titles, "states": " ".join(call.states)}


def _call(cells: Mapping[str, str], known: CalendarNames) -> CallForInput:
    reader = CalendarCells(cells, known)
    parts: dict[str, Any] = {
        "key": reader.text("key"),
        "mechanism": reader.mechanism(),
        "states": tuple(_codes(reader, known)),
        "title": reader.text("title"),
        "titles": {
            language: text for language in TRANSLATED if (text := reader.text(f"title_{language}"))
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
    return shaped(CallForInput, parts)


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
