"""What every check looks at (the draft, what the body asks for, the words of the curators), and
what it gives: the shapes of a report, and how results and findings are put into those words, with
the rule behind each. What people see of a draft is cut short and, where it could identify somebody,
masked."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from bot.knowledge.curated import Shape
from bot.knowledge.figures import answer_of
from bot.knowledge.models import LANGUAGES, Base, Language
from bot.prepare.actions import Action, StatementText
from bot.prepare.drafts.bodies import BodyRules
from bot.prepare.drafts.draft import Block, Draft, FileKind, Kind
from bot.prepare.drafts.lists import DraftLists, ItemText, ReportTexts, Verdict
from bot.prepare.rules import Cited, Rule, Rules
from bot.states import StateNames

WORST: tuple[Verdict, ...] = ("fix", "look", "pass")


def worst(verdicts: list[Verdict]) -> Verdict:
    """The gravest of some verdicts, `fix` before `look`; `pass` where there is none."""
    return next((verdict for verdict in WORST if verdict in verdicts), "pass")


class Place(Shape):
    """Where in a draft something stands."""

    where: Kind
    count: int = 0
    """Which paragraph, table or note, counted from the beginning."""
    number: str = ""
    """The number that the draft itself gives to the paragraph."""
    line: int | None = None
    page: int | None = None
    heading: str = ""
    """The heading above it, cut short."""


class Finding(Shape):
    """One thing found at one place."""

    kind: str
    verdict: Verdict
    place: Place | None = None
    shown: str = ""
    """A few words of the draft; details about people are masked."""
    says: str
    do: str = ""
    rule: Rule | None = None


class CheckedItem(Shape):
    """One thing that was looked at."""

    check: str
    result: str
    """Which of its results: `words-over`; a key of texts.yaml."""
    title: str
    verdict: Verdict
    sure: bool = True
    """Whether `pass` says that it is in order; where not, only that nothing known was found, and
    `says` is what was looked for."""
    says: str
    do: str = ""
    rule: Rule | None = None
    findings: tuple[Finding, ...] = ()
    more: int = 0
    """Findings left out, where there are too many to show."""


class WordCounts(Shape):
    """How many words a draft has, by what may count toward a limit."""

    text: int
    cover: int
    annexes: int
    notes: int
    running: int
    """In headers and footers."""
    labels: int
    """Numbers and bullets that the program makes, and signs of Markdown."""

    @property
    def total(self) -> int:
        """What LibreOffice shows as the number of words of the file."""
        parts = (self.text, self.cover, self.annexes, self.notes, self.running, self.labels)
        return sum(parts)


class Report(Shape):
    """What was found in a draft."""

    action: str
    title: str
    mechanism: str
    joint: bool
    state: str | None
    kind: FileKind
    language: str | None
    words: WordCounts
    told: Language = "en"
    """The language in which all of this is told: the draft's, where it is one of the desk's."""
    frame: dict[str, str]
    """The words of that language around the results."""
    items: tuple[CheckedItem, ...]
    private: tuple[CheckedItem, ...]
    """What could identify people: for the person who sent the draft alone."""
    sources: dict[str, Cited]

    @property
    def dangers(self) -> tuple[tuple[CheckedItem, Finding], ...]:
        """What must not be sent, by the order of the checks: what surely could identify people."""
        return tuple(
            (item, finding)
            for item in self.private
            for finding in item.findings
            if finding.verdict == "fix"
        )

    @property
    def verdict(self) -> Verdict:
        """The worst of all."""
        return worst([item.verdict for item in (*self.items, *self.private)])


MOST = 20
"""Findings of one kind of check that are shown."""
_LONGEST = 70
_NEEDED = "-needed"


class Findings:
    """Makes items and findings; `needed` is for a body that needs the names of a case."""

    def __init__(self, texts: ReportTexts, base: Base, language: Language, needed: bool) -> None:
        self.texts = texts
        self._base = base
        self._needed = needed
        self.language = language
        self.rules = Rules(base, language)
        self._known: dict[str, Rule] = {}

    def rule(self, entry_id: str | None) -> Rule | None:
        """The rule of an entry, in the words of its answer."""
        if entry_id is None:
            return None
        if entry_id not in self._known:
            answer = answer_of(self._base, self._base.entries[entry_id], self.language)
            self._known[entry_id] = self.rules.of(StatementText(says=answer, rule=entry_id))
        return self._known[entry_id]

    def item(
        self,
        check: str,
        key: str,
        findings: Sequence[Finding] = (),
        rule: str | None = None,
        values: Mapping[str, object] | None = None,
    ) -> CheckedItem:
        """A result; where something was found it is as bad as the worst of that.

        A rule that no curator has seen in its source makes nothing a fault.
        """
        text = self._text(self.texts.items, key)
        behind = self.rule(rule or text.rule)
        verdict = worst([finding.verdict for finding in findings]) if findings else text.verdict
        if verdict == "fix" and not findings and behind and behind.status == "unchecked":
            verdict = "look"
        return CheckedItem(
            check=check,
            result=key,
            title=self.texts.checks[check],
            verdict=verdict,
            sure=check not in self.texts.unsure,
            says=_fill(text.says, values or {}),
            do=_fill(text.do, values or {}),
            rule=behind,
            findings=tuple(findings[:MOST]),
            more=max(len(findings) - MOST, 0),
        )

    def found(self, check: str, findings: Sequence[Finding]) -> CheckedItem:
        """The result of a check that looks for something."""
        key = f"{check}-found" if findings else f"{check}-none"
        return self.item(check, key, findings, values={"number": len(findings)})

    def finding(
        self,
        kind: str,
        place: Place | None = None,
        quoted: str = "",
        rule: str | None = None,
        what: str = "",
    ) -> Finding:
        """Something found; in the case of a person told as that body needs it."""
        text = self._text(self.texts.findings, kind)
        return Finding(
            kind=kind,
            verdict=text.verdict,
            place=place,
            shown=short(quoted),
            says=_fill(text.says, {"what": what}),
            do=_fill(text.do, {"what": what}),
            rule=self.rule(rule or text.rule),
        )

    def _text(self, texts: Mapping[str, ItemText], key: str) -> ItemText:
        needed = texts.get(key + _NEEDED) if self._needed else None
        return needed or texts[key]


def place_of(block: Block) -> Place:
    """The block as a place that a report names: its kind and number, its line or page, its
    heading."""
    return Place(
        where=block.kind,
        count=block.count,
        number=block.number,
        line=block.line,
        page=block.page,
        heading=short(block.under),
    )


def excerpt(block: Block, first: int, last: int, around: int = 3) -> str:
    """Some words of a block with those around them."""
    words = block.words
    start, end = max(first - around, 0), min(last + around, len(words.words))
    before = "… " if start else ""
    after = " …" if end < len(words.words) else ""
    return f"{before}{words.text_between(start, end)}{after}"


def short(text: str) -> str:
    """The beginning of a text in one line, without signs that a terminal would obey."""
    line = " ".join("".join(c if c.isprintable() else " " for c in text).split())
    return line if len(line) <= _LONGEST else f"{line[: _LONGEST - 1].rstrip()}…"


def masked(text: str) -> str:
    """A text of which a reader of the draft recognises where it stands, and nobody else anything:
    the first letter of each word, the last two digits of a number."""
    digits = [at for at, sign in enumerate(text) if sign.isdigit()]
    visible = {*digits[-2:]} if len(digits) > 4 else set()
    masked_signs = []
    for at, sign in enumerate(text):
        first = sign.isalpha() and (at == 0 or not text[at - 1].isalnum())
        masked_signs.append(sign if not sign.isalnum() or first or at in visible else "•")
    return "".join(masked_signs)


def _fill(text: str, values: Mapping[str, object]) -> str:
    # spaces that do not break, as in French figures, stay
    return re.sub("[ \t\n]+", " ", text.format(**values)).strip()


@dataclass(frozen=True)
class TextContext:
    """A text that is looked at, whatever it is for."""

    draft: Draft
    lists: DraftLists
    state: str | None
    language: str | None
    base: Base
    names: StateNames
    tell: Findings

    def everything(self) -> Iterator[Block]:
        """All that somebody may read: text, notes, headers, comments, descriptions, links."""
        draft = self.draft
        yield from (*draft.text(), *draft.running, *draft.comments, *draft.described)


@dataclass(frozen=True)
class DraftContext(TextContext):
    """A draft for an action before a body."""

    action: Action
    mechanism: str
    """Before which mechanism it goes."""
    body: BodyRules
    joint: bool

    def prose(self) -> Iterator[Block]:
        """Paragraphs of the text, without headings, cover page, annexes, lines for the writer."""
        for block in self.draft.blocks:
            written = block.kind in ("paragraph", "box") and not is_guidance(block, self.lists)
            if block.part == "text" and written:
                yield block

    def text_blocks(self) -> Iterator[Block]:
        """Text and notes, without lines for the writer."""
        for block in self.draft.text():
            if not is_guidance(block, self.lists):
                yield block


def is_guidance(block: Block, lists: DraftLists) -> bool:
    """Whether it is a line of an outline that is meant for the writer."""
    return block.style.startswith("guidance") or block.text.partition(":")[0] in (
        lists.words.guidance
    )


def tongue(language: str | None) -> Language:
    """The language of those in which the desk speaks; English for another."""
    return next((spoken for spoken in LANGUAGES if spoken == language), "en")
