"""Files that people ask for: to one person in a direct message, or to the thread of a message."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from slack_sdk import WebClient

from bot.handlers.opening import tell
from bot.handlers.parts import Parts
from bot.knowledge.models import Language


@dataclass(frozen=True)
class File:
    """A file as it is made; it is kept nowhere but in Slack."""

    name: str
    title: str
    content: bytes
    alt: str = ""
    """What a screen reader says of a picture."""


def send_file(
    parts: Parts, client: WebClient, body: dict[str, Any], language: Language, file: File
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
        tell(client, body, parts.windows.said("file_sent", language))


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
