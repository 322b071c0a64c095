"""Reads `knowledge/messages/` into checked descriptions of messages, all or nothing."""

from __future__ import annotations

from pathlib import Path

from bot.knowledge import KnowledgeError, Problem
from bot.knowledge.models import Base, Language
from bot.knowledge.references import Known, ended
from bot.knowledge.shapes import read_shape
from bot.knowledge.spoken import MESSAGES
from bot.knowledge.yamlfile import YamlFile
from bot.prepare.actions import StatementText
from bot.prepare.messages.texts import FieldOption, FieldText, MessageText

FOLDER = "messages"
_KEYS = (*FieldText.model_fields, *FieldOption.model_fields, *StatementText.model_fields)
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
        return MESSAGES.in_language(file, base.translations, language)

    known = Known(base, [path.stem for path in (folder / "actions").glob("*.yaml")])
    problems: list[Problem] = []
    read: Read = {}
    for path in sorted((folder / FOLDER).glob("*.yaml")):
        name = f"{FOLDER}/{path.name}"
        try:
            message, file = read_shape(folder, name, MessageText, _KEYS, said, known)
        except KnowledgeError as error:
            problems += error.problems
            continue
        read[path.stem] = (message, file)
        if message.id != path.stem:
            problems.append(
                file.problem(("id",), f"id is '{message.id}', the file is {path.stem}.yaml")
            )
        problems += [
            file.problem(("before", index, "rule"), sentence)
            for index, before in enumerate(message.before)
            if (sentence := ended(before.rule or "", base))
        ]
    if problems:
        raise KnowledgeError(problems)
    return read
