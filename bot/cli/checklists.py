"""The commands checklist and outline, and what all commands open that prepare something."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import click

from bot.cli.arguments import FILE, LANGUAGE, ON, mechanism_id, read_deadline, read_zone, state_code
from bot.cli.files import write_file
from bot.cli.parts import Unusable, echo_json, open_library

if TYPE_CHECKING:
    from zoneinfo import ZoneInfo

    from bot.knowledge.models import Base, Language
    from bot.prepare import GivenDeadline, Prepare

STATE = click.option("--state", metavar="STATE", help="The State, by name or code.")
MECHANISM = click.option("--mechanism", help="Which committee, where the action leaves it open.")
JOINT = click.option("--joint", is_flag=True, help="Several organisations do it together.")
TAKE_OUT = "Take it out; or, where it must stand there and those concerned agreed, add --knowingly"


class PrepareParts:
    """What these commands need, opened when it is first needed."""

    def __init__(self) -> None:
        from bot.render.prepare_words import Wordings

        self.library = open_library()
        self.templates = self.library.where.templates
        self.base: Base = self.library.base
        self.wordings = Wordings(self.base, self.library.states)

    @property
    def prepare(self) -> Prepare:
        """What makes checklists and outlines."""
        return self.library.prepare

    def action(self, text: str) -> str:
        """The id of an action by what was typed. Raises Unusable, with the nearest ids."""
        name = text.strip().casefold()
        if name not in self.prepare.actions:
            near = ", ".join(self.prepare.nearest(text))
            raise Unusable(f"there is no action '{text}'; did you mean {near}?")
        return name

    def state(self, text: str) -> str:
        """The code (ISO3) of a State by its code or name. Raises Unusable."""
        return state_code(self.library.states, text)

    def mechanism(self, text: str) -> str:
        """The id of a mechanism by its id or name. Raises Unusable."""
        return mechanism_id(self.base, text)


@contextmanager
def possible() -> Iterator[None]:
    """What can't be prepared ends the command with the reason."""
    from bot.prepare import NotPossible

    try:
        yield
    except NotPossible as error:
        raise Unusable(str(error)) from error


@click.command()
@click.argument("action", required=False)
@STATE
@MECHANISM
@JOINT
@click.option("--deadline", type=read_deadline, metavar="YYYY-MM-DD[THH:MM]",
              help="Count back from this day where none is known.")  # fmt: skip
@click.option("--zone", type=read_zone, metavar="AFRICA/NDJAMENA",
              help="Say also when it ends where you are.")  # fmt: skip
@ON
@LANGUAGE
@click.option("--json", "as_json", is_flag=True, help="Print a JSON object.")
@click.option("--md", type=FILE, help="Write it as Markdown.")
@click.option("--docx", type=FILE, help="Write it as a Word document.")
@click.option("--ics", type=FILE, help="Write its dates as a calendar file.")
def checklist(
    action: str | None,
    state: str | None,
    mechanism: str | None,
    joint: bool,
    deadline: GivenDeadline | None,
    zone: ZoneInfo | None,
    on: dt.date | None,
    language: Language,
    as_json: bool,
    md: Path | None,
    docx: Path | None,
    ics: Path | None,
) -> None:
    """Show what to do for ACTION, by when, and by whose rule; without ACTION, what there is."""
    from bot.render import checklist as render
    from bot.render.ics import NoDates, calendar_file

    desk = PrepareParts()
    if action is None:
        _list_actions(desk, language)
        return
    with possible():
        checklist = desk.prepare.checklist(
            desk.action(action),
            on or dt.date.today(),
            desk.state(state) if state else None,
            desk.mechanism(mechanism) if mechanism else None,
            joint,
            deadline,
            zone,
            language,
        )
    if as_json:
        echo_json(render.record(checklist, desk.wordings))
    if md:
        write_file(md, render.as_markdown(checklist, desk.wordings, desk.templates).encode())
    if docx:
        write_file(docx, render.word(checklist, desk.wordings))
    if ics:
        try:
            write_file(ics, calendar_file(checklist, desk.wordings, dt.datetime.now(dt.UTC)))
        except NoDates as error:
            if not (as_json or md or docx):
                raise Unusable(f"{ics} is not written: {error}") from error
            # the other files are there: this one alone has nothing in it
            click.echo(f"{ics} is not written: {error}", err=True)
    if not (as_json or md or docx or ics):
        click.echo(render.text(checklist, desk.wordings, desk.templates), nl=False)


@click.command()
@click.argument("action")
@click.option("--state", metavar="STATE", required=True, help="The State, by name or code.")
@MECHANISM
@click.option("--issue", "issues", multiple=True, help="An issue to write on; repeatable.")
@click.option("--organisation", default="", help="Who submits it.")
@JOINT
@ON
@LANGUAGE
@click.option(
    "--knowingly", is_flag=True, help="Make it although what you typed could identify somebody."
)
@click.option("--clean", is_flag=True, help="Leave out what is for the writer alone.")
@click.option("-o", "--output", type=FILE, help="Write to this file: .docx or .md.")
def outline(
    action: str,
    state: str,
    mechanism: str | None,
    issues: tuple[str, ...],
    organisation: str,
    joint: bool,
    on: dt.date | None,
    language: Language,
    knowingly: bool,
    clean: bool,
    output: Path | None,
) -> None:
    """Show or write the outline of ACTION: sections, words for each, what to write and avoid."""
    from bot.render import outline as render

    if output and output.suffix.casefold() not in (".docx", ".md"):
        raise Unusable(f"{output} must end in .docx or .md")
    desk = PrepareParts()
    code = desk.state(state)
    if not knowingly:
        _refuse_dangers(desk, {"--issue": "\n".join(issues), "--organisation": organisation}, code)
    with possible():
        outline = desk.prepare.outline(
            desk.action(action),
            on or dt.date.today(),
            code,
            desk.mechanism(mechanism) if mechanism else None,
            organisation,
            issues,
            joint,
            language,
        )
    if output and output.suffix.casefold() == ".docx":
        write_file(output, render.word(outline, desk.wordings, clean))
        return
    text = render.as_markdown(outline, desk.wordings, desk.templates, clean)
    if output:
        write_file(output, text.encode())
    else:
        click.echo(text, nl=False)


def _list_actions(desk: PrepareParts, language: Language) -> None:
    """Print every action with its title, by mechanism."""
    for mechanism in desk.base.mechanisms.values():
        actions = desk.prepare.actions.values()
        its = [action for action in actions if action.mechanism == mechanism.id]
        if its:
            click.echo(desk.base.name(mechanism.id, language))
        for action in its:
            click.echo(f"  {action.id:<30} {desk.prepare.title(action.id, language)}")


def _refuse_dangers(desk: PrepareParts, typed: Mapping[str, str], state: str) -> None:
    """Refuse what could identify somebody in what was typed, by option."""
    from bot.prepare.drafts import Unsafe

    texts = {name: (name, text) for name, text in typed.items() if text.strip()}
    dangers = desk.library.typed.look(texts, state) if texts else ()
    if any(danger.verdict == "fix" for danger in dangers):
        raise Unusable(f"{Unsafe(dangers)}. {TAKE_OUT}")
