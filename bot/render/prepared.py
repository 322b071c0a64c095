"""What documents that are prepared share: rules with their sources, paragraphs with their blanks,
templates."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any

from jinja2 import FileSystemLoader, StrictUndefined
from jinja2.sandbox import SandboxedEnvironment

from bot.prepare import Cited, Paragraph, Rule

_MARKDOWN = str.maketrans(
    {c: f"\\{c}" for c in "\\`*_{}[]#|~"} | {"<": "&lt;", ">": "&gt;", "&": "&amp;"}
)


class SourceNumbers:
    """Numbers the sources in the order in which they are named."""

    def __init__(self) -> None:
        self.numbers: dict[str, int] = {}
        """By their ids."""

    def of(self, sources: Iterable[str]) -> tuple[int, ...]:
        """The numbers of these sources; a new one gets the next number."""
        return tuple(self.numbers.setdefault(source, len(self.numbers) + 1) for source in sources)


class Numbered:
    """Rules with their warnings and the numbers of their sources."""

    def __init__(
        self,
        sources: Mapping[str, Cited],
        beside: Callable[[Rule], str],
        cite: Callable[[Cited], str],
    ) -> None:
        """`beside` gives the warning that goes with a rule, `cite` names a source."""
        self._sources = sources
        self._beside, self._cite = beside, cite
        self._numbers = SourceNumbers()

    def cited(self, rule: Rule) -> str:
        """The rule with its warning and the numbers of its sources."""
        return rule.text + self.mark(rule)

    def mark(self, rule: Rule) -> str:
        """How sure it is, and the numbers of its sources."""
        numbers = ", ".join(map(str, self._numbers.of(rule.sources)))
        tag = self._beside(rule)
        return (f" ({tag})" if tag else "") + (f" [{numbers}]" if numbers else "")

    def lines(self) -> list[str]:
        """The sources named so far, with their numbers."""
        return [
            f"[{number}] {self._cite(self._sources[name])}"
            for name, number in self._numbers.numbers.items()
        ]


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


@lru_cache(maxsize=8)
def templates(folder: Path) -> SandboxedEnvironment:
    """The templates of a folder; a name that is missing is an error. Nothing is escaped but with
    the filter `md`: the text goes into a file or a terminal, never into a page."""
    environment = SandboxedEnvironment(
        loader=FileSystemLoader(folder),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        autoescape=False,
    )
    environment.filters["md"] = markdown
    environment.filters["next"] = next
    return environment


def render(folder: Path, name: str, **values: Any) -> str:
    """A template of `folder`, filled in."""
    return templates(folder).get_template(name).render(**values)
