"""Commands on drafts: one is made of a person's answers (draft), one is checked (check)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from bot.cli.arguments import FILE, ON, PATH
from bot.cli.checklists import JOINT, MECHANISM, STATE, PrepareParts, possible
from bot.cli.files import write_file
from bot.cli.parts import Unusable, echo_json
from bot.knowledge.models import LANGUAGES, Language

if TYPE_CHECKING:
    from bot.prepare.interview import Answers, Interview, InterviewQuestion, Remark
    from bot.render.interview import InterviewFile

TEXTS = ("submission", "factsheet", "embassy", "talking-points", "statement", "press", "table")
FORMS = ("docx", "md", "txt")


@click.command()
@click.argument("answers", type=FILE)
@click.option("--for", "wanted", multiple=True, type=click.Choice([*TEXTS, "all"]),
              help="A text to make; repeatable.")  # fmt: skip
@click.option("--format", "forms", multiple=True, type=click.Choice(FORMS), default=("docx",),
              show_default=True, help="As which file; repeatable.")  # fmt: skip
@click.option("-o", "--output", type=click.Path(path_type=Path, file_okay=False),
              help="The folder for the files; else that of the answers.")  # fmt: skip
@click.option("--concern", type=click.IntRange(1, 3), default=1, show_default=True,
              help="Which concern the short texts are on.")  # fmt: skip
@click.option("--joint", is_flag=True, help="Several organisations submit together.")
@click.option("--clean", is_flag=True, help="Leave out what is for the writer alone.")
@click.option("--knowingly", is_flag=True,
              help="Make them although what you answered could identify somebody.")  # fmt: skip
@click.option("--blank", is_flag=True, help="Write ANSWERS as a form to fill in with an editor.")
@click.option("--lang", type=click.Choice(LANGUAGES), default="en", show_default=True,
              help="The language of a new file of answers, and of its texts.")  # fmt: skip
@ON
def draft(
    answers: Path,
    wanted: tuple[str, ...],
    forms: tuple[str, ...],
    output: Path | None,
    concern: int,
    joint: bool,
    clean: bool,
    knowingly: bool,
    blank: bool,
    lang: Language,
    on: dt.date | None,
) -> None:
    """Make texts out of the file ANSWERS; where there is none, ask the questions and write it.

    The file is yours: the desk keeps nothing of it. Without --for the answers are checked.
    """
    from bot.prepare.interview import TEXTS as EVERY
    from bot.prepare.interview import Answers, answers_file

    desk, day = PrepareParts(), on or dt.date.today()
    interview = desk.library.interview
    texts = [kind for kind in EVERY if kind in wanted or "all" in wanted] or list(EVERY)
    if not answers.exists():
        empty = Answers(language=lang, once={}, concerns=({},))
        given = empty if blank else _ask_all(interview, lang, texts)
        write_file(answers, answers_file(given, interview.texts).encode())
        if blank:
            return
    elif blank:
        raise Unusable(f"{answers} is there already: name another file")
    with possible():
        given = _read_answers(answers, interview)
        remarks = interview.remarks(given, texts, day)
        _check(interview, given, remarks)
        if not wanted:
            return
        texts_made = interview.make(given, texts, day, joint)
    if any(remark.weight == "danger" for remark in remarks) and not knowingly:
        raise Unusable("look at what could hurt somebody first; then run it again with --knowingly")
    from bot.render.interview import InterviewFiles
    from bot.render.interview_words import Values

    values = Values(texts_made, interview.texts, desk.base, desk.library.states)
    files = InterviewFiles(texts_made, values, interview.texts, desk.templates)
    folder = output or answers.parent
    folder.mkdir(parents=True, exist_ok=True)
    at = min(concern, len(given.concerns)) - 1
    chosen = [format for format in ("docx", "md", "txt") if format in forms]
    for file in files.all(texts, chosen, clean, at):
        write_file(folder / file.name, file.content)
        click.echo(_file_line(file), err=True)


def _read_answers(path: Path, interview: Interview) -> Answers:
    from bot.prepare.interview import LARGEST, NotReadable, read_answers

    try:
        with path.open("rb") as file:
            content = file.read(LARGEST + 1)
    except OSError as error:
        raise Unusable(f"{path} can't be read ({error.strerror})") from error
    if len(content) > LARGEST:
        raise Unusable(f"{path} is too large for a file of answers: name the right file")
    try:
        return read_answers(content, interview.texts)
    except NotReadable as error:
        raise Unusable(f"{path}: {error}") from error


def _check(interview: Interview, given: Answers, remarks: tuple[Remark, ...]) -> None:
    """Print the answers, and what should be looked at before anything is made."""
    from bot.knowledge.typography import labelled

    say = {key: sentence.of(given.language) for key, sentence in interview.texts.words.items()}
    click.echo(say["remark_first"])
    for question in interview.texts.questions:
        for place in range(len(given.concerns) if question.each else 1):
            remarks_told = [
                f"  {labelled(field.label.of(given.language), given.language)} {' / '.join(lines)}"
                for field in question.fields
                if (lines := given.lines(field.id, place))
            ]
            if remarks_told:
                click.echo("\n".join([question.ask.of(given.language), *remarks_told]))
    click.echo("")
    for remark in remarks:
        heads = [say[f"weight_{remark.weight}"], remark.where]
        begun = [labelled(head, given.language) for head in heads if head]
        click.echo(" ".join([*begun, remark.says]))
    if not remarks:
        click.echo(say["remark_nothing"])


def _file_line(file: InterviewFile) -> str:
    note = f" ({file.note})" if file.note else ""
    return f"  {file.words} words{note}, {file.blanks} blanks to fill in"


def _ask_all(interview: Interview, language: Language, texts: Sequence[str]) -> Answers:
    """The answers, asked one after the other; an empty answer leaves a blank."""
    from bot.prepare.interview import Answers

    once: dict[str, tuple[str, ...]] = {}
    concern: dict[str, tuple[str, ...]] = {}
    questions = [question for question in interview.texts.questions if question.fields_for(texts)]
    for number, question in enumerate(questions, 1):
        click.echo(f"\n{number}/{len(questions)} {question.ask.of(language)}", err=True)
        (concern if question.each else once).update(_answered(question, language, texts))
    return Answers(language=language, once=once, concerns=(concern,))


def _answered(
    question: InterviewQuestion, language: Language, texts: Sequence[str]
) -> dict[str, tuple[str, ...]]:
    answers: dict[str, tuple[str, ...]] = {}
    for field in question.fields_for(texts):
        label, hint = field.label.of(language), field.hint.of(language)
        lines: list[str] = []
        while len(lines) < field.lines:
            prompt = f"{label} ({hint})" if not lines else label
            line = click.prompt(prompt, default="", show_default=False, err=True).strip()
            if field.choices and line and line not in field.choices:
                click.echo(", ".join(field.choices), err=True)
                continue
            if len(line) > field.longest:
                click.echo(f"{len(line)} > {field.longest}", err=True)
                continue
            if not line:
                break
            lines.append(line)
        answers[field.id] = tuple(lines)
        if not lines and all(field.optional for field in question.fields):
            # who was told nothing before has nothing to say of where and when
            break
    return answers


@click.command()
@click.argument("draft", type=PATH)
@click.option("--action", required=True, help="What it is for; `advocacy checklist` lists them.")
@MECHANISM
@JOINT
@STATE
@click.option(
    "--lang",
    type=click.Choice(LANGUAGES),
    help="Language of the report; else that of the draft.",
)
@click.option("--json", "as_json", is_flag=True, help="Print a JSON object.")
def check(
    draft: Path,
    action: str,
    mechanism: str | None,
    joint: bool,
    state: str | None,
    lang: Language | None,
    as_json: bool,
) -> None:
    """Check DRAFT (.docx, .odt, .pdf, .md, .txt): length, form, facts, what identifies people.

    Nothing of it is kept.
    """
    from bot.prepare.drafts import RefusedFile
    from bot.render import draft as render

    desk = PrepareParts()
    action_id = desk.action(action)
    content = _content(draft)
    try:
        with possible():
            report = desk.library.drafts.check(
                content,
                draft.name,
                action_id,
                desk.mechanism(mechanism) if mechanism else None,
                joint,
                desk.state(state) if state else None,
                reader=lang,
            )
    except RefusedFile as error:
        raise Unusable(str(error)) from error
    if as_json:
        echo_json(render.record(report))
    else:
        click.echo(render.text(report, desk.wordings.of(report.told)), nl=False)


def _content(draft: Path) -> bytes:
    """The file's bytes, no more than are ever read."""
    from bot.prepare.drafts import LARGEST

    try:
        if not draft.is_file():
            raise Unusable(f"{draft} is no file")
        with draft.open("rb") as file:
            return file.read(LARGEST + 1)
    except OSError as error:
        raise Unusable(f"{draft} can't be read ({error.strerror})") from error
