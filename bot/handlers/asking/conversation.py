"""Somebody asks: in a direct message, by a mention, in the window. What a thread is about is
remembered as ids, never as text."""

from __future__ import annotations

import datetime as dt
import logging
from collections.abc import Callable
from dataclasses import dataclass
from typing import Annotated, Any

from pydantic import ValidationError
from slack_bolt import App, BoltContext
from slack_sdk import WebClient

from bot.ask import Context, Reply, openings
from bot.handlers.asking.reply import replies
from bot.handlers.kernel.blocks import Message, context
from bot.handlers.kernel.forms import Form
from bot.handlers.kernel.inputs import QUESTION, QUESTION_LENGTH, Typed
from bot.handlers.kernel.interaction import Interaction, View
from bot.handlers.kernel.listeners import Call, Listeners
from bot.handlers.kernel.refs import ASK, ThreadRef
from bot.handlers.kernel.sending import post
from bot.handlers.kernel.services import Services, external, now, workspace_of
from bot.handlers.kernel.slack_errors import CALL_ERRORS, described
from bot.handlers.kernel.text import typed
from bot.knowledge.models import Language
from bot.store import Workspace


class QuestionForm(Form):
    """The window in which a question is typed."""

    question: Annotated[
        str, Typed(QUESTION, QUESTION_LENGTH, 1, True, label="ask_label", example="ask_example")
    ] = ""


ASK_WINDOW = "ask_window"
ASK_SHORTCUT = "ask_the_desk"
ASK_ABOUT_SHORTCUT = "ask_about_message"
TALK = dt.timedelta(minutes=30)
"""How long a conversation without threads is taken as one."""
WHOLE = ""
"""The thread that stands for a conversation as a whole."""


@dataclass(frozen=True)
class Talk:
    """Where somebody speaks: a thread of a conversation."""

    workspace: Workspace
    channel: str
    thread: str
    direct: str | None = None
    """The person, in a direct message."""


def answered(
    services: Services, workspace: Workspace, text: str, usual: Language, talk: Talk | None = None
) -> Reply:
    """The reply to what was typed; in a thread, what it was about is remembered. `usual` is the
    person's own language, for a text that does not tell its."""
    earlier = recalled(services, talk) if talk else None
    reply = services.desk_of(workspace).ask(text, earlier, usual=usual)
    services.measures.replies.labels(reply.kind, reply.language).inc()
    services.measures.certainty.labels(reply.kind).observe(reply.certainty)
    if talk:
        remember(services, talk, reply.context())
    return reply


def recalled(services: Services, talk: Talk) -> Context | None:
    """What a thread was about; in a direct message also what was spoken of just before."""
    threads, moment = services.storage.threads, now()
    ids = threads.recall(talk.workspace, talk.channel, talk.thread, moment, services.thread_age)
    if ids is None and talk.direct:
        ids = threads.recall(talk.workspace, talk.channel, WHOLE, moment, TALK)
    try:
        return Context.model_validate(ids) if ids else None
    except ValidationError:
        return None


def remember(services: Services, talk: Talk, context: Context) -> None:
    """Keep what a thread is about, as ids."""
    ids = context.model_dump(mode="json")
    for thread in (talk.thread, WHOLE) if talk.direct else (talk.thread,):
        services.storage.threads.remember(
            talk.workspace, talk.channel, thread, ids, now(), person=talk.direct
        )


_logger = logging.getLogger(__name__)
OnFile = Callable[[Services, WebClient, Workspace, dict[str, Any]], bool]
"""What is done with a direct message that may hold a file: whether it was answered with that."""


def register_direct(app: App, services: Services, on_file: OnFile) -> None:
    """Listen to direct messages and to the opening of their tab; `on_file` sees each message
    first."""

    def handle_message(
        event: dict[str, Any], body: dict[str, Any], context: BoltContext, client: WebClient
    ) -> None:
        if not _is_direct(event):
            return
        workspace, channel, user = workspace_of(context), event["channel"], event["user"]
        thread = event.get("thread_ts") or event["ts"]
        if on_file(services, client, workspace, event):
            return
        _show_status(services, client, workspace, user, (channel, thread))
        # Of people of other organisations it is not remembered who they are.
        outside = external(body)
        talk = Talk(workspace, channel, thread, None if outside else user)
        usual = services.language(client, workspace, user, channel)
        reply = answered(services, workspace, typed(event.get("text", "")), usual, talk)
        notices = ("external_notice",) if outside else ()
        message = replies(services).message(reply, private=False, notices=notices)
        post(client, message, channel, thread)

    def handle_tab(event: dict[str, Any], context: BoltContext, client: WebClient) -> None:
        workspace, user = workspace_of(context), event["user"]
        language = services.language(client, workspace, user, event["channel"])
        client.assistant_threads_setSuggestedPrompts(
            channel_id=event["channel"],
            title=services.desk.base.say("prompt_title", language),
            prompts=prompts(services, workspace, user, language),
        )

    app.event("message")(handle_message)
    app.event("app_home_opened", matchers=[_is_messages_tab])(handle_tab)


