"""Answering where a person pressed: a window, or a message at the response URL, and what to do
when Slack has closed the moment for it."""

from __future__ import annotations

import logging
import re
from abc import abstractmethod
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from slack_bolt import BoltRequest, BoltResponse, Respond
from slack_bolt.middleware import Middleware
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError, SlackClientError
from slack_sdk.web import SlackResponse
from slack_sdk.webhook import WebhookClient, WebhookResponse

from bot.deployment import Deployment
from bot.handlers.kernel.blocks import Message
from bot.handlers.kernel.refs import Ref
from bot.handlers.kernel.services import Services
from bot.handlers.kernel.slack_errors import TIMEOUT
from bot.knowledge.models import Language

ALT = 1_000
"""Characters of what a screen reader says of a picture."""
LATE = frozenset({"expired_trigger_id", "exchanged_trigger_id", "invalid_trigger_id"})


def web_client(deployment: Deployment, token: str | None = None) -> WebClient:
    """A client of Slack's Web API, with a bot's token, or else that of the settings. It tries
    nothing again by itself: Slack sends an event again, and a call that got no answer may have been
    done."""
    own = deployment.slack_bot_token
    return WebClient(
        token=token or (own.get_secret_value() if own else None),
        base_url=deployment.slack_api_url,
        timeout=TIMEOUT,
        logger=logging.getLogger("slack_sdk.client"),
        retry_handlers=[],
    )


def open_window(
    services: Services,
    client: WebClient,
    body: dict[str, Any],
    view: dict[str, Any],
    again: tuple[str, str],
) -> None:
    """Open a window on what a person pressed.

    A press counts for three seconds and once. Where that has passed, the person gets the same
    button again (`again`: its action and value).
    """
    # On top of a window only a pushed one is sure to be shown.
    inside = (body.get("view") or {}).get("type") == "modal"
    show = client.views_push if inside else client.views_open
    try:
        show(trigger_id=body["trigger_id"], view=view)
    except SlackApiError as error:
        if error.response.get("error") not in LATE:
            raise
        action, value = again
        carried = Ref.model_validate_json(value, extra="ignore")
        label = view["title"]["text"]
        message = services.notices.late(carried.language, label, action, value)
        tell(client, body, message)


def open_beside(client: WebClient, body: dict[str, Any], view: dict[str, Any]) -> None:
    """Open a window on a command, to which the reply beside it leads back: so it is no failure
    where Slack has closed the moment for it."""
    try:
        client.views_open(trigger_id=body["trigger_id"], view=view)
    except SlackApiError as error:
        if error.response.get("error") not in LATE:
            raise


class Elsewhere(SlackClientError):
    """A response URL is not Slack's: nothing was sent."""


class RespondOnce(Respond):
    """Bolt's `respond`, except that it sends once: where the answer of Slack is lost, the message
    may stand there already. Raises SlackApiError where Slack refuses."""

    def __init__(self, client: WebClient, response_url: str) -> None:
        super().__init__(response_url=response_url)
        self.client = client

    def __call__(self, *_: Any, **message: Any) -> WebhookResponse:
        """Send a message, given by keywords, to the response URL."""
        return send(self.client, str(self.response_url), message)


class Before(Middleware):
    """What is done before listeners."""

    def process(
        self,
        *,
        req: BoltRequest,
        resp: BoltResponse,  # noqa: ARG002 (Bolt passes it)
        next: Callable[[], BoltResponse],
    ) -> BoltResponse | None:
        """Go on, unless there is an answer already."""
        answer = self.answer(req)
        return next() if answer is None else answer

    @abstractmethod
    def answer(self, req: BoltRequest) -> BoltResponse | None:
        """What Slack is answered in place of listeners; None where it is theirs to answer."""


class Responding(Before):
    """Gives listeners a `respond` that sends once."""

    def answer(self, req: BoltRequest) -> None:
        """Go on in any case."""
        if url := req.body.get("response_url"):
            req.context["respond"] = RespondOnce(req.context.client, url)


def send(client: WebClient, url: str, message: dict[str, Any]) -> WebhookResponse:
    """Send a message to a response URL, once. Raises SlackApiError where Slack refuses, Elsewhere
    for an address that is neither Slack's nor at the host of the client's Web API."""
    if not is_slacks(url, client.base_url):
        raise Elsewhere("a response URL leads elsewhere")
    answer = WebhookClient(url, timeout=TIMEOUT, retry_handlers=[]).send_dict(message)
    if answer.status_code == 200:
        return answer
    refused = SlackResponse(
        client=None,
        http_verb="POST",
        api_url="response_url",
        req_args={},
        data={"ok": False, "error": answer.body},
        headers=dict(answer.headers),
        status_code=answer.status_code,
    )
    raise SlackApiError("a response URL refused a message", refused)  # type: ignore[no-untyped-call]


