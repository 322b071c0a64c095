"""Which way to go, in Slack: a few questions, the ways, what can be done with them. Nothing that is
answered is kept."""

from __future__ import annotations

import datetime as dt
import json
import re

import pytest
import time_machine

from bot.handlers.choosing import ChosenRef
from bot.handlers.kernel.refs import ChooseRef
from bot.knowledge.models import LANGUAGES
from tests.slack import scenes
from tests.slack.advocating import CASE, ways
from tests.slack.scenes import PLACE, Shown, has, private, reads, reply_to

make_bot, slack_scopes = scenes.make_bot, scenes.slack_scopes
bot, door, member, curator = scenes.bot, scenes.door, scenes.member, scenes.curator

ENGLISH = re.compile(r"\b(?:the|with|which|this|that|must|cannot|State)\b")
DAY = dt.datetime(2026, 11, 24, 12, tzinfo=dt.UTC)


@pytest.fixture(autouse=True)
def on_the_day():
    with time_machine.travel(DAY, tick=True):
        yield


def inputs(view: Shown) -> list[str]:
    """The inputs of a window, in order."""
    return [block["block_id"] for block in view["blocks"] if block["type"] == "input"]


def test_six_questions_and_the_last_one_by_whom_it_is_about(slack, member):
    member.runs("choose")
    first = ["choose_state", "choose_who", "choose_about", "choose_actor", "choose_danger"]
    assert inputs(slack.modal()) == [*first, "choose_hope"]
    answered = {"choose_about": ["women"], "choose_danger": ["past"]}
    member.clicks(slack.modal(), "choose_who", choose="group", filled=answered)
    view = slack.modal()
    assert inputs(view) == [*first, "choose_tried", "choose_last"], "the day belongs to it"
    shown = {b["block_id"]: b["element"] for b in view["blocks"] if b["type"] == "input"}
    assert shown["choose_about"]["initial_options"][0]["value"] == "women"
    member.clicks(view, "choose_who", choose="law")
    assert inputs(slack.modal())[-1] == "choose_hope"


def test_which_other_state_did_it_is_asked_only_where_one_did(slack, member):
    member.runs("choose Yemen")
    assert "choose_actor_state" not in inputs(slack.modal())
    answered = {"choose_actor": ["other-state"], "choose_danger": ["past"]}
    member.clicks(slack.modal(), "choose_who", choose="group", filled=answered)
    view = slack.modal()
    assert "choose_actor_state" in inputs(view)
    [found] = member.types_into(view, "choose_actor_state", "saudi")
    answer = member.submits(view, {"choose_actor_state": found})
    assert answer.json["response_action"] == "update", answer.json
    text = reads(slack.modal())
    assert "by Saudi Arabia" in text and "In this order: 1. UN experts" in text


def test_the_ways_come_in_order_with_reasons_and_what_to_send(slack, member):
    view = ways(member, choose_who="person", **CASE)
    text = reads(view)
    assert "Mali: one person; someone has disappeared" in text
    assert "In this order: 1." in text
    assert "*Send:*" in text and "*Risk:*" not in text, "the rest is folded"
    member.clicks(view, "choose_more")
    whole = reads(slack.modal())
    for part in ("*For:*", "*Seen by:*", "*Send:*", "*Risk:*", "What none of them can give"):
        assert part in whole
    member.clicks(view, "checklist.0")
    assert slack.modal()["callback_id"] == "checklist_page", "what to send is one press away"


def test_the_sources_stand_behind_a_button(slack, member):
    view = ways(member, choose_who="person", **CASE)
    member.clicks(view, "choose_sources")
    assert "[1] " in reads(slack.modal()) and "OHCHR" in reads(slack.modal())


def test_a_time_limit_runs_out_on_a_day(member):
    view = ways(member, "choose Czechia", choose_who="person", choose_last="2026-11-03")
    assert "3 March 2027 (99 days left)" in reads(view)


def test_answers_are_changed_in_the_same_window(slack, member):
    view = ways(member, choose_who="person", **CASE)
    member.clicks(view, "choose_change")
    again = slack.modal()
    assert again["id"] == view["id"]
    shown = {b["block_id"]: b["element"] for b in again["blocks"] if b["type"] == "input"}
    assert shown["choose_state"]["initial_option"]["value"] == "MLI"
    assert shown["choose_tried"]["initial_options"][0]["value"] == "nothing"


