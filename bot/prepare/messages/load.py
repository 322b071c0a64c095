"""Reads `knowledge/messages/` into checked descriptions of messages, all or nothing."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from bot.knowledge import KnowledgeError, Problem
from bot.knowledge.explained import near
from bot.knowledge.models import Base, Language
from bot.knowledge.spoken import MESSAGES
from bot.knowledge.yamlfile import KeyPath, YamlFile
from bot.prepare.actions import Said
from bot.prepare.curated import read_shape
from bot.prepare.messages.texts import FieldText, MessageText, Option

FOLDER = "messages"
_KEYS = (*FieldText.model_fields, *Option.model_fields, *Said.model_fields)
Read = dict[str, tuple[MessageText, YamlFile]]


def load_messages(folder: Path, base: Base, language: Language = "en") -> dict[str, MessageText]:
    """The messages of a knowledge folder by id, sorted, their labels and hints in a language;
    `base` holds the entries they refer to.

    Raises KnowledgeError with every problem found, file and line each.
    """
    return {name: message for name, (message, _) in read_messages(folder, base, language).items()}


def read_messages(folder: Path, base: Base, language: Language = "en") -> Read:
    """The same with the files that they were read from, for the checker."""

    def said(file: YamlFile) -> YamlFile:
        return MESSAGES.said(file, base.translations, language)

    problems: list[Problem] = []
    read: Read = {}
    for path in sorted((folder / FOLDER).glob("*.yaml")):
        try:
            message, file = read_shape(folder, f"{FOLDER}/{path.name}", MessageText, _KEYS, said)
        except KnowledgeError as error:
            problems += error.problems
            continue
        read[path.stem] = (message, file)
        if message.id != path.stem:
            problems.append(
                file.problem(("id",), f"id is '{message.id}', the file is {path.stem}.yaml")
            )
        problems += [file.problem(where, text) for where, text in _problems(message, folder, base)]
    if problems:
        raise KnowledgeError(problems)
    return read


def _problems(message: MessageText, folder: Path, base: Base) -> Iterator[tuple[KeyPath, str]]:
    for name in message.mechanisms:
        if name not in base.mechanisms:
            hint = near(name, base.mechanisms)
            key = "mechanism" if name == message.mechanism else "any_of"
            yield (key,), f"there is no mechanism '{name}'{hint}"
    actions = [path.stem for path in (folder / "actions").glob("*.yaml")]
    for name in message.actions:
        if name not in actions:
            yield ("actions",), f"there is no action '{name}'{near(name, actions)}"
    for index, said in enumerate(message.before):
        yield from _rule(said.rule, ("before", index, "rule"), base)
    for index, field in enumerate(message.fields):
        yield from _rule(field.rule, ("fields", index, "rule"), base)
        for number, option in enumerate(field.options):
            for figure in (option.words, option.minutes):
                if figure and base.figure(*figure.split("#", 1)) is None:
                    where = ("fields", index, "options", number)
                    yield where, f"the figure '{figure}' is not defined in an entry"


def _rule(rule: str | None, where: KeyPath, base: Base) -> Iterator[tuple[KeyPath, str]]:
    if rule is None:
        return
    entry = base.entries.get(rule)
    if entry is None:
        yield where, f"there is no entry '{rule}'{near(rule, base.entries)}"
    elif entry.ended:
        yield where, f"{entry.id} is a rule that has ended; today's is {entry.ended.now}"
