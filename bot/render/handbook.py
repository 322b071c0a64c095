"""The whole knowledge base as pages to read and sign: Markdown, one page a mechanism."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass
from itertools import zip_longest
from pathlib import Path

from bot.ask import caveats, mark, shown_of, signed_of
from bot.knowledge.figures import answer_of
from bot.knowledge.models import TOPICS, Base, Entry, Language, Mechanism, Topic
from bot.knowledge.sources import Source
from bot.render.plain import environment

FIRST: tuple[Topic, Topic] = ("can", "cannot")
"""Topics that stand in the table on top of a page."""
_KINDS = ("point", "cannot", "advice", "not-any-more", "warning")
_OF_TEXT = frozenset({"english_only", "translation_unread"})
"""Remarks on the text itself."""
_SIGNS = re.compile(r"([\\`*_{}\[\]<>#|!])")


def plain(text: str) -> str:
    """A text in which no sign means anything to Markdown."""
    return _SIGNS.sub(r"\\\1", text)


def anchor(entry_id: str) -> str:
    """The name of an entry's heading in addresses."""
    return entry_id.replace(".", "-")


@dataclass(frozen=True)
class EntryTexts:
    """An entry's texts in the language of a page."""

    title: str
    answer: str
    points: list[str]
    cannot: list[str]
    advice: list[str]
    ended: list[str]
    warning: list[str]


class Handbook:
    """Pages of a base in a language. They hold nothing but content: safe to hand to anybody."""

    def __init__(self, base: Base, templates: Path, language: Language = "en") -> None:
        self._base = base
        self._language = language
        # The texts go through `plain`, addresses through `e`: this makes Markdown, not HTML.
        self._jinja = environment(templates / "handbook")
        self._jinja.filters |= {
            "plain": plain,
            "anchor": anchor,
            "sentence": lambda text: text[:1].upper() + text[1:],
            "mark": self._mark,
            "sources": self._sources,
        }
        self._jinja.globals |= {
            "say": self.say,
            "label": lambda key: base.label(key, language),
        }

    def say(self, key: str, **values: object) -> str:
        """A phrase in the language of the pages."""
        return self._base.say(key, self._language, **values)

    def titles(self) -> dict[str, str]:
        """File name → what the page is called in the menu, in reading order."""
        names = {f"{m}.md": self._base.short(m, self._language) for m in self._base.mechanisms}
        words = self.say("words")
        start = {"index.md": self.say("handbook_start")}
        return {**start, **names, "glossary.md": words[:1].upper() + words[1:]}

    def pages(self, on: dt.date) -> dict[str, str]:
        """File name → Markdown, in reading order: the start page, a page a mechanism, the words.

        `on` is the day that the start page names, and on which sign-offs count or have ended.
        """
        base, language = self._base, self._language
        listed = [
            {"id": m, "short": base.short(m, language), "summary": base.summary(m, language)}
            for m in base.mechanisms
        ]
        start = self._jinja.get_template("index.md.j2").render(
            mechanisms=listed, entries=len(base.entries), on=on, unread=language != "en"
        )
        words = self._jinja.get_template("glossary.md.j2").render(terms=self._terms())
        mechanisms = {f"{m.id}.md": self._mechanism(m, on) for m in base.mechanisms.values()}
        return {"index.md": start, **mechanisms, "glossary.md": words}

    def _terms(self) -> list[tuple[str, str]]:
        translated = self._base.term_said
        terms = [
            translated(term, self._language) or (term.term, term.means) for term in self._base.terms
        ]
        return sorted(terms, key=lambda pair: pair[0].casefold())

    def _mechanism(self, mechanism: Mechanism, on: dt.date) -> str:
        base, language = self._base, self._language
        by_topic = {t: [e for e in mechanism.entries if e.topic == t] for t in TOPICS}
        can, cannot = ([answer_of(base, e, language) for e in by_topic[topic]] for topic in FIRST)
        rest = [
            (t, [(e, self._lines(e)) for e in entries])
            for t, entries in by_topic.items()
            if entries
        ]
        return self._jinja.get_template("mechanism.md.j2").render(
            name=base.name(mechanism.id, language),
            short=base.short(mechanism.id, language),
            summary=base.summary(mechanism.id, language),
            page=mechanism.page,
            on=on,
            pairs=list(zip_longest(can, cannot, fillvalue="")),
            topics=sorted(rest, key=lambda pair: pair[0] not in FIRST),
        )

    def _lines(self, entry: Entry) -> EntryTexts:
        shown = shown_of(self._base, entry, self._language)
        of = {kind: [line.text for line in shown.of(kind).values()] for kind in _KINDS}
        return EntryTexts(
            title=shown.title,
            answer=shown.answer,
            points=of["point"],
            cannot=of["cannot"],
            advice=of["advice"],
            ended=of["not-any-more"],
            warning=of["warning"],
        )

    def _mark(self, entry: Entry, on: dt.date) -> str:
        """How sure an entry is, who signed it, and whether its translation was read over."""
        notes = [mark(self._base, entry), signed_of(self._base, entry, on)]
        notes += [n for n in caveats(self._base, entry, self._language, on) if n.key in _OF_TEXT]
        return " · ".join(self.say(n.key, **n.values) for n in notes if n)

    def _sources(self, entry: Entry) -> list[Source]:
        return [self._base.sources[name] for name in entry.sources]
