"""All that looks for what could identify people: names, and those beside what happened to somebody
first of all; numbers, places, traces. In a draft, and in what somebody types into a form."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from bot.knowledge.curated import Shape
from bot.knowledge.models import LANGUAGES, Base, Language
from bot.prepare.desk import NotPossible
from bot.prepare.drafts.contacts import ContactFinder, check_contacts
from bot.prepare.drafts.context import (
    CheckedItem,
    Finding,
    Findings,
    Place,
    TextContext,
    masked,
    place_of,
    tongue,
)
from bot.prepare.drafts.draft import Block, Draft
from bot.prepare.drafts.layout import LanguageFinder
from bot.prepare.drafts.lists import DraftLists, Verdict, load_lists
from bot.prepare.drafts.names import PeopleFinder, Telltale
from bot.prepare.drafts.traces import PlaceFinder, TraceFinder, check_places, check_traces
from bot.prepare.phrases import Span, Words, is_arabic
from bot.states import StateNames

_CITING = ("footnote", "endnote")
"""Where authors are named, which is no danger to them."""
_TOLD = ("paragraph", "box", "comment", "title", "heading", "cell", "running")
_SHORTEST = 4
"""Letters of a part of a name by which it is found again."""


@dataclass(frozen=True)
class Named:
    """A name that was found: where, how, and its words."""

    kind: str
    place: Place | None
    text: str


def check_people(look: TextContext, finder: PeopleFinder) -> Iterator[CheckedItem]:
    """Names anywhere in the text, its notes, comments and descriptions of pictures; what was found
    once is found everywhere in the file."""
    blocks = list(look.everything())
    telltale = Telltale(look.lists)
    by_block = {id(block): list(_names(look, finder, telltale, block)) for block in blocks}
    mentions = [item for block in blocks for item in by_block[id(block)]]
    again = list(_again(look, finder, blocks, by_block, mentions))
    findings = [
        look.tell.finding(item.kind, item.place, masked(item.text)) for item in [*mentions, *again]
    ]
    yield look.tell.found("people", findings)


def _names(
    look: TextContext, finder: PeopleFinder, telltale: Telltale, block: Block
) -> Iterator[Named]:
    spans = block.sentences
    incidents = look.lists.words.incidents
    hurt = [incidents.of(block.language).any(block.words, *span) for span in spans]
    for at, (first, last) in enumerate(spans):
        near = any(hurt[max(at - 1, 0) : at + 2])
        public = telltale.in_public(block, first, last)
        for span in finder.runs(block, first, last):
            kind = _kind(look, finder, telltale, block, (first, last), span, hurt[at], near)
            if not kind or finder.public(block, span) or (public and kind != "name-led"):
                continue
            kind = "name-incident" if kind == "name-led" else kind
            yield Named(kind, place_of(block), block.words.text_between(*span))


def _kind(
    look: TextContext,
    finder: PeopleFinder,
    telltale: Telltale,
    block: Block,
    sentence: Span,
    span: Span,
    hurt: bool,
    near: bool,
) -> str:
    """What a stretch of words is; empty for no name. `name-led` is one that a cue introduces."""
    length = span[1] - span[0]
    text = block.words.text_between(*span)
    known = finder.has_given_name(block, span)
    led = telltale.led(block, sentence, span)
    if led == "role":
        return ""
    if not (known and led) and look.names.find(text):
        return ""
    if block.kind in _CITING and not (near or led == "cue"):
        return ""
    if led in ("harm", "cue"):
        return "name-incident"
    if led == "title" or known:
        alone = length < 2 and led != "title"
        if alone and not (hurt and not telltale.at_place(block, sentence, span)):
            return ""
        if telltale.cited(block, sentence, span) and not near:
            return ""
        return "name-incident" if near else "name"
    capital = length > 1 and hurt and block.kind in _TOLD and length <= 4
    if capital and not telltale.at_place(block, sentence, span):
        return "name-perhaps"
    return ""


def _again(
    look: TextContext,
    finder: PeopleFinder,
    blocks: Iterable[Block],
    by_block: Mapping[int, list[Named]],
    named: Iterable[Named],
) -> Iterator[Named]:
    """Parts of names that were found, where they stand elsewhere: a caption, the description of a
    picture, a comment, a property of the file."""
    parts = {
        word.folded: item.kind
        for item in named
        if item.kind != "name-perhaps"
        for word in Words(item.text).words
        if len(word.folded) >= _SHORTEST and word.folded not in finder.titles
        and word.folded not in finder.particles
    }  # fmt: skip
    if not parts:
        return
    for block in blocks:
        own = {word.folded for item in by_block[id(block)] for word in Words(item.text).words}
        for word in block.words.words:
            capital = word.capital or is_arabic(word.folded)
            if word.folded in parts and word.folded not in own and capital:
                yield Named("name-again", place_of(block), block.words.as_written(word))
                break
    for value in look.draft.values:
        again = next((word for word in Words(value).words if word.folded in parts), None)
        if again:
            yield Named("name-again", Place(where="running"), value[again.start : again.end])


class Safety:
    """The finders, opened once; safe to use from several threads."""

    def __init__(self, lists: DraftLists, names: StateNames) -> None:
        self.contacts = ContactFinder(lists.contacts, lists.regions)
        self._people = PeopleFinder(lists)
        self._places = PlaceFinder(lists, names)
        self._traces = TraceFinder(lists)

    def items(self, look: TextContext) -> Iterator[CheckedItem]:
        """What is found in a text and what belongs to it, one item a kind of check."""
        yield from check_people(look, self._people)
        yield from check_contacts(look, self.contacts)
        yield from check_places(look, self._places)
        yield from check_traces(look, self._traces, self._places)


REACHED = ("email", "phone", "handle")
"""Kinds that may stand where somebody says how the organisation is reached."""
PERSON = (
    "name", "name-incident", "name-perhaps", "name-again", "initials", "age-day", "home", "role",
    "id", "few-people",
)  # fmt: skip
"""Kinds by which a person can be recognised."""


class Danger(Shape):
    """Something in a field that could identify somebody."""

    field: str
    label: str
    """The field's, as people see it."""
    kind: str
    verdict: Verdict
    shown: str
    """A few words of it, masked."""
    says: str
    do: str

    @property
    def person(self) -> bool:
        """Whether a person can be recognised by it."""
        return self.kind in PERSON


