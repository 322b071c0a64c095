"""Messages, windows and homes as an earlier version showed them, put into the emulator again, and
everything on them used as a person would.

`earlier/shown.jsonl` holds what the version of 27 November 2026 sent to Slack, one line each, such
that every button, menu and input that it had stands there with every kind of value that it carried;
blocks without any of these, and most options of long menus, are left out. `earlier/rows.jsonl` are
the rows of its database that they name. Ids of people, channels and files stand there by name
(`USER-0-member`), as each run of the emulator has its own.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from tests.slack.rig.people import Person
from tests.slack.rig.record import Call
from tests.slack.scenes import CURATORS, PLACE, Shown

FOLDER = Path(__file__).parent / "earlier"
SHOWN, ROWS = FOLDER / "shown.jsonl", FOLDER / "rows.jsonl"
FILE = "draft.txt", b"The Government should adopt a law on displaced children by December 2027."
_ASKED = ("users.", "conversations.", "files.info", "files.getUpload", "upload", "team.", "auth.")
"""Calls by which the desk only asks, or a part of sending a file."""
_KEYS = {
    "preparations": ("id",),
    "preparation_items": ("preparation", "item"),
    "subscriptions": ("id",),
    "gaps": ("id",),
    "corrections": ("id",),
}


@dataclass(frozen=True)
class Earlier:
    """Something that an earlier version showed; `does` is what comes of each use of it, as pinned
    (`--golden` pins it anew)."""

    number: int
    line: dict[str, Any]

    @property
    def room(self) -> str:
        """The feature whose scenario showed it."""
        return str(self.line["room"])

    @property
    def does(self) -> dict[str, list[str]]:
        """By use, the calls that follow."""
        return dict(self.line.get("does", {}))


@cache
def earlier() -> tuple[Earlier, ...]:
    """All of it."""
    lines = SHOWN.read_text("utf-8").splitlines()
    return tuple(Earlier(number, json.loads(line)) for number, line in enumerate(lines))


def pin(does: dict[int, dict[str, list[str]]]) -> None:
    """Pin what comes of the uses of some of them, by number."""
    lines = [json.loads(line) for line in SHOWN.read_text("utf-8").splitlines()]
    for number, uses in does.items():
        lines[number]["does"] = uses
    dumped = (json.dumps(line, ensure_ascii=False, separators=(",", ":")) for line in lines)
    SHOWN.write_text("".join(f"{line}\n" for line in dumped), "utf-8")


class Replay:
    """A workspace in which the earlier version was at work until now."""

    def __init__(self, member: Person, curator: Person, database: Path) -> None:
        self.member, self.curator, self.database = member, curator, database
        self.slack, self.space = member.slack, member.space
        self._ids = {f"CHANNEL-0-{name}": id_ for name, id_ in self.space.channels.items()}
        self._ids |= {f"USER-0-{name}": id_ for name, id_ in self.space.users.items()}
        self._ids |= {f"DM-0-{name}": self.space.dm(id_) for name, id_ in self.space.users.items()}

    def uses(self, shown: Earlier) -> Iterator[tuple[str, list[Call]]]:
        """Everything that can be done with it, each from a new start, and the calls that follow."""
        what = self._named(shown.line)
        for control in _controls(what):
            for choice in control.choices:
                seen = self._put(what)
                before = len(self.slack.calls())
                self._use(seen, what, control.element, choice)
                yield control.name(choice), self._since(before)
        if what["kind"] == "window" and "submit" in what["view"]:
            seen = self._put(what)
            before = len(self.slack.calls())
            person = self._person(what)
            person.submits(seen, _filled(person, seen))
            yield "sent off", self._since(before)

    def _named(self, line: dict[str, Any]) -> dict[str, Any]:
        """The line with the ids of this run."""
        text = self._with_ids(json.dumps(line))
        if '"FILE' in text:
            sent = self.member.sends_file(*FILE)
            text = text.replace('"FILE', '"' + sent.payload.body["event"]["files"][0]["id"])
        return dict(json.loads(text))

    def _with_ids(self, text: str) -> str:
        for name, id_ in self._ids.items():
            text = text.replace(name, id_)
        return text

    def _put(self, what: dict[str, Any]) -> Shown:
        """Show it as it was, over the rows that were kept then."""
        rows = self._rows_of(what)
        if "view" in what:
            if rows:
                self._keep(rows, self._posted(CURATORS, []), self._posted(PLACE, []))
            return self._view(what)
        message: Shown = {"text": "…", "blocks": what["blocks"]}
        if what["kind"] == "posted":
            message["ts"] = self._posted(what["channel"], what["blocks"])
        self._keep(rows, *[str(message.get("ts", ""))] * 2)
        return message

    def _view(self, what: dict[str, Any]) -> Shown:
        """A window, or the home, as Slack holds it from now on."""
        person = self._person(what)
        if what["kind"] == "home":
            method, where = "views.publish", {"user_id": person.id}
        else:
            method, where = "views.open", {"trigger_id": self.space.trigger(person.id)}
        token = self.space.rig_token
        view = what["view"]
        answer = self.slack.emulator.call(self.space.which, method, token, **where, view=view)
        return dict(answer["view"])

    def _posted(self, channel: str, blocks: list[dict[str, Any]]) -> str:
        """The ts of a message of the desk."""
        where = self.space.channel(channel)
        shown = {"channel": where, "text": "…", "blocks": blocks}
        posting = ("chat.postMessage", self.space.rig_token)
        return str(self.slack.emulator.call(self.space.which, *posting, **shown)["ts"])

    def _rows_of(self, what: dict[str, Any]) -> list[dict[str, Any]]:
        """The rows that it names."""
        text = json.dumps(what)
        rows = map(json.loads, self._with_ids(ROWS.read_text("utf-8")).splitlines())
        return [row for row in rows if row[_KEYS[row["table"]][0]] in text]

    def _keep(self, rows: list[dict[str, Any]], notice: str, preparation: str) -> None:
        """These rows as that version kept them, with the ts of the notice to curators and of the
        preparation's message (empty: there is none)."""
        with closing(sqlite3.connect(self.database)) as db:
            for row in rows:
                table = row.pop("table")
                if preparation and table == "preparations":
                    row["ts"] = preparation
                if notice and "notice_ts" in row:
                    row["notice_ts"] = notice
                found = " and ".join(f"{key} = :{key}" for key in _KEYS[table])
                db.execute(f"delete from {table} where {found}", row)  # noqa: S608 (ours)
                names, values = ", ".join(row), ", ".join(f":{key}" for key in row)
                db.execute(f"insert into {table} ({names}) values ({values})", row)  # noqa: S608
            db.commit()

    def _person(self, what: dict[str, Any]) -> Person:
        """Who has it on the screen: a curator in the curators' channel or with one of their
        windows."""
        curators = self.space.channels[CURATORS]
        text = json.dumps(what)
        if what.get("channel") == curators or self.curator.id in text or "correct" in text:
            return self.curator
        return self.member

    def _use(self, seen: Shown, what: dict[str, Any], element: dict[str, Any], choice: Any) -> None:
        person, action = self._person(what), element["action_id"]
        where = None if what["kind"] in ("window", "home") else what.get("channel", PLACE)
        if "external" in element["type"]:
            options = person.types_into(seen, action, "Cha", where)
            assert options, f"{action}: nothing is offered for what is typed"
            choice = options[:1] if element["type"].startswith("multi") else options[0]
            if not _at_once(seen, action):
                return
        choice = person.id if choice == "USER" else choice
        answer = person.clicks(seen, action, where, choose=choice)
        assert answer.status == 200, (action, answer.status)

    def _since(self, before: int) -> list[Call]:
        self.slack.settle(still=0.02)
        return [c for c in self.slack.calls()[before:] if not c.method.startswith(_ASKED)]


