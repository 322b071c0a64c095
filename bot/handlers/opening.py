"""Opening windows, and what to do when Slack has closed the moment for it."""

from __future__ import annotations

from typing import Any

from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError
from slack_sdk.webhook import WebhookClient

from bot.handlers.parts import Parts
from bot.render.slack import Message
from bot.render.slack.ids import Carried

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


def tell(client: WebClient, body: dict[str, Any], message: Message) -> None:
    """A message that only the person sees: where they pressed, or as a direct message."""
    if url := body.get("response_url"):
        # Without its thread an answer in a thread would stand in the channel, where nobody looks.
        thread = body.get("container", {}).get("thread_ts")
        WebhookClient(url).send_dict(
            {
                **message.arguments(),
                "response_type": "ephemeral",
                "replace_original": False,
                **({"thread_ts": thread} if thread else {}),
            }
        )
    else:
        client.chat_postMessage(channel=body["user"]["id"], **message.arguments())
