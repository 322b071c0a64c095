"""A person in a workspace: writes, clicks, fills in, as Slack's client would let them.

What is not on the screen can't be used: a click on a button that the message lacks fails.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Literal, Protocol

from tests.slack.rig import payloads
from tests.slack.rig.http import Answer
from tests.slack.rig.payloads import Payload
from tests.slack.rig.slack import Slack
from tests.slack.rig.workspace import Workspace


class Door(Protocol):
    """Http or Socket: either way to the desk."""

    slack: Slack

    def send(self, payload: Payload) -> Answer:
        """Send a payload and wait for what the desk answers at once."""
        ...


@dataclass(frozen=True)
class Said:
    """What someone wrote, and the event that told the desk of it."""

    ts: str
    channel: str
    payload: Payload
    answer: Answer


class Person:
    """Someone, by name: coordinator, member or newcomer; `door` is how Slack reaches the desk."""

    def __init__(self, door: Door, space: Workspace, name: str = "member") -> None:
        """Nothing happens yet."""
        self.door = door
        self.slack = door.slack
        self.space = space
        self.id = space.users[name]

    @property
    def dm(self) -> str:
        """The DM with the desk."""
        return self.space.dm(self.id)

    def mentions(self, channel: str, text: str, thread_ts: str | None = None) -> Said:
        """Write `@desk text` in a channel or thread."""
        named = f"<@{self.space.bot_user}> {text}"
        ts = self.space.say(self.id, channel, named, thread_ts)
        where = self.space.channel(channel)
        payload = payloads.app_mention(self.space, self.id, where, named, ts, thread_ts)
        return Said(ts, where, payload, self.door.send(payload))

    def writes(self, text: str, thread_ts: str | None = None) -> Said:
        """Write to the desk in the DM."""
        where = self.dm
        ts = self.space.say(self.id, where, text, thread_ts)
        payload = payloads.message(self.space, self.id, where, text, ts, thread_ts)
        return Said(ts, where, payload, self.door.send(payload))

    def sends_file(self, name: str, content: bytes, text: str = "", **told: Any) -> Said:
        """Send the desk a file in the DM; `told` is what Slack tells of it otherwise than it is."""
        where = self.dm
        ts, file = self.space.send_file(self.id, where, name, content, text)
        files = [{**file, **told}]
        payload = payloads.file_share(self.space, self.id, where, text, ts, files)
        return Said(ts, where, payload, self.door.send(payload))

    def runs(
        self, text: str, channel: str = "protection-cluster", command: str = "/advocacy"
    ) -> Answer:
        """Run a slash command: `text` is what follows its name."""
        return self.door.send(self.command(text, channel, command))

    def command(self, text: str, channel: str, command: str = "/advocacy") -> Payload:
        """The payload of a slash command, for sending it otherwise."""
        where = self.space.channel(channel)
        url = self.slack.proxy.responses.give(self.space, self.id, where)
        trigger = self.space.trigger(self.id)
        return payloads.slash_command(self.space, self.id, where, text, url, trigger, command)

    def opens_home(self, tab: Literal["home", "messages"] = "home") -> Answer:
        """Open the desk's home tab, or its messages."""
        try:
            view = self.slack.home(self.id)
        except KeyError:
            view = None
        return self.door.send(payloads.app_home_opened(self.space, self.id, self.dm, tab, view))

    def clicks(
        self,
        on: dict[str, Any],
        action_id: str,
        channel: str | None = None,
        *,
        choose: str | None = None,
        filled: dict[str, Any] | None = None,
    ) -> Answer:
        """Use a button or menu on a message (with its `channel`) or a view.

        `choose` is the value of an option, a date, a user's id, or `positive`'s and `negative`'s
        value on feedback buttons. A message without `ts` is an ephemeral one. `filled` is what
        stands in the inputs, as in `submits`.
        """
        payload = self.click(on, action_id, channel, choose=choose, filled=filled)
        return self.door.send(payload)

    def click(
        self,
        on: dict[str, Any],
        action_id: str,
        channel: str | None = None,
        *,
        choose: str | None = None,
        filled: dict[str, Any] | None = None,
    ) -> Payload:
        """The payload of a click, for sending it otherwise."""
        action = _action(on["blocks"], action_id, choose)
        given = {action_id: choose} if choose and action_id not in (filled or {}) else {}
        values = _held(on, {**(filled or {}), **given})
        if channel is None:
            trigger = self.space.trigger(self.id, on["id"])
            return payloads.block_actions(
                self.space, self.id, action, trigger, view=on, values=values
            )
        where, ephemeral = self.space.channel(channel), "ts" not in on
        url = self.slack.proxy.responses.give(self.space, self.id, where, on.get("ts"))
        return payloads.block_actions(
            self.space,
            self.id,
            action,
            self.space.trigger(self.id),
            channel=where,
            message={"ts": "1700000000.000001", **on},
            ephemeral=ephemeral,
            response_url=url,
            values=values,
        )

    def submits(self, view: dict[str, Any], filled: dict[str, Any] | None = None) -> Answer:
        """Submit a modal; `filled` is what stands in its inputs, by action id.

        A list for inputs with several choices; inputs left out are empty, or hold what they began
        with. Fails when an input that is not optional is empty, as Slack's client would refuse it.
        """
        values = _state(view, filled or {})
        trigger = self.space.trigger(self.id, view["id"])
        return self.door.send(payloads.view_submission(self.space, self.id, view, values, trigger))

    def closes(self, view: dict[str, Any]) -> Answer:
        """Close a modal."""
        assert view.get("notify_on_close"), "Slack tells nobody when this modal is closed"
        return self.door.send(payloads.view_closed(self.space, self.id, view))

    def types_into(
        self, on: dict[str, Any], action_id: str, text: str, channel: str | None = None
    ) -> list[dict[str, Any]]:
        """Type into an external_select of a view, or of a message with its `channel`: the options
        that the desk offers."""
        block, element = _find(on["blocks"], action_id)
        assert element["type"] in ("external_select", "multi_external_select"), element["type"]
        where: dict[str, Any] = {"view": on} if channel is None else {"message": on}
        if channel:
            where["channel"] = self.space.channel(channel)
        answer = self.door.send(
            payloads.block_suggestion(self.space, self.id, action_id, block, text, **where)
        )
        return list((answer.json or {}).get("options", []))

    def uses_on_message(self, channel: str, ts: str, callback_id: str) -> Answer:
        """Choose a shortcut on a message."""
        where = self.space.channel(channel)
        url = self.slack.proxy.responses.give(self.space, self.id, where, ts)
        found = self.space.message(channel, ts)
        trigger = self.space.trigger(self.id)
        return self.door.send(
            payloads.message_shortcut(self.space, self.id, where, found, callback_id, url, trigger)
        )

    def uses(self, callback_id: str) -> Answer:
        """Choose a shortcut from the menu."""
        trigger = self.space.trigger(self.id)
        return self.door.send(payloads.global_shortcut(self.space, self.id, callback_id, trigger))


