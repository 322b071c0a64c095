"""Reads plain text (.txt) and Markdown (.md)."""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass

from bot.prepare.drafts.draft import MOST_BLOCKS, Block, Draft, Hidden, cleaned
from bot.prepare.drafts.refuse import TOO_LONG, FileKind, Refused

MOST_LINES = 50_000
"""Lines of a file, empty ones too: counted before anything is made of them."""
_BINARY = re.compile("[\x00-\x08\x0e-\x1a\x1c-\x1f]")
_ITEM = re.compile(r"(?:[-*+•·–]\s+|(?:\d{1,3}|[a-zA-Z])[.)]\s+)")
_BULLET = re.compile(r"[-*+•·–]\s+")
_NOTE = re.compile(r"\[\^[^\]\s]{1,40}\]:\s*")
_COMMENT = re.compile(r"<!--.*?(?:-->|\Z)", re.DOTALL)
_MARKS = (
    (re.compile(r"!?\[([^\]]{0,300})\]\([^)]{0,600}\)"), r"\1"),
    (re.compile(r"\[\^[^\]\s]{1,40}\]"), ""),
    (re.compile(r"</?[a-zA-Z][^<>]{0,300}>"), " "),
    (re.compile(r"(?<!\\)(?:\*{1,3}|`{1,3}|~~)"), ""),
    (re.compile(r"(?<![\w\\])_{1,3}(?=\w)|(?<=[\w.,;:!?)])_{1,3}(?!\w)"), ""),
    (re.compile(r"\\([\\`*_{}\[\]()#+.!|<>~=-])"), r"\1"),
)
_BROKEN = ("  ", "\\")
"""How a line ends after which another one begins."""
_LINK = re.compile(r"\]\(<?([^)\s>]{3,600})|<((?:https?|mailto|geo):[^<>\s]{3,600})>")
_WORD = re.compile(r"[^\s—–]+")


@dataclass
class _Lines:
    """Lines that make one paragraph, and the number of the first."""

    first: int
    lines: list[str]


def decoded(content: bytes) -> str:
    """The text of a file in UTF-8 or UTF-16; Refused for another encoding."""
    try:
        if content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
            text = content.decode("utf-16")
        else:
            text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise Refused(
            "The text is in an encoding that is not read: save it again as UTF-8."
        ) from None
    if _BINARY.search(text):
        raise Refused("This is no plain text: give the file its right ending and send it again.")
    return text.replace("\r\n", "\n").replace("\r", "\n")


def read_plain(content: bytes, kind: FileKind) -> Draft:
    """The draft in a text file; Refused where it is no text."""
    text = decoded(content)
    if text.count("\n") > MOST_LINES:
        raise Refused(TOO_LONG)
    draft = Draft(kind)
    skipped = _properties(text) if kind == "md" else 0
    if skipped:
        draft.hidden.append(Hidden("mark-up", 0, 1))
    for match in _COMMENT.finditer(text) if kind == "md" else ():
        draft.hidden.append(Hidden("mark-up", 0, text.count("\n", 0, match.start()) + 1))
    if kind == "md":
        text = _COMMENT.sub(lambda match: "\n" * match[0].count("\n"), text)
    written = text.split("\n")
    for lines in _paragraphs(written, skipped):
        if kind == "md":
            _markdown(lines, draft)
        else:
            _plain(lines, draft)
        if len(draft.blocks) + len(draft.notes) > MOST_BLOCKS:
            raise Refused(TOO_LONG)
    if kind == "md":
        words = sum(len(_WORD.findall(block.text)) for block in draft.text())
        draft.signs = len(_WORD.findall(cleaned("\n".join(written[skipped:])))) - words
    return draft


def _properties(text: str) -> int:
    """Lines of the block of properties at the beginning; 0 where there is none."""
    if not text.startswith("---\n"):
        return 0
    end = re.search(r"^(?:---|\.\.\.)\s*$", text[4:20_000], re.MULTILINE)
    return text[: 4 + end.end()].count("\n") + 1 if end else 0


def _paragraphs(lines: list[str], skipped: int) -> list[_Lines]:
    """Lines joined to paragraphs. Where no line is left empty each line is one."""
    found: list[_Lines] = []
    joined = any(not line.strip() for line in lines[skipped:-1])
    fresh = True
    for number, whole in enumerate(lines[skipped:], skipped + 1):
        line = whole.strip()
        alone = bool(_heading(line)) or _is_row(line)
        if not line.strip("> ") or _is_rule(line):
            fresh = True
            continue
        if fresh or alone or not joined or _ITEM.match(line) or _NOTE.match(line):
            found.append(_Lines(number, [line]))
        else:
            found[-1].lines.append(line.lstrip("> "))
        fresh = alone or whole.endswith(_BROKEN)
    return found


def _heading(line: str) -> int:
    """The level of a heading; 0 for another line."""
    level = len(line) - len(line.lstrip("#"))
    return level if level < 7 and line[level : level + 1].isspace() else 0


def _is_rule(line: str) -> bool:
    """A line that is drawn, or that underlines or parts a table."""
    return len(line) > 2 and not line.strip("-*_=|: ")


def _is_row(line: str) -> bool:
    return len(line) > 2 and line.startswith("|") and line.endswith("|")


def _plain(lines: _Lines, draft: Draft) -> None:
    text = cleaned(" ".join(lines.lines)).strip()
    if text:
        draft.blocks.append(Block(text, line=lines.first, listed=bool(_BULLET.match(text))))


def _markdown(lines: _Lines, draft: Draft) -> None:
    text = " ".join(lines.lines)
    draft.described += [
        Block(cleaned(match[1] or match[2]), "running", line=lines.first)
        for match in _LINK.finditer(text)
    ]
    block = Block("", line=lines.first, refers="[^" in text)
    while text.startswith(">"):
        block.style, text = "guidance", text[1:].lstrip()
    if level := _heading(text):
        block.kind, block.level, text = "heading", level, text.lstrip("#").rstrip("# ")
    elif note := _NOTE.match(text):
        block.kind, text = "footnote", text[note.end() :]
    elif _is_row(text):
        block.kind, text = "cell", text.replace("|", " ")
    elif bullet := _BULLET.match(text):
        block.listed, text = True, text[bullet.end() :]
    block.text = _unmarked(text)
    if block.text:
        (draft.notes if block.kind == "footnote" else draft.blocks).append(block)


def _unmarked(text: str) -> str:
    for pattern, put in _MARKS:
        text = pattern.sub(put, text)
    return " ".join(cleaned(text).split())