@dataclass(frozen=True)
class _Control:
    element: dict[str, Any]
    choices: list[Any]

    def name(self, choice: Any) -> str:
        chosen = "" if choice in (None, "USER") else f" {json.dumps(choice, ensure_ascii=False)}"
        return f"{self.element['action_id']}{_short(chosen)}"


def _short(chosen: str) -> str:
    return chosen if len(chosen) < 60 else f"{chosen[:57]}…"


def _controls(what: dict[str, Any]) -> Iterator[_Control]:
    """What can be used on it, with one use for each option that there is."""
    blocks = what["view"]["blocks"] if "view" in what else what["blocks"]
    met: set[str] = set()
    for block in blocks:
        every = [block.get("accessory"), *block.get("elements", []), *block.get("actions", [])]
        element = block.get("element")
        if element and (block.get("dispatch_action") or "external" in element["type"]):
            every.append(element)
        for one in every:
            if isinstance(one, dict) and one.get("action_id", "") not in {*met, ""}:
                met.add(one["action_id"])
                yield _Control(one, _choices(one))


def _choices(element: dict[str, Any]) -> list[Any]:
    kind = element["type"]
    groups = [group["options"] for group in element.get("option_groups", [])]
    options = [*element.get("options", []), *(option for group in groups for option in group)]
    values = [option["value"] for option in options]
    if kind == "feedback_buttons":
        return [element["positive_button"]["value"], element["negative_button"]["value"]]
    if kind == "static_select":
        return values[:2]
    if kind == "checkboxes" or kind.startswith("multi_static"):
        return [values, []]
    if kind == "datepicker":
        return ["2027-03-01"]
    if kind == "users_select":
        return ["USER"]
    return list(dict.fromkeys(values)) or [None]


