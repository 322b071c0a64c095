"""The window in which a message is made: another kind, made, sent as a document, shared."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from slack_bolt import Ack, App, BoltContext
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from bot.handlers.files import File, send_file
from bot.handlers.membership import channels_of
from bot.handlers.message_filled import Form
from bot.handlers.parts import Parts, workspace_of
from bot.handlers.preparation_start import CAN_NOT_POST
from bot.prepare import NotPossible
from bot.prepare.drafts import Unsafe
from bot.render import messages as render
from bot.render.slack import advocating_ids as ids
from bot.render.slack.advocating_ids import MessageRef


def register(app: App, parts: Parts) -> None:
    """Listen to the window."""

    def handle_kind(form: Form) -> None:
        _update(form, form.other())

    def handle_word(form: Form) -> None:
        made, shown = form.page()
        file = File(f"{made.id}-{made.state}.docx", made.title, render.word(shown, made))
        send_file(parts, form.client, form.body, form.ref.language, file)
        _update(form, form.shown("file_sent"))

    def handle_share(form: Form) -> None:
        _update(form, form.shown(_shared(form)))

    def handle_sent(
        ack: Ack, body: dict[str, Any], context: BoltContext, client: WebClient
    ) -> None:
        form = _form(parts, body, context, client)
        if form is None:
            ack(response_action="update", view=parts.windows.notice("changed", "en"))
        elif form.ref.message != form.before.message:
            ack(response_action="update", view=form.other())
        else:
            try:
                view = form.shown()
            except Unsafe as error:
                ack(response_action="update", view=form.unsafe(error))
            except NotPossible as error:
                ack(response_action="errors", errors=form.errors(error))
            else:
                ack(response_action="update", view=view)

    app.action(ids.MESSAGE_KIND)(_pressed(parts, handle_kind))
    app.action(ids.MESSAGE_WORD)(_pressed(parts, handle_word))
    app.action(ids.MESSAGE_SHARE)(_pressed(parts, handle_share))
    app.view(ids.MESSAGE_FORM)(handle_sent)


def _pressed(parts: Parts, handle: Callable[[Form], None]) -> Callable[..., None]:
    """A listener to what is pressed in the window; what can't be made is said in a window above."""

    def handle_press(
        ack: Ack, body: dict[str, Any], context: BoltContext, client: WebClient
    ) -> None:
        ack()
        form = _form(parts, body, context, client)
        if form is None:
            notice = parts.windows.notice("changed", "en")
            client.views_push(trigger_id=body["trigger_id"], view=notice)
            return
        try:
            handle(form)
        except NotPossible as error:
            notice = form.advocating.message_forms.refused(str(error), form.ref.language)
            client.views_push(trigger_id=body["trigger_id"], view=notice)

    return handle_press


def _form(
    parts: Parts, body: dict[str, Any], context: BoltContext, client: WebClient
) -> Form | None:
    """The window; None where it was altered, is somebody else's, or names what is not known."""
    workspace, person = workspace_of(context), body["user"]["id"]
    ref = MessageRef.read((body.get("view") or {}).get("private_metadata"))
    advocating = parts.advocating_of(workspace)
    if ref is None or advocating is None or not ref.belongs(workspace.team, person):
        return None
    form = Form(parts, advocating, body, client, workspace, ref)
    return form if _known(form) else None


def _known(form: Form) -> bool:
    ref, parts = form.ref, form.parts
    return (
        ref.message in form.advocating.messages.texts
        and (ref.mechanism is None or ref.mechanism in parts.desk.base.mechanisms)
        and (ref.state is None or parts.desk.states.knows(ref.state))
    )


def _update(form: Form, view: dict[str, Any]) -> None:
    opened = form.body["view"]
    form.client.views_update(view_id=opened["id"], hash=opened["hash"], view=view)


def _shared(form: Form) -> str:
    """Share the message in the channel of the command; the phrase on how that went."""
    channel, client, parts = form.ref.channel, form.client, form.parts
    shown = form.page()[1]
    if not channel or channel not in channels_of(client, form.body["user"]["id"]):
        return "message_not_shared"
    outside = parts.channels.shared(client, form.workspace, channel)
    phrases = ("shared_by", *(("external_notice",) if outside else ()))
    message = form.advocating.message_forms.shared(shown)
    told = parts.replies.noticed(message, phrases, form.ref.language)
    try:
        client.chat_postMessage(
            channel=channel, unfurl_links=False, unfurl_media=False, **told.arguments()
        )
    except SlackApiError as error:
        if error.response.get("error") in CAN_NOT_POST:
            return "message_not_shared"
        raise
    return "message_shared"
