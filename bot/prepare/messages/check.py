"""The rules that messages are checked against, beyond what loading them needs: a template that
asks for exactly what its description says, has all five parts, and no limit typed by hand."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from jinja2 import Environment, TemplateSyntaxError, nodes

from bot.knowledge import KnowledgeError, Problem
from bot.knowledge.models import LANGUAGES, Base
from bot.knowledge.yamlfile import KeyPath, YamlFile
from bot.prepare.cannot import load_cannot_asks
from bot.prepare.lexicon import load_lexicon
from bot.prepare.messages.load import read_messages
from bot.prepare.messages.past import RECOMMENDER
from bot.prepare.messages.texts import PARTS, MessageText

FOLDER = "messages"
ENDING = ".md.j2"
KNOWN = (
    "state", "mechanism", "mechanism_short", "review", "last_review", "deadline", "law", "today",
)  # fmt: skip
"""What a template can print besides its fields; docs/messages.md says what each is."""
UNSAID = {"ar": {"mechanism_short"}}
"""What a language has no use for: Arabic has no letters for a mechanism."""
FILTERS = ("capital", "ended", "sentence")
LONGEST_SENTENCE = 34
"""Words, as in entries."""
_LIMIT = re.compile(r"(?<![\w.,#])\d[\d,]*[ \u00a0](?:words|pages|characters|minutes)\b")


def check_messages(folder: Path, templates: Path, base: Base) -> list[Problem]:
    """Everything that must be corrected in the messages of a knowledge folder and their templates,
    in the words of the SMART check and in the asks that can't be fulfilled.

    A folder without messages has nothing to correct.
    """
    if not (folder / FOLDER).is_dir():
        return []
    problems: list[Problem] = []
    for load in (load_lexicon, load_cannot_asks):
        try:
            load(folder, base)
        except KnowledgeError as error:
            problems += error.problems
    try:
        read = read_messages(folder, base)
    except KnowledgeError as error:
        return sorted([*problems, *error.problems])
    for message, file in read.values():
        problems += _texts(message, file)
        english = templates / FOLDER / "en" / f"{message.id}{ENDING}"
        for language in LANGUAGES:
            path = templates / FOLDER / language / english.name
            problems += _template(message, file, path)
            problems += _less(path, english)
    for path in sorted((templates / FOLDER).glob(f"*/*{ENDING}")):
        if path.name.removesuffix(ENDING) not in read:
            what = f"no description: write knowledge/{FOLDER}/{path.name.removesuffix(ENDING)}.yaml"
            problems.append(Problem(_named(path), 1, what))
    return sorted(set(problems))


def _texts(message: MessageText, file: YamlFile) -> Iterator[Problem]:
    texts: list[tuple[KeyPath, str]] = [(("what",), message.what)]
    texts += [(("before", index), said.says) for index, said in enumerate(message.before)]
    texts += [(("fields", i), field.hint) for i, field in enumerate(message.fields) if field.hint]
    for where, text in texts:
        if match := _LIMIT.search(text):
            yield file.problem(
                where, f"'{match[0]}' is a limit: print the entry's figure as {{entry.id#name}}"
            )
        yield from (file.problem(where, sentence) for sentence in _long(text))


def _long(text: str) -> Iterator[str]:
    for sentence in re.split(r"(?<=[.!?])\s+", text):
        if (words := len(sentence.split())) > LONGEST_SENTENCE:
            yield f"a sentence of {words} words, at most {LONGEST_SENTENCE}: “{sentence[:60]}…”"


def _template(message: MessageText, file: YamlFile, path: Path) -> Iterator[Problem]:
    name = _named(path)
    try:
        parsed = _parsed(path)
    except OSError:
        yield file.problem(("id",), f"there is no {name}: write the text of the message")
        return
    except TemplateSyntaxError as error:
        yield Problem(name, error.lineno, f"this is no template: {error.message}")
        return
    known = {*KNOWN, *(field.id for field in message.fields)}
    used = _names(path)
    own = {n.name for n in parsed.find_all(nodes.Name) if n.ctx == "store"}
    for node in parsed.find_all(nodes.Name):
        if node.ctx == "load" and node.name not in known | own:
            yield Problem(
                name, node.lineno, f"'{node.name}' is no field of {file.name} and nothing known"
            )
    for index, field in enumerate(message.fields):
        printed = "law" if field.kind == "treaty" else field.id
        for_the_clock = any(option.words for option in field.options)
        looks_up = field.id == RECOMMENDER and bool(message.past_fields())
        if printed in used or field.kind == "confirm" or for_the_clock or looks_up:
            continue
        message_text = f"{name} does not print '{printed}': ask only for what it needs"
        yield file.problem(("fields", index), message_text)
    have = {block.name for block in parsed.find_all(nodes.Block)}
    for part in PARTS:
        if part not in have:
            yield Problem(name, 1, f"no '{{% block {part} %}}': a message has five parts")
    for filtered in parsed.find_all(nodes.Filter):
        if filtered.name not in FILTERS:
            known_filters = ", ".join(FILTERS)
            yield Problem(
                name, filtered.lineno, f"no filter '{filtered.name}'; there is {known_filters}"
            )


def _less(path: Path, english: Path) -> Iterator[Problem]:
    """What is known and only the English text says."""
    try:
        printed, here = _names(english), _names(path)
    except (OSError, TemplateSyntaxError):
        return  # said already
    for name in sorted(printed & {*KNOWN} - here - UNSAID.get(path.parent.name, set())):
        what = f"does not print '{name}', which the English one does"
        yield Problem(_named(path), 1, what)


def _names(path: Path) -> set[str]:
    return {node.name for node in _parsed(path).find_all(nodes.Name) if node.ctx == "load"}


def _parsed(path: Path) -> Any:
    return Environment(autoescape=False).parse(path.read_text(encoding="utf-8"))  # noqa: S701


def _named(path: Path) -> str:
    return f"templates/{FOLDER}/{path.parent.name}/{path.name}"
