"""The command that makes advocacy messages: letters, notes, statements."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import click

from bot.cli.arguments import FILE, ON
from bot.cli.checklists import TAKE_OUT, PrepareParts, possible
from bot.cli.files import write_file
from bot.cli.parts import Unusable, echo_json
from bot.cli.recommendation_data import meaning
from bot.knowledge.models import LANGUAGES, Language

if TYPE_CHECKING:
    from bot.prepare.messages import Messages, Missing

SHORT = ("issue", "problem", "evidence", "ask", "recommender", "sender", "by")
"""Fields that have an option of their own; what a message does not ask for is refused."""


def _short(command: Callable[..., None]) -> Callable[..., None]:
    for name in reversed(SHORT):
        command = click.option(f"--{name}", multiple=True, help=f"The same as --field {name}=…")(
            command
        )
    return command


@click.command()
@click.argument("template", required=False)
@click.option("--state", metavar="STATE", help="The State concerned, by name or code.")
@click.option("--mechanism", help="Which mechanism, where the message leaves it open.")
@click.option(
    "--field", "fields", multiple=True, metavar="NAME=VALUE", help="What the message asks for."
)
@_short
@click.option(
    "--lang",
    type=click.Choice(LANGUAGES),
    default="en",
    help="The language of the message, in which you also give what stands in it.",
)
@ON
@click.option(
    "--knowingly", is_flag=True, help="Make it although what you typed could identify somebody."
)
@click.option("--json", "as_json", is_flag=True, help="Print a JSON object.")
@click.option("--docx", type=FILE, help="Write it as a Word document.")
@click.option("--clean", is_flag=True, help="Leave out what is for the writer alone.")
@click.option("-o", "--output", type=FILE, help="Write it to this file: .md, .txt or .docx.")
def message(
    template: str | None,
    state: str | None,
    mechanism: str | None,
    fields: tuple[str, ...],
    lang: Language,
    on: dt.date | None,
    knowingly: bool,
    as_json: bool,
    docx: Path | None,
    clean: bool,
    output: Path | None,
    **short: tuple[str, ...],
) -> None:
    """Make the message TEMPLATE on a State; without TEMPLATE, show what there is.

    A field of several lines is given several times, or with \\n between the lines. Without
    fields, the message says what it needs.
    """
    from bot.prepare.drafts import Unsafe
    from bot.prepare.messages import Missing
    from bot.render import messages as render

    endings = (".md", ".txt", ".docx")
    if output and output.suffix.casefold() not in endings:
        raise Unusable(f"{output} must end in {', '.join(endings)}")
    desk = PrepareParts()
    messages = desk.library.messages
    if template is None:
        _list(messages, lang)
        return
    name = _file_name(messages, template)
    values = _values(fields, short)
    if state is None:
        raise Unusable("say on which State, with --state")
    body = desk.mechanism(mechanism) if mechanism else None
    with possible():
        try:
            day, code, likeness = on or dt.date.today(), desk.state(state), meaning()
            message = messages.make(name, values, day, code, body, lang, likeness, knowingly)
        except Missing as error:
            raise Unusable(_missing(error)) from error
        except Unsafe as error:
            raise Unusable(f"{error}. {TAKE_OUT}") from error
    page = render.page(message, desk.wordings, desk.templates)
    if as_json:
        echo_json(render.record(page, message))
    for path in filter(None, (docx, output)):
        if path.suffix.casefold() == ".docx" or path is docx:
            write_file(path, render.word(page, message, clean))
        elif path.suffix.casefold() == ".md":
            write_file(path, render.as_markdown(page, clean).encode())
        else:
            write_file(path, render.plain(page, clean).encode())
    if not (as_json or docx or output):
        click.echo(render.plain(page, clean), nl=False)


def _list(messages: Messages, lang: Language) -> None:
    """Print every message with what it is for."""
    for name, text in messages.in_language(lang).items():
        click.echo(f"{name:<20} {text.what}")


def _file_name(messages: Messages, template: str) -> str:
    name = template.strip().casefold()
    if name not in messages.texts:
        near = ", ".join(messages.nearest(template))
        raise Unusable(f"there is no message '{template}'; did you mean {near}?")
    return name


def _values(fields: tuple[str, ...], short: dict[str, tuple[str, ...]]) -> dict[str, str]:
    """The values by field; one that is given several times, in either way, has several lines."""
    by_field = {name: "\n".join(values) for name, values in short.items() if values}
    for field in fields:
        name, sign, value = field.partition("=")
        if not sign:
            raise Unusable(f"'{field}' must be NAME=VALUE")
        key = name.strip().replace("-", "_")
        by_field[key] = f"{by_field[key]}\n{value}" if key in by_field else value
    return by_field


def _missing(error: Missing) -> str:
    ways = (
        f"--{name} ({label})" if name in SHORT else f"--field {name}=… ({label})"
        for name, label in error.fields
    )
    return f"{error.message} still needs {', '.join(ways)}"
