"""Reads the files that curators write, YAML and CSV, so that an error can say on which line."""

from __future__ import annotations

import csv
import errno
import io
import math
import stat
import unicodedata
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from difflib import get_close_matches
from pathlib import Path
from typing import Any

import yaml

Loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
KeyPath = tuple[str | int, ...]


LARGEST = 20_000_000
"""Bytes of a file; the largest of the knowledge base has half a million."""
LARGEST_TABLE = 20 * 1024 * 1024
"""The same of a table that somebody hands in."""
MOST_VALUES = 500_000
"""Values of a file, parts that are named once and used often counted as often."""
DEEPEST = 30
"""Levels of a file."""
LONGEST_NUMBER = 40
"""Signs of a number or date."""
QUOTED = 60
"""Characters of what a curator wrote that a message repeats."""


@dataclass(frozen=True, order=True)
class Problem:
    """Something that a curator must correct: where it is, what is wrong, what to do."""

    file: str
    line: int
    message: str

    def __str__(self) -> str:
        return f"{self.file}:{self.line}: {self.message}"


def quoted(text: object) -> str:
    """What a curator wrote, in quotation marks, so that a sentence stays one: in one line, and of a
    long text the beginning."""
    flat = " ".join(str(text).split())
    return f"'{flat if len(flat) <= QUOTED else flat[:QUOTED] + '…'}'"


def near(wanted: str, known: Iterable[str]) -> str:
    """What may have been meant, as the end of a sentence."""
    near = get_close_matches(wanted, list(known), n=1)
    return f"; the nearest is {near[0]}" if near else ""


class KnowledgeError(Exception):
    """The knowledge base can't be used as it is; `problems` says why, file and line each."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = sorted(problems)
        super().__init__("\n".join(map(str, self.problems)))


@dataclass
class YamlFile:
    """A file's data, and the line (counted from 1) of each key path in it."""

    path: Path
    name: str
    data: Any = None
    lines: dict[KeyPath, int] = field(default_factory=dict)

    def line(self, where: KeyPath) -> int:
        """The line of a key path, or of the nearest one above it that is in the file."""
        for length in range(len(where), -1, -1):
            if where[:length] in self.lines:
                return self.lines[where[:length]]
        return 1

    def problem(self, where: KeyPath, message: str) -> Problem:
        """A problem at that key path of this file."""
        return Problem(self.name, self.line(where), message)


def content_of(path: Path, name: str) -> bytes:
    """The bytes of a curator's file. Raises KnowledgeError for what is no file (a folder, a pipe, a
    link that leads back to itself), can't be read, or is larger than any such file."""
    try:
        state = path.stat()
        if not stat.S_ISREG(state.st_mode):
            message = "this is no file; give the folder, pipe or device another name"
            raise KnowledgeError([Problem(name, 1, message)])
        if state.st_size > LARGEST:
            message = f"this file has {state.st_size / 1e6:.0f} MB, at most {LARGEST / 1e6:.0f} are"
            raise KnowledgeError([Problem(name, 1, f"{message} read; is it the right one?")])
        return path.read_bytes()
    except OSError as error:
        why = "a link leads back to itself" if error.errno == errno.ELOOP else error.strerror
        raise KnowledgeError([Problem(name, 1, f"can't be read ({why})")]) from error


def handed_in(path: Path) -> bytes:
    """The bytes of a table that somebody hands in, from wherever it stands. Raises KnowledgeError
    for one that can't be read, or is larger than any such table."""
    try:
        size = path.stat().st_size
        if size > LARGEST_TABLE:
            message = f"it has {size / 1e6:.0f} MB; at most 20 MB can be imported"
            raise KnowledgeError([Problem(path.name, 1, message)])
        return path.read_bytes()
    except OSError as error:
        message = f"it can't be read ({error.strerror})"
        raise KnowledgeError([Problem(path.name, 1, message)]) from error


