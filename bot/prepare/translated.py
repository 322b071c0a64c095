"""Actions in other languages, each read when somebody first asks for it: a window must not wait
for all of them."""

from __future__ import annotations

from pathlib import Path

from bot.knowledge import KnowledgeError
from bot.knowledge.models import Base, Language
from bot.knowledge.references import Known
from bot.knowledge.shapes import translated
from bot.knowledge.spoken import ACTIONS
from bot.knowledge.yamlfile import YamlFile, read_yaml
from bot.prepare.actions import Action
from bot.prepare.load import FOLDER, references
from bot.prepare.sharing import plain, whole

_SHARED = f"{FOLDER}/shared"
SHARED = ("text", "case", "complaint", "situation", "steps", "treaty-body-report", "action-plan")
"""Files whose outlines actions share."""


def title_in(base: Base, action: Action, language: Language) -> str:
    """The title of an action in a language, in English where it is not translated."""
    return base.said(f"{FOLDER}/{action.id}.yaml/title", action.title, language)


def heading_in(base: Base, action: Action, place: str, title: str, language: Language) -> str:
    """The title of a section or part of an outline in a language, in English where it is not
    translated; `place` is where it stands in the outline, in the action's file or a shared one."""
    files = (f"{action.id}.yaml", *(f"shared/{name}.yaml" for name in SHARED))
    places = (f"{FOLDER}/{file}/outline/{place}/title" for file in files)
    said = (base.said(one, title, language) for one in places)
    return next((one for one in said if one != title), title)


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
                path.stem: self._said(path, f"{_SHARED}/{path.name}", language) for path in paths
            }
        file = f"{FOLDER}/{name}.yaml"
        said = self._said(self._folder / file, file, language)
        node = whole(said, self._shared[language], language)
        action = Action.model_validate(plain(node), context=Known(self._base))
        if problems := list(references(action, node, self._base)):
            raise KnowledgeError(problems)
        return action

    def _said(self, path: Path, name: str, language: Language) -> YamlFile:
        return ACTIONS.said(read_yaml(path, name), self._base.translations, language)
