"""One workspace: who is in it, what stands in its channels, and what Slack hands out for it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from tests.slack.rig.emulator import Emulator

if TYPE_CHECKING:
    from collections.abc import Iterable

EMULATED_TEAM = "T000000001"
"""The only team id that an emulator has; the proxy puts the workspace's own in its place."""

PEOPLE = ("coordinator", "member", "newcomer")
PUBLIC = ("protection-cluster", "field-coordination", "with-partners")
PRIVATE = ("case-management",)
BOT_IS_IN = ("protection-cluster", "with-partners", "case-management")
SHARED_EXTERNALLY = ("with-partners",)

EVERY_SCOPE = (
    "app_mentions:read assistant:write channels:history channels:join channels:manage "
    "channels:read channels:write chat:write chat:write.public commands files:read files:write "
    "groups:history groups:read groups:write im:history im:read im:write mpim:history mpim:read "
    "reactions:read reactions:write team:read users:read users:read.email users.profile:read"
).split()


@dataclass
class Profile:
    """What users.info tells of a person beyond what the emulator knows."""

    tz: str = "Africa/Nairobi"
    locale: str = "en-US"


@dataclass
class Workspace:
    """A workspace as the rig sees it; ids of people and channels change with every reset."""

    emulator: Emulator
    which: int
    id: str
    domain: str
    base_url: str
    app_id: str = "A0ADVOCACY"
    users: dict[str, str] = field(default_factory=dict)
    """Ids by name: coordinator, member, newcomer."""
    channels: dict[str, str] = field(default_factory=dict)
    """Ids by name: the desk is in protection-cluster, with-partners (shared externally) and
    case-management (private), and not in field-coordination."""
    profiles: dict[str, Profile] = field(default_factory=dict)
    shared_externally: set[str] = field(default_factory=set)

    @property
    def bot_user(self) -> str:
        """The desk's user id here."""
        return f"U0DESK000{self.which + 1}"

    @property
    def bot_id(self) -> str:
        """The desk's bot id here."""
        return f"B0DESK000{self.which + 1}"

    @property
    def bot_token(self) -> str:
        """The desk's token here, with exactly the scopes that the test gave."""
        return f"xoxb-{self.which + 1}-desk"

    @property
    def rig_token(self) -> str:
        """The same bot with every scope, for the rig's own questions."""
        return f"xoxb-{self.which + 1}-rig"

    def user_token(self, name: str) -> str:
        """The token by which a person of this name writes."""
        return f"xoxp-{self.which + 1}-{name}"

    # What stands in Slack

    def history(self, channel: str) -> list[dict[str, Any]]:
        """The messages of a channel or DM (name or id), oldest first, without thread replies."""
        found = self._ask("conversations.history", channel=self.channel(channel), limit="999")
        return list(reversed(found["messages"]))

    def replies(self, channel: str, ts: str) -> list[dict[str, Any]]:
        """The replies in a thread, oldest first, without its first message."""
        found = self._ask("conversations.replies", channel=self.channel(channel), ts=ts)
        return [message for message in found["messages"] if message["ts"] != ts]

    def message(self, channel: str, ts: str) -> dict[str, Any]:
        """One message, wherever it stands; raises KeyError when there is none."""
        for first in self.history(channel):
            for one in [first, *self.replies(channel, first["ts"])]:
                if one["ts"] == ts:
                    return one
        raise KeyError(ts)

    def dm(self, user: str) -> str:
        """The id of the DM between the desk and a person (name or id)."""
        return str(self._ask("conversations.open", users=self.user(user))["channel"]["id"])

    def members(self, channel: str) -> list[str]:
        """The ids of those in a channel."""
        return list(self._ask("conversations.members", channel=self.channel(channel))["members"])

    def file(self, file_id: str) -> tuple[str, bytes]:
        """The name and content of an uploaded file."""
        told = self._ask("files.info", file=file_id)["file"]
        path = f"/files-pri/{file_id}/{told['name']}"
        headers = {"Authorization": f"Bearer {self.rig_token}"}
        _, _, content = self.emulator.send(self.which, "GET", path, b"", headers)
        return str(told["name"]), content

    # What people and Slack do

    def say(self, user: str, channel: str, text: str, thread_ts: str | None = None) -> str:
        """A person writes; the message's ts. Slack tells nobody of it: send the event yourself."""
        args = {"channel": self.channel(channel), "text": text, "thread_ts": thread_ts}
        token = self.user_token(self.name(user))
        return str(self.emulator.call(self.which, "chat.postMessage", token, **args)["ts"])

    def send_file(
        self, user: str, channel: str, name: str, content: bytes, text: str = ""
    ) -> tuple[str, dict[str, Any]]:
        """A person sends a file; the message's ts, and what Slack tells of the file."""
        token, where = self.user_token(self.name(user)), self.channel(channel)

        def ask(method: str, **args: Any) -> dict[str, Any]:
            return self.emulator.call(self.which, method, token, **args)

        begun = ask("files.getUploadURLExternal", filename=name, length=str(len(content)))
        path = begun["upload_url"].removeprefix(self.base_url)
        self.emulator.send(self.which, "POST", path, content, {})
        file = [{"id": begun["file_id"], "title": name}]
        ask("files.completeUploadExternal", files=file, channel_id=where, initial_comment=text)
        told = self._ask("files.info", file=begun["file_id"])["file"]
        [share] = told["shares"]["private"][where]
        return share["ts"], told

    def delete_file(self, user: str, file_id: str) -> None:
        """A person deletes a file."""
        self.emulator.call(
            self.which, "files.delete", self.user_token(self.name(user)), file=file_id
        )

    def trigger(self, user: str, view_id: str | None = None) -> str:
        """A fresh trigger id: good for one view, for a minute or until it is expired."""
        args = {"user_id": self.user(user), "view_id": view_id}
        return str(self._ask("views.generateTriggerId", **args)["trigger_id"])

    def join(self, channel: str) -> None:
        """The desk joins a public channel."""
        self._ask("conversations.join", channel=self.channel(channel))

    def leave(self, channel: str) -> None:
        """The desk is removed from a channel."""
        self._ask("conversations.leave", channel=self.channel(channel))

    def archive(self, channel: str) -> None:
        """A channel is archived."""
        self._ask("conversations.archive", channel=self.channel(channel))

    # Names and ids

    def user(self, name: str) -> str:
        """The id of a person given by name or id."""
        return self.users.get(name, name)

    def name(self, user: str) -> str:
        """The name of a person given by name or id."""
        return next((name for name, known in self.users.items() if known == user), user)

    def channel(self, name: str) -> str:
        """The id of a channel given by name or id."""
        return self.channels.get(name.removeprefix("#"), name)

    def channel_name(self, channel: str) -> str:
        """The name of a channel given by id; `directmessage` for a DM, as Slack says."""
        found = (name for name, known in self.channels.items() if known == channel)
        return next(found, "directmessage")

    # Beginnings

    def seed(self, scopes: Iterable[str]) -> dict[str, Any]:
        """What an emulator starts from, the desk's token having exactly these scopes."""
        bot = {
            "type": "bot",
            "user_id": self.bot_user,
            "app_id": self.app_id,
            "bot_id": self.bot_id,
        }
        tokens = [
            {**bot, "token": self.bot_token, "scopes": list(scopes)},
            {**bot, "token": self.rig_token, "scopes": EVERY_SCOPE},
        ]
        for name in PEOPLE:
            person = {"token": self.user_token(name), "type": "user", "user_id": name}
            tokens.append({**person, "scopes": EVERY_SCOPE})
        return {
            "team": {"name": self.domain.replace("-", " ").title(), "domain": self.domain},
            "users": [{"name": name, "real_name": name.title()} for name in PEOPLE],
            "channels": [{"name": name} for name in PUBLIC]
            + [{"name": name, "is_private": True} for name in PRIVATE],
            "oauth_apps": [
                {
                    "app_id": self.app_id,
                    "client_id": "1111.2222",
                    "client_secret": "client-secret-of-the-rig",
                    "name": "Advocacy Desk",
                    "bot_id": self.bot_id,
                    "bot_user_id": self.bot_user,
                    "bot_name": "advocacy-desk",
                    "redirect_uris": [],
                    "scopes": list(scopes),
                }
            ],
            "tokens": tokens,
            "strict_scopes": True,
        }

    def begin(self) -> None:
        """Learn the ids after a start or reset, and let the desk into its channels."""
        people = self._ask("users.list")["members"]
        self.users = {one["name"]: one["id"] for one in people if one["name"] in PEOPLE}
        self.profiles = {user: Profile() for user in self.users.values()}
        token = self.user_token(PEOPLE[0])
        every = {"types": "public_channel,private_channel", "limit": "999"}
        found = self.emulator.call(self.which, "conversations.list", token, **every)["channels"]
        self.channels = {c["name"]: c["id"] for c in found if c["name"] in PUBLIC + PRIVATE}
        for name in BOT_IS_IN:
            args = {"channel": self.channels[name], "users": self.bot_user}
            self.emulator.call(self.which, "conversations.invite", token, **args)
        self.shared_externally = {self.channels[name] for name in SHARED_EXTERNALLY}

    def _ask(self, method: str, **args: Any) -> dict[str, Any]:
        return self.emulator.call(self.which, method, self.rig_token, **args)