class Unsafe(NotPossible):
    """What was typed could identify somebody: nothing is made until it is taken out, or the person
    says that it is to stand there. `dangers` are what was found, the worst first."""

    def __init__(self, dangers: Sequence[Danger]) -> None:
        self.dangers = tuple(dangers)
        listed = "; ".join(
            f"{danger.label}: {danger.says} ({danger.shown})" for danger in dangers[:5]
        )
        more = f"; and {len(dangers) - 5} more" if len(dangers) > 5 else ""
        super().__init__(f"what you typed could identify somebody. {listed}{more}")


class TypedCheck:
    """Looks at typed texts; opened once, safe to use from several threads."""

    def __init__(self, lists: DraftLists, base: Base, names: StateNames) -> None:
        self._lists, self._base, self._names = lists, base, names
        self._languages = LanguageFinder(lists.languages)
        self._safety = Safety(lists, names)

    @classmethod
    def open(cls, folder: Path, base: Base, names: StateNames) -> TypedCheck:
        """With the words of a knowledge folder; KnowledgeError with file and line of a mistake."""
        return cls(load_lists(folder), base, names)

    def look(
        self,
        texts: Mapping[str, tuple[str, str]],
        state: str | None = None,
        reached: Collection[str] = (),
        signing: Collection[str] = (),
        reader: Language | None = None,
    ) -> tuple[Danger, ...]:
        """What could identify somebody in some fields, the worst first. `texts` are label and text
        by field, `state` is a code (ISO 3166 alpha-3); in fields of `reached` the organisation says
        how it is reached, so that addresses may stand there; in those of `signing` it says who
        signs, which a cluster should not (entry cluster.submit.who-signs). What is found is said
        in the language of the `reader`, or in that of the text where none is given."""
        dangers: list[Danger] = []
        for field, (label, text) in texts.items():
            findings = [
                finding
                for finding in self._findings(text, state, reader)
                if not (field in reached and finding.kind in REACHED)
            ]
            if field in signing and (cluster := self._cluster(text, reader or "en")):
                findings.append(cluster)
            dangers += [
                Danger(
                    field=field,
                    label=label,
                    kind=finding.kind,
                    verdict=finding.verdict,
                    shown=finding.shown,
                    says=finding.says,
                    do=finding.do,
                )
                for finding in findings
            ]
        return tuple(sorted(dangers, key=lambda danger: ("fix", "look").index(danger.verdict)))

    def _cluster(self, text: str, reader: Language) -> Finding | None:
        """A cluster that signs: something to look at, not a danger to a person."""
        words = Words(text)
        names = self._lists.facts.cluster
        for language in LANGUAGES:
            if span := names.of(language).find(words):
                told = self._lists.spoken[reader].findings["cluster-signs"]
                return Finding(
                    kind="cluster-signs",
                    verdict="look",
                    shown=words.text_between(*span),
                    says=told.says,
                    do=told.do,
                )
        return None

    def _findings(self, text: str, state: str | None, reader: Language | None) -> list[Finding]:
        draft = Draft("txt", blocks=[Block(line) for line in text.split("\n") if line.strip()])
        language = self._languages.tell(draft)
        told = reader or tongue(language)
        look = TextContext(
            draft=draft,
            lists=self._lists,
            state=state,
            language=language,
            base=self._base,
            names=self._names,
            tell=Findings(self._lists.spoken[told], self._base, told, needed=False),
        )
        return [finding for item in self._safety.items(look) for finding in item.findings]
