"""The shapes of a report on a draft. Plain data; what people see of a draft is cut short and, where
it could identify somebody, masked."""

from __future__ import annotations

from bot.knowledge.curated import Shape
from bot.knowledge.models import Language
from bot.prepare.drafts.draft import FileKind, Kind
from bot.prepare.drafts.lists import Verdict
from bot.prepare.rules import Cited, Rule

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
