"""Response URLs: five uses each, for the person who acted alone unless told `in_channel`."""

from __future__ import annotations

import json
import secrets
from dataclasses import dataclass
from typing import Any

from tests.slack.rig.record import Call, Record
from tests.slack.rig.workspace import Workspace

USES = 5


@dataclass
class _Place:
    workspace: Workspace
    user: str
    channel: str
    message_ts: str | None
    left: int = USES


class Responses:
    """The addresses given out."""

    def __init__(self, record: Record, base_url: str) -> None:
        """`base_url` is the proxy's."""
        self._record = record
        self._base_url = base_url
        self._places: dict[str, _Place] = {}

    def clear(self) -> None:
        """Forget the addresses."""
        self._places.clear()

    def give(
        self, workspace: Workspace, user: str, channel: str, message_ts: str | None = None
    ) -> str:
        """A new address for what a person did in a channel, on a message or not."""
        key = secrets.token_hex(8)
        self._places[key] = _Place(workspace, user, channel, message_ts)
        return f"{self._base_url}/response/{key}"

    def expire(self, url: str) -> None:
        """Let the half hour of an address be over."""
        self._places[url.rsplit("/", 1)[1]].left = 0

    def take(self, key: str, body: dict[str, Any]) -> tuple[int, bytes]:
        """What happens to a body posted to an address: status and answer."""
        place = self._places.get(key)
        if place is None or place.left == 0:
            answer = {"ok": False, "error": "expired_url" if place is None else "used_url"}
            self._record.add(Call("response_url", body, answer, status=404))
            return 404, json.dumps(answer).encode()
        place.left -= 1
        self._do(place, body)
        call = Call(
            "response_url",
            body,
            {"ok": True},
            team=place.workspace.id,
            user=place.user,
            channel=place.channel,
        )
        self._record.add(call)
        return 200, b"ok"

    def _do(self, place: _Place, body: dict[str, Any]) -> None:
        """Public answers stand in the channel; those for one person are only recorded."""
        space = place.workspace
        shown: dict[str, Any] = {
            key: body[key] for key in ("text", "blocks", "thread_ts") if key in body
        }
        here: dict[str, Any] = {"channel": place.channel, "ts": place.message_ts}
        if place.message_ts and body.get("delete_original"):
            method, args = "chat.delete", here
        elif place.message_ts and body.get("replace_original"):
            method, args = "chat.update", {**here, **shown}
        elif body.get("response_type") == "in_channel":
            method, args = "chat.postMessage", {"channel": place.channel, **shown}
        else:
            return
        space.emulator.call(space.which, method, space.rig_token, **args)
