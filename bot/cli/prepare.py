"""Commands that prepare what a team does: checklist, outline."""

from __future__ import annotations

import datetime as dt
import json
import re
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from bot.cli.common import Day, Unusable, explained, nearest, open_base
from bot.settings import settings

if TYPE_CHECKING:
    from zoneinfo import ZoneInfo

    from bot.knowledge.models import Base
    from bot.prepare import Given, Prepare
    from bot.states import StateNames

STATE = click.option("--state", metavar="STATE", help="The State, by name or code.")
MECHANISM = click.option("--mechanism", help="Which committee, where the action leaves it open.")
JOINT = click.option("--joint", is_flag=True, help="Several organisations do it together.")
ON = click.option("--on", type=Day(), metavar="YYYY-MM-DD", help="Take this day for today.")
FILE = click.Path(path_type=Path, dir_okay=False)


class Deadline(click.ParamType[Any]):
    """A day, or a day and an hour in Geneva."""

    name = "YYYY-MM-DD[THH:MM]"

    def convert(
        self, value: Any, param: click.Parameter | None, ctx: click.Context | None
    ) -> Given:
        """The deadline; fails with what to write."""
        from bot.prepare import Given

        match = re.fullmatch(r"(\d{4}-\d{2}-\d{2})(?:[T ](\d{2}:\d{2}))?", value.strip())
        try:
            if match is None:
                raise ValueError
            hour = dt.time.fromisoformat(match[2]) if match[2] else None
            return Given(dt.date.fromisoformat(match[1]), hour)
        except ValueError:
            self.fail(
                f"'{value}' is no deadline; write 2027-03-31, or 2027-03-31T18:00 for an hour in"
                " Geneva",
                param,
                ctx,
            )


class Zone(click.ParamType[Any]):
    """A time zone by its name."""

    name = "Africa/Ndjamena"

    def convert(
        self, value: Any, param: click.Parameter | None, ctx: click.Context | None
    ) -> ZoneInfo:
        """The zone; fails with the nearest names."""
        from zoneinfo import ZoneInfo, available_timezones

        zones = {name.casefold(): name for name in available_timezones()}
        wanted = value.strip().replace(" ", "_").casefold()
        if wanted not in zones:
            cities = {name.rsplit("/", 1)[-1]: name for name in zones}
            near = zones.get(cities.get(wanted.rsplit("/", 1)[-1], ""))
            message = f"did you mean {near}?" if near else nearest("time zone", value, list(zones))
            self.fail(message, param, ctx)
        return ZoneInfo(zones[wanted])


@click.command()
@click.argument("action", required=False)
@STATE
@MECHANISM
@JOINT
@click.option("--deadline", type=Deadline(), help="Count back from this day where none is known.")
@click.option("--zone", type=Zone(), help="Say also when it ends where you are.")
@ON
@click.option("--json", "as_json", is_flag=True, help="Print a JSON object.")
@click.option("--md", type=FILE, help="Write it as Markdown.")
@click.option("--docx", type=FILE, help="Write it as a Word document.")
@click.option("--ics", type=FILE, help="Write its dates as a calendar file.")
def checklist(
    action: str | None,
    state: str | None,
    mechanism: str | None,
    joint: bool,
    deadline: Given | None,
    zone: ZoneInfo | None,
    on: dt.date | None,
    as_json: bool,
    md: Path | None,
    docx: Path | None,
    ics: Path | None,
) -> None:
    """Show what to do for ACTION, by when, and by whose rule; without ACTION, what there is."""
    from bot.prepare import NotPossible
    from bot.render import checklist as render
    from bot.render.checklist_ics import NoDates, calendar_file

    desk = _Desk()
    if action is None:
        desk.list_actions()
        return
    try:
        made = desk.prepare.checklist(
            desk.action(action),
            on or dt.date.today(),
            desk.state(state) if state else None,
            desk.mechanism(mechanism) if mechanism else None,
            joint,
            deadline,
            zone,
        )
        calendar = calendar_file(made, desk.names, dt.datetime.now(dt.UTC)) if ics else b""
    except (NotPossible, NoDates) as error:
        raise Unusable(str(error)) from error
    if as_json:
        click.echo(json.dumps(render.record(made, desk.names), ensure_ascii=False))
    if md:
        _write(md, render.as_markdown(made, desk.names, desk.templates).encode())
    if docx:
        _write(docx, render.word(made, desk.names))
    if ics:
        _write(ics, calendar)
    if not (as_json or md or docx or ics):
        click.echo(render.text(made, desk.names, desk.templates), nl=False)