def _at_once(seen: Shown, action: str) -> bool:
    """Whether the desk is told as soon as something is chosen there."""
    for block in seen["blocks"]:
        if (block.get("element") or {}).get("action_id") == action:
            return bool(block.get("dispatch_action"))
    return True


def _filled(person: Person, view: Shown) -> dict[str, Any]:
    """Something for each input that must be filled in and holds nothing yet."""
    given: dict[str, Any] = {}
    for block in view["blocks"]:
        element = block.get("element") if block["type"] == "input" else None
        if element is None or block.get("optional"):
            continue
        if any(key.startswith("initial_") and value for key, value in element.items()):
            continue
        action, kind = element["action_id"], element["type"]
        if "external" in kind:
            options = person.types_into(view, action, "Cha")
            given[action] = options[:1] if kind.startswith("multi") else options[0]
        elif kind == "plain_text_input":
            given[action] = "Adopt a law on the papers of displaced children by December 2027."
        else:
            choice = _choices(element)[0]
            given[action] = person.id if choice == "USER" else choice
    return given


def actions_of(line: dict[str, Any]) -> set[str]:
    """The action ids that stand there, without the numbers behind them."""
    blocks = line["view"]["blocks"] if "view" in line else line["blocks"]
    return {
        str(one["action_id"]).split(".")[0]
        for block in blocks
        for one in (block.get("accessory"), block.get("element"), *block.get("elements", []))
        if isinstance(one, dict) and "action_id" in one
    }


def summary(calls: list[Call]) -> list[str]:
    """What was shown by these calls: methods, windows, errors at inputs."""
    lines = []
    for call in calls:
        args = call.args
        view = args.get("view") or {}
        words = [call.method, args.get("response_action", ""), view.get("callback_id", "")]
        words += sorted(args.get("errors", {}))
        said = any(words[1:]) or args.get("text") or args.get("blocks")
        if call.method == "ack" and not said:
            continue
        lines.append(" ".join(filter(None, words)) + ("" if call.ok else " (refused)"))
    return lines
