"""What curators write in `knowledge/messages/`: its shapes, the one who reads it, and what it is
checked against beyond that: a template that asks for exactly what its description says, has all
five parts, and no limit typed by hand."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Annotated, Any, Literal, get_args

from jinja2 import Environment, TemplateSyntaxError, nodes
from pydantic import Field, StringConstraints, model_validator

from bot.knowledge import KnowledgeError, Problem
from bot.knowledge.files import KeyPath, YamlFile
from bot.knowledge.models import LANGUAGES, Base, Curated, Language, Slug
from bot.knowledge.shapes import (
    ActionRef,
    FigureRef,
    Known,
    MechanismRef,
    RuleRef,
    ended,
    read_shape,
)
from bot.knowledge.spoken import MESSAGES
from bot.prepare.actions import Statements, StatementText, Text
from bot.prepare.cannot import Who, load_cannot_asks
from bot.prepare.lexicon import load_lexicon
from bot.prepare.load import LIMIT, long_sentences
from bot.prepare.smart import Given

Part = Literal["target", "problem", "evidence", "ask", "timing"]
PARTS: tuple[Part, ...] = get_args(Part)
"""The five parts of a message (entry templates.what.message)."""
FieldKind = Literal["text", "lines", "state", "choice", "date", "treaty", "confirm"]
"""What a person gives: one line of text; several lines; a State; one of `options`; a day; a
treaty; or the statement that something was done."""
Past = Literal["addressee", "anyone", "promised", "quoted", "source"]
"""What of past recommendations to the State the desk puts where nobody wrote anything: what the
addressee recommended; what anyone did; what the State supported; a recommendation's words alone, or
where it stands, where a message has a field for each."""
Tone = Literal["private", "public"]
FieldName = Annotated[str, StringConstraints(pattern=r"^[a-z]+(_[a-z]+)*$", max_length=30)]
Label = Annotated[str, StringConstraints(strip_whitespace=True, min_length=2, max_length=60)]
Hint = Annotated[str, StringConstraints(strip_whitespace=True, min_length=2, max_length=150)]
LONGEST_TEXT = 600
MOST_LINES = 6


class FieldOption(Curated):
    """A choice that a field offers, with the figures that come with it."""

    id: Annotated[str, StringConstraints(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", max_length=30)]
    label: Label
    words: FigureRef | None = None
    """For a speaking time: the words that fit into it, and the minutes that it is."""
    minutes: FigureRef | None = None
    nobody: bool = False
    """It says that nobody can be recognised: refused where somebody can."""


class FieldText(Curated):
    """Something that a person gives, so that the message can be made."""

    id: FieldName
    label: Label
    hint: Hint | None = None
    kind: FieldKind = "text"
    part: Part | None = None
    """Which of the five parts it belongs to; none for who writes it."""
    optional: bool = False
    longest: int = Field(default=300, ge=10, le=LONGEST_TEXT)
    """Characters; of each line, where there are several."""
    most: int = Field(default=3, ge=2, le=MOST_LINES)
    """Lines, where there are several."""
    options: tuple[FieldOption, ...] = ()
    """For a choice; the first holds where nobody chooses, unless it must be chosen."""
    chosen: bool = False
    """For a choice that states something of other people, as consent: nothing stands in for it."""
    gives: Given | None = None
    """What of a recommendation it says beside the text: who is to act, by when."""
    reached: bool = False
    """It says how the organisation is reached: addresses and numbers may stand there."""
    doing: Who | None = None
    smart: bool = False
    """It is a recommendation: the SMART check looks at it."""
    refuse: Text | None = None
    """For a statement that something was done: what is said where it was not."""
    past: Past | None = None
    rule: RuleRef | None = None

    @model_validator(mode="after")
    def _fits_its_kind(self) -> FieldText:
        if (self.kind == "choice") != bool(self.options):
            raise ValueError(f"{self.id}: a choice has 'options', and nothing else has")
        if self.chosen and self.kind != "choice":
            raise ValueError(f"{self.id}: only a choice can be one that must be chosen")
        if (self.kind == "confirm") != bool(self.refuse):
            raise ValueError(f"{self.id}: what is confirmed has 'refuse', and nothing else has")
        if self.kind == "confirm" and self.optional:
            raise ValueError(f"{self.id}: what must be confirmed can't be optional")
        if self.past and self.kind not in ("text", "lines"):
            raise ValueError(f"{self.id}: 'past' is for texts and lines")
        if (self.smart or self.doing) and self.kind not in ("text", "lines"):
            raise ValueError(f"{self.id}: 'smart' and 'doing' are for texts and lines")
        return self


class MessageText(Curated):
    """A message that can be made: what it is for, and what it asks."""

    id: Slug
    title: Annotated[str, StringConstraints(strip_whitespace=True, max_length=70)]
    what: Text
    """What it is for."""
    tone: Tone
    mechanism: MechanismRef | None = None
    """Before which mechanism it is used, where it is bound to one."""
    any_of: tuple[MechanismRef, ...] = ()
    """The mechanisms of which one must be named, or can be."""
    committee: bool = False
    """Whether it goes to a committee, whose treaty must bind the State."""
    actions: tuple[ActionRef, ...] = ()
    """The actions that it goes with."""
    longest: int | None = Field(default=None, ge=50, le=2000)
    """Words to stay under."""
    longest_why: Text | None = None
    fields: tuple[FieldText, ...] = Field(min_length=1)
    before: Statements
    """What to do before it is sent."""

    @model_validator(mode="after")
    def _is_whole(self) -> MessageText:
        names = [field.id for field in self.fields]
        if twice := {name for name in names if names.count(name) > 1}:
            raise ValueError(f"the field '{min(twice)}' stands here twice")
        have = {field.part for field in self.fields}
        if missing := [part for part in PARTS if part not in have]:
            raise ValueError(f"no field belongs to '{missing[0]}': a message has five parts")
        kinds = {field.past for field in self.fields}
        if "source" in kinds and "quoted" not in kinds:
            raise ValueError("'past: source' needs a field with 'past: quoted'")
        if (self.longest is None) != (self.longest_why is None):
            raise ValueError("'longest' and 'longest_why' go together")
        if self.mechanism and self.any_of and self.mechanism not in self.any_of:
            raise ValueError("'mechanism' must be one of 'any_of'")
        return self

    def past_fields(self) -> tuple[FieldText, ...]:
        """Those that the desk fills from past recommendations."""
        return tuple(field for field in self.fields if field.past)

    @property
    def mechanisms(self) -> tuple[str, ...]:
        """The mechanisms that it fits, the one that holds if nobody names one first."""
        first = (self.mechanism,) if self.mechanism else ()
        return tuple(dict.fromkeys((*first, *self.any_of)))


RECOMMENDER = "recommender"
"""The field with the State that is written to, where a message has one."""


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


ENDING = ".md.j2"
KNOWN = (
    "state", "mechanism", "mechanism_short", "review", "last_review", "deadline", "law", "today",
)  # fmt: skip
"""What a template can print besides its fields; docs/messages.md says what each is."""
UNSAID = {"ar": {"mechanism_short"}}
"""What a language has no use for: Arabic has no letters for a mechanism."""
FILTERS = ("capital", "ended", "sentence")


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
        if match := LIMIT.search(text):
            yield file.problem(
                where, f"'{match[0]}' is a limit: print the entry's figure as {{entry.id#name}}"
            )
        yield from (file.problem(where, sentence) for sentence in long_sentences(text))


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
