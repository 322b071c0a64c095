"""The slash command's words: parsing, help, the manifest and the docs are made from this list."""

from __future__ import annotations

from bot.handlers import choosing, digest, interview
from bot.handlers.asking.conversation import answered
from bot.handlers.checklists.listeners import checklist_commanded, outline_commanded
from bot.handlers.dates.corrections import commanded
from bot.handlers.dates.dates import commanded
from bot.handlers.drafts.listeners import commanded
from bot.handlers.kernel.blocks import Message, button, context, mrkdwn, section
from bot.handlers.kernel.interaction import Refusal, SENTENCES, words
from bot.handlers.kernel.links import ASK, CHECKLIST, CHOOSE, ChooseRef, MESSAGE, MessageRef, PrepareRef, ThreadRef
from bot.handlers.kernel.listeners import Call
from bot.handlers.kernel.services import Services
from bot.handlers.kernel.text import escape, typed
from bot.handlers.mechanisms import _compare, _mechanism
from bot.handlers.messages.listeners import commanded
from bot.handlers.recommendations.listeners import commanded
from bot.handlers.states import commanded
from collections.abc import Callable
from dataclasses import dataclass
from slack_bolt import Ack, App, BoltContext, Respond
from slack_sdk import WebClient
from slack_sdk.models.blocks import ActionsBlock
from typing import Any

@dataclass(frozen=True)
class Command:
    """A word of the slash command."""

    name: str
    usage: str
    """What follows the word."""
    help: str
    """The phrase's key in wording.yaml."""
    run: Callable[[Call], Message]


def _ask(call: Call) -> Message:
    reply = answered(call.parts, call.workspace, call.text, call.language)
    return call.parts.replies.message(reply, private=True)


def _help(call: Call) -> Message:
    say = call.parts.desk.base.say
    title = say("help_title", call.language)
    lines = [
        f"`{escape(f'{call.command} {c.name} {c.usage}'.strip())}`\n"
        f"{escape(say(c.help, call.language))}"
        for c in COMMANDS
    ]
    blocks = (section(title), mrkdwn("\n".join(lines)), context(say("help_end", call.language)))
    return Message(escape(title), blocks)


def _first(call: Call) -> Message:
    """Four things to do, where nothing was typed."""
    say, language, parts = call.parts.desk.base.say, call.language, call.parts
    buttons = [
        button(say("ask", language), ASK, ThreadRef(language=language).value, style="primary")
    ]
    if parts.advocating:
        chooser = ChooseRef(language=language).value
        buttons.append(button(say("choose_title", language), f"{CHOOSE}.0", chooser))
    if parts.preparing:
        made = PrepareRef(language=language).value
        buttons.append(button(say("checklist", language), f"{CHECKLIST}.0", made))
    if parts.advocating:
        written = MessageRef(language=language).value
        buttons.append(button(say("message", language), f"{MESSAGE}.0", written))
    lead = say("help_first", language, command=call.command)
    every = context(say("help_all", language, command=call.command))
    return Message(escape(lead), (section(lead), ActionsBlock(elements=buttons), every))


COMMANDS: tuple[Command, ...] = (
    Command("ask", "<question>", "help_ask", _ask),
    Command("mechanism", "<name> [topic]", "help_mechanism", _mechanism),
    Command("compare", "<name> <name> [topic]", "help_compare", _compare),
    Command("upcoming", "[State] [body] [60d]", "help_upcoming", commanded),
    Command("checklist", "<what> [State] [joint]", "help_checklist", checklist_commanded),
    Command("outline", "<action> <State>", "help_outline", outline_commanded),
    Command("message", "[what] [State]", "help_message", commanded),
    Command("draft", "[State]", "help_draft", interview.commanded),
    Command("check", "", "help_check", commanded),
    Command("choose", "[State]", "help_choose", choosing.commanded),
    Command("state", "<State>", "help_state", commanded),
    Command(
        "recommendations",
        "[State] [text]",
        "help_recommendations",
        commanded,
    ),
    Command("digest", "", "help_digest", digest.commanded),
    Command("calendar", "[State] [mechanism]", "help_calendar", commanded),
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


def register(app: App, parts: Services) -> None:
    """Listen to the slash command."""

    def handle_command(
        ack: Ack, command: dict[str, Any], context: BoltContext, client: WebClient, respond: Respond
    ) -> None:
        ack()
        word, rest = parsed(typed(command.get("text", "")))
        call = Call(parts, command, context, client, rest)
        try:
            message = word.run(call)
        except (Refusal, *SENTENCES) as error:
            message = parts.windows.sentence(words(parts.desk.base, error, call.language))
        respond(response_type="ephemeral", unfurl_links=False, **message.arguments())

    app.command(parts.deployment.advocacy_command)(handle_command)

