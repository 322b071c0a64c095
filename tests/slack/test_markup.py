"""What people type never acts as Slack's markup in anything that the desk sends."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import pytest

from bot.handlers.commands import COMMANDS
from tests.slack import scenes
from tests.slack.rig.people import Person
from tests.slack.rig.record import Call
from tests.slack.scenes import CURATORS, PLACE, private, reply_to

make_bot, slack_scopes = scenes.make_bot, scenes.slack_scopes
bot, door, member, curator = scenes.bot, scenes.door, scenes.member, scenes.curator

TYPED = (
    "<!channel> <!here> <!everyone> <@U0VICTIM00> <#C0SECRET00> <!subteam^S0TEAM0000>"
    " <https://evil.example|official page> <!date^1^{date}^https://evil.example|x>"
    " \u202eesrever\u202c \u2066isolate\u2069 \u200b\u061c\u0007"
    " &lt;!channel&gt; &amp;lt;!here&amp;gt;"
)
"""Everything that Slack would act upon, typed by a person."""
AS_SLACK_SENDS = TYPED.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
"""The same typed into Slack's own box: Slack escapes it. The raw form comes out of windows, and
from other apps."""
UNKNOWN = "How do I report to the Committee on Ocean Rights? "

_ACTING = re.compile(r"<[!@#]|<(?:https?|mailto)[^>]*evil|<[^>]*evil")
_INVISIBLE = re.compile(
    "[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u061c\u200b\u200e\u200f\u202a-\u202e\u2066-\u2069]"
)


@pytest.mark.parametrize("text", [TYPED, AS_SLACK_SENDS], ids=["raw", "escaped"])
@pytest.mark.parametrize(
    "asked", ["", "What can CEDAW do? ", UNKNOWN], ids=["alone", "known", "unknown"]
)
def test_a_question_is_harmless_wherever_it_is_asked(slack, member, text, asked):
    question = asked + text
    reply_to(member, question)
    member.writes(question)
    member.runs(f"ask {question}")
    member.runs(question)
    ts = slack.team.say("coordinator", PLACE, question)
    member.uses_on_message(PLACE, ts, "ask_about_message")
    member.submits(slack.modal(), {"question": question})
    assert len(slack.calls("chat.postMessage")) == 2
    harmless(slack.calls())


@pytest.mark.parametrize("text", [TYPED, AS_SLACK_SENDS], ids=["raw", "escaped"])
@pytest.mark.parametrize("word", [command.name for command in COMMANDS])
def test_what_follows_a_word_of_the_command_is_harmless(slack, member, word, text):
    for typed in (text, f"upr, {text[20:]}", f"upr submission Chad {text}"):
        assert member.runs(f"{word} {typed}").status == 200
    assert private(member)
    harmless(slack.calls())


def test_an_invented_body_is_named_harmlessly(slack, member):
    name = "Committee on Ocean\u202e Rights"
    assert "Ocean" in str(reply_to(member, f"How do I report to the {name} <!here>?"))
    harmless(slack.calls())


@pytest.mark.parametrize("text", [TYPED, AS_SLACK_SENDS], ids=["raw", "escaped"])
def test_a_question_and_its_answer_pass_through_the_curators_harmlessly(
    slack, member, curator, text
):
    member.clicks(reply_to(member, UNKNOWN), "send_gap", PLACE)
    member.submits(slack.modal(), {"question": text})
    notice = slack.team.history(CURATORS)[-1]
    curator.clicks(notice, "answer_gap", CURATORS)
    curator.submits(slack.modal(), {"question": f"See {text}"})
    assert "See" in str(slack.calls("chat.postMessage")[-1].args["blocks"])
    harmless(slack.calls(), member, curator)


def test_the_question_that_stands_in_a_direct_message_is_taken_over_harmlessly(slack, member):
    said = member.writes(f"{UNKNOWN} &lt;!channel&gt; &lt;https://evil.example|x&gt; \u202e")
    reply = slack.team.replies(member.dm, said.ts)[-1]
    member.clicks(reply, "send_gap", member.dm)
    assert "Ocean" in str(slack.modal())
    harmless(slack.calls())


def test_a_search_for_a_state_is_harmless(slack, member):
    member.opens_home()
    for typed in (TYPED, "<!channel>", "\u202e", "%", "*" * 300, "{0}"):
        member.types_into(slack.home(member.id), "follow", typed)
    harmless(slack.calls())


def harmless(calls: list[Call], *named: Person) -> None:
    """Nothing in the calls acts as markup, except that the desk names these people."""
    own = [f"<@{person.id}>" for person in named]
    seen = 0
    for call in calls:
        for text in strings({k: v for k, v in call.args.items() if k != "to"}):
            for name in own:
                text = text.replace(name, "")
            seen += 1
            assert not _ACTING.search(text), f"{call.method}: {text}"
            assert not _INVISIBLE.search(text), f"{call.method}: {text!r}"
    assert seen


def strings(value: Any) -> Iterator[str]:
    """Every string in what was sent, button values and metadata too."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for part in value.values():
            yield from strings(part)
    elif isinstance(value, list):
        for part in value:
            yield from strings(part)
