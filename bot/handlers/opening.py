"""Answering where a person pressed: a window, or a message at the response URL, and what to do
when Slack has closed the moment for it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from slack_bolt import BoltRequest, BoltResponse, Respond
from slack_bolt.middleware import Middleware
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError, SlackClientError
from slack_sdk.web import SlackResponse
from slack_sdk.webhook import WebhookClient, WebhookResponse

from bot.handlers.addresses import is_slacks
from bot.handlers.parts import Parts
from bot.handlers.trouble import PATIENCE
from bot.render.slack import Message
from bot.render.slack.refs import Carried

LATE = frozenset({"expired_trigger_id", "exchanged_trigger_id", "invalid_trigger_id"})


def open_window(
    parts: Parts,
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
        carried = Carried.model_validate_json(value, extra="ignore")
        label = view["title"]["text"]
        message = parts.windows.late(carried.language, label, action, value)
        tell(client, body, message)


def open_beside(client: WebClient, body: dict[str, Any], view: dict[str, Any]) -> None:
    """Open a window on a command, to which the reply beside it leads back: so nothing is amiss
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


class Responding(Middleware):
    """Gives listeners a `respond` that sends once."""

    def process(
        self,
        *,
        req: BoltRequest,
        resp: BoltResponse,  # noqa: ARG002 (Bolt passes it)
        next: Callable[[], BoltResponse],
    ) -> BoltResponse | None:
        """Go on in any case."""
        if url := req.body.get("response_url"):
            req.context["respond"] = RespondOnce(req.context.client, url)
        return next()


def send(client: WebClient, url: str, message: dict[str, Any]) -> WebhookResponse:
    """Send a message to a response URL, once. Raises SlackApiError where Slack refuses, Elsewhere
    for an address that is neither Slack's nor at the host of the client's Web API."""
    if not is_slacks(url, client.base_url):
        raise Elsewhere("a response URL leads elsewhere")
    answer = WebhookClient(url, timeout=PATIENCE, retry_handlers=[]).send_dict(message)
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
