"""The slash command: its words, its help, and sharing what only one person sees."""

from __future__ import annotations

import datetime as dt
import html
import textwrap

import pytest
import time_machine

from bot.handlers.commands import COMMANDS
from bot.knowledge.models import LANGUAGES
from bot.store import Workspace
from tests.slack import scenes
from tests.slack.rig.people import Person
from tests.slack.scenes import PLACE, private, reads

make_bot, slack_scopes = scenes.make_bot, scenes.slack_scopes
bot, door, member = scenes.bot, scenes.door, scenes.member

TYPED = {
    "ask": ("ask What can CEDAW do?", "CEDAW"),
    "mechanism": ("mechanism upr", "Universal Periodic Review"),
    "compare": ("compare upr cedaw", "CEDAW"),
    "upcoming": ("upcoming Haiti", "Haiti"),
    "checklist": ("checklist upr submission Chad", "UPR stakeholder submission"),
    "outline": ("outline upr submission Chad", "Chad"),
    "message": ("message embassy Chad", "Which letter, note or statement?"),
    "draft": ("draft Chad", "Answer a dozen questions once"),
    "check": ("check", "as a direct message"),
    "choose": ("choose Chad", "A few questions"),
    "state": ("state Chad", "Treaties and procedures"),
    "recommendations": ("recommendations Mali", "Recommendations to Mali"),
    "digest": ("digest", "weekly digest"),
    "calendar": ("calendar Haiti", "Dates that you can correct"),
    "review": ("review", "not confirmed by two people"),
    "help": ("help", "/advocacy mechanism"),
}
"""For each word of the registry: what is typed, and a part of what is read then."""
A_PHONE = 42
"""Characters in a line of Slack on a phone."""
A_SCREEN = 34
"""Lines of a phone's screen, with one move of the thumb."""


@pytest.mark.parametrize("word", [command.name for command in COMMANDS])
def test_every_word_is_answered_for_the_person_alone(slack, member, word):
    typed, part = TYPED[word]
    assert member.runs(typed).status == 200
    assert part in reads(private(member))
    assert slack.team.history(PLACE) == []


def test_words_are_read_in_any_case_and_free_text_is_a_question(member):
    member.runs("MECHANISM UPR")
    assert "Universal Periodic Review" in reads(private(member))
    member.runs("How many words may our UPR submission have?")
    assert "2,815" in private(member)["text"]


def test_nothing_typed_shows_four_things_to_do(slack, member):
    member.runs("")
    shown = private(member)
    [buttons] = [block["elements"] for block in shown["blocks"] if block["type"] == "actions"]
    assert len(buttons) == 4
    assert "/advocacy help" in reads(shown)
    for number, pressed in enumerate(buttons, 1):
        member.clicks(shown, pressed["action_id"], PLACE)
        assert len(slack.calls("views.open")) == number


@pytest.mark.parametrize("language", LANGUAGES)
def test_help_fits_on_a_phone(slack, member, language):
    slack.team.profiles[member.id].locale = f"{language}-XX"
    member.runs("help")
    text = html.unescape(reads(private(member))).replace(
        "`", ""
    )  # Slack shows a box in their place
    lines = [part for line in text.splitlines() for part in textwrap.wrap(line, A_PHONE)]
    assert len(lines) <= A_SCREEN
    assert all(f"/advocacy {command.name}" in text for command in COMMANDS if command.listed)


@pytest.mark.parametrize(
    ("language", "usage"),
    [
        ("en", "outline <action> <State>"),
        ("fr", "outline <action> <État>"),
        ("es", "outline <acción> <Estado>"),
        ("ar", "outline <الإجراء> <الدولة>"),
    ],
    ids=["en", "fr", "es", "ar"],
)
def test_help_says_what_to_fill_in_in_the_readers_language(slack, member, language, usage):
    slack.team.profiles[member.id].locale = f"{language}-XX"
    member.runs("help")
    assert f"/advocacy {usage}" in html.unescape(reads(private(member)))


def test_a_mechanism_on_one_topic(member):
    member.runs("mechanism upr submit")
    assert "written submissions" in reads(private(member)).lower()
    assert "2,815" in reads(private(member))


@pytest.mark.parametrize("typed", ["mechanism cedxow", "compare upr cedxow", "compare upr, cedxow"])
def test_an_unknown_mechanism_is_said_with_the_nearest(member, typed):
    member.runs(typed)
    assert "“cedxow”" in private(member)["text"]
    assert "cedaw" in private(member)["text"]


