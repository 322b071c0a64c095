"""The window in which a message is made: another kind, made, sent as a document, shared."""

from __future__ import annotations

from slack_bolt import App
from slack_sdk.errors import SlackApiError

from bot.handlers.files import File
from bot.handlers.listeners import Listeners
from bot.handlers.membership import CAN_NOT_POST, channels_of
from bot.handlers.message_filled import MessageFormInteraction as Form
from bot.handlers.parts import Parts
from bot.prepare import NotPossible
from bot.prepare.drafts import Unsafe
from bot.render import messages as render
from bot.render.slack import advocating_ids as ids


def register(app: App, parts: Parts) -> None:
    """Listen to the window."""
    on = Listeners(app, parts, Form)

    @on.input(ids.MESSAGE_KIND)
    def handle_kind(form: Form) -> None:
        form.update(form.other())

    @on.input(ids.MESSAGE_WORD)
    def handle_word(form: Form) -> None:
        made, shown = form.page()
        name = f"{made.id}-{made.state}.docx"
        form.send_file(File(name, made.title, render.word(shown, made)))
        form.update(form.shown("file_sent"))

    @on.input(ids.MESSAGE_SHARE)
    def handle_share(form: Form) -> None:
        form.update(form.shown(_shared(form)))

    @on.form(ids.MESSAGE_FORM)
    def handle_sent(form: Form) -> None:
        if form.ref.message != form.before.message:
            form.update(form.other())
            return
        try:
            form.update(form.shown())
        except Unsafe as error:
            form.update(form.unsafe(error))
        except NotPossible as error:
            form.errors(form.wrong(error))


def _shared(form: Form) -> str:
    """Share the message in the channel of the command; the phrase on how that went."""
    channel, shown = form.ref.channel, form.page()[1]
    if not channel or channel not in channels_of(form.client, form.user):
        return "message_not_shared"
    outside = form.parts.channels.shared(form.client, form.workspace, channel)
    phrases = ("shared_by", *(("external_notice",) if outside else ()))
    message = form.advocating.message_forms.shared(shown)
    try:
        form.post(form.parts.replies.noticed(message, phrases, form.language), channel)
    except SlackApiError as error:
        if error.response.get("error") in CAN_NOT_POST:
            return "message_not_shared"
        raise
    return "message_shared"
