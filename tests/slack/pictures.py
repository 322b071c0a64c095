"""Pictures of what people see in Slack, for the documents and for looking at.

`python -m tests.slack.pictures` draws docs/pictures/ anew: somebody uses the real desk in the
emulated Slack on a fixed day, and what arrives there is drawn, each as wide as a phone and as wide
as a desktop. With names (`… answer home`) it draws those. Needs Debian's `chromium`.
"""

from __future__ import annotations

import argparse
import datetime as dt
import json
import tempfile
from collections.abc import Callable
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

import time_machine

from bot.app import Built, build
from bot.digest import Digests, Scope
from bot.handlers import Toolkit
from bot.handlers.digest.message import DigestRef, SlackDigest
from bot.handlers.manifest import SCOPES
from bot.knowledge import load
from bot.knowledge.models import Language
from bot.library import Library
from bot.render import Plain
from bot.reviews import Calendar
from bot.settings import settings
from bot.states import StateNames
from bot.store import Store
from bot.store import Workspace as Key
from tests.slack.advocating import pictured
from tests.slack.bot import settings_of
from tests.slack.rig.draw import DESKTOP, PHONE, draw
from tests.slack.rig.http import Http, serve
from tests.slack.rig.people import Person
from tests.slack.rig.slack import Slack
from tests.slack.scenes import CURATORS, PLACE, Shown, private, reply_to

PICTURES = Path(__file__).resolve().parents[2] / "docs" / "pictures"
DAY = dt.datetime(2026, 12, 1, 9, 30, tzinfo=dt.UTC)
WIDTHS = {"phone": PHONE, "desktop": DESKTOP}
ASKED = {
    "answer": "What can CEDAW do?",
    "answer-state": "When is the next UPR of Mali?",
    "choices": "what is the word limit?",
    "decline": "How do I report to the Committee on Ocean Rights?",
    "french": "Que devient une recommandation de l'EPU que l'État a seulement notée ?",
    "arabic": "ماذا يمكن للجنة مناهضة التعذيب أن تفعل؟",
}
"""Names of pictures, and the question in a channel whose reply each shows."""
TYPED = {
    "comparison": "compare upr cedaw",
    "upcoming": "upcoming Haiti",
    "state": "state Mali",
    "checklist": "checklist upr submission Algeria",
}
"""Names of pictures, and what is typed after the slash command."""
DIGESTS: dict[str, tuple[tuple[str, ...], Language]] = {
    "digest-sahel": (("MLI", "BFA", "NER", "TCD"), "fr"),
    "digest-sudan": (("SDN",), "en"),
    "digest-myanmar": (("MMR",), "en"),
}
"""Names of pictures, and the States and the frame's language of a channel's first digest."""
FOLLOWED = ("HTI", "MLI")
GAP = "May an organisation without ECOSOC status sign a joint letter to the CEDAW Committee?"


