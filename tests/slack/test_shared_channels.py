"""Channels and conversations with people of other organisations (Slack Connect): they are told so,
and nothing personal is kept."""

from __future__ import annotations

import pytest

from bot.ask import Context
from bot.handlers.kernel.services import now
from bot.store import Workspace
from tests.slack import scenes
from tests.slack.rig import payloads
from tests.slack.rig.payloads import Payload
from tests.slack.scenes import CURATORS, PLACE, has, private, reads, reply_to

make_bot, slack_scopes = scenes.make_bot, scenes.slack_scopes
bot, door, member, curator = scenes.bot, scenes.door, scenes.member, scenes.curator

SHARED = "with-partners"
NOTICE = "shared with other organisations"
WORDS = "How many words may our UPR submission have?"
WIDE = "what is the word limit?"
UNKNOWN = "How do I report to the Committee on Ocean Rights?"


def from_elsewhere(payload: Payload) -> Payload:
    """The same, done by somebody of another organisation."""
    payload.body["user"]["team_id"] = "T0ELSEWHERE"
    return payload


def kept(bot) -> bytes:
    """All that stands in the database's files."""
    folder = bot.services.deployment.advocacy_database.parent
    return b"".join(file.read_bytes() for file in sorted(folder.glob("desk*")))


def test_there_is_a_notice_and_nothing_personal_is_kept(member, bot):
    assert NOTICE in reads(reply_to(member, WORDS, SHARED))
    assert member.id.encode() not in kept(bot)
    assert NOTICE not in reads(reply_to(member, WORDS, PLACE))


def test_a_choice_and_what_is_shared_there_keep_the_notice(slack, member):
    said = member.mentions(SHARED, WIDE)
    [reply] = slack.team.replies(SHARED, said.ts)
    member.clicks(reply, "pick.0", SHARED)
    [answer] = slack.team.replies(SHARED, said.ts)
    assert "Source" in reads(answer) and NOTICE in reads(answer)
    member.runs(f"ask {WORDS}", SHARED)
    assert NOTICE not in reads(private(member)), "only the person sees this"
    member.clicks(private(member), "share", SHARED)
    assert NOTICE in reads(slack.team.history(SHARED)[-1])
    asked = slack.calls("conversations.info")
    assert len(asked) == 1, "what a channel is, is asked once an hour"


def test_where_slack_does_not_tell_what_a_channel_is_people_are_answered(slack, member):
    said = member.mentions(PLACE, WIDE)
    slack.break_next("conversations.info", "500")
    member.clicks(slack.team.replies(PLACE, said.ts)[0], "pick.0", PLACE)
    assert "Source" in reads(slack.team.replies(PLACE, said.ts)[0])


def test_people_from_elsewhere_can_send_no_question_to_the_curators(slack, member, bot):
    shown = reply_to(member, UNKNOWN, SHARED)
    member.door.send(from_elsewhere(member.click(shown, "send_gap", SHARED)))
    assert "Only people of this workspace" in private(member)["text"]
    assert slack.calls("views.open") == []

    member.clicks(shown, "send_gap", SHARED)
    window = slack.modal()
    typed = {"question": {"question": {"type": "plain_text_input", "value": "their words"}}}
    trigger = member.space.trigger(member.id, window["id"])
    sent = payloads.view_submission(member.space, member.id, window, typed, trigger)
    member.door.send(from_elsewhere(sent))
    assert bot.services.storage.gaps.list(None) == ()
    assert slack.team.history(CURATORS) == []


def test_a_question_sent_from_there_is_answered_to_the_person_alone(slack, member, curator, bot):
    shown = reply_to(member, UNKNOWN, SHARED)
    member.clicks(shown, "send_gap", SHARED)
    member.submits(slack.modal(), {"question": "Is there a committee on the ocean?"})
    [gap] = bot.services.storage.gaps.list(None)
    assert (gap.channel, gap.thread) == (None, None)
    curator.clicks(slack.team.history(CURATORS)[-1], "answer_gap", CURATORS)
    curator.submits(slack.modal(), {"question": "No, there is none."})
    assert "No, there is none." in reads(slack.team.history(member.dm)[-1])
    assert len(slack.team.replies(SHARED, shown["thread_ts"])) == 1


def test_of_people_from_elsewhere_no_feedback_is_kept(member, bot):
    shown = reply_to(member, WORDS, SHARED)
    [thumbs] = [
        element
        for block in shown["blocks"]
        for element in block.get("elements", [])
        if element["type"] == "feedback_buttons"
    ]
    value = thumbs["positive_button"]["value"]
    member.door.send(from_elsewhere(member.click(shown, "feedback", SHARED, choose=value)))
    assert "Thank you" in private(member)["text"]
    assert bot.services.storage.feedback.counts(Workspace(team=member.space.id)) == {}


@pytest.mark.parametrize("outside", [True, False])
def test_who_writes_from_elsewhere_is_not_remembered(slack, member, bot, outside):
    ts = slack.team.say(member.id, member.dm, WIDE)
    told = payloads.message(slack.team, member.id, member.dm, WIDE, ts)
    told.body["is_ext_shared_channel"] = outside
    member.door.send(told)
    [reply] = slack.team.replies(member.dm, ts)
    assert (NOTICE in reads(reply)) is outside
    pressed = member.click(reply, "pick.0", member.dm)
    member.door.send(from_elsewhere(pressed) if outside else pressed)
    assert not has(slack.team.replies(member.dm, ts)[0], "pick.0")
    assert (member.id.encode() in kept(bot)) is not outside
    assert Context.model_validate(remembered(bot, slack, member.dm, ts)).mechanisms


def remembered(bot, slack, channel: str, thread: str):
    """What is remembered of a thread."""
    threads, age = bot.services.storage.threads, bot.services.thread_age
    return threads.recall(Workspace(team=slack.team.id), channel, thread, now(), age)
