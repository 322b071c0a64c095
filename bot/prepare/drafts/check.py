"""The draft check: bytes in, a report out; nothing is kept in between."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from pathlib import Path

from bot.knowledge.models import Base, Language
from bot.prepare.actions import Action
from bot.prepare.cannot import CannotAsks, load_cannot_asks
from bot.prepare.desk import NotPossible
from bot.prepare.drafts import claims, form, inside
from bot.prepare.drafts.context import (
    CheckedItem,
    DraftContext,
    Findings,
    Report,
    WordCounts,
    tongue,
)
from bot.prepare.drafts.facts import FactCheck
from bot.prepare.drafts.layout import LanguageFinder, laid_out
from bot.prepare.drafts.lists import DraftLists, load_lists
from bot.prepare.drafts.reading import read_draft
from bot.prepare.drafts.safety import Safety
from bot.prepare.load import title_in
from bot.prepare.smart import Smart
from bot.states import Profiles


class DraftCheck:
    """Checks drafts for any action; opened once, safe to use from several threads."""

    def __init__(
        self,
        lists: DraftLists,
        base: Base,
        actions: Mapping[str, Action],
        smart: Smart,
        cannot: CannotAsks,
        profiles: Profiles,
    ) -> None:
        self._lists, self._base, self._actions = lists, base, actions
        self._names, self._smart = profiles.names, smart
        self._languages = LanguageFinder(lists.languages)
        self._safety = Safety(lists, profiles.names)
        self._facts = FactCheck(lists.facts, base, cannot, profiles)

    @classmethod
    def open(
        cls, folder: Path, base: Base, actions: Mapping[str, Action], profiles: Profiles
    ) -> DraftCheck:
        """With the words of a knowledge folder; KnowledgeError with file and line of a mistake."""
        smart, cannot = Smart.open(folder, base), load_cannot_asks(folder, base)
        return cls(load_lists(folder), base, actions, smart, cannot, profiles)

    def check(
        self,
        content: bytes,
        name: str,
        action: str,
        mechanism: str | None = None,
        joint: bool = False,
        state: str | None = None,
        on: dt.date | None = None,
        reader: Language | None = None,
    ) -> Report:
        """What is found in the draft `content`, whose file is called `name`, for an action.

        `state` is a code (ISO 3166 alpha-3), `on` the day as on which treaties are looked up (today
        where none is given), `mechanism` one of the action's `any_of`, `reader` the language of the
        report, else that of the draft. Raises RefusedFile where the file can't be used, KeyError
        for an action that is not known, NotPossible where the action does not fit what was asked.
        """
        chosen_action = self._actions[action]
        body = _before(chosen_action, mechanism, joint)
        draft = laid_out(read_draft(content, name), self._lists.words)
        language = self._languages.tell(draft)
        rules = self._lists.bodies.of(action, body)
        reader = reader or tongue(language)
        look = DraftContext(
            draft=draft,
            lists=self._lists,
            action=chosen_action,
            mechanism=body,
            body=rules,
            joint=joint,
            state=state,
            language=language,
            base=self._base,
            names=self._names,
            tell=Findings(self._lists.spoken[reader], self._base, reader, rules.names == "needed"),
        )
        words = form.count(draft)
        items = list(self._all(look, words, name, on or dt.date.today()))
        order = list(self._lists.texts.checks)
        items.sort(key=lambda item: order.index(item.check))
        private = self._lists.texts.private
        return Report(
            action=action,
            title=title_in(self._base, chosen_action, reader),
            mechanism=body,
            joint=joint,
            state=state,
            kind=draft.kind,
            language=language,
            words=words,
            told=reader,
            frame=self._lists.spoken[reader].report,
            items=tuple(item for item in items if item.check not in private),
            private=tuple(item for item in items if item.check in private),
            sources=look.tell.rules.sources,
        )

    def _all(
        self, look: DraftContext, words: WordCounts, name: str, on: dt.date
    ) -> Iterator[CheckedItem]:
        yield from form.check_file(look)
        yield from form.check_words(look, words)
        yield from form.check_pages(look)
        yield from form.check_language(look)
        yield from form.check_state(look)
        yield from form.check_parts(look)
        judged = words.text + words.cover >= form.FEWEST
        if judged:
            yield from form.check_numbers(look)
        yield from form.check_blanks(look)
        yield from claims.check_recommendations(look, self._smart)
        yield from self._facts.items(look, on)
        if judged:
            yield from claims.check_evidence(look)
        yield from claims.check_wording(look)
        yield from self._safety.items(look)
        yield from inside.check_properties(look, self._safety.contacts, name)
        yield from inside.check_changes(look)
        yield from inside.check_hidden(look)
        yield from inside.check_pictures(look)


def _before(action: Action, mechanism: str | None, joint: bool) -> str:
    """The mechanism that the draft is for."""
    if joint and not action.joint:
        raise NotPossible(f"'{action.id}' is not done jointly; leave out --joint")
    if mechanism in (None, action.mechanism):
        return action.mechanism
    if mechanism not in action.any_of:
        one_of = ", ".join(action.any_of) or action.mechanism
        raise NotPossible(f"'{action.id}' is done before {one_of}, not before {mechanism}")
    return mechanism
