"""All actions, opened once: a checklist or an outline of any of them, in any language."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Sequence
from copy import copy
from difflib import get_close_matches
from pathlib import Path
from zoneinfo import ZoneInfo

from bot.knowledge import KnowledgeError
from bot.knowledge.files import YamlFile, read_yaml
from bot.knowledge.models import Base, Language
from bot.knowledge.shapes import Known, translated
from bot.knowledge.spoken import ACTIONS
from bot.prepare.actions import Action
from bot.prepare.anchors import GivenDeadline, anchors
from bot.prepare.blanks import state_said
from bot.prepare.case import Case, accepted, treaties
from bot.prepare.checklist import Checklist, events_of, make_checklist
from bot.prepare.load import FOLDER, load_actions, plain, references, title_in, whole
from bot.prepare.outline import Outline, make_outline
from bot.reviews import Calendar
from bot.states import Profiles
from bot.states.recommendations import Recommendations


def nearest(name: str, known: Collection[str]) -> list[str]:
    """Up to three ids that are written like `name`, or hold its words; all where none is."""
    name = name.casefold().replace("_", "-").replace(" ", "-")
    holding = [id for id in known if name and name in id]
    near = get_close_matches(name, known, n=3, cutoff=0.4)
    return list(dict.fromkeys([*holding, *near]))[:3] or list(known)


class NotPossible(ValueError):
    """What was asked for can't be made; the message says why, for people."""


_SHARED = f"{FOLDER}/shared"


class TranslatedActions:
    """The actions of a knowledge folder in every language; `english` are those that were read."""

    def __init__(self, folder: Path, base: Base, english: dict[str, Action]) -> None:
        self._folder, self._base, self._english = folder, base, english
        self._read: dict[tuple[str, Language], Action] = {}
        self._shared: dict[Language, dict[str, YamlFile]] = {}

    def of(self, name: str, language: Language) -> Action:
        """An action in a language. One whose translation can't be used stays English, as do the
        texts that are not translated; the log says which and why. Raises KeyError for an action
        that is not known."""
        english = self._english[name]
        if language == "en":
            return english
        if (name, language) not in self._read:
            self._read[name, language] = translated(
                f"{FOLDER}/{name}.yaml", language, english, lambda: self._translated(name, language)
            )
        return self._read[name, language]

    def _translated(self, name: str, language: Language) -> Action:
        if language not in self._shared:
            paths = sorted((self._folder / _SHARED).glob("*.yaml"))
            self._shared[language] = {
                path.stem: self._translated_file(path, f"{_SHARED}/{path.name}", language)
                for path in paths
            }
        file = f"{FOLDER}/{name}.yaml"
        translated = self._translated_file(self._folder / file, file, language)
        node = whole(translated, self._shared[language], language)
        action = Action.model_validate(plain(node), context=Known(self._base))
        if problems := list(references(action, node, self._base)):
            raise KnowledgeError(problems)
        return action

    def _translated_file(self, path: Path, name: str, language: Language) -> YamlFile:
        return ACTIONS.in_language(read_yaml(path, name), self._base.translations, language)


