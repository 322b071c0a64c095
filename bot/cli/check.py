"""The command that checks a draft: check."""

from __future__ import annotations

import json
from pathlib import Path

import click

from bot.cli.common import Unusable
from bot.cli.prepare import JOINT, MECHANISM, STATE
from bot.cli.preparing import PrepareParts
from bot.knowledge.curated import LANGUAGES, Language


@click.command()
@click.argument("draft", type=click.Path(path_type=Path))
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
    from bot.prepare import NotPossible
    from bot.prepare.drafts import RefusedFile
    from bot.render import draft as render

    desk = PrepareParts()
    action_id = desk.action(action)
    content = _content(draft)
    try:
        report = desk.library.drafts.check(
            content,
            draft.name,
            action_id,
            desk.mechanism(mechanism) if mechanism else None,
            joint,
            desk.state(state) if state else None,
            reader=lang,
        )
    except (RefusedFile, NotPossible) as error:
        raise Unusable(str(error)) from error
    if as_json:
        click.echo(json.dumps(render.record(report), ensure_ascii=False))
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