class Scenes:
    """Somebody and a curator in a workspace with the desk."""

    def __init__(self, slack: Slack, door: Http, built: Built) -> None:
        """Nothing has happened yet."""
        self.built = built
        self.slack, self._store = slack, built.services.storage
        self._member = Person(door, slack.team, "member")
        self._curator = Person(door, slack.team, "coordinator")

    def all(self) -> dict[str, Callable[[], Shown]]:
        """How each picture comes about, by its name."""
        return {
            **{
                name: lambda text=text: reply_to(self._member, text) for name, text in ASKED.items()
            },
            **{name: lambda text=text: self.typed(text) for name, text in TYPED.items()},
            **{name: lambda what=what: digest(*what) for name, what in DIGESTS.items()},
            "card": self.card,
            "home": self.home,
            "preparation": self.preparation,
            "owners": self.owners,
            "ask": self.ask,
            "send": self.send,
            "curators": self.curators,
            "curators-answer": self.answer,
            **pictured(self._member),
        }

    def typed(self, text: str) -> Shown:
        """What a slash command shows."""
        self._member.runs(text)
        return private(self._member)

    def home(self) -> Shown:
        """The home of somebody who follows two States."""
        self._store.follows.follow(Key(team=self.slack.team.id), self._member.id, FOLLOWED)
        self._member.opens_home()
        return self.slack.home(self._member.id)

    def card(self) -> Shown:
        """A mechanism, chosen in the home."""
        home = self.home()
        menu = next(b for b in home["blocks"] if "'action_id': 'card'" in str(b))["elements"][0]
        options = [one for group in menu["option_groups"] for one in group["options"]]
        upr = next(one["value"] for one in options if '"upr"' in one["value"])
        self._member.clicks(home, "card", choose=upr)
        return self.slack.modal()

    def preparation(self) -> Shown:
        """A team's checklist in its channel, with a few steps done."""
        self._member.clicks(
            self.typed("checklist upr submission Chad 2027-03-01T18:00"), "preparation_start", PLACE
        )
        self._member.submits(self.slack.modal())
        for number in range(3):
            message = self.slack.team.history(PLACE)[-1]
            message.pop("metadata")  # its keys are ours: the rig knows only those of its samples
            boxes = [b for b in message["blocks"] if "preparation_tick" in str(b)]
            one = {**message, "blocks": [boxes[number]]}
            self._member.clicks(one, "preparation_tick", PLACE, choose=["done"])
        return self.slack.team.history(PLACE)[-1]

    def owners(self) -> Shown:
        """The window in which owners and dates are chosen."""
        message = self.preparation()
        message.pop("metadata")
        self._member.clicks(message, "preparation_owners", PLACE)
        return self.slack.modal()

    def ask(self) -> Shown:
        """The window in which a question is typed."""
        self._member.uses("ask_the_desk")
        return self.slack.modal()

    def send(self) -> Shown:
        """What is sent to the curators, before it is sent: the question of a direct message."""
        said = self._member.writes(GAP)
        [reply] = self.slack.team.replies(self._member.dm, said.ts)
        thumbs = next(b for b in reply["blocks"] if b["type"] == "context_actions")["elements"][0]
        value = thumbs["negative_button"]["value"]
        self._member.clicks(reply, "feedback", self._member.dm, choose=value)
        self._member.clicks(private(self._member), "send_gap", self._member.dm)
        return self.slack.modal()

    def curators(self) -> Shown:
        """The question in the curators' channel."""
        self._member.submits(self.send())
        return self.slack.team.history(CURATORS)[-1]

    def answer(self) -> Shown:
        """The window in which a curator answers it."""
        self._curator.clicks(self.curators(), "answer_gap", CURATORS)
        return self.slack.modal()

    def named(self, shown: Shown) -> Any:
        """What is drawn: a window or home, or a message's blocks; people by their names."""
        what = shown if shown.get("type") in ("modal", "home") else shown["blocks"]
        text = json.dumps(what)
        for name, user in self.slack.team.users.items():
            text = text.replace(f"<@{user}>", f"<@{name}>")
        return json.loads(text)


def digest(states: tuple[str, ...], language: Language) -> Shown:
    """The message that a channel gets on a Monday."""
    where = settings()
    base, names = load(where.knowledge, where.cache), StateNames.read(where.knowledge / "states")
    made = Digests(Calendar.open(where.knowledge)).digest(Scope(states=states), DAY.date())
    message = SlackDigest(base, names).message(made, language, DigestRef(channel="C0"))
    return {"blocks": [block.to_dict() for block in message.blocks]}


@contextmanager
def scenes() -> Any:
    """The desk in the emulated Slack on the day of the pictures."""
    library = Library(settings())
    desk = library.desk
    with ExitStack() as stack:
        slack = Slack()
        stack.callback(slack.stop)
        slack.reset(sorted(SCOPES))
        folder = stack.enter_context(tempfile.TemporaryDirectory())
        deployment = settings_of(
            slack,
            Path(folder, "desk.sqlite"),
            advocacy_curators=slack.team.channels[CURATORS],
        )
        store = stack.enter_context(Store.open(deployment.advocacy_database))
        plain = Plain(desk.base, settings().templates, desk.states)
        built = build(deployment, desk, store, plain, Toolkit(library))
        url = stack.enter_context(serve(built.app))
        stack.enter_context(time_machine.travel(DAY, tick=True))
        yield Scenes(slack, Http(slack, url), built)


def main() -> None:
    """Draw what is asked for, or all of it."""
    parser = argparse.ArgumentParser(description="Draw what people see in Slack.")
    parser.add_argument("names", nargs="*", help="pictures to draw; all when none is named")
    parser.add_argument("--to", type=Path, default=PICTURES, help="folder to write to")
    asked = parser.parse_args()
    with scenes() as found:
        known = found.all()
        if unknown := set(asked.names) - set(known):
            parser.error(f"no picture {', '.join(sorted(unknown))}; there are: {', '.join(known)}")
        drawn = {name: found.named(known[name]()) for name in asked.names or known}
    asked.to.mkdir(parents=True, exist_ok=True)
    for name, what in drawn.items():
        for width, pixels in WIDTHS.items():
            path = asked.to / f"{name}-{width}.png"
            draw(what, path, pixels)
            print(f"{path.stat().st_size // 1000:>4} kB  {path.name}")


if __name__ == "__main__":
    main()
