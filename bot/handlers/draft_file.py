"""A draft that somebody sent: asked of Slack, and read into memory. It is written nowhere."""

from __future__ import annotations

from dataclasses import dataclass
from http.client import HTTPException
from typing import Any
from urllib.error import URLError
from urllib.request import HTTPRedirectHandler, Request, build_opener

from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from bot.handlers.addresses import is_slacks
from bot.handlers.interaction import Refusal
from bot.handlers.trouble import PATIENCE, passing
from bot.prepare.drafts import LARGEST

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


def read(client: WebClient, file: str, person: str) -> Sent:
    """A file that this person sent. Raises Refusal, and what a call to Slack raises for a while."""
    told = _told(client, file)
    if told.get("user") != person:
        raise Refusal("changed")
    if told.get("is_external") or told.get("mode") in ELSEWHERE:
        raise Refusal("draft_elsewhere")
    check_size(told)
    url = str(told.get("url_private_download") or told.get("url_private") or "")
    if not is_slacks(url, client.base_url):
        raise Refusal("draft_not_read")
    return Sent(str(told.get("name") or ""), _download(url, client.token or ""))


def check_size(told: dict[str, Any]) -> None:
    """Raises Refusal where Slack says that the file is larger than what is ever read."""
    if int(told.get("size") or 0) > LARGEST:
        raise Refusal("draft_large", limit=LARGEST // MILLION)


def _told(client: WebClient, file: str) -> dict[str, Any]:
    """What Slack tells of a file."""
    try:
        return dict(client.files_info(file=file)["file"])
    except SlackApiError as error:
        if passing(error):
            raise
        raise Refusal("draft_not_read") from error


def _download(url: str, token: str) -> bytes:
    request = Request(url, headers={"Authorization": f"Bearer {token}"})  # noqa: S310 (Slack's own)
    try:
        with build_opener(_Stay).open(request, timeout=PATIENCE) as answer:
            if answer.headers.get_content_type() == "text/html":
                raise Refusal("draft_not_read")
            content: bytes = answer.read(LARGEST + 1)
    except (URLError, HTTPException, OSError) as error:
        raise Refusal("draft_not_read") from error
    if len(content) > LARGEST:
        raise Refusal("draft_large", limit=LARGEST // MILLION)
    return content
