"""The draft check in Slack: somebody sends the desk a file, says what it is for, and reads what was
found. Nothing of the file is kept or logged, and nobody else is told anything of it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from slack_bolt import Ack, App, BoltContext
from slack_sdk import WebClient

from bot.handlers.advocating import Advocating
from bot.handlers.answering import typed
from bot.handlers.call import Call
from bot.handlers.draft_file import Unread, check_size, read
from bot.handlers.files import File, send_file
from bot.handlers.inputs import Inputs
from bot.handlers.naming import offers_states
from bot.handlers.opening import tell
from bot.handlers.parts import Parts, workspace_of
from bot.knowledge.models import Language
from bot.prepare import NotPossible
from bot.prepare.drafts import LARGEST, Refused, Report
from bot.prepare.drafts.refuse import named_kind
from bot.render import draft as render
from bot.render.slack import Message
from bot.render.slack import advocating_ids as ids
from bot.render.slack.advocating_ids import DraftRef
from bot.render.slack.prepare_ids import PrepareRef
from bot.store import Workspace


def commanded(call: Call) -> Message:
    """How a draft is checked."""
    if call.parts.advocating is None:
        return call.say("prepare_nothing")
    return call.say("draft_how", limit=LARGEST // 1_000_000)


def took(parts: Parts, client: WebClient, workspace: Workspace, event: dict[str, Any]) -> bool:
    """Ask what the file of a direct message is for. False where there is none that can be checked
    and something else was written too, which is to be answered then."""
    files, text = event.get("files") or [], typed(event.get("text", ""))
    advocating = parts.advocating
    if not files or advocating is None:
        return False
    language = parts.people.person(client, workspace, event["user"]).language
    found = _first(parts, files, language)
    if isinstance(found, Message):
        told = found
    else:
        ref = _understood(parts, workspace, text, DraftRef(language=language, file=found["id"]))
        told = advocating.draft_texts.ask(ref, str(found.get("name") or ""), len(files) > 1)
    client.chat_postMessage(
        channel=event["channel"],
        thread_ts=event.get("thread_ts") or event["ts"],
        unfurl_links=False,
        unfurl_media=False,
        **told.arguments(),
    )
    return told is not found or not text


def register(app: App, parts: Parts) -> None:
    """Listen to the question under a file, and to the report."""

    def handle_check(report: Report, ref: DraftRef, press: _Press) -> None:
        press.client.chat_postMessage(
            channel=press.channel,
            thread_ts=press.thread,
            unfurl_links=False,
            unfurl_media=False,
            **press.advocating.draft_texts.report(report, ref).arguments(),
        )

    def handle_whole(report: Report, ref: DraftRef, press: _Press) -> None:
        text = render.text(report, press.advocating.names)
        title = parts.desk.base.say("draft_whole", ref.language)
        file = File("draft-check.txt", title, text.encode())
        send_file(parts, press.client, press.body, ref.language, file)

    def handle_chosen(ack: Ack) -> None:
        ack()

    app.action(ids.DRAFT_CHECK)(_pressed(parts, handle_check))
    app.action(ids.DRAFT_WHOLE)(_pressed(parts, handle_whole))
    for field in (ids.DRAFT_ACTION, ids.DRAFT_STATE, ids.DRAFT_JOINT):
        app.action(field)(handle_chosen)
    app.options(ids.DRAFT_STATE)(offers_states(parts))


class _Press:
    """A button under a file or a report."""

    def __init__(self, body: dict[str, Any], client: WebClient, advocating: Advocating) -> None:
        container = body.get("container") or {}
        self.body, self.client, self.advocating = body, client, advocating
        self.channel = str(container.get("channel_id") or "")
        self.thread = container.get("thread_ts") or container.get("message_ts")


def _pressed(
    parts: Parts, handle: Callable[[Report, DraftRef, _Press], None]
) -> Callable[..., None]:
    """A listener that reads the file again and checks it; nothing was kept in between."""

    def handle_press(
        ack: Ack, body: dict[str, Any], context: BoltContext, client: WebClient
    ) -> None:
        ack()
        workspace, person = workspace_of(context), body["user"]["id"]
        advocating = parts.advocating_of(workspace)
        before = DraftRef.read(body["actions"][0].get("value"))
        language = parts.people.person(client, workspace, person).language
        try:
            if before is None or advocating is None:
                raise Unread("changed")
            press = _Press(body, client, advocating)
            if not press.channel.startswith("D"):  # what was found is for its sender alone
                raise Unread("changed")
            own = before.model_copy(update={"language": language})
            ref = _chosen(parts, advocating, own, Inputs.of(body))
            sent = read(client, ref.file, person)
            report = advocating.drafts.check(
                sent.content, sent.name, ref.action or "", ref.mechanism, ref.joint, ref.state
            )
        except Unread as error:
            tell(client, body, parts.windows.said(error.phrase, language, **error.values))
        except (Refused, NotPossible) as error:
            tell(client, body, parts.windows.sentence(str(error)))
        else:
            handle(report, ref, press)

    return handle_press


def _first(
    parts: Parts, files: list[dict[str, Any]], language: Language
) -> dict[str, Any] | Message:
    """The first file that can be checked; where there is none, what is wrong with the first."""
    wrong: list[Message] = []
    for file in files:
        try:
            if name := file.get("name"):  # of a file from another organisation Slack tells it later
                named_kind(str(name))
            check_size(file)
            return file
        except Unread as error:
            wrong.append(parts.windows.said(error.phrase, language, **error.values))
        except Refused as error:
            wrong.append(parts.windows.sentence(str(error)))
    return wrong[0]


def _understood(parts: Parts, workspace: Workspace, text: str, ref: DraftRef) -> DraftRef:
    """What somebody wrote beside the file: 'the UPR submission of Chad, joint'."""
    preparing = parts.preparing_of(workspace)
    if not text or preparing is None:
        return ref
    wanted = preparing.wanted(text, PrepareRef()).ref
    action = preparing.prepare.actions.get(wanted.action or "")
    written = action is not None and action.outline is not None
    found = {
        "action": wanted.action if written else None,
        "mechanism": wanted.mechanism if written else None,
        "state": wanted.state,
        "joint": bool(wanted.joint and action and action.joint),
    }
    return ref.model_copy(update=found)


def _chosen(parts: Parts, advocating: Advocating, ref: DraftRef, inputs: Inputs) -> DraftRef:
    """What was chosen under the file. Raises Unread where something is missing or unknown."""
    found: dict[str, Any] = {}
    if ids.DRAFT_ACTION in inputs:
        name, _, mechanism = inputs.text(ids.DRAFT_ACTION).partition("/")
        found |= {"action": name or None, "mechanism": mechanism or None}
    if ids.DRAFT_STATE in inputs:
        found["state"] = inputs.text(ids.DRAFT_STATE) or None
    if ids.DRAFT_JOINT in inputs:
        found["joint"] = bool(inputs.several(ids.DRAFT_JOINT))
    ref = ref.model_copy(update=found)
    if ref.action is None:
        raise Unread("draft_which")
    action = advocating.actions.get(ref.action)
    if action is None or action.outline is None:
        raise Unread("changed")
    if ref.mechanism not in (None, action.mechanism, *action.any_of):
        raise Unread("changed")
    if ref.state is not None and not parts.desk.states.knows(ref.state):
        raise Unread("changed")
    if ref.joint and not action.joint:
        raise Unread("prepare_not_joint")
    return ref