def post(
    client: WebClient, message: Message, channel: str, thread: str | None = None, **more: Any
) -> SlackResponse:
    """A message for all who read in a channel, or in a thread of it. Raises what a call to Slack
    raises."""
    return client.chat_postMessage(
        channel=channel,
        thread_ts=thread,
        unfurl_links=False,
        unfurl_media=False,
        **message.arguments(),
        **more,
    )


def tell(client: WebClient, body: dict[str, Any], message: Message) -> None:
    """A message that only the person sees: where they pressed, or as a direct message."""
    if url := body.get("response_url"):
        ephemeral = {"response_type": "ephemeral", "replace_original": False}
        # Without its thread an answer in a thread would stand in the channel, where nobody looks.
        thread = (body.get("container") or {}).get("thread_ts")
        place = {"thread_ts": thread} if thread else {}
        send(client, url, {**message.arguments(), **ephemeral, **place})
    else:
        client.chat_postMessage(channel=body["user"]["id"], **message.arguments())


@dataclass(frozen=True)
class File:
    """A file as it is made; it is kept nowhere but in Slack."""

    name: str
    title: str
    content: bytes
    alt: str = ""
    """What a screen reader says of a picture."""


def send_file(
    services: Services, client: WebClient, body: dict[str, Any], language: Language, file: File
) -> None:
    """Send a file to the person who asked, in their direct message with the desk; where they asked
    elsewhere they are told so. Raises what a call to Slack raises."""
    container = body.get("container") or {}
    channel, thread = container.get("channel_id") or "", None
    if channel.startswith("D"):
        thread = container.get("thread_ts") or container.get("message_ts")
    else:
        person = body["user"]["id"] if "user" in body else body["user_id"]
        channel = direct_message(client, person)
    _upload(client, file, channel, thread)
    if not thread and body.get("response_url"):
        tell(client, body, services.notices.said("file_sent", language))


def put_in_thread(client: WebClient, channel: str, ts: str, file: File) -> None:
    """Put a file under a message, for all who see it. Raises what a call to Slack raises."""
    _upload(client, file, channel, ts)


def direct_message(client: WebClient, person: str) -> str:
    """The id of the direct message between the desk and a person."""
    return str(client.conversations_open(users=person)["channel"]["id"])


def _upload(client: WebClient, file: File, channel: str, thread: str | None) -> None:
    client.files_upload_v2(
        filename=file.name,
        title=file.title,
        content=file.content,
        alt_txt=file.alt or None,
        channel=channel,
        thread_ts=thread,
    )


_HOST = re.compile(r"(?:[a-z0-9-]+\.)+slack(?:-gov)?\.com", re.ASCII | re.IGNORECASE)
_ADDRESS = re.compile(r"[!#$%&'()*+,\-./0-9:;=?@A-Z_a-z~\[\]]{1,2000}", re.ASCII)
"""Signs of an address: no blank, backslash, control sign or letter beyond ASCII, over which
libraries read one address in two ways."""


def is_slacks(address: object, api: str) -> bool:
    """Whether an address is one of Slack's (a host below slack.com or slack-gov.com, over https),
    or stands at the same scheme, host and port as `api`, the base address of its Web API."""
    if not isinstance(address, str) or not _ADDRESS.fullmatch(address):
        return False
    try:
        there, here = urlsplit(address), urlsplit(api)
        port = there.port
    except ValueError:
        return False
    if "@" in there.netloc:
        return False
    if (there.scheme, there.netloc) == (here.scheme, here.netloc):
        return True
    host = there.hostname or ""
    return there.scheme == "https" and port in (None, 443) and bool(_HOST.fullmatch(host))


def leads_to_slack(body: dict[str, Any], api: str) -> bool:
    """Whether all addresses at which a delivery asks to be answered are Slack's."""
    several = body.get("response_urls") or []
    if not isinstance(several, list):
        return False
    addresses = [
        address.get("response_url") if isinstance(address, dict) else "" for address in several
    ]
    if body.get("response_url"):
        addresses.append(body["response_url"])
    return all(is_slacks(address, api) for address in addresses)
