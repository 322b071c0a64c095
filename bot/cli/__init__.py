"""The desk in a terminal: the command `advocacy`, one file a group of commands."""

from __future__ import annotations

import click

from bot import __version__
from bot.cli.asking import ask, chat
from bot.cli.browsing import compare, mechanism
from bot.cli.calendar import calendar
from bot.cli.check import check
from bot.cli.choose import choose
from bot.cli.database import database
from bot.cli.digest import digest
from bot.cli.doctor import doctor
from bot.cli.knowledge import knowledge
from bot.cli.messages import message
from bot.cli.preparations import preparations
from bot.cli.prepare import checklist, outline
from bot.cli.recommendations import recommendations
from bot.cli.refresh import refresh
from bot.cli.slack import gaps, manifest, serve
from bot.cli.states import state, states
from bot.cli.upcoming import upcoming


@click.group(context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(__version__, prog_name="advocacy")
def main() -> None:
    """Advocacy Desk: what each human rights mechanism can and cannot do, with its source.

    \b
    advocacy ask "How many words may a joint UPR submission have?"
    advocacy chat
    advocacy mechanism upr
    """


for command in (
    ask, chat, mechanism, compare, checklist, outline, message, check, upcoming, state, choose,
    states, refresh,
    recommendations, digest, knowledge, calendar, serve, manifest, gaps, preparations,
    database, doctor,
):  # fmt: skip
    main.add_command(command)
