"""The same look for what could identify people, in what somebody types into a form."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from pathlib import Path

from bot.knowledge.curated import Shape
from bot.knowledge.models import LANGUAGES, Base, Language
from bot.prepare.desk import NotPossible
from bot.prepare.drafts.context import Findings, TextContext, tongue
from bot.prepare.drafts.draft import Block, Draft
from bot.prepare.drafts.layout import LanguageFinder
from bot.prepare.drafts.lists import DraftLists, Verdict, load_lists
from bot.prepare.drafts.safety import Safety
from bot.prepare.phrases import Words
from bot.states import StateNames

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
            for finding in self._of(text, state, reader):
                if field in reached and finding.kind in REACHED:
                    continue
                dangers.append(finding.model_copy(update={"field": field, "label": label}))
            if field in signing and (cluster := self._cluster(text, reader or "en")):
                dangers.append(cluster.model_copy(update={"field": field, "label": label}))
        return tuple(sorted(dangers, key=lambda danger: ("fix", "look").index(danger.verdict)))

    def _cluster(self, text: str, reader: Language) -> Danger | None:
        """A cluster that signs: something to look at, not a danger to a person."""
        words = Words(text)
        names = self._lists.facts.cluster
        for language in LANGUAGES:
            if span := names.of(language).find(words):
                told = self._lists.spoken[reader].findings["cluster-signs"]
                return Danger(
                    field="",
                    label="",
                    kind="cluster-signs",
                    verdict="look",
                    shown=words.text_between(*span),
                    says=told.says,
                    do=told.do,
                )
        return None

    def _of(self, text: str, state: str | None, reader: Language | None) -> list[Danger]:
        draft = Draft("txt", blocks=[Block(line) for line in text.split("\n") if line.strip()])
        language = self._languages.tell(draft)
        language_told = reader or tongue(language)
        tell = Findings(self._lists.spoken[language_told], self._base, language_told, needed=False)
        look = TextContext(
            draft=draft,
            lists=self._lists,
            state=state,
            language=language,
            base=self._base,
            names=self._names,
            tell=tell,
        )
        return [
            Danger(
                field="",
                label="",
                kind=finding.kind,
                verdict=finding.verdict,
                shown=finding.shown,
                says=finding.says,
                do=finding.do,
            )
            for item in self._safety.items(look)
            for finding in item.findings
        ]
