"""What a command showed to one person is shared with the channel only when that person presses."""

from __future__ import annotations

import datetime as dt

import pytest
import time_machine

from bot.handlers.kernel.refs import AnswerRef as Entries
from bot.handlers.kernel.refs import ItemRef
from bot.handlers.mechanisms import ComparisonRef
from tests.slack import scenes
from tests.slack.scenes import PLACE, Shown, has, private, reads

make_bot, slack_scopes = scenes.make_bot, scenes.slack_scopes
bot, door, member = scenes.bot, scenes.door, scenes.member

SHARED = "with-partners"
DAY = dt.datetime(2026, 12, 1, tzinfo=dt.UTC)
TYPED = {
    "ask How many words may our UPR submission have?": ("share", "2,815"),
    "ask When is the next UPR of Mali?": ("share", "Mali: the next review by the UPR is expected"),
    "ask can a woman in Sudan complain to CEDAW?": ("share", "Sudan"),
    "mechanism upr submit": ("share_card", "2,815"),
    "compare upr cedaw cannot": ("share_compared", "CEDAW Committee (women)"),
    "upcoming Haiti": ("dates_share", "January–February 2027"),
    "upcoming": ("dates_share", "UPR"),
    "state Mali": ("state_share", "Mali"),
}


@pytest.mark.parametrize("typed", TYPED)
def test_it_is_shared_as_it_was_shown(slack, member, typed):
    action, part = TYPED[typed]
    with time_machine.travel(DAY, tick=True):
        member.runs(typed)
        mine = private(member)
        assert part in reads(mine)
        assert slack.team.history(PLACE) == []
        member.clicks(mine, action, PLACE)
    [shared] = slack.team.history(PLACE)
    assert "Shared by a member" in reads(shared)
    assert not has(shared, action), "what all see can't be shared again"
    said, told = spoken(mine), spoken(shared)
    if action == "share":  # of an answer all is shared, also what had no room beside the question
        said, told = said[:2], told[:2]
    assert said == told


def spoken(shown: Shown) -> list[str]:
    """The texts of a message, without what belongs to its buttons."""
    kinds = ("section", "header", "table")
    return [reads({"blocks": [block]}) for block in shown["blocks"] if block["type"] in kinds]


def test_sharing_asks_first(member):
    member.runs("mechanism upr")
    buttons = [e for b in private(member)["blocks"] for e in b.get("elements", [])]
    [share] = [e for e in buttons if e.get("action_id") == "share_card"]
    assert "everyone" in share["confirm"]["text"]["text"].lower()


def test_where_others_read_it_says_so(slack, member):
    member.runs("mechanism upr", SHARED)
    member.clicks(private(member), "share_card", SHARED)
    assert "shared with other organisations" in reads(slack.team.history(SHARED)[-1])


@pytest.mark.parametrize(
    ("typed", "action", "value"),
    [
        ("mechanism upr", "share_card", "nonsense"),
        ("mechanism upr", "share_card", ItemRef(mechanism="no-such").value),
        ("compare upr cedaw", "share_compared", ComparisonRef(mechanisms=("upr", "no-such")).value),
        ("compare upr cedaw", "share_compared", '{"v":1,"mechanisms":["upr"]}'),
        ("ask What can the UPR do?", "share", Entries(entries=("upr.can.no-such",)).value),
        (
            "ask What can the UPR do?",
            "share",
            Entries(entries=("upr.submit.length",), state="ATL").value,
        ),
        (
            "ask What can the UPR do?",
            "share",
            Entries(entries=("upr.submit.length",), mechanisms=("no-such",)).value,
        ),
        ("upcoming Haiti", "dates_share", '{"v":1,"states":["ATL"]}'),
        ("state Mali", "state_share", ItemRef(state="ATL").value),
    ],
)
def test_a_button_that_was_altered_shares_nothing(slack, member, typed, action, value):
    member.runs(typed)
    pressed = member.click(private(member), action, PLACE)
    pressed.body["actions"][0]["value"] = value
    assert member.door.send(pressed).status == 200
    assert "Please ask again" in private(member)["text"]
    assert slack.team.history(PLACE) == []


def test_the_text_to_paste_and_more_speak_of_the_state_that_was_asked_about(slack, member):
    with time_machine.travel(DAY, tick=True):
        said = member.mentions(PLACE, "When is the next UPR of Mali?")
        [reply] = slack.team.replies(PLACE, said.ts)
        member.clicks(reply, "more", PLACE)
        member.clicks(private(member), "paste", PLACE)
    assert "Mali" in reads(slack.modal())
    assert "2028" in reads(slack.modal())


def test_what_is_picked_keeps_the_state_in_mind(slack, member, bot):
    with time_machine.travel(DAY, tick=True):
        said = member.mentions(PLACE, "How many words may our UPR submission on Mali have?")
        [reply] = slack.team.replies(PLACE, said.ts)
        member.clicks(reply, "related.0", PLACE)
        member.mentions(PLACE, "when is it due?", thread_ts=said.ts)
    assert "Mali" in reads(slack.team.replies(PLACE, said.ts)[-1])
