"""What people write is nowhere but in Slack: not in the log, the database or the measures, except
for what they themselves sent to the curators."""

from __future__ import annotations

import io
import logging
import re
from collections.abc import Iterator
from contextlib import redirect_stderr
from pathlib import Path

import pytest
from prometheus_client import generate_latest

from bot import logs
from tests.slack import scenes
from tests.slack.rig import payloads
from tests.slack.rig.people import Person
from tests.slack.scenes import CURATORS, PLACE, Shown, has, private

make_bot, slack_scopes = scenes.make_bot, scenes.slack_scopes
bot, door, member, curator = scenes.bot, scenes.door, scenes.member, scenes.curator

CANARY = "Zanzalor"
KNOWN = f"{CANARY} asks: how many words may our UPR submission have?"
WIDE = f"what is the word limit? {CANARY}"
UNKNOWN = f"{CANARY} asks: how do I report to the Committee on Ocean Rights?"
SECRETS = re.compile(r"xox[a-z]-\w|xapp-|/response/|signing-secret|client-secret")


@pytest.fixture
def log() -> Iterator[io.StringIO]:
    """What the bot's log writes."""
    root, written = logging.getLogger(), io.StringIO()
    level = root.level
    with redirect_stderr(written):
        logs.start("INFO")
    [handler] = root.handlers
    yield written
    root.removeHandler(handler)
    root.setLevel(level)


def test_no_word_and_no_secret_is_in_the_log(member, curator, log, caplog):
    everything(member)
    sent(member, curator, f"{CANARY} wants to know")
    trouble(member)
    written = log.getvalue()
    assert written.count('"worked"') > 40, "the log is on"
    assert "a listener failed" in written
    assert len(caplog.records) > 40
    raw = "\n".join(f"{record.getMessage()} {vars(record)}" for record in caplog.records)
    for text in (written, raw):
        assert CANARY not in text
        assert not SECRETS.search(text)


def test_no_word_is_in_the_database_unless_it_was_sent(member, curator, bot):
    everything(member)
    folder = bot.services.deployment.advocacy_database.parent
    assert CANARY.encode() not in kept(folder)
    assert member.id.encode() in kept(folder), "what is stored about a person is there"
    sent(member, curator, f"{CANARY} wants to know")
    assert CANARY.encode() in kept(folder)
    assert not SECRETS.search(kept(folder).decode("utf-8", "replace"))


def test_who_pressed_what_is_not_kept(slack, member, bot):
    said = member.mentions(PLACE, WIDE)
    pressed = member.click(slack.team.replies(PLACE, said.ts)[0], "pick.0", PLACE)
    for _ in range(2):
        assert member.door.send(pressed).status == 200
    assert len(slack.calls("response_url")) == 1, "and still it is worked on once"
    assert member.id.encode() not in kept(bot.services.deployment.advocacy_database.parent)


def test_the_measures_count_and_hold_no_words(member, curator, bot):
    everything(member)
    sent(member, curator, f"{CANARY} wants to know")
    told = generate_latest(bot.services.measures.registry).decode()
    for part in (
        'advocacy_replies_total{kind="answer",language="en"}',
        'advocacy_replies_total{kind="decline",language="en"}',
        'advocacy_deliveries_total{kind="app_mention",outcome="done"}',
        'advocacy_deliveries_total{kind="command",outcome="done"}',
        'advocacy_delivery_seconds_count{kind="view_submission"}',
    ):
        assert part in told
    assert CANARY not in told
    assert member.id not in told
    assert PLACE not in told


def everything(person: Person) -> None:
    """Ask on every surface and press every button."""
    slack = person.slack
    for question in (KNOWN, WIDE, UNKNOWN):
        said = person.mentions(PLACE, question)
        presses(person, slack.team.replies(PLACE, said.ts)[-1], PLACE)
        said = person.writes(question)
        presses(person, slack.team.replies(person.dm, said.ts)[-1], person.dm)
        person.runs(f"ask {question}")
        presses(person, private(person), PLACE)
        person.uses("ask_the_desk")
        person.submits(slack.modal(), {"question": question})
        if has(slack.modal(), "pick.0"):
            person.clicks(slack.modal(), "pick.0")
        ts = slack.team.say("coordinator", PLACE, question)
        person.uses_on_message(PLACE, ts, "ask_about_message")
    for word in ("mechanism", "compare", "upcoming", "help"):
        person.runs(f"{word} {CANARY}")
    person.opens_home()
    person.opens_home("messages")
    home = slack.home(person.id)
    person.types_into(home, "follow", CANARY)
    person.clicks(home, "follow", choose=person.types_into(home, "follow", "mali"))


def presses(person: Person, shown: Shown, channel: str) -> None:
    """Press all that can be pressed on a reply."""
    elements = [e for block in shown["blocks"] for e in block.get("elements", [])]
    for element in elements:
        if element["type"] == "button":
            person.clicks(shown, element["action_id"], channel)
        elif element["type"] == "feedback_buttons":
            value = element["negative_button"]["value"]
            person.clicks(shown, "feedback", channel, choose=value)


def sent(person: Person, curator: Person, text: str) -> None:
    """Send a question, answer it, and close it."""
    slack = person.slack
    person.runs(f"ask {UNKNOWN}")
    person.clicks(private(person), "send_gap", PLACE)
    person.submits(slack.modal(), {"question": text})
    notice = slack.team.history(CURATORS)[-1]
    curator.clicks(notice, "answer_gap", CURATORS)
    curator.submits(slack.modal(), {"question": f"{CANARY}, yes."})
    curator.clicks(notice, "close_gap", CURATORS)


def trouble(person: Person) -> None:
    """Let Slack fail under the desk, and send it what it does not know."""
    slack = person.slack
    for method in ("chat.postMessage", "response_url", "views.open", "assistant.threads.setStatus"):
        for how in ("429", "500", "lost"):
            slack.break_next(method, how)
            person.mentions(PLACE, KNOWN)
            person.writes(KNOWN)
            person.runs(KNOWN)
            person.uses("ask_the_desk")
    person.mentions("field-coordination", KNOWN)  # where the desk may not post
    unknown = {"type": "reaction_added", "user": person.id, "reaction": CANARY, "text": CANARY}
    person.door.send(payloads.event(slack.team, unknown), checked=False)
    slack.settle()


def kept(folder: Path) -> bytes:
    """All that stands in the database's files."""
    return b"".join(file.read_bytes() for file in sorted(folder.glob("desk*")))
