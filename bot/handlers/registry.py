"""The slash command's words: parsing, help, the manifest and the docs are made from this list."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from slack_sdk.models.blocks import ActionsBlock

from bot.handlers import (
    checklist,
    choosing,
    corrections,
    dates,
    digest,
    drafts,
    interview,
    messages,
    outline,
    recommendations,
    signing,
    state,
)
from bot.handlers.answering import answered
from bot.handlers.call import Call
from bot.knowledge.models import TOPICS, Topic
from bot.render.slack import Message, ids
from bot.render.slack.advocating_ids import CHOOSE, MESSAGE, ChooseRef, MessageRef
from bot.render.slack.ids import Compared, Pick, Place
from bot.render.slack.mechanisms import COLUMNS
from bot.render.slack.parts import button, context, mrkdwn, section
from bot.render.slack.prepare_ids import CHECKLIST, PrepareRef
from bot.render.slack.text import escape

_BETWEEN = re.compile(
    r" ?[,;] ?| (?:and|or|with|vs\.?|versus|et|ou|avec|y|o|con|و) ", re.IGNORECASE
)
"""What stands between two names, of words with one blank between them."""


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


def _mechanism(call: Call) -> Message:
    words = call.text.split()
    topic = _topic(words)
    if not words:
        return call.say("command_which", command=call.command)
    name = " ".join(words)
    meant = _meant(call, name)
    if not meant:
        return _unknown(call, name)
    found = call.parts.desk.base.mechanisms[meant[0]]
    card = call.parts.mechanisms.card(found, call.language, topic)
    ref = Pick(language=call.language, mechanism=found.id, topic=topic)
    return call.parts.replies.shareable(card, ids.SHARE_CARD, ref)


def _compare(call: Call) -> Message:
    words = call.text.split()
    topic = _topic(words)
    names = [name for name in _BETWEEN.split(" ".join(words)) if name]
    found: list[str] = []
    for name in names if len(names) > 1 else words:
        meant = _meant(call, name)
        if not meant:
            return _unknown(call, name)
        found += meant
    found = list(dict.fromkeys(found))
    if len(found) < 2:
        return call.say("command_two", command=call.command)
    shown = call.parts.mechanisms.compared(found, call.language, topic)
    ref = Compared(language=call.language, mechanisms=tuple(found[:COLUMNS]), topic=topic)
    return call.parts.replies.shareable(shown, ids.SHARE_COMPARED, ref)


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
        button(say("ask", language), ids.ASK, Place(language=language).value, style="primary")
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


def _topic(words: list[str]) -> Topic | None:
    """The topic that the last word names, taken off `words`."""
    if len(words) > 1 and words[-1].casefold() in TOPICS:
        return words.pop().casefold()  # type: ignore[return-value]
    return None


def _meant(call: Call, name: str) -> tuple[str, ...]:
    """The mechanisms that somebody may mean by a name: as written, or as in a question."""
    named = call.parts.desk.base.mechanism_named(name)
    return (named.id,) if named else call.parts.desk.understand(name).mechanisms


def _unknown(call: Call, name: str) -> Message:
    near = ", ".join(call.parts.desk.base.mechanisms_like(name))
    return call.say("command_unknown_mechanism", name=name[:60], near=near)


COMMANDS: tuple[Command, ...] = (
    Command("ask", "<question>", "help_ask", _ask),
    Command("mechanism", "<name> [topic]", "help_mechanism", _mechanism),
    Command("compare", "<name> <name> [topic]", "help_compare", _compare),
    Command("upcoming", "[State] [body] [60d]", "help_upcoming", dates.commanded),
    Command("checklist", "<what> [State] [joint]", "help_checklist", checklist.commanded),
    Command("outline", "<action> <State>", "help_outline", outline.commanded),
    Command("message", "[what] [State]", "help_message", messages.commanded),
    Command("draft", "[State]", "help_draft", interview.commanded),
    Command("check", "", "help_check", drafts.commanded),
    Command("choose", "[State]", "help_choose", choosing.commanded),
    Command("state", "<State>", "help_state", state.commanded),
    Command(
        "recommendations",
        "[State] [text]",
        "help_recommendations",
        recommendations.commanded,
    ),
    Command("digest", "", "help_digest", digest.commanded),
    Command("calendar", "[State] [mechanism]", "help_calendar", corrections.commanded),
    Command("review", "", "help_review", signing.commanded),
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
