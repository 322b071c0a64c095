"""The whole knowledge base as pages to read and sign: Markdown, one page a mechanism."""

from __future__ import annotations

import datetime as dt
import re
from itertools import zip_longest
from pathlib import Path

from jinja2 import FileSystemLoader, StrictUndefined
from jinja2.sandbox import SandboxedEnvironment

from bot.ask.caveats import mark, signed_of
from bot.knowledge.figures import fill
from bot.knowledge.models import TOPICS, Base, Entry, Mechanism, Source, Topic

FIRST: tuple[Topic, Topic] = ("can", "cannot")
"""Topics that stand in the table on top of a page."""
_SIGNS = re.compile(r"([\\`*_{}\[\]<>#|!])")


def plain(text: str) -> str:
    """A text in which no sign means anything to Markdown."""
    return _SIGNS.sub(r"\\\1", text)


def anchor(entry_id: str) -> str:
    """The name of an entry's heading in addresses."""
    return entry_id.replace(".", "-")


class Handbook:
    """Pages of a base. They hold nothing but content: safe to hand to anybody."""

    def __init__(self, base: Base, templates: Path) -> None:
        self._base = base
        # The texts go through `plain`, addresses through `e`: this makes Markdown, not HTML.
        self._jinja = SandboxedEnvironment(
            loader=FileSystemLoader(templates / "handbook"),
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
            autoescape=False,
        )
        self._jinja.filters |= {
            "plain": plain,
            "anchor": anchor,
            "filled": lambda text, entry: fill(text, entry.id, base.figure),
            "mark": self._mark,
            "sources": self._sources,
        }

    def pages(self, on: dt.date) -> dict[str, str]:
        """File name → Markdown, in reading order: the start page, a page a mechanism, the words.

        `on` is the day that the start page names, and on which sign-offs count or have ended.
        """
        base = self._base
        start = self._jinja.get_template("index.md.j2").render(
            mechanisms=base.mechanisms.values(), entries=len(base.entries), on=on
        )
        words = self._jinja.get_template("glossary.md.j2").render(
            terms=sorted(base.terms, key=lambda term: term.term.casefold())
        )
        mechanisms = {f"{m.id}.md": self._mechanism(m, on) for m in base.mechanisms.values()}
        return {"index.md": start, **mechanisms, "glossary.md": words}

    def _mechanism(self, mechanism: Mechanism, on: dt.date) -> str:
        by_topic = {t: [e for e in mechanism.entries if e.topic == t] for t in TOPICS}
        can, cannot = ([self._answer(e) for e in by_topic[topic]] for topic in FIRST)
        rest = [(t, found) for t, found in by_topic.items() if found]
        return self._jinja.get_template("mechanism.md.j2").render(
            mechanism=mechanism,
            on=on,
            pairs=list(zip_longest(can, cannot, fillvalue="")),
            topics=sorted(rest, key=lambda pair: pair[0] not in FIRST),
        )

    def _answer(self, entry: Entry) -> str:
        return fill(entry.answer, entry.id, self._base.figure)

    def _mark(self, entry: Entry, on: dt.date) -> str:
        notes = [mark(self._base, entry), signed_of(self._base, entry, on)]
        return " · ".join(self._base.say(n.key, "en", **n.values) for n in notes if n)

    def _sources(self, entry: Entry) -> list[Source]:
        return [self._base.sources[name] for name in entry.sources]
