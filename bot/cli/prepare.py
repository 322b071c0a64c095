"""Commands that prepare what a team does: checklist, outline."""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path
from typing import TYPE_CHECKING

import click

from bot.cli.common import LANGUAGE, DayParam, Unusable
from bot.cli.moments import DeadlineParam, ZoneParam
from bot.cli.preparing import PrepareParts, write_file

if TYPE_CHECKING:
    from zoneinfo import ZoneInfo

    from bot.knowledge.models import Language
    from bot.prepare import GivenDeadline

STATE = click.option("--state", metavar="STATE", help="The State, by name or code.")
MECHANISM = click.option("--mechanism", help="Which committee, where the action leaves it open.")
JOINT = click.option("--joint", is_flag=True, help="Several organisations do it together.")
ON = click.option("--on", type=DayParam(), metavar="YYYY-MM-DD", help="Take this day for today.")
FILE = click.Path(path_type=Path, dir_okay=False)


@click.command()
@click.argument("action", required=False)
@STATE
@MECHANISM
@JOINT
@click.option(
    "--deadline", type=DeadlineParam(), help="Count back from this day where none is known."
)
@click.option("--zone", type=ZoneParam(), help="Say also when it ends where you are.")
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
    from bot.prepare import NotPossible
    from bot.render import checklist as render
    from bot.render.checklist_dates import NoDates, calendar_file

    desk = PrepareParts()
    if action is None:
        desk.list_actions(language)
        return
    try:
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
    except NotPossible as error:
        raise Unusable(str(error)) from error
    if as_json:
        click.echo(json.dumps(render.record(checklist, desk.wordings), ensure_ascii=False))
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
    from bot.prepare import NotPossible
    from bot.render import outline as render

    if output and output.suffix.casefold() not in (".docx", ".md"):
        raise Unusable(f"{output} must end in .docx or .md")
    desk = PrepareParts()
    code = desk.state(state)
    if not knowingly:
        desk.refuse_dangers({"--issue": "\n".join(issues), "--organisation": organisation}, code)
    try:
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
    except NotPossible as error:
        raise Unusable(str(error)) from error
    if output and output.suffix.casefold() == ".docx":
        write_file(output, render.word(outline, desk.wordings, clean))
        return
    text = render.as_markdown(outline, desk.wordings, desk.templates, clean)
    if output:
        write_file(output, text.encode())
    else:
        click.echo(text, nl=False)
