"""Reads a CSV file that a curator's spreadsheet wrote, so that an error can say on which line."""

from __future__ import annotations

import csv
import io
import unicodedata
from collections.abc import Callable, Collection, Iterator, Sequence
from difflib import get_close_matches

from bot.knowledge.yamlfile import KnowledgeError, Problem, quoted

_UNSEEN = frozenset({"Cc", "Cf", "Cn", "Co", "Cs", "Mn", "Me", "Zl", "Zp", "Zs"})
_SIGNS = frozenset("=+-@\N{MINUS SIGN}")
"""What a cell begins with that a spreadsheet reckons with, as it is read (NFKC) by those that also
take signs of full width."""


def cell(text: str) -> str:
    """A text as a cell that no spreadsheet takes for a formula, whatever blanks, marks of
    direction, signs without width or of full width stand before the sign that would make it one
    (https://owasp.org/www-community/attacks/CSV_Injection)."""
    begins = text[:1] in ("\t", "\r", "\n")
    for sign in text:
        if sign.isspace() or unicodedata.category(sign) in _UNSEEN:
            continue
        begins = begins or unicodedata.normalize("NFKC", sign)[:1] in _SIGNS
        break
    return f"'{text}" if begins else text


def csv_lines(
    name: str, content: bytes, check: Callable[[Sequence[str]], None]
) -> Iterator[tuple[int, dict[str, str]]]:
    """The lines that hold something: the line's number (from 1; of one whose cells go over several
    lines the first) and its stripped cells by column; of a short line only those that it has.

    Takes commas, semicolons or tabs between cells. `check` is given the columns' names, in small
    letters, and raises KnowledgeError where they are not those wanted; so does this for a file that
    is not UTF-8 or no CSV, or a line with more cells than columns. `name` is what the curator is
    told that the file is called.
    """
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        message = (
            "this line is not UTF-8 text; in the spreadsheet, save the file again as"
            " 'CSV UTF-8 (comma delimited)'"
        )
        raise KnowledgeError([Problem(name, line, message)]) from error
    delimiter = max(",;\t", key=text.split("\n", 1)[0].count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    at = 1
    try:
        columns = [cell.strip().casefold() for cell in next(reader, [])]
        check(columns)
        at = reader.line_num + 1
        for cells in reader:
            if any(cell.strip() for cell in cells):
                if len(cells) > len(columns):
                    message = (
                        "this line has more cells than columns; put a text with commas in quotes"
                    )
                    raise KnowledgeError([Problem(name, at, message)])
                yield at, dict(zip(columns, map(str.strip, cells), strict=False))
            at = reader.line_num + 1
    except csv.Error as error:
        message = f"this line can't be read as CSV ({error}); look for a quotation mark"
        raise KnowledgeError([Problem(name, at, message)]) from error


def check_columns(
    name: str,
    named_columns: Sequence[str],
    columns: Sequence[str],
    needed: Collection[str],
    beside: Collection[str] = (),
) -> None:
    """Raises KnowledgeError where a `needed` column is missing, one stands there twice, or one is
    neither among `columns` nor `beside` them."""
    problems = [
        Problem(name, 1, f"the column '{column}' is missing; the columns are {', '.join(columns)}")
        for column in needed
        if column not in named_columns
    ]
    for column in named_columns:
        if column not in columns and column not in beside:
            near = get_close_matches(column, columns, n=1)
            hint = f"; did you mean '{near[0]}'?" if near else ""
            problems.append(Problem(name, 1, f"there is no column {quoted(column)}{hint}"))
    named = [column for column in named_columns if column]
    if len(set(named)) < len(named):
        problems.append(Problem(name, 1, "a column stands here twice"))
    if problems:
        raise KnowledgeError(problems)
