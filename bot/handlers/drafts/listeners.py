"""The draft check in Slack: somebody sends the desk a file, says what it is for, and reads what was
found. Nothing of the file is kept or logged, and nobody else is told anything of it."""

from __future__ import annotations

from dataclasses import dataclass
from http.client import HTTPException
from typing import Any
from urllib.error import URLError
from urllib.request import HTTPRedirectHandler, Request, build_opener

from slack_bolt import App
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from bot.handlers.drafts.blocks import (
    DRAFT_CHECK,
    DRAFT_WHOLE,
    DraftForm,
    DraftRef,
    SlackDrafts,
    draft_form,
    question,
)
from bot.handlers.kernel.blocks import Message, Page
from bot.handlers.kernel.interaction import Interaction, Refusal, words
from bot.handlers.kernel.listeners import Call, Listeners
from bot.handlers.kernel.naming import prepare_request
from bot.handlers.kernel.refs import PrepareRef
from bot.handlers.kernel.sending import File, is_slacks, post
from bot.handlers.kernel.services import Services
from bot.handlers.kernel.slack_errors import TIMEOUT, is_transient
from bot.handlers.kernel.text import typed
from bot.prepare.drafts import LARGEST, RefusedFile, Report, named_kind
from bot.render import draft as render
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
        self.ref = ref = self._draft_ref()
        sent = read_file(self.client, ref.file, self.user)
        return self.toolkit.apart.check(
            sent.content, sent.name, ref.action or "", ref.mechanism, ref.joint, ref.state
        )

    def _draft_ref(self) -> DraftRef:
        """What was chosen under the file."""
        form = self.read_form(DraftForm, draft_form(self.toolkit, self.ref))
        name, _, mechanism = form.action.partition("/")
        ref = self.changed(
            action=name or None,
            mechanism=mechanism or None,
            state=form.state,
            joint=form.joint,
        )
        if ref.action is None:
            raise Refusal("draft_which")
        action = self.toolkit.actions[ref.action]
        if action.outline is None:
            raise Refusal("changed")
        if ref.joint and not action.joint:
            raise Refusal("prepare_not_joint")
        return ref


def handle_command(call: Call) -> Message:
    """How a draft is checked."""
    if call.services.toolkit is None:
        return call.say("prepare_nothing")
    return call.say("draft_how", limit=LARGEST // 1_000_000)


def register(app: App, services: Services) -> None:
    """Listen to the question under a file, and to the report."""
    on = Listeners(app, services, DraftInteraction)
    on.ignored(*(control.block for control in DraftForm.inputs().values()))
    on.states(DraftForm.inputs()["state"].block)

    @on.button(DRAFT_CHECK)
    def handle_check(press: DraftInteraction) -> None:
        report = press.report()
        renderer = SlackDrafts(press.base, press.states)
        message = renderer.report(report, press.ref)
        press.post(message, press.channel, press.thread)

    @on.button(DRAFT_WHOLE)
    def handle_whole(press: DraftInteraction) -> None:
        report = press.report()
        text = render.text(report, press.toolkit.wordings.of(report.told))
        title = press.phrase("draft_whole")
        press.send_file(File("draft-check.txt", title, text.encode()))


def took(
    services: Services, client: WebClient, workspace: Workspace, event: dict[str, Any]
) -> bool:
    """Ask what the file of a direct message is for. False where there is none that can be checked
    and something else was written too, which is to be answered then."""
    files, text = event.get("files") or [], typed(event.get("text", ""))
    if not files or services.toolkit is None:
        return False
    language = services.language(client, workspace, event["user"], event["channel"])
    try:
        file = _first(files)
    except (Refusal, RefusedFile) as error:
        was_found = False
        message = services.notices.sentence(words(services.desk.base, error, language))
    else:
        was_found = True
        ref = _understood(services, workspace, text, DraftRef(language=language, file=file["id"]))
        name, others = str(file.get("name") or ""), len(files) > 1
        page = Page(services.desk.base, services.desk.states, language)
        message = question(page, services.toolkit, ref, name, others)
    post(client, message, event["channel"], event.get("thread_ts") or event["ts"])
    return was_found or not text


def _first(files: list[dict[str, Any]]) -> dict[str, Any]:
    """The first file that can be checked. Raises what is wrong with the first where there is
    none."""
    wrong: list[Refusal | RefusedFile] = []
    for file in files:
        try:
            if name := file.get("name"):  # of a file from another organisation Slack tells it later
                named_kind(str(name))
            check_size(file)
            return file
        except (Refusal, RefusedFile) as error:
            wrong.append(error)
    raise wrong[0]


def _understood(services: Services, workspace: Workspace, text: str, ref: DraftRef) -> DraftRef:
    """What somebody wrote beside the file: 'the UPR submission of Chad, joint'."""
    toolkit = services.toolkit_of(workspace)
    if not text or toolkit is None:
        return ref
    meant = prepare_request(services.desk, toolkit, text, PrepareRef()).ref
    action = toolkit.actions.get(meant.action or "")
    written = action is not None and action.outline is not None
    values = {
        "action": meant.action if written else None,
        "mechanism": meant.mechanism if written else None,
        "state": meant.state,
        "joint": bool(meant.joint and action and action.joint),
    }
    return ref.model_copy(update=values)


MILLION = 1_000_000
ELSEWHERE = frozenset({"external", "tombstone", "hidden_by_limit"})
"""Files that Slack does not hold, or does not hand out any more."""


@dataclass(frozen=True)
class Sent:
    """A file as it was sent."""

    name: str
    content: bytes


class _Stay(HTTPRedirectHandler):
    """Follows nothing: the token is for this address alone, and where it may not read files Slack
    leads to the page on which people sign in."""

    def redirect_request(self, *_: Any, **__: Any) -> None:
        """No other request."""


def read_file(client: WebClient, file: str, person: str) -> Sent:
    """A file that this person sent. Raises Refusal, and what a call to Slack raises for a while."""
    info = _file_info(client, file)
    if info.get("user") != person:
        raise Refusal("changed")
    if info.get("is_external") or info.get("mode") in ELSEWHERE:
        raise Refusal("draft_elsewhere")
    check_size(info)
    url = str(info.get("url_private_download") or info.get("url_private") or "")
    if not is_slacks(url, client.base_url):
        raise Refusal("draft_not_read")
    return Sent(str(info.get("name") or ""), _download(url, client.token or ""))


def check_size(info: dict[str, Any]) -> None:
    """Raises Refusal where Slack says that the file is larger than what is ever read."""
    if int(info.get("size") or 0) > LARGEST:
        raise Refusal("draft_large", limit=LARGEST // MILLION)


def _file_info(client: WebClient, file: str) -> dict[str, Any]:
    """What Slack tells of a file."""
    try:
        return dict(client.files_info(file=file)["file"])
    except SlackApiError as error:
        if is_transient(error):
            raise
        raise Refusal("draft_not_read") from error


def _download(url: str, token: str) -> bytes:
    request = Request(url, headers={"Authorization": f"Bearer {token}"})  # noqa: S310 (Slack's own)
    try:
        with build_opener(_Stay).open(request, timeout=TIMEOUT) as answer:
            if answer.headers.get_content_type() == "text/html":
                raise Refusal("draft_not_read")
            content: bytes = answer.read(LARGEST + 1)
    except (URLError, HTTPException, OSError) as error:
        raise Refusal("draft_not_read") from error
    if len(content) > LARGEST:
        raise Refusal("draft_large", limit=LARGEST // MILLION)
    return content