@pytest.mark.parametrize(
    ("typed", "part"),
    [
        ("mechanism cedow", "Discrimination against Women"),
        ("mechanism special procedures", "Special"),
        ("mechanism comité contre la torture", "Committee against Torture"),
    ],
)
def test_a_mechanism_is_known_by_its_names_and_with_a_slip(member, typed, part):
    member.runs(typed)
    assert part in private(member)["text"]


@pytest.mark.parametrize("typed", ["mechanism", "compare upr", "compare upr UPR"])
def test_too_few_names_get_an_example(member, typed):
    member.runs(typed)
    assert f"/advocacy {typed.split()[0]}" in private(member)["text"]


@pytest.mark.parametrize(
    "typed",
    [
        "compare upr cedaw",
        "compare UPR, CEDAW",
        "compare special procedures and the UPR",
        "compare upr vs cat submit",
    ],
)
def test_mechanisms_stand_side_by_side_in_a_table(member, typed):
    member.runs(typed)
    [table] = [block for block in private(member)["blocks"] if block["type"] == "table"]
    assert {len(row) for row in table["rows"]} == {3}
    assert "UPR" in str(table["rows"][0])


def test_the_commands_name_can_be_chosen(slack, http, make_bot):
    bot = make_bot(advocacy_command="/droits")
    member = Person(http(bot.app), slack.team, "member")
    member.runs("help", command="/droits")
    assert "/droits mechanism" in reads(private(member))
    member.runs("mechanism", command="/droits")
    assert "/droits mechanism upr" in private(member)["text"]


def test_what_one_person_sees_is_shared_by_that_person_only_when_pressed(slack, member):
    member.runs("ask How many words may our UPR submission have?")
    shown = private(member)
    assert slack.team.history(PLACE) == []
    member.clicks(shown, "share", PLACE)
    [shared] = slack.team.history(PLACE)
    assert "2,815" in shared["text"]
    assert "Shared by a member" in reads(shared)
    assert not scenes.has(shared, "share")


def test_a_private_choice_stays_private(slack, member):
    member.runs("what is the word limit?")
    member.clicks(private(member), "pick.0", PLACE)
    assert scenes.has(private(member), "share")
    assert slack.calls("response_url")[-1].args["replace_original"] is True
    assert slack.team.history(PLACE) == []


def test_the_command_works_where_the_desk_is_not_a_member(slack, member):
    member.runs("ask What can CEDAW do?", "field-coordination")
    member.clicks(private(member), "share", "field-coordination")
    assert "CEDAW" in slack.team.history("field-coordination")[-1]["text"]


def test_what_is_coming_for_a_state_for_those_followed_and_for_all(member, bot):
    with time_machine.travel(dt.datetime(2026, 12, 1, tzinfo=dt.UTC), tick=True):
        member.runs("upcoming Haiti")
        assert "Haiti" in reads(private(member))
        assert "January–February 2027" in reads(private(member))
        member.runs("upcoming")
        everybody = reads(private(member))
        assert everybody.count("•") > 5
        bot.services.storage.follows.follow(Workspace(team=member.space.id), member.id, ["MLI"])
        member.runs("upcoming")
        assert "Mali" in reads(private(member))
        assert reads(private(member)) != everybody


@pytest.mark.parametrize(
    ("typed", "button"),
    [
        ("checklist", "checklist.0"),
        ("outline", "outline.0"),
        ("outline upr submission", "outline.0"),
        ("message", "message.0"),
        ("choose", "choose.0"),
        ("recommendations", "recommendations.0"),
        ("digest", "digest"),
    ],
)
def test_a_reply_leads_to_a_window_that_slack_did_not_open(slack, member, typed, button):
    payload = member.command(typed, "protection-cluster")
    view = {"type": "modal", "title": {"type": "plain_text", "text": "x"}, "blocks": []}
    used = {"trigger_id": payload.body["trigger_id"], "view": view}
    slack.emulator.call(0, "views.open", slack.team.rig_token, **used)
    assert member.door.send(payload).status == 200
    assert slack.calls("views.open")[-1].answer["error"] == "exchanged_trigger_id"
    member.clicks(private(member), button, PLACE)
    assert slack.modal()["blocks"]
