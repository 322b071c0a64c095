"""The rules that a lawyer's corrections are checked against, beyond what loading them needs."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import get_args

from bot.choosing.chooser import SECRET, Key
from bot.choosing.given import ABOUT, ACTORS, HARM, HOPES, TRIED, WHO
from bot.choosing.load import read_rules, texts
from bot.choosing.rules import FACTS, Rules
from bot.knowledge import KnowledgeError, Problem
from bot.knowledge.files import YamlFile
from bot.knowledge.models import Base
from bot.states import Profiles

LONGEST_SENTENCE = 34
"""Words, as in entries: a tired second-language reader loses longer ones."""
_TIME = re.compile(r"(?<![\w.,#])\d[\d,]*[ \u00a0](?:days?|weeks?|months?|years?)\b")
_ANSWERS = {
    "who": WHO, "about": ABOUT, "actor": ACTORS, "danger": (*HARM, SECRET), "tried": TRIED,
    "hope": HOPES,
}  # fmt: skip


def check_rules(folder: Path, base: Base, profiles: Profiles) -> list[Problem]:
    """Everything that must be corrected in choosing.yaml, by line."""
    try:
        rules, file = read_rules(folder, base, profiles)
    except KnowledgeError as error:
        return error.problems
    return sorted(
        {*_texts(file), *_facts(rules, file), *_ways(rules, file), *_questions(rules, file)}
    )


def _texts(file: YamlFile) -> Iterator[Problem]:
    for where, text in texts(file.data):
        if where[-1] not in ("says", "passed", "because", "hint", "text", "label"):
            continue
        if match := _TIME.search(text):
            yield file.problem(where, f"'{match[0]}' is a time: print the entry's figure instead")
        for sentence in re.split(r"(?<=[.!?])\s+", text):
            if (words := len(sentence.split())) > LONGEST_SENTENCE:
                yield file.problem(
                    where, f"a sentence of {words} words, at most {LONGEST_SENTENCE}"
                )


def _facts(rules: Rules, file: YamlFile) -> Iterator[Problem]:
    """A fact without a weight never counts, a weight without a fact neither."""
    weighed = {weight.fact for weight in rules.weights}
    parts = [*rules.kinds.values(), *rules.ways]
    there = {fact.fact for part in parts for fact in part.facts}
    for name in FACTS:
        if name in there and name not in weighed:
            yield file.problem(("weights",), f"'{name}' has no weight, so it never counts")
    for index, weight in enumerate(rules.weights):
        if weight.fact not in there:
            where = ("weights", index, "fact")
            yield file.problem(where, f"no way says '{weight.fact}', so the weight never counts")


def _ways(rules: Rules, file: YamlFile) -> Iterator[Problem]:
    for index, way in enumerate(rules.ways):
        for name, what in (("send", "what to send"), ("seen_by", "who will see it")):
            if not getattr(way, name):
                message = f"{way.id}: say {what}, under '{name}'"
                yield file.problem(("ways", index), message)


def _questions(rules: Rules, file: YamlFile) -> Iterator[Problem]:
    for key in get_args(Key):
        text = rules.questions.get(key)
        if text is None:
            yield file.problem(("questions",), f"the question '{key}' is missing")
            continue
        values = [option.value for option in text.options]
        if sorted(values) != sorted(_ANSWERS.get(key, ())):
            must = ", ".join(_ANSWERS.get(key, ())) or "none"
            message = f"{key}: the values of the options must be: {must}"
            yield file.problem(("questions", key, "options"), message)