def prompts(
    services: Services, workspace: Workspace, user: str, language: Language
) -> list[dict[str, str]]:
    """Four questions to begin with, by the States that somebody follows."""
    followed = services.storage.follows.states(workspace, user)
    notes = openings(services.calendar_of(workspace), followed)
    texts = [services.plain.note(note, language) for note in notes]
    return [{"title": text, "message": text} for text in texts]


def _show_status(
    services: Services, client: WebClient, workspace: Workspace, user: str, place: tuple[str, str]
) -> None:
    """Say that the desk is looking it up; `place` is a channel and a thread. An answer does not
    wait for this."""
    channel, thread = place
    language = services.language(client, workspace, user, channel)
    status = f"{services.desk.base.say('looking', language)}…"
    try:
        client.assistant_threads_setStatus(channel_id=channel, thread_ts=thread, status=status)
    except CALL_ERRORS as error:
        _logger.info("no status shown", extra=described(error))


def _is_direct(event: dict[str, Any]) -> bool:
    wanted = event.get("subtype") in (None, "file_share", "thread_broadcast")
    return event.get("channel_type") == "im" and wanted and bool(event.get("user"))


def _is_messages_tab(event: dict[str, Any]) -> bool:
    return event.get("tab") == "messages"


def register_mentions(app: App, services: Services) -> None:
    """Listen to mentions."""

    def handle_mention(
        event: dict[str, Any], body: dict[str, Any], context: BoltContext, client: WebClient
    ) -> None:
        thread = event.get("thread_ts") or event["ts"]
        talk = Talk(workspace_of(context), event["channel"], thread)
        usual = services.language(client, talk.workspace, event["user"], talk.channel)
        reply = answered(services, talk.workspace, typed(event.get("text", "")), usual, talk)
        notices = ("external_notice",) if external(body) else ()
        if "thread_ts" not in event:
            notices = ("mention_again", *notices)
        message = replies(services).message(reply, private=False, notices=notices)
        post(client, message, event["channel"], thread)

    app.event("app_mention")(handle_mention)


class AskInteraction(Interaction[ThreadRef]):
    """A shortcut or a button that opens the window, or the window. What it carries is not read: the
    question alone counts."""

    carries = ThreadRef

    def begin(self) -> None:
        """Nothing can be wrong with it."""
        self.ref = self.for_person(ThreadRef())


def register_window(app: App, services: Services) -> None:
    """Listen to both shortcuts, to buttons that open the window, and to the window."""
    on = Listeners(app, services, AskInteraction)

    @on.shortcut(ASK_SHORTCUT, ASK_ABOUT_SHORTCUT)
    @on.button(ASK)
    def handle_open(use: AskInteraction) -> None:
        # A button's message is the desk's own; only the shortcut is about somebody's text.
        message = use.body["message"] if use.body["type"] == "message_action" else {}
        text = typed(message.get("text", ""))
        use.open(_window(use, text), ASK)

    @on.form(ASK_WINDOW)
    def handle_question(form: AskInteraction) -> None:
        text = form.read_form(QuestionForm).question
        reply = answered(services, form.workspace, text, form.language)
        form.update(replies(services).window(reply, form.language, text))


def _window(use: AskInteraction, text: str) -> View:
    """Where a question is typed; `text` stands there already, to be edited."""
    page = use.page
    blocks = [*QuestionForm(question=text).blocks(page), context(page.say("ask_hint"))]
    return page.window(ASK_WINDOW, "ask", blocks, use.ref.value, close="cancel", submit="ask")


def handle_command(call: Call) -> Message:
    """The reply to the command: a question, answered."""
    reply = answered(call.services, call.workspace, call.text, call.language)
    return replies(call.services).message(reply, private=True)
