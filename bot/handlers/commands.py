"""The slash command: its words (parsing, help, the manifest and the docs are made from this list),
and the reply, which is for the person alone."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Any

from slack_bolt import Ack, App, BoltContext, Respond
from slack_sdk import WebClient
from slack_sdk.models.blocks import ActionsBlock

from bot.handlers import (
    asking,
    checklists,
    choosing,
    dates,
    digest,
    drafts,
    interview,
    mechanisms,
    messages,
    preparations,
    recommendations,
    signing,
    states,
)
from bot.handlers.kernel.blocks import Message, button, context, mrkdwn, section
from bot.handlers.kernel.interaction import SENTENCES, Refusal, words
from bot.handlers.kernel.listeners import Call
from bot.handlers.kernel.refs import (
    ASK,
    CHECKLIST,
    CHOOSE,
    MESSAGE,
    ChooseRef,
    MessageRef,
    PrepareRef,
    ThreadRef,
)
from bot.handlers.kernel.services import Services
from bot.handlers.kernel.text import escape, typed


@dataclass(frozen=True)
class Command:
    """A word of the slash command."""

    name: str
    usage: str
    """What follows the word. What is to be filled in is `<must>` or `[may]`, said in the reader's
    language; `[60d]` is typed as it stands."""
    help: str
    """The phrase's key in wording.yaml."""
    run: Callable[[Call], Message]
    listed: bool = True
    """Whether the help names it: it fits on a screen of a phone, and few people are curators."""


_BLANK = re.compile(r"(?<=[<\[])[A-Za-z]+(?=[>\]])")


def _named(blank: re.Match[str]) -> str:
    """The phrase's key of what is to be filled in."""
    return "prepare_state" if blank[0] == "State" else f"usage_{blank[0]}"


def _help(call: Call) -> Message:
    say = call.base.say
    title = say("help_title", call.language)

    def usage(command: Command) -> str:
        return _BLANK.sub(lambda blank: say(_named(blank), call.language), command.usage)

    lines = [
        f"`{escape(f'{call.command} {c.name} {usage(c)}'.strip())}`\n"
        f"{escape(say(c.help, call.language))}"
        for c in COMMANDS
        if c.listed
    ]
    blocks = (section(title), mrkdwn("\n".join(lines)), context(say("help_end", call.language)))
    return Message(escape(title), blocks)


def _first(call: Call) -> Message:
    """Four things to do, where nothing was typed."""
    say, language = call.base.say, call.language
    ask = ThreadRef(language=language).value
    buttons = [button(say("ask", language), ASK, ask, style="primary")]
    if call.services.toolkit:
        buttons += [
            button(say(label, language), f"{action}.0", ref.value)
            for label, action, ref in (
                ("choose_title", CHOOSE, ChooseRef(language=language)),
                ("checklist", CHECKLIST, PrepareRef(language=language)),
                ("message", MESSAGE, MessageRef(language=language)),
            )
        ]
    lead = say("help_first", language, command=call.command)
    every = context(say("help_all", language, command=call.command))
    return Message(escape(lead), (section(lead), ActionsBlock(elements=buttons), every))


_checklist = partial(checklists.handle_checklist_command, under_way=preparations.under_way)
COMMANDS: tuple[Command, ...] = (
    Command("ask", "<question>", "help_ask", asking.handle_command),
    Command("mechanism", "<name> [topic]", "help_mechanism", mechanisms.handle_mechanism_command),
    Command("compare", "<name> <name> [topic]", "help_compare", mechanisms.handle_compare_command),
    Command("upcoming", "[State] [body] [60d]", "help_upcoming", dates.handle_command),
    Command("checklist", "<what> [State] [joint]", "help_checklist", _checklist),
    Command("outline", "<action> <State>", "help_outline", checklists.handle_outline_command),
    Command("message", "[what] [State]", "help_message", messages.handle_command),
    Command("draft", "[State]", "help_draft", interview.handle_command),
    Command("check", "", "help_check", drafts.handle_command),
    Command("choose", "[State]", "help_choose", choosing.handle_command),
    Command("state", "<State>", "help_state", states.handle_command),
    Command(
        "recommendations",
        "[State] [text]",
        "help_recommendations",
        recommendations.handle_command,
    ),
    Command("digest", "", "help_digest", digest.handle_command),
    Command("calendar", "[State] [mechanism]", "help_calendar", dates.handle_corrections_command),
    Command("review", "", "help_review", signing.handle_command, listed=False),
    Command("help", "", "help_help", _help),
)
FREE = COMMANDS[0]
"""What a text is that begins with none of the words."""
EMPTY = Command("", "", "help_help", _first)
"""What is shown where nothing was typed."""


def parsed(text: str) -> tuple[Command, str]:
    """Which word a text begins with, and the rest. Any other text is a question."""
    text = text.strip()
    if not text:
        return EMPTY, ""
    first, _, rest = text.partition(" ")
    for command in COMMANDS:
        if command.name == first.casefold():
            return command, rest.strip()
    return FREE, text


def usage_hint() -> str:
    """The hint that Slack shows while the command is typed."""
    words = [command.name for command in COMMANDS if command is not FREE]
    return f"[question] | {' | '.join(words)}"


def register(app: App, services: Services) -> None:
    """Listen to the slash command."""

    def handle_command(
        ack: Ack, command: dict[str, Any], context: BoltContext, client: WebClient, respond: Respond
    ) -> None:
        ack()
        word, rest = parsed(typed(command.get("text", "")))
        call = Call(services, command, context, client, rest)
        try:
            message = word.run(call)
        except (Refusal, *SENTENCES) as error:
            message = services.notices.sentence(words(services.desk.base, error, call.language))
        respond(response_type="ephemeral", unfurl_links=False, **message.arguments())

    app.command(services.deployment.advocacy_command)(handle_command)
