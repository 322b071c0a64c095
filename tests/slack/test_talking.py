"""Asking in a channel and in a direct message."""

from __future__ import annotations

import datetime as dt
import json

import pytest
import time_machine

from bot.ask import PROMPTS
from bot.store import Workspace
from tests.slack import scenes
from tests.slack.rig import payloads
from tests.slack.scenes import PLACE, Shown, reads, reply_to

make_bot, slack_scopes = scenes.make_bot, scenes.slack_scopes
bot, door, member, curator = scenes.bot, scenes.door, scenes.member, scenes.curator

WORDS = "How many words may our UPR submission have?"
A_QUIET_DAY = dt.datetime(2026, 12, 7, tzinfo=dt.UTC)
"""Without a session, and with papers on Algeria due for the UPR in March."""
FIRST, NEXT = "What can CEDAW do?", "how long may it be?"
"""A question, and one that means something else without it."""


def follows_up(reply: Shown) -> bool:
    """Whether a reply to NEXT knows of FIRST."""
    return "cedaw.submit.length" in str(reply["blocks"])


def test_a_mention_is_answered_in_its_thread_and_followed_up(slack, member):
    said = member.mentions(PLACE, WORDS)
    assert said.answer.status == 200
    [reply] = slack.team.replies(PLACE, said.ts)
    assert "2,815" in reply["text"]
    member.mentions(PLACE, "What can CEDAW do?", thread_ts=said.ts)
    member.mentions(PLACE, NEXT, thread_ts=said.ts)
    assert follows_up(slack.team.replies(PLACE, said.ts)[-1])
    assert len(slack.team.history(PLACE)) == 1, "nothing stands outside the thread"


def test_another_thread_does_not_know_of_the_first(slack, member):
    reply_to(member, FIRST)
    assert not follows_up(reply_to(member, NEXT))


@pytest.mark.parametrize(
    ("question", "frame"),
    [
        ("Combien de mots pour notre contribution à l'EPU ?", "Source"),
        ("¿Cuántas palabras puede tener nuestro informe al EPU?", "Fuente"),
        ("كم عدد الكلمات المسموح به في تقريرنا للاستعراض الدوري الشامل؟", "المصدر"),
    ],
)
def test_a_reply_is_framed_in_the_language_of_the_question(member, bot, question, frame):
    shown = reply_to(member, question)
    assert frame in reads(shown)
    assert "2,815" in reads(shown).replace("\u202f", ",")
    spoken = {"Source": "fr", "Fuente": "es", "المصدر": "ar"}[frame]
    assert bot.services.desk.base.say("more", spoken) in reads(shown)


def test_a_mention_without_a_question_is_greeted(member):
    assert "Something happened" in reads(reply_to(member, "   "))


def test_a_direct_message_is_answered_in_its_thread_with_a_status(slack, member):
    said = member.writes("What can the UPR do?")
    [status] = slack.calls("assistant.threads.setStatus")
    assert (status.args["thread_ts"], status.ok) == (said.ts, True)
    assert "looking" in status.args["status"]
    [reply] = slack.team.replies(member.dm, said.ts)
    assert "UPR" in reads(reply)


def test_a_status_that_slack_refuses_costs_no_answer(slack, member):
    slack.break_next("assistant.threads.setStatus", "500")
    said = member.writes(WORDS)
    assert "2,815" in slack.team.replies(member.dm, said.ts)[0]["text"]


def test_a_new_direct_message_follows_up_within_half_an_hour(slack, member):
    said = member.writes(FIRST)
    member.writes(NEXT, thread_ts=said.ts)
    assert follows_up(slack.team.replies(member.dm, said.ts)[-1])
    soon = member.writes(NEXT)
    assert '"cedaw.' in json.dumps(slack.team.replies(member.dm, soon.ts)[0]).replace("\\", "")


def test_a_new_direct_message_begins_anew_after_half_an_hour(slack, member):
    member.writes(FIRST)
    later = dt.datetime.now(dt.UTC) + dt.timedelta(minutes=31)
    with time_machine.travel(later, tick=True):
        late = member.writes(NEXT)
    assert not follows_up(slack.team.replies(member.dm, late.ts)[0])


def test_what_one_person_asked_is_no_others_earlier_turn(slack, member, curator):
    member.writes(FIRST)
    said = curator.writes(NEXT)
    assert not follows_up(slack.team.replies(curator.dm, said.ts)[0])


def test_a_file_with_a_text_is_answered_by_the_text(slack, member):
    where = member.dm
    ts = slack.team.say(member.id, where, WORDS)
    event = payloads.message(slack.team, member.id, where, WORDS, ts).body["event"]
    shared = payloads.event(slack.team, {**event, "subtype": "file_share", "files": []})
    member.door.send(shared, checked=False)
    assert "2,815" in slack.team.replies(where, ts)[0]["text"]


def test_an_edited_or_deleted_direct_message_is_let_be(slack, member):
    said = member.writes(WORDS)
    for told in (
        payloads.message_changed(slack.team, member.id, member.dm, "What can CAT do?", said.ts),
        payloads.message_deleted(slack.team, member.id, member.dm, said.ts),
    ):
        assert member.door.send(told).status == 200
    slack.settle()
    assert len(slack.team.replies(member.dm, said.ts)) == 1


@pytest.mark.parametrize(("locale", "spoken"), [("en-GB", "en"), ("fr-FR", "fr"), ("ar-SA", "ar")])
def test_the_messages_tab_offers_four_questions_that_are_answered(
    slack, member, bot, locale, spoken
):
    slack.team.profiles[member.id].locale = locale
    with time_machine.travel(A_QUIET_DAY, tick=True):
        member.opens_home("messages")
    prompts = offered(slack)
    assert prompts == [bot.services.desk.base.say(key, spoken) for key in PROMPTS]
    for prompt in prompts:
        kind = bot.services.desk.ask(prompt).kind
        assert kind in ("answer", "choices"), f"{prompt} gets {kind}"


def test_the_questions_offered_are_on_the_states_that_a_person_follows(slack, member, bot):
    follows = bot.services.storage.follows
    follows.follow(Workspace(team=slack.team.id), member.id, ["DZA", "MLI", "TCD"])
    with time_machine.travel(A_QUIET_DAY, tick=True):
        member.opens_home("messages")
    assert offered(slack) == [
        "Until when can we send a paper on Algeria to the UPR?",
        "When is the next review of Mali?",
        *(bot.services.desk.base.say(key, "en") for key in PROMPTS[:2]),
    ]


def offered(slack) -> list[str]:
    """The questions that the messages tab offers."""
    [offer] = slack.calls("assistant.threads.setSuggestedPrompts")
    assert offer.ok
    return [one["message"] for one in offer.args["prompts"]]


def test_a_text_that_tells_no_language_is_answered_in_that_of_its_writer(slack, member):
    assert "Source:" in reads(reply_to(member, "CEDAW Chad")), "English where nothing else is set"
    said = member.mentions(PLACE, "Combien de mots pour notre contribution à l'EPU ?")
    member.mentions(PLACE, "CEDAW", thread_ts=said.ts)
    assert "Source\u00a0:" in reads(slack.team.replies(PLACE, said.ts)[-1]), "as the turn before"


def test_the_locale_of_a_person_counts_where_the_text_tells_nothing(slack, member):
    slack.team.profiles[member.id].locale = "es-ES"
    assert "Fuente" in reads(reply_to(member, "CEDAW Colombia"))
    assert "Source" in reads(reply_to(member, "What can CEDAW do about forced marriage?"))