class Prepare:
    """The actions of a knowledge folder, with the calendar and what is known of States."""

    def __init__(
        self,
        actions: dict[str, Action],
        base: Base,
        calendar: Calendar,
        profiles: Profiles,
        recommendations: Recommendations | None = None,
        translated: TranslatedActions | None = None,
    ) -> None:
        """`translated` are the same actions in other languages; without it all are English."""
        self.actions = actions
        self._base, self._calendar, self._profiles = base, calendar, profiles
        self._recommendations, self._translated = recommendations, translated

    @classmethod
    def open(
        cls,
        folder: Path,
        base: Base,
        calendar: Calendar,
        profiles: Profiles,
        recommendations: Recommendations | None = None,
        actions: dict[str, Action] | None = None,
    ) -> Prepare:
        """The actions of a knowledge folder; KnowledgeError with every problem found in them.

        With `recommendations`, outlines show what the State was told before on their issues;
        `actions` are given where they were read already.
        """
        actions = actions or load_actions(folder, base)
        translated = TranslatedActions(folder, base, actions)
        return cls(actions, base, calendar, profiles, recommendations, translated)

    def over(self, calendar: Calendar | None) -> Prepare:
        """The same over another calendar, as a workspace's with what its curators corrected."""
        if calendar is None or calendar is self._calendar:
            return self
        other = copy(self)
        other._calendar = calendar
        return other

    def action(self, name: str, language: Language) -> Action:
        """An action in a language; KeyError for one that is not known."""
        return self._translated.of(name, language) if self._translated else self.actions[name]

    def title(self, name: str, language: Language) -> str:
        """The title of the action `name` in a language, in English where it is not translated."""
        return title_in(self._base, self.actions[name], language)

    def nearest(self, name: str) -> list[str]:
        """The ids of actions that are written like `name`, or hold its words."""
        return nearest(name, self.actions)[:5]

    def checklist(
        self,
        action: str,
        on: dt.date,
        state: str | None = None,
        mechanism: str | None = None,
        joint: bool = False,
        deadline: GivenDeadline | None = None,
        zone: ZoneInfo | None = None,
        language: Language = "en",
    ) -> Checklist:
        """The checklist of an action as on a day, in a language.

        `state` is a code (ISO 3166 alpha-3), `mechanism` one of the action's `any_of`, `deadline`
        the one that the person knows of, `zone` where the person is. Raises KeyError for an action
        that is not known, NotPossible where the action does not fit what was asked.
        """
        case = self._case(action, mechanism, state, joint, on, language)
        text = case.action.checklist
        by_event = anchors(case, text.counts_from, events_of(text), deadline, zone)
        return make_checklist(case, by_event)

    def outline(
        self,
        action: str,
        on: dt.date,
        state: str,
        mechanism: str | None = None,
        organisation: str = "",
        issues: Sequence[str] = (),
        joint: bool = False,
        language: Language = "en",
    ) -> Outline:
        """The outline of an action on a State, in a language; raises as `checklist` does, and
        NotPossible where nothing is written for that action."""
        text = self.action(action, language).outline
        if text is None:
            raise NotPossible(self._base.say("prepare_not_written", language, action=action))
        case = self._case(action, mechanism, state, joint, on, language)
        return make_outline(case, text, organisation, issues, self._recommendations)

    def _case(
        self,
        name: str,
        mechanism: str | None,
        state: str | None,
        joint: bool,
        on: dt.date,
        language: Language,
    ) -> Case:
        action = self.action(name, language)
        body = self._body(action, mechanism, language)
        if joint and not action.joint:
            raise NotPossible(self._base.say("prepare_alone", language, action=action.id))
        every = self._calendar.of_state(state, on) if state else None
        return Case(
            action=action,
            mechanism=body,
            base=self._base,
            on=on,
            language=language,
            state=state,
            state_name=self._profiles.names.name(state, language) if state else "",
            state_said=state_said(self._profiles.names, state, language) if state else "",
            joint=joint,
            calendar=every.of(body) if every else None,
            every=every,
            session=self._calendar.session_of(body, on).next,
            investigations=self._investigations(action, state) if state else (),
            treaties=treaties(state, on, self._profiles) if state and not action.turns_on else None,
            accepted=accepted(action, body, state, on, self._profiles) if state else (),
        )

    def _investigations(self, action: Action, state: str) -> tuple[str, ...]:
        """For an action before investigations: those on the State, those that run alone where it is
        known that any does."""
        if action.mechanism != "investigative-bodies":
            return ()
        every = [
            mandate for mandate in self._profiles.mandates(state) if mandate.kind == "investigation"
        ]
        running = [mandate for mandate in every if mandate.runs == "running"]
        return tuple(mandate.title for mandate in running or every if mandate.runs != "not_started")

    def _body(self, action: Action, mechanism: str | None, language: Language) -> str:
        if mechanism is None or mechanism == action.mechanism:
            return action.mechanism
        if mechanism not in action.any_of:
            one_of = ", ".join(action.any_of) or action.mechanism
            values = {"action": action.id, "bodies": one_of, "named": mechanism}
            raise NotPossible(self._base.say("prepare_not_before", language, **values))
        return mechanism