WITHOUT_STATE = ("button", "icon_button", "overflow", "feedback_buttons")


def _elements(blocks: list[dict[str, Any]]) -> Iterator[tuple[str, dict[str, Any]]]:
    """Every interactive element with its block's id (Slack gives one where the desk gave none)."""
    for index, block in enumerate(blocks):
        name = block.get("block_id") or f"b{index}"
        held = [*block.get("elements", []), block.get("accessory"), block.get("element")]
        for element in [*held, *block.get("actions", [])]:
            if isinstance(element, dict) and "action_id" in element:
                yield name, element
        for _, element in _elements(block.get("child_blocks", [])):
            yield name, element


def _find(blocks: list[dict[str, Any]], action_id: str) -> tuple[str, dict[str, Any]]:
    found = {element["action_id"]: (name, element) for name, element in _elements(blocks)}
    if action_id not in found:
        raise AssertionError(f"nothing with action_id '{action_id}'; there is {sorted(found)}")
    return found[action_id]


def _action(blocks: list[dict[str, Any]], action_id: str, choose: str | None) -> dict[str, Any]:
    """What Slack says was done with an element."""
    block_id, element = _find(blocks, action_id)
    action = {"type": element["type"], "block_id": block_id, "action_id": action_id}
    kind = element["type"]
    if kind in ("button", "icon_button"):
        told = ("text", "value", "url", "icon")
        kept: dict[str, Any] = {key: element[key] for key in told if key in element}
        return {**action, **kept}
    if kind == "feedback_buttons":
        pressed = [element["positive_button"], element["negative_button"]]
        chosen = next((one for one in pressed if one["value"] == choose), None)
        assert chosen, f"no button of value '{choose}'"
        return {**action, "text": chosen["text"], "value": choose}
    return {**action, **_chosen(element, choose)}


def _held(on: dict[str, Any], filled: dict[str, Any]) -> dict[str, dict[str, Any]]:
    """What stands in the inputs and menus of a message or view."""
    values: dict[str, dict[str, Any]] = {}
    blocks = on["blocks"]
    unknown = filled.keys() - {element["action_id"] for _, element in _elements(blocks)}
    assert not unknown, f"there is no input {sorted(unknown)}"
    for name, element in _elements(blocks):
        if element["type"] not in WITHOUT_STATE:
            state = {"type": element["type"], **_chosen(element, filled.get(element["action_id"]))}
            values.setdefault(name, {})[element["action_id"]] = state
    return values


def _state(view: dict[str, Any], filled: dict[str, Any]) -> dict[str, dict[str, Any]]:
    values = _held(view, filled)
    blocks = view["blocks"]
    optional = {
        block["element"]["action_id"]: block.get("optional", False)
        for block in blocks
        if block["type"] == "input"
    }
    for held in values.values():
        for action, state in held.items():
            empty = not any(value for key, value in state.items() if key != "type")
            assert not empty or optional.get(action, True), f"'{action}' must be filled in"
    return values


def _chosen(element: dict[str, Any], choice: Any) -> dict[str, Any]:
    """The keys in which Slack tells what stands in an element."""
    kind = element["type"]
    if kind in ("plain_text_input", "email_text_input", "url_text_input", "number_input"):
        return {"value": choice if choice is not None else element.get("initial_value")}
    if kind in ("datepicker", "timepicker"):
        name = kind.removesuffix("picker")
        return {f"selected_{name}": choice or element.get(f"initial_{name}")}
    many = kind.startswith("multi_") or kind == "checkboxes"
    thing = next(
        (t for t in ("user", "channel", "conversation") if f"{t}s_select" in kind), "option"
    )
    key = f"{thing}s" if many else thing
    if choice is None:
        return {f"selected_{key}": element.get(f"initial_{key}", [] if many else None)}
    if thing != "option":
        return {f"selected_{key}": choice}
    wanted = list(choice) if many else [choice]
    found = [_option(element, one) for one in wanted]
    return {f"selected_{key}": found if many else found[0]}


def _option(element: dict[str, Any], value: Any) -> dict[str, Any]:
    if isinstance(value, dict):  # one that an external_select offered
        return value
    groups = [group["options"] for group in element.get("option_groups", [])]
    offered = [*element.get("options", []), *(one for group in groups for one in group)]
    for one in offered:
        if one["value"] == value:
            return dict(one)
    raise AssertionError(f"no option '{value}'; there is {[one['value'] for one in offered]}")
