"""Paragraphs with their blanks, as plain text and as Markdown; and templates filled in.

The template of a text is Markdown of a few signs: `## ` a heading, `- ` an item, `> ` a quotation,
`**Label.** ` at the beginning of a paragraph, `\\` at the end of a line that is to break there,
`[words]` a blank, an empty line between paragraphs. Values are put in only after these signs were
read, so that a value can never be one.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any, Literal

from jinja2.sandbox import SandboxedEnvironment

from bot.knowledge.typography import spaced
from bot.prepare import Paragraph, Piece
from bot.render.plain import environment

LineKind = Literal["heading", "paragraph", "item", "quote"]
_PASTED: dict[LineKind, str] = {"heading": "", "paragraph": "", "item": "- ", "quote": "    "}
_SIGNS: tuple[tuple[str, LineKind], ...] = (("## ", "heading"), ("- ", "item"), ("> ", "quote"))
_LABEL = re.compile(r"\*\*(.+?)\*\*\s*")
# signs that no text holds: what people typed is cleaned of them
_OPEN, _SHUT, _BREAK = "\ue000", "\ue001", "\ue002"
_PIECES = re.compile(rf"{_OPEN}(\d+){_SHUT}|\[([^\[\]]+)\]|{_BREAK} ?")
_MARKDOWN = str.maketrans(
    {c: f"\\{c}" for c in "\\`*_{}[]#|~"} | {"<": "&lt;", ">": "&gt;", "&": "&amp;"}
)


@dataclass(frozen=True)
class TextLine:
    """A paragraph, an item, a quotation or a heading; a piece that is "\\n" breaks the line."""

    kind: LineKind
    text: Paragraph
    label: str = ""


def capital(text: str) -> str:
    """The text with a capital at its beginning."""
    return text[:1].upper() + text[1:]


def plain(paragraph: Paragraph) -> str:
    """A paragraph as text; blanks in square brackets."""
    return "".join(f"[{p.text}]" if p.blank else p.text for p in paragraph)


def markdown(paragraph: Paragraph | str) -> str:
    """A paragraph as Markdown in which nothing that was typed acts as a sign; blanks in bold."""
    if isinstance(paragraph, str):
        text = paragraph.translate(_MARKDOWN)
        return f"\\{text}" if text[:1] in ("-", "+", "=") else text
    return "".join(
        f"**\\[{markdown(p.text)}\\]**" if p.blank else markdown(p.text) for p in paragraph
    )


def sentence(text: str | Paragraph) -> str | Paragraph:
    """A text as a sentence: a capital at its beginning, a full stop where nothing ends it. What the
    desk wrote itself stays as it is."""
    return capital(str(ended(text))) if isinstance(text, str) else text


def ended(text: str | Paragraph) -> str | Paragraph:
    """The text as the end of a sentence: a full stop where nothing ends it. A blank stays one."""
    if not isinstance(text, str) or not text:
        return text
    return text if text.endswith((".", "!", "?", "…", "؟", ":")) else f"{text}."


def filled(
    folder: Path, name: str, values: Mapping[str, Any], language: str = "en"
) -> tuple[TextLine, ...]:
    """The template `name` of a folder with the values in it; its own words with the spaces of its
    language.

    A value is text, a Paragraph (which may hold blanks) or what the template asks about; a name
    that is missing is an error.
    """
    printed: list[Paragraph] = []

    def put(value: Any) -> str:
        paragraph = (Piece(text=value),) if isinstance(value, str) else value
        if not isinstance(paragraph, tuple):
            raise TypeError(f"{name} prints something that is no text: {value!r}")
        printed.append(paragraph)
        return f"{_OPEN}{len(printed) - 1}{_SHUT}"

    text = _environment(folder, put).get_template(name).render(**values)
    return tuple(_lines(spaced(text, language), printed))


def _environment(folder: Path, put: Callable[[Any], str]) -> SandboxedEnvironment:
    # a line that holds a tag alone leaves an empty line, which only separates
    texts = environment(folder, trim_blocks=False, finalize=put)
    texts.filters |= {"sentence": sentence, "ended": ended, "capital": capital}
    return texts


def _lines(text: str, values: list[Paragraph]) -> Iterator[TextLine]:
    paragraph: list[str] = []
    for line in [*text.split("\n"), ""]:
        bare = line.strip()
        sign = next(((mark, kind) for mark, kind in _SIGNS if bare.startswith(mark)), None)
        if paragraph and (not bare or sign):
            yield _line("paragraph", " ".join(paragraph), values)
            paragraph = []
        if sign:
            yield _line(sign[1], bare.removeprefix(sign[0]), values)
        elif bare:
            paragraph.append(f"{bare[:-1]}{_BREAK}" if bare.endswith("\\") else bare)


def _line(kind: LineKind, text: str, values: list[Paragraph]) -> TextLine:
    label = _LABEL.match(text)
    if label is None:
        return TextLine(kind, tuple(_pieces(text, values)))
    before, after = (tuple(_pieces(part, values)) for part in (label[1], text[label.end() :]))
    return TextLine(kind, after, plain(before))


def _pieces(text: str, values: list[Paragraph]) -> Iterator[Piece]:
    at = 0
    for match in _PIECES.finditer(text):
        if before := text[at : match.start()]:
            yield Piece(text=before)
        if match[1]:
            yield from values[int(match[1])]
        elif match[2]:
            yield Piece(text=match[2], blank=True)
        else:
            yield Piece(text="\n")
        at = match.end()
    if text[at:]:
        yield Piece(text=text[at:])


def text_of(line: TextLine) -> str:
    """A line as plain text, with its label."""
    return f"{line.label} {plain(line.text)}".strip()


def plain_lines(lines: Sequence[TextLine], signs: bool = True) -> str:
    """Lines as plain text, to be pasted; items and quotations with or without their signs."""
    return _joined(
        lines, [f"{_PASTED[line.kind] if signs else ''}{text_of(line)}" for line in lines]
    )


def markdown_lines(lines: Sequence[TextLine]) -> str:
    """Lines as Markdown."""
    return _joined(lines, [_marked(line) for line in lines])


def _marked(line: TextLine) -> str:
    label = f"**{markdown(line.label)}** " if line.label else ""
    sign = next((sign for sign, kind in _SIGNS if kind == line.kind), "")
    pieces = ("\\\n" if piece.text == "\n" else markdown((piece,)) for piece in line.text)
    return f"{sign}{label}{''.join(pieces)}"


def _joined(lines: Sequence[TextLine], parts: list[str]) -> str:
    """Paragraphs apart by an empty line, items of one list together."""
    text = parts[0] if parts else ""
    for before, line, part in zip(lines, lines[1:], parts[1:], strict=False):
        together = before.kind == line.kind == "item"
        text += ("\n" if together else "\n\n") + part
    return text


@lru_cache(maxsize=8)
def templates(folder: Path) -> SandboxedEnvironment:
    """The templates of a folder; a name that is missing is an error. Nothing is escaped but with
    the filter `md`: the text goes into a file or a terminal, never into a page."""
    texts = environment(folder, keep_trailing_newline=True)
    texts.filters["md"] = markdown
    texts.filters["next"] = next
    return texts


def render(folder: Path, name: str, **values: Any) -> str:
    """A template of `folder`, filled in."""
    return templates(folder).get_template(name).render(**values)