@click.command()
@click.argument("action")
@click.option("--state", metavar="STATE", required=True, help="The State, by name or code.")
@MECHANISM
@click.option("--issue", "issues", multiple=True, help="An issue to write on; repeatable.")
@click.option("--organisation", default="", help="Who submits it.")
@JOINT
@ON
@click.option("-o", "--output", type=FILE, help="Write to this file: .docx or .md.")
def outline(
    action: str,
    state: str,
    mechanism: str | None,
    issues: tuple[str, ...],
    organisation: str,
    joint: bool,
    on: dt.date | None,
    output: Path | None,
) -> None:
    """Show or write the outline of ACTION: sections, words for each, what to write and avoid."""
    from bot.prepare import NotPossible
    from bot.render import outline as render

    if output and output.suffix.casefold() not in (".docx", ".md"):
        raise Unusable(f"{output} must end in .docx or .md")
    desk = _Desk()
    try:
        made = desk.prepare.outline(
            desk.action(action),
            on or dt.date.today(),
            desk.state(state),
            desk.mechanism(mechanism) if mechanism else None,
            organisation,
            issues,
            joint,
        )
    except NotPossible as error:
        raise Unusable(str(error)) from error
    if output and output.suffix.casefold() == ".docx":
        _write(output, render.word(made, desk.names))
        return
    text = render.as_markdown(made, desk.names, desk.templates)
    if output:
        _write(output, text.encode())
    else:
        click.echo(text, nl=False)


class _Desk:
    """What the commands need, opened; a broken base ends the command."""

    def __init__(self) -> None:
        from bot.prepare import Prepare
        from bot.render.calendar import Names
        from bot.reviews import Calendar
        from bot.states import Profiles

        where = settings()
        self.templates = where.templates
        self.base: Base = open_base()
        with explained():
            profiles = Profiles.open(where.knowledge, self.base)
            calendar = Calendar.open(where.knowledge)
            self.prepare: Prepare = Prepare.open(where.knowledge, self.base, calendar, profiles)
        self._states: StateNames = profiles.names
        self.names = Names(self._called, profiles.names.name)

    def action(self, text: str) -> str:
        """The id of an action."""
        wanted = text.strip().casefold()
        if wanted not in self.prepare.actions:
            near = ", ".join(self.prepare.nearest(text))
            raise Unusable(f"there is no action '{text}'; did you mean {near}?")
        return wanted

    def state(self, text: str) -> str:
        """The code of a State."""
        code = text.strip().upper()
        if self._states.knows(code):
            return code
        from bot.states import mask

        mentions = self._states.find(text)
        rest = mask(text, mentions).casefold().removeprefix("the").strip(" .,;()")
        codes = mentions[0].codes if len(mentions) == 1 and not rest else ()
        if len(codes) > 1:
            which = " or ".join(f"{self._states.name(one)} ({one})" for one in codes)
            raise Unusable(f"'{text}' may be {which}; write one of these codes")
        if not codes:
            known = [one.name for one in self._states.states.values()]
            raise Unusable(nearest("State", text, known))
        return codes[0]

    def mechanism(self, text: str) -> str:
        """The id of a mechanism."""
        found = self.base.mechanism_named(text)
        if found is None:
            near = ", ".join(self.base.mechanisms_like(text))
            raise Unusable(f"there is no mechanism '{text}'; did you mean {near}?")
        return found.id

    def list_actions(self) -> None:
        """Print every action with its title."""
        for name, action in self.prepare.actions.items():
            click.echo(f"{name:<30} {action.title}")

    def _called(self, name: str) -> str:
        found = self.base.mechanisms.get(name)
        return found.names.en[0] if found else name


def _write(path: Path, content: bytes) -> None:
    """All of it or nothing, so that whoever reads the file never sees half of it."""
    try:
        with tempfile.NamedTemporaryFile(dir=path.parent, prefix=".part-", delete=False) as part:
            part.write(content)
        Path(part.name).chmod(0o644)
        Path(part.name).replace(path)
    except OSError as error:
        raise Unusable(f"{path} can't be written ({error.strerror})") from error
    click.echo(f"written: {path}", err=True)