def read_yaml(path: Path, name: str) -> YamlFile:
    """Read one file; `name` is what a curator is told it is called.

    Raises KnowledgeError for what is no file, is not UTF-8, not YAML, gives a key twice, repeats
    itself without end, or holds what is no text, number or date.
    """
    file = YamlFile(path, name)
    try:
        text = content_of(path, name).decode("utf-8-sig").replace("\r\n", "\n")
    except UnicodeDecodeError as error:
        message = "this file is not UTF-8 text; save it again with the encoding UTF-8"
        raise KnowledgeError([Problem(name, 1, message)]) from error
    try:
        node = yaml.compose(text, Loader=Loader)
    except (yaml.YAMLError, RecursionError, ValueError) as error:
        mark = getattr(error, "problem_mark", None)
        line = mark.line + 1 if mark else 1
        what = getattr(error, "problem", None) or "it can't be understood"
        message = (
            f"this is not valid YAML: {what}. Look for a missing quote around a text that holds"
            " ': ' or begins with a sign, or for wrong indentation"
        )
        raise KnowledgeError([Problem(name, line, message)]) from error
    reading = _Reading(file)
    file.data = reading.value(node, ()) if node is not None else None
    if reading.problems:
        raise KnowledgeError(reading.problems)
    return file


class _Reading:
    """Makes values of a file's nodes, and notes what is wrong with each."""

    def __init__(self, broken: YamlFile) -> None:
        self.problems: list[Problem] = []
        self._found = broken
        self._left = MOST_VALUES
        self._open: set[int] = set()
        """Nodes that are being read: one that stands in itself would have no end."""

    def value(self, node: yaml.Node, where: KeyPath) -> Any:
        """The value of a node; None where it can't be one, which is a problem then."""
        line = node.start_mark.line + 1
        self._found.lines.setdefault(where, line)
        self._left -= 1
        if self._left < 0:
            if self._left == -1:
                self._say(line, "names (&, *) repeat each other until the file has no end")
            return None
        if len(where) > DEEPEST:
            self._say(line, "lists or parts stand in each other too deep; write it flat")
            return None
        if isinstance(node, yaml.ScalarNode):
            return self._scalar(node)
        if id(node) in self._open:
            self._say(line, "this part (&) holds itself (*); write out what is meant")
            return None
        if node.tag not in _TAGS:
            self._say(
                line, f"{quoted(node.tag)} is not used here; take the sign ! and its word out"
            )
            return None
        self._open.add(id(node))
        try:
            if isinstance(node, yaml.MappingNode):
                return self._mapping(node, where)
            return [self.value(item, (*where, at)) for at, item in enumerate(node.value)]
        finally:
            self._open.discard(id(node))

    def _mapping(self, node: yaml.MappingNode, where: KeyPath) -> dict[Any, Any]:
        result: dict[Any, Any] = {}
        for key_node, value_node in node.value:
            line = key_node.start_mark.line + 1
            if not isinstance(key_node, yaml.ScalarNode) or key_node.tag.endswith(":merge"):
                self._say(line, "this is no key; write a word before the colon")
                continue
            key = self._scalar(key_node)
            self._found.lines[(*where, key)] = line
            if key in result:
                self._say(line, f"the key {quoted(key)} stands here twice")
            result[key] = self.value(value_node, (*where, key))
        return result

    def _scalar(self, node: yaml.ScalarNode) -> Any:
        line = node.start_mark.line + 1
        if node.tag not in _TAGS:
            self._say(line, f"{quoted(node.tag)} is not used here; put the text in quotes")
            return None
        try:
            if node.tag != _TEXT and len(node.value) > LONGEST_NUMBER:
                raise ValueError
            value = _constructor.construct_object(node, deep=True)
            if isinstance(value, float) and not math.isfinite(value):
                raise ValueError
        except (ValueError, OverflowError, KeyError, yaml.YAMLError):
            what = "date" if node.tag.endswith(":timestamp") else "number"
            self._say(line, f"{quoted(node.value)} is no {what} that exists; correct it, or put it"
                      " in quotes if it is a text")  # fmt: skip
            return None
        return value

    def _say(self, line: int, message: str) -> None:
        self.problems.append(Problem(self._found.name, line, message))


_constructor = yaml.constructor.SafeConstructor()
_TEXT = "tag:yaml.org,2002:str"
_TAGS = frozenset(
    f"tag:yaml.org,2002:{kind}"
    for kind in ("null", "bool", "int", "float", "str", "timestamp", "map", "seq", "value")
)
"""What a value may be. Nobody needs another, and some of the others make objects."""


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


def csv_text(columns: Sequence[str], rows: Iterable[Mapping[str, object]]) -> str:
    """Rows as the text of a CSV file: what stands under no column is left out, what a row lacks
    stays empty."""
    out = io.StringIO()
    writer = csv.DictWriter(out, columns, lineterminator="\n", extrasaction="ignore")
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue()


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
