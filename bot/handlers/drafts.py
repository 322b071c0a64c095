"""The draft check in Slack: somebody sends the desk a file, says what it is for, and reads what was
found. Nothing of the file is kept or logged, and nobody else is told anything of it."""

from __future__ import annotations

from typing import Any

from slack_bolt import App
from slack_sdk import WebClient

from bot.handlers.answering import typed
from bot.handlers.call import Call
from bot.handlers.draft_file import check_size, read
from bot.handlers.files import File
from bot.handlers.interaction import Interaction, Refusal, words
from bot.handlers.listeners import Listeners
from bot.handlers.opening import post
from bot.handlers.parts import Parts
from bot.prepare.drafts import LARGEST, Refused, Report
from bot.prepare.drafts.draft import named_kind
from bot.render import draft as render
from bot.render.slack import Message
from bot.render.slack import advocating_ids as ids
from bot.render.slack.advocating_ids import DraftRef
from bot.render.slack.prepare_ids import PrepareRef
from bot.store import Workspace


class DraftInteraction(Interaction[DraftRef]):
    """A button under a file or a report."""

    carries = DraftRef

    def begin(self) -> None:
        """What was found is for its sender alone. Raises Refusal in a channel, too."""
        super().begin()
        if not self.channel.startswith("D"):
            raise Refusal("changed")

    def report(self) -> Report:
        """The file is read again and checked: nothing was kept in between. Raises Refusal where
        it can't be had, or something is missing or unknown."""
        self.ref = ref = self._chosen()
        sent = read(self.client, ref.file, self.user)
        return self.advocating.drafts.check(
            sent.content, sent.name, ref.action or "", ref.mechanism, ref.joint, ref.state
        )

    def _chosen(self) -> DraftRef:
        """What was chosen under the file."""
        found: dict[str, Any] = {}
        if ids.DRAFT_ACTION in self.inputs:
            name, _, mechanism = self.inputs.text(ids.DRAFT_ACTION).partition("/")
            found |= {"action": name or None, "mechanism": mechanism or None}
        if ids.DRAFT_STATE in self.inputs:
            found["state"] = self.inputs.text(ids.DRAFT_STATE) or None
        if ids.DRAFT_JOINT in self.inputs:
            found["joint"] = bool(self.inputs.several(ids.DRAFT_JOINT))
        ref = self.changed(**found)
        if ref.action is None:
            raise Refusal("draft_which")
        action = self.advocating.actions[ref.action]
        if action.outline is None:
            raise Refusal("changed")
        if ref.joint and not action.joint:
            raise Refusal("prepare_not_joint")
        return ref


def commanded(call: Call) -> Message:
    """How a draft is checked."""
    if call.parts.advocating is None:
        return call.say("prepare_nothing")
    return call.say("draft_how", limit=LARGEST // 1_000_000)


def register(app: App, parts: Parts) -> None:
    """Listen to the question under a file, and to the report."""
    on = Listeners(app, parts, DraftInteraction)
    on.ignored(ids.DRAFT_ACTION, ids.DRAFT_STATE, ids.DRAFT_JOINT)
    on.states(ids.DRAFT_STATE)

    @on.button(ids.DRAFT_CHECK)
    def handle_check(press: DraftInteraction) -> None:
        report = press.report()
        message = press.advocating.draft_texts.report(report, press.ref)
        press.post(message, press.channel, press.thread)

    @on.button(ids.DRAFT_WHOLE)
    def handle_whole(press: DraftInteraction) -> None:
        text = render.text(press.report(), press.advocating.names)
        title = parts.desk.base.say("draft_whole", press.language)
        press.send_file(File("draft-check.txt", title, text.encode()))


def took(parts: Parts, client: WebClient, workspace: Workspace, event: dict[str, Any]) -> bool:
    """Ask what the file of a direct message is for. False where there is none that can be checked
    and something else was written too, which is to be answered then."""
    files, text = event.get("files") or [], typed(event.get("text", ""))
    if not files or parts.advocating is None:
        return False
    language = parts.people.person(client, workspace, event["user"]).language
    try:
        file = _first(files)
    except (Refusal, Refused) as error:
        found = False
        message = parts.windows.sentence(words(parts.desk.base, error, language))
    else:
        found = True
        ref = _understood(parts, workspace, text, DraftRef(language=language, file=file["id"]))
        name, others = str(file.get("name") or ""), len(files) > 1
        message = parts.advocating.draft_texts.ask(ref, name, others)
    post(client, message, event["channel"], event.get("thread_ts") or event["ts"])
    return found or not text


def _first(files: list[dict[str, Any]]) -> dict[str, Any]:
    """The first file that can be checked. Raises what is wrong with the first where there is
    none."""
    wrong: list[Refusal | Refused] = []
    for file in files:
        try:
            if name := file.get("name"):  # of a file from another organisation Slack tells it later
                named_kind(str(name))
            check_size(file)
            return file
        except (Refusal, Refused) as error:
            wrong.append(error)
    raise wrong[0]


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
