"""Whether an answer helped: kept as a mark on an entry, without any text."""

from __future__ import annotations

from typing import Any

from slack_bolt import Ack, App, BoltContext
from slack_sdk import WebClient

from bot.handlers.opening import tell
from bot.handlers.parts import Parts, now, ours, workspace_of
from bot.render.slack import ids
from bot.render.slack.ids import Shown
from bot.store import Feedback


def register(app: App, parts: Parts) -> None:
    """Listen to the two feedback buttons."""

    def handle_feedback(
        ack: Ack, body: dict[str, Any], context: BoltContext, client: WebClient
    ) -> None:
        ack()
        value = str(body["actions"][0].get("value") or "")
        shown = Shown.read(value[1:])
        known = shown is not None and all(e in parts.desk.base.entries for e in shown.entries)
        if shown is None or not known or value[0] not in "+-":
            tell(client, body, parts.windows.said("changed", "en"))
            return
        helpful = value[0] == "+"
        container = body.get("container", {})
        if shown.entries and ours(body):
            parts.storage.feedback.give(
                Feedback(
                    workspace=workspace_of(context),
                    person=body["user"]["id"],
                    entry=shown.entries[0],
                    message=container.get("message_ts", ""),
                    helpful=helpful,
                    at=now(),
                )
            )
        place = shown.model_copy(update={"thread": container.get("thread_ts")})
        tell(client, body, parts.replies.thanks(place, helpful))

    app.action(ids.FEEDBACK)(handle_feedback)
