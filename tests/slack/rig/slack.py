"""Slack as a test holds it: two workspaces behind one address, and all that the desk sent there."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from tests.slack.rig.emulator import Emulator
from tests.slack.rig.payloads import Payload
from tests.slack.rig.proxy import Holder, Proxy
from tests.slack.rig.record import Call
from tests.slack.rig.validate import (
    ARGUMENTS,
    problems_in_message,
    problems_in_options,
    problems_in_view,
)
from tests.slack.rig.wire import Fault
from tests.slack.rig.workspace import EVERY_SCOPE, Workspace

VIEWS = ("views.open", "views.push", "views.update", "views.publish")


class Slack:
    """Two workspaces. The desk gets `api_url` (SLACK_API_URL), `signing_secret` and a token."""

    signing_secret = "signing-secret-of-the-rig"  # noqa: S105 (for this machine only)
    app_token = "xapp-1-rig"  # noqa: S105
    client_id = "1111.2222"
    client_secret = "client-secret-of-the-rig"  # noqa: S105

    def __init__(self) -> None:
        """Start everything; raises NodeUnavailable where Node's packages are not to be had."""
        self.proxy = Proxy()
        self.record = self.proxy.record
        self.expected: list[str] = []
        """Parts of problems that the test plants on purpose and `problems` leaves out."""
        bases = [f"{self.proxy.url}/team/T00000000{number}" for number in (1, 2)]
        try:
            self.emulator = Emulator([{}, {}], bases)
        except BaseException:
            self.proxy.stop()
            raise
        self.team, self.other = (
            Workspace(
                self.emulator, which, f"T00000000{which + 1}", f"cluster-{name}", bases[which]
            )
            for which, name in enumerate(("north", "south"))
        )
        self.proxy.workspaces = [self.team, self.other]
        self.reset()

    @property
    def api_url(self) -> str:
        """What SLACK_API_URL must be; ends in a slash."""
        return f"{self.proxy.url}/api/"

    @property
    def authorize_url(self) -> str:
        """Where someone installs the desk; `&team=T000000002` chooses the other workspace."""
        return f"{self.proxy.url}/oauth/v2/authorize"

    def reset(self, scopes: Iterable[str] = EVERY_SCOPE, redirect_uris: Iterable[str] = ()) -> None:
        """Begin anew, the desk's tokens having exactly these scopes."""
        given = tuple(scopes)
        seeds = [space.seed(given) for space in self.proxy.workspaces]
        for seed in seeds:
            seed["oauth_apps"][0]["redirect_uris"] = list(redirect_uris)
        self.emulator.reset(seeds)
        self.proxy.forget()
        self.proxy.holders = {}
        self.expected.clear()
        for space in self.proxy.workspaces:
            space.begin()
            self.proxy.holders[space.bot_token] = Holder(space, given)

    def stop(self) -> None:
        """End everything."""
        self.emulator.stop()
        self.proxy.stop()

    # What the desk sent

    def calls(self, *methods: str) -> list[Call]:
        """The calls of these methods so far, or all, oldest first."""
        return self.record.calls(*methods)

    def wait(self, *methods: str, count: int = 1, seconds: float = 30) -> list[Call]:
        """The calls of these methods, once there are `count`."""
        return self.record.wait(*methods, count=count, seconds=seconds)

    def settle(self, still: float = 0.3) -> list[Call]:
        """All calls, once the desk has been quiet for a while: for what must *not* come."""
        return self.record.settle(still)

    def break_next(self, method: str, how: Fault, times: int = 1, seconds: float = 1) -> None:
        """Break the next calls of a method: 429, 500, timeout, slow or lost (see wire.py)."""
        self.proxy.break_next(method, how, times, seconds)

    def home(self, user: str) -> dict[str, Any]:
        """The home tab that someone (an id) sees, as it is now; KeyError when there is none."""
        for call in reversed(self.calls("views.publish")):
            if call.ok and call.args["user_id"] == user:
                return dict(call.answer["view"])
        raise KeyError(user)

    def view(self, view_id: str) -> dict[str, Any]:
        """A modal or home tab as it is now."""
        return self._views()[view_id]

    def modal(self) -> dict[str, Any]:
        """The modal that was opened last, as it is now."""
        modals = [view for view in self._views().values() if view["type"] == "modal"]
        if not modals:
            raise AssertionError(f"no modal; seen: {[call.method for call in self.calls()]}")
        return modals[-1]

    def ephemerals(self, user: str) -> list[dict[str, Any]]:
        """What only this person (an id) was shown: arguments or bodies with text and blocks."""
        found = []
        for call in self.calls("chat.postEphemeral", "response_url", "ack"):
            mine = user in (call.args.get("user"), call.user)
            public = call.args.get("response_type") == "in_channel"
            shown = call.args.get("text") or call.args.get("blocks")
            if call.ok and mine and shown and not public:
                found.append(call.args)
        return found

    def _views(self) -> dict[str, dict[str, Any]]:
        found: dict[str, dict[str, Any]] = {}
        for call in self.calls(*VIEWS, "ack"):
            if call.ok and "view" in call.answer:
                view = call.answer["view"]
                found[view["id"]] = view
        return found

    # What Slack does with the answer to a request of its own

    def acked(self, payload: Payload, body: Any) -> None:
        """Record what the desk answered at once, and do what Slack does with it."""
        args = body if isinstance(body, dict) else {"text": body} if body else {}
        answer: dict[str, Any] = {"ok": True}
        view = args.get("view")
        if payload.kind == "view_submission" and args.get("response_action") in ("update", "push"):
            space = next(s for s in self.proxy.workspaces if s.id == payload.body["team"]["id"])
            answer = self._shown(space, payload.body, args["response_action"], view)
        user = payload.body.get("user_id", "")
        if payload.kind == "slash_command" and args.get("response_type") == "in_channel":
            space = next(s for s in self.proxy.workspaces if s.id == payload.body["team_id"])
            shown = {key: args[key] for key in ("text", "blocks") if key in args}
            place = {"channel": payload.body["channel_id"]}
            self.emulator.call(space.which, "chat.postMessage", space.rig_token, **place, **shown)
        self.record.add(Call("ack", {**args, "to": payload.kind}, answer, user=user))

    def _shown(
        self, space: Workspace, submitted: dict[str, Any], action: str, view: Any
    ) -> dict[str, Any]:
        before = submitted["view"]["id"]
        if action == "update":
            args = {"view_id": before, "view": view}
            return self.emulator.call(space.which, "views.update", space.rig_token, **args)
        trigger = space.trigger(submitted["user"]["id"], before)
        args = {"trigger_id": trigger, "view": view}
        return self.emulator.call(space.which, "views.push", space.rig_token, **args)

    # Whether all of it was sound

    def problems(self) -> list[str]:
        """What is wrong with anything that the desk sent, less what the test expected."""
        found = []
        for call in self.calls():
            found += [f"{call.method}: {problem}" for problem in _problems_in_call(call)]
        return [one for one in found if not any(part in one for part in self.expected)]


def _problems_in_call(call: Call) -> list[str]:
    if call.answer.get("error") == "unknown_method":
        return ["neither Slack's emulator nor the rig knows this method"]
    if call.method in ARGUMENTS or call.method == "response_url":
        return problems_in_message(call.args, call.method)
    if call.method == "chat.scheduleMessage" and "metadata" in call.args:
        return ["a scheduled message with metadata is never posted"]
    if call.method == "assistant.threads.setSuggestedPrompts" and "thread_ts" in call.args:
        return ["with thread_ts an agent app's prompts are silently not shown"]
    if call.method != "ack":
        return []
    kind = call.args["to"]
    if kind == "block_suggestion":
        return problems_in_options({k: v for k, v in call.args.items() if k != "to"})
    if kind == "slash_command":
        return problems_in_message(call.args, "response_url")
    return problems_in_view(call.args["view"]) if "view" in call.args else []
