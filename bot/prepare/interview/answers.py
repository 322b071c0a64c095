"""A person's answers: a small file in YAML that the person keeps."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import yaml

from bot.knowledge.curated import Shape
from bot.knowledge.models import LANGUAGES, Language
from bot.prepare.desk import NotPossible
from bot.prepare.interview.questions import Field, InterviewTexts
from bot.prepare.messages.values import cleaned

VERSION = "1"
"""Of the shape of the file. A file of another version is refused, never guessed at."""
MOST = 3
"""Concerns in one file: a text on more is read by nobody."""
Value = tuple[str, ...]
"""The lines of an answer; none where it was left empty."""


class NotReadable(NotPossible):
    """A file of answers can't be used; the message says why, for people."""


class Answers(Shape):
    """What a person answered, by the ids of fields."""

    language: Language
    once: dict[str, Value]
    concerns: tuple[dict[str, Value], ...]

    def line(self, field: str, concern: int = 0) -> str:
        """An answer in one line; empty where there is none."""
        return " ".join(self.lines(field, concern))

    def lines(self, field: str, concern: int = 0) -> Value:
        """The lines of an answer."""
        if field in self.once:
            return self.once[field]
        return self.concerns[concern].get(field, ()) if concern < len(self.concerns) else ()

    def every(self, field: str) -> list[str]:
        """An answer of all concerns, its lines one after the other."""
        return [line for concern in self.concerns for line in concern.get(field, ())]


def read_answers(content: bytes, texts: InterviewTexts) -> Answers:
    """The answers in a file. Raises NotReadable with a sentence."""
    data = _loaded(content)
    if str(data.get("answers")) != VERSION:
        raise NotReadable(
            f"this is no file of answers of version {VERSION}: its first line must be"
            f" 'answers: {VERSION}'"
        )
    language = str(data.get("language", "en"))
    if language not in LANGUAGES:
        raise NotReadable(
            f"language is one of {', '.join(LANGUAGES)}, not '{cleaned(language)[:30]}'"
        )
    once, each = (list(texts.fields(each)) for each in (False, True))
    concerns = data.get("concerns") or []
    if not isinstance(concerns, list) or not all(isinstance(concern, dict) for concern in concerns):
        raise NotReadable("'concerns' is a list: each concern begins with '- concern: …'")
    if len(concerns) > MOST:
        raise NotReadable(f"{len(concerns)} concerns are too many for one text: keep {MOST}")
    rest = {k: v for k, v in data.items() if k not in ("answers", "language", "concerns")}
    return Answers(
        language=language,
        once=_values(rest, once),
        concerns=tuple(_values(concern, each) for concern in concerns or [{}]),
    )


def answers_file(answers: Answers, texts: InterviewTexts) -> str:
    """The file of these answers, with each question above its answers; what is empty stands there
    to be filled in."""
    language = answers.language
    lines = [f"answers: {VERSION}", f"language: {language}", ""]
    for question in texts.questions:
        if not question.each:
            lines.append(f"# {question.ask.of(language)}")
            lines += _written(question.fields, answers.once, language, "")
            lines.append("")
    lines.append("concerns:")
    for concern in answers.concerns or ({},):
        begin = True
        for question in texts.questions:
            if question.each:
                lines.append(f"  # {question.ask.of(language)}")
                own = list(_written(question.fields, concern, language, "  "))
                if begin:
                    at = next(i for i, line in enumerate(own) if not line.lstrip().startswith("#"))
                    own[at], begin = f"- {own[at][2:]}", False
                lines += own
    return "\n".join(lines) + "\n"


def _written(
    fields: Sequence[Field], values: Mapping[str, Value], language: Language, indent: str
) -> Iterator[str]:
    for field in fields:
        value = values.get(field.id, ())
        if not value:
            yield f"{indent}# {field.label.of(language)}: {field.hint.of(language)}"
        if field.lines > 1:
            yield f"{indent}{field.id}:"
            yield from (f"{indent}- {_quoted(line)}" for line in value or ("",))
        else:
            yield f"{indent}{field.id}: {_quoted(' '.join(value))}".rstrip()


def _quoted(text: str) -> str:
    """A text as YAML that stays this text, whatever stands in it."""
    dumped: str = yaml.safe_dump(text, allow_unicode=True, width=10_000, default_style='"')
    return dumped.strip() if text else '""'


def _loaded(content: bytes) -> dict[str, Any]:
    """The data, in which every value is text: a year stays as it was written."""
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise NotReadable("this file is not UTF-8 text; save it again as UTF-8") from error
    try:
        if any(isinstance(token, yaml.AliasToken) for token in yaml.scan(text)):
            # an alias can make a small file a huge one
            raise NotReadable("this file has an alias (*name) in it: write the answer out")
        data = _plain(yaml.compose(text, Loader=yaml.SafeLoader))
    except (yaml.YAMLError, RecursionError) as error:
        mark = getattr(error, "problem_mark", None)
        line = f" in line {mark.line + 1}" if mark else ""
        raise NotReadable(
            f"this file can't be read{line}: put an answer that holds ': ' or begins with a sign"
            ' into "…"'
        ) from error
    if not isinstance(data, dict):
        raise NotReadable("this file holds no answers: make one with advocacy draft --blank")
    return data


def _plain(node: yaml.Node | None) -> Any:
    if isinstance(node, yaml.MappingNode):
        return {_plain_key(key): _plain(value) for key, value in node.value}
    if isinstance(node, yaml.SequenceNode):
        return [_plain(child) for child in node.value]
    return node.value if isinstance(node, yaml.ScalarNode) else None


def _plain_key(node: yaml.Node) -> str:
    return str(node.value) if isinstance(node, yaml.ScalarNode) else ""


def _values(data: Mapping[str, Any], fields: Sequence[Field]) -> dict[str, Value]:
    known = {field.id: field for field in fields}
    for name in data:
        if name not in known:
            raise NotReadable(
                f"there is no answer '{cleaned(str(name))[:40]}'; there is {', '.join(known)}"
            )
    return {name: _value(field, data.get(name)) for name, field in known.items()}


def _value(field: Field, given: Any) -> Value:
    lines = given if isinstance(given, list) else [given]
    if any(isinstance(line, dict | list) for line in lines):
        raise NotReadable(f"'{field.id}' holds something that is no text: put it into \"…\"")
    lines_given = tuple(
        line
        for given_line in lines
        if given_line is not None and (line := cleaned(str(given_line)))
    )
    if field.lines == 1:
        lines_given = (" ".join(lines_given),) if lines_given else ()
    if len(lines_given) > field.lines:
        raise NotReadable(
            f"'{field.id}' has {len(lines_given)} lines, at most {field.lines}: keep the strongest"
        )
    for line in lines_given:
        if len(line) > field.longest:
            raise NotReadable(
                f"'{field.id}' is {len(line)} characters long, at most {field.longest}: shorten it"
            )
        if field.choices and line not in field.choices:
            raise NotReadable(
                f"'{field.id}' is one of {', '.join(field.choices)}, not '{line[:30]}'"
            )
    return lines_given


LARGEST = 200_000
"""Bytes of a file of answers."""
