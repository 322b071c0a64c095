"""What can be pressed under a reply."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest

from bot.handlers.gaps import GapRef
from bot.handlers.kernel.refs import AnswerRef, ItemRef
from bot.render.plain import SHORT
from bot.store import Workspace
from tests.slack import scenes
from tests.slack.rig.people import Person
from tests.slack.scenes import PLACE, has, private, reads, reply_to

make_bot, slack_scopes = scenes.make_bot, scenes.slack_scopes
bot, door, member, curator = scenes.bot, scenes.door, scenes.member, scenes.curator

WORDS = "How many words may our UPR submission have?"
WIDE = "what is the word limit?"
UNKNOWN = "How do I report to the Committee on Ocean Rights?"


def test_a_choice_is_answered_in_place_and_remembered(slack, member):
    said = member.mentions(PLACE, WIDE)
    [reply] = slack.team.replies(PLACE, said.ts)
    [picked] = [e for b in reply["blocks"] for e in b.get("elements", []) if is_pick(e, 0)]
    mechanism = ItemRef.read(picked["value"]).mechanism
    member.clicks(reply, "pick.0", PLACE)
    [answer] = slack.team.replies(PLACE, said.ts)
    assert answer["ts"] == reply["ts"]
    assert not has(answer, "pick.0")
    assert "Source" in reads(answer)
    member.mentions(PLACE, "and the deadline?", thread_ts=said.ts)
    followed = slack.team.replies(PLACE, said.ts)[-1]
    assert f'"entries":["{mechanism}.' in json.dumps(followed).replace('\\"', '"')


def test_two_people_who_choose_do_not_take_each_others_answer_away(slack, member, curator):
    said = member.mentions(PLACE, WIDE)
    [reply] = slack.team.replies(PLACE, said.ts)
    member.clicks(reply, "pick.0", PLACE)
    [answer] = slack.team.replies(PLACE, said.ts)
    curator.clicks(reply, "pick.1", PLACE)  # still sees the choices
    [after] = slack.team.replies(PLACE, said.ts)
    assert after["blocks"] == answer["blocks"]
    assert "Source" in reads(private(curator))
    assert private(curator)["text"] != answer["text"]


def test_a_thread_says_once_how_to_go_on(slack, member):
    said = member.mentions(PLACE, WORDS)
    assert "mention me again" in reads(slack.team.replies(PLACE, said.ts)[0])
    member.mentions(PLACE, "and jointly?", thread_ts=said.ts)
    assert "mention me again" not in reads(slack.team.replies(PLACE, said.ts)[-1])


def is_pick(element: dict[str, Any], number: int) -> bool:
    """Whether an element is the button of a choice."""
    return element.get("action_id") == f"pick.{number}"


def test_which_state_is_meant_is_chosen_in_place(slack, member):
    said = member.mentions(PLACE, "When is Congo reviewed by the UPR?")
    [reply] = slack.team.replies(PLACE, said.ts)
    buttons = [e for block in reply["blocks"] for e in block.get("elements", []) if "value" in e]
    labels = [button["accessibility_label"] for button in buttons]
    assert {"Congo", "Democratic Republic of the Congo"} <= set(labels)
    member.clicks(reply, f"pick.{labels.index('Congo')}", PLACE)
    [answer] = slack.team.replies(PLACE, said.ts)
    assert "Congo" in reads(answer)
    assert not has(answer, "pick.0"), "it is not asked again"
    assert has(answer, "feedback")


def test_what_is_related_stands_beside_the_answer(slack, member):
    said = member.mentions(PLACE, WORDS)
    [reply] = slack.team.replies(PLACE, said.ts)
    member.clicks(reply, "related.0", PLACE)
    before, beside = slack.team.replies(PLACE, said.ts)
    assert before["blocks"] == reply["blocks"]
    assert beside["text"] != reply["text"]


@pytest.mark.parametrize("spoken", ["mention", "direct"])
def test_more_is_shown_to_the_one_who_pressed_in_the_thread(slack, member, spoken):
    said = member.mentions(PLACE, WORDS) if spoken == "mention" else member.writes(WORDS)
    [reply] = slack.team.replies(said.channel, said.ts)
    member.clicks(reply, "more", said.channel)
    assert "Sources" in reads(private(member)) or "Source" in reads(private(member))
    assert len(reads(private(member))) > 200
    assert private(member)["thread_ts"] == said.ts
    assert len(slack.team.replies(said.channel, said.ts)) == 1


def test_the_text_to_paste_is_short_whole_and_can_be_copied(slack, member):
    member.clicks(reply_to(member, WORDS), "more", PLACE)
    member.clicks(private(member), "paste", PLACE)
    window = slack.modal()
    [block] = window["blocks"]
    text = block["element"]["initial_value"]
    assert block["element"]["type"] == "plain_text_input"
    assert block["element"]["multiline"]
    assert len(text) <= SHORT
    assert "2,815" in text
    assert "Source" in text
    assert not {"<", "*"} & set(text), "no markup of Slack's goes to WhatsApp"
    assert member.submits(window).text == "", "the window closes"


def test_feedback_is_kept_once_and_replaced_when_pressed_again(member, bot):
    reply = reply_to(member, WORDS)
    press(member, reply, "+")
    press(member, reply, "+")
    assert tallies(bot) == [(1, 0)]
    assert "Thank you" in private(member)["text"]
    press(member, reply, "-")
    assert tallies(bot) == [(0, 1)]
    assert has(private(member), "send_gap")
    assert private(member)["thread_ts"] == reply["thread_ts"]


def test_each_persons_feedback_counts(member, curator, bot):
    reply = reply_to(member, WORDS)
    press(member, reply, "+")
    press(curator, reply, "-")
    assert tallies(bot) == [(1, 1)]


FORGED = [
    "",
    "{}",
    "nonsense",
    '{"v":2,"entry":"upr.submit.length"}',
    '{"v":1,"entry":"upr.submit.no-such"}',
    '{"v":1,"entry":"upr.submit.length","role":"admin"}',
    '{"v":1,"l":"xx","entry":"upr.submit.length"}',
    ItemRef(state="ATL").value,
    ItemRef(entry="../../etc/passwd").value,
    GapRef(gap="0" * 32).value,
]


@pytest.mark.parametrize("value", FORGED)
def test_a_choice_that_was_altered_shows_and_keeps_nothing(slack, member, bot, value):
    said = member.mentions(PLACE, WIDE)
    [reply] = slack.team.replies(PLACE, said.ts)
    altered(member, reply, "pick.0", value)
    assert slack.team.replies(PLACE, said.ts)[0]["blocks"] == reply["blocks"]
    assert "Please ask again" in private(member)["text"]


@pytest.mark.parametrize("action", ["more", "paste", "share", "related.0"])
@pytest.mark.parametrize(
    "value", ["nonsense", '{"v":1,"entries":["upr.submit.no-such"]}', AnswerRef(entries=()).value]
)
def test_a_button_that_was_altered_shows_nothing(slack, member, action, value):
    member.runs(f"ask {WORDS}")
    if action == "paste":
        member.clicks(private(member), "more", PLACE)
    altered(member, private(member), action, value)
    assert "Please ask again" in private(member)["text"]
    assert slack.calls("views.open") == []
    assert slack.team.history(PLACE) == []


@pytest.mark.parametrize("value", ["", "?{}", "+nonsense", '+{"v":1,"entries":["no.such.entry"]}'])
def test_feedback_that_was_altered_is_not_kept(member, bot, value):
    reply = reply_to(member, WORDS)
    altered(member, reply, "feedback", value, choose=thumb(reply, "+"))
    assert "Please ask again" in private(member)["text"]
    assert tallies(bot) == []


@pytest.mark.parametrize("value", ["", "nonsense", '{"v":1,"entries":7}'])
def test_a_way_to_the_curators_that_was_altered_opens_nothing(slack, member, value):
    altered(member, reply_to(member, UNKNOWN), "send_gap", value)
    assert "Please ask again" in private(member)["text"]
    assert slack.calls("views.open") == []


def altered(
    person: Person, shown: scenes.Shown, action: str, value: str, choose: str | None = None
) -> None:
    """Press a button whose value was changed on the way."""
    pressed = person.click(shown, action, PLACE, choose=choose)
    pressed.body["actions"][0]["value"] = value
    assert person.door.send(pressed).status == 200


def thumb(shown: scenes.Shown, sign: str) -> str:
    """The value of the thumb up (+) or down (-)."""
    [buttons] = [
        element
        for block in shown["blocks"]
        for element in block.get("elements", [])
        if element["type"] == "feedback_buttons"
    ]
    found: str = buttons["positive_button" if sign == "+" else "negative_button"]["value"]
    assert json.loads(found[1:])["entries"]
    return found


def press(person: Person, shown: scenes.Shown, sign: str) -> None:
    """Press thumb up (+) or down (-)."""
    person.clicks(shown, "feedback", PLACE, choose=thumb(shown, sign))


def tallies(bot) -> list[tuple[int, int]]:
    """How often each entry helped and did not."""
    team = Workspace(team="T000000001")
    counts = bot.services.storage.feedback.counts(team)
    return [(tally.helpful, tally.not_helpful) for tally in counts.values()]


def test_an_answer_in_another_language_has_its_english_one_press_away(slack, member):
    said = member.mentions(PLACE, "Combien de mots pour notre contribution à l'EPU ?")
    [reply] = slack.team.replies(PLACE, said.ts)
    assert "une organisation seule" in reads(reply) and "traduction non relue" in reads(reply)
    member.clicks(reply, "english", PLACE)
    assert "one organisation may write" in private(member)["text"].casefold()
    assert slack.team.replies(PLACE, said.ts) == [reply], "only who pressed sees it"
    said = member.mentions(PLACE, WORDS)
    assert not has(slack.team.replies(PLACE, said.ts)[0], "english")


def test_a_long_address_in_what_is_known_of_a_state_is_a_short_link(slack, member):
    said = member.mentions(PLACE, "Can we complain to CAT against Yemen?")
    [reply] = slack.team.replies(PLACE, said.ts)
    text = json.dumps(reply["blocks"])
    assert re.search(r"<https://treaties\.un\.org/[^|>]+\|treaties\.un\.org>", text)
    assert "https://treaties.un.org" not in re.sub(r"<[^>]*>", "", reads(reply))
