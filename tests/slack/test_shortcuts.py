"""Shortcuts, and the window in which a question is typed and answered."""

from __future__ import annotations

import pytest

from bot.handlers.kernel.refs import ItemRef
from tests.slack import scenes
from tests.slack.rig.payloads import Payload
from tests.slack.rig.people import Person
from tests.slack.scenes import PLACE, has, reads

make_bot, slack_scopes = scenes.make_bot, scenes.slack_scopes
bot, door, member = scenes.bot, scenes.door, scenes.member

WORDS = "How many words may our UPR submission have?"


def test_a_text_is_looked_up_only_after_its_reader_sent_it(slack, member, bot):
    written = "Ana asks: how many words may our UPR submission have? &lt;urgent&gt;"
    ts = slack.team.say("coordinator", PLACE, written)
    assert member.uses_on_message(PLACE, ts, "ask_about_message").status == 200
    window = slack.modal()
    assert "Ana asks: how many words may our UPR submission have?" in reads(window)
    assert "urgent" in reads(window)
    assert "Leave out names" in reads(window)
    told = bot.services.measures.replies.collect()
    assert not any(sample.value for sample in told[0].samples), "something was looked up"

    member.submits(window, {"question": WORDS})
    shown = slack.modal()
    assert shown["id"] == window["id"], "the answer stands in the same window"
    assert "2,815" in reads(shown)
    assert "Source" in reads(shown)
    assert slack.team.replies(PLACE, ts) == [], "nobody else is told"
    assert len(slack.team.history(PLACE)) == 1


def test_slacks_own_marks_in_a_message_are_shown_as_people_saw_them(slack, member):
    text = (
        "<@U1> see <https://example.org/a|the page>, <#C1|general>, <!here|here> what can CAT do?"
    )
    ts = slack.team.say("coordinator", PLACE, text)
    member.uses_on_message(PLACE, ts, "ask_about_message")
    assert "see the page, general,   what can CAT do?" in reads(slack.modal())


def test_a_long_text_is_cut_to_what_the_window_takes(slack, member):
    ts = slack.team.say("coordinator", PLACE, "What can CEDAW do? " * 150)
    member.uses_on_message(PLACE, ts, "ask_about_message")
    member.submits(slack.modal())
    assert "CEDAW" in reads(slack.modal())


@pytest.mark.parametrize(
    ("locale", "label"), [("en-US", "Your question"), ("es-ES", "Su pregunta")]
)
def test_the_desk_is_asked_from_anywhere(slack, member, locale, label):
    slack.team.profiles[member.id].locale = locale
    member.uses("ask_the_desk")
    assert label in reads(slack.modal())
    member.submits(slack.modal(), {"question": WORDS})
    assert "2,815" in reads(slack.modal())


def test_a_choice_in_the_window_is_answered_in_the_window(slack, member):
    member.uses("ask_the_desk")
    window = slack.modal()
    member.submits(window, {"question": "what is the word limit?"})
    member.clicks(slack.modal(), "pick.0")
    shown = slack.modal()
    assert shown["id"] == window["id"]
    assert not has(shown, "pick.0")
    assert "Source" in reads(shown)
    assert slack.calls("chat.postMessage") == []


def test_the_answer_in_the_window_has_its_buttons(slack, member):
    member.uses("ask_the_desk")
    member.submits(slack.modal(), {"question": WORDS})
    answer = slack.modal()
    member.clicks(answer, "more")
    assert slack.modal()["id"] != answer["id"], "more stands on top of the answer"
    assert "Source" in reads(slack.modal())
    member.clicks(answer, "related.0")
    assert slack.team.history(PLACE) == [], "nobody else is told"
    assert reads(slack.modal()) != reads(answer)


def test_what_the_desk_does_not_know_can_be_sent_from_the_window(slack, member, bot):
    member.uses("ask_the_desk")
    asked = slack.modal()
    member.submits(asked, {"question": "How do I report to the Committee on Ocean Rights?"})
    member.clicks(slack.modal(), "send_gap")
    window = slack.modal()
    assert window["id"] != asked["id"], "the answer is not lost below"
    assert "Committee on Ocean Rights" in reads(window), "it need not be typed again"
    assert slack.calls("views.push")[-1].ok
    member.submits(window, {"question": "Is there a committee on the ocean?"})
    [gap] = bot.services.storage.gaps.list(None)
    assert (gap.question, gap.channel) == ("Is there a committee on the ocean?", None)


def test_a_press_that_came_too_late_gets_the_button_again(slack, member):
    member.opens_home()
    member.door.send(spent(member, member.click(slack.home(member.id), "ask")))
    again = slack.team.history(member.dm)[-1]
    assert "too long" in reads(again)
    member.clicks(again, "ask", member.dm)
    window = slack.modal()
    assert "Your question" in reads(window)
    assert "too long" not in reads(window), "the desk's own words are not taken for a question"


def test_a_card_that_came_too_late_is_one_press_away(slack, member):
    member.opens_home()
    home, upr = slack.home(member.id), ItemRef(mechanism="upr").value
    member.door.send(spent(member, member.click(home, "card", choose=upr)))
    member.clicks(slack.team.history(member.dm)[-1], "card", member.dm)
    assert "Universal Periodic Review" in reads(slack.modal())


def spent(person: Person, payload: Payload) -> Payload:
    """A press whose trigger is used up, as when it came too late."""
    space = person.space
    view = {"type": "modal", "title": {"type": "plain_text", "text": "x"}, "blocks": []}
    trigger = payload.body["trigger_id"]
    asked = {"trigger_id": trigger, "view": view}
    assert space.emulator.call(space.which, "views.open", space.rig_token, **asked)["ok"]
    return payload


def test_a_window_sent_empty_of_words_gets_a_greeting_with_ways_on(slack, member):
    member.uses("ask_the_desk")
    member.submits(slack.modal(), {"question": "?!"})
    assert "say the country and what happened" in reads(slack.modal())
    assert "Prepare a submission" in reads(slack.modal())