def test_what_is_missing_or_still_to_come_is_said_at_its_field(slack, member):
    member.runs("choose")
    assert list(member.submits(slack.modal(), {}).json["errors"]) == ["choose_who"]
    member.clicks(slack.modal(), "choose_who", choose="person")
    answer = member.submits(slack.modal(), {"choose_last": "2027-01-01"})
    assert "still to come" in answer.json["errors"]["choose_last"]


def test_nothing_is_kept_or_shown_to_others_unless_it_is_sent(slack, member, bot):
    view = ways(member, choose_who="person", **CASE)
    folder = bot.services.deployment.advocacy_database.parent
    assert b"disappear" not in b"".join(f.read_bytes() for f in folder.glob("desk*"))
    assert slack.team.history(PLACE) == [] and slack.team.history(member.dm) == []
    member.clicks(view, "choose_send")
    [sent] = slack.team.history(member.dm)
    assert "someone has disappeared" in reads(sent) and has(sent, "checklist.0")
    assert "choose_" not in json.dumps(sent["blocks"]), "no answer stands in a button"
    assert "direct message" in reads(slack.modal())
    assert slack.team.history(PLACE) == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_it_speaks_the_persons_language(slack, member, bot, language):
    slack.team.profiles[member.id].locale = f"{language}-XX"
    say = bot.services.desk.base.say
    # Its catalogues and rules are read before a window waits for them.
    title = say("choose_title", language)
    rules = bot.services.toolkit.chooser.in_language(language).rules
    view = ways(member, choose_who="situation", choose_hope="dialogue")
    assert view["title"]["text"] == title
    who = next(one for one in rules.questions["who"].options if one.value == "situation")
    assert who.label[1:] in reads(view), "what was answered, in that language"
    assert say("ways_first", language) in reads(view)
    unread = say("translation_unread", language)[1:]
    assert (unread in reads(view)) == (language != "en")
    assert language == "en" or not ENGLISH.search(reads(view))
    member.clicks(view, "choose_change")
    assert rules.questions["who"].text in reads(slack.modal())


@pytest.mark.parametrize(
    "question",
    [
        "urgent, one person, State has ratified nothing",
        "UPR or CEDAW for this?",
        "what is the word limit?",
    ],
)
def test_an_answer_on_which_mechanism_leads_to_the_questions(slack, member, question):
    shown = reply_to(member, question)
    member.clicks(shown, "choose.0", PLACE)
    assert slack.modal()["callback_id"] == "choose_form"


def test_an_answer_on_one_matter_does_not(member):
    assert not has(reply_to(member, "How many words may our UPR submission have?"), "choose.0")


def test_a_trigger_that_was_too_old_leaves_the_way_to_the_window(slack, member):
    command = member.command("choose Mali", PLACE)
    command.body["trigger_id"] = "0.0.gone"
    member.door.send(command)
    member.clicks(private(member), "choose.0", PLACE)
    assert ChooseRef.read(slack.modal()["private_metadata"]).state == "MLI"


@pytest.mark.parametrize(
    "change",
    [
        {"state": "ATL"},
        {"who": "everybody"},
        {"last": "yesterday"},
        {"team": "T000000002"},
        {"person": "U0SOMEBODY"},
        {"more": "x"},
    ],
)
def test_an_altered_window_is_refused(slack, member, change):
    view = ways(member, choose_who="person", **CASE)
    held = ChosenRef.read(view["private_metadata"])
    view["private_metadata"] = json.dumps({**held.model_dump(mode="json", by_alias=True), **change})
    member.clicks(view, "choose_send")
    assert "does not fit what I know now" in reads(slack.modal())
    assert slack.team.history(member.dm) == []


def test_an_altered_button_is_refused(slack, member):
    shown = reply_to(member, "UPR or CEDAW for this?")
    pressed = member.click(shown, "choose.0", PLACE)
    pressed.body["actions"][0]["value"] = '{"v":1,"state":"ATL"}'
    member.door.send(pressed)
    assert "does not fit what I know now" in private(member)["text"]
