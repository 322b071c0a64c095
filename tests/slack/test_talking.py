"""Asking in a channel, in a direct message, by command and by shortcut."""

from __future__ import annotations

from bot.render.slack.ids import Pick
from tests.slack.bot import MakeBot, desk, make_bot, slack_scopes  # noqa: F401
from tests.slack.rig.people import Person


def test_a_mention_is_answered_in_its_thread_and_followed_up(slack, http, make_bot):  # noqa: F811
    bot = make_bot()
    member = Person(http(bot.app), slack.team, "member")
    said = member.mentions("protection-cluster", "How many words may our UPR submission have?")
    assert said.answer.status == 200
    [reply] = slack.team.replies("protection-cluster", said.ts)
    assert "2,815" in reply["text"]
    again = member.mentions("protection-cluster", "and if we submit jointly?", thread_ts=said.ts)
    assert "5,630" in str(slack.team.replies("protection-cluster", said.ts)[-1]["blocks"])
    assert again.answer.seconds < 1


def test_a_direct_message_is_answered_with_a_status(slack, http, make_bot):  # noqa: F811
    member = Person(http(make_bot().app), slack.team, "member")
    said = member.writes("What can the UPR do?")
    assert slack.calls("assistant.threads.setStatus")
    assert "UPR" in str(slack.team.replies(member.dm, said.ts)[-1])


def test_the_command_answers_the_person_alone_and_can_be_shared(slack, http, make_bot):  # noqa: F811
    member = Person(http(make_bot().app), slack.team, "member")
    member.runs("ask What can CEDAW do?")
    [shown] = slack.ephemerals(member.id)
    assert "CEDAW" in shown["text"]
    member.clicks(shown, "share", "protection-cluster")
    assert "CEDAW" in slack.team.history("protection-cluster")[-1]["text"]


def test_a_choice_is_answered_in_place(slack, http, make_bot):  # noqa: F811
    member = Person(http(make_bot().app), slack.team, "member")
    said = member.mentions("protection-cluster", "what is the word limit?")
    [reply] = slack.team.replies("protection-cluster", said.ts)
    member.clicks(reply, "pick.0", "protection-cluster")
    [answer] = slack.team.replies("protection-cluster", said.ts)
    assert answer["ts"] == reply["ts"]
    assert "CERD" in answer["text"]


def test_the_home_opens_and_a_card_is_shown(slack, http, make_bot):  # noqa: F811
    member = Person(http(make_bot().app), slack.team, "member")
    member.opens_home()
    home = slack.home(member.id)
    member.clicks(home, "card", choose=Pick(mechanism="upr").value)
    assert "Universal Periodic Review" in str(slack.modal()["blocks"])
