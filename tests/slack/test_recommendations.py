"""Past recommendations in Slack: the command, filters, pages, counts, the picture, sharing."""

from __future__ import annotations

import datetime as dt

import pytest
import time_machine

from bot.handlers.recommendations.blocks import PastRef
from bot.handlers.recommendations.listeners import understood
from bot.knowledge.models import LANGUAGES
from tests.slack import scenes
from tests.slack.rig.people import Person
from tests.slack.scenes import PLACE, has, private, reads

make_bot, slack_scopes = scenes.make_bot, scenes.slack_scopes
bot, door, member, curator = scenes.bot, scenes.door, scenes.member, scenes.curator

DAY = dt.datetime(2026, 11, 24, 12, tzinfo=dt.UTC)


@pytest.fixture(autouse=True)
def on_the_day():
    with time_machine.travel(DAY, tick=True):
        yield


def numbers(shown: object) -> list[int]:
    """The numbers of the recommendations that are shown."""
    lines = str(shown).split("*")
    return [int(part[:-1]) for part in lines if part[:-1].isdecimal() and part.endswith(".")]


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("Mali displaced people", {"states": ("MLI",), "words": "displaced people"}),
        ("MLI upr since 2015", {"mechanisms": ("upr",), "since": 2015}),
        ("noted Haiti", {"positions": ("noted",), "words": ""}),
        ("Haïti by Norway detention", {"states": ("HTI",), "by": ("NOR",), "words": "detention"}),
        ("South Sudan CEDAW depuis 2010", {"states": ("SSD",), "mechanisms": ("cedaw",)}),
        ("Congo mines", {"states": (), "words": "Congo mines"}),
        ("تشاد منذ 2012", {"states": ("TCD",), "since": 2012}),
    ],
)  # fmt: skip
def test_what_is_typed_is_read(bot, typed, expected):
    ref = understood(bot.services, typed, "en")
    assert {key: getattr(ref, key) for key in expected} == expected


def test_a_page_says_where_it_stands_and_that_it_is_a_demonstration(member):
    member.runs("recommendations Mali")
    text = reads(private(member))
    assert "DEMONSTRATION SET" in text
    assert "Recommendations to Mali" in text
    assert "by Germany · noted" in text, "who made it, and what the State said"
    assert "*Position in the UPR:*" in text and "*Year:*" in text
    assert len(numbers(text)) == 5


def test_a_recommendation_leads_to_its_document(member):
    member.runs("recommendations Myanmar")
    text = reads(private(member))
    assert "<https://docs.un.org/en/" in text and "paragraph" in text


def test_words_and_filters_narrow_it_down(member):
    member.runs("recommendations Mali")
    every = reads(private(member))
    member.runs("recommendations Mali noted")
    noted = reads(private(member))
    assert "noted" in noted and noted != every
    member.runs("recommendations Mali zanzalor")
    nothing = private(member)
    assert "No recommendation was found" in reads(nothing)
    assert has(nothing, "recommendations.0") and not has(nothing, "recommendations_picture")


def test_pages_are_turned_in_place(slack, member):
    member.runs("recommendations")
    member.submits(slack.modal(), {})
    view = slack.modal()
    assert numbers(reads(view)) == [1, 2, 3, 4, 5]
    assert not has(view, "recommendations_page.0")
    member.clicks(view, "recommendations_page.1")
    assert slack.modal()["id"] == view["id"]
    assert numbers(reads(slack.modal())) == [6, 7, 8, 9, 10]
    member.runs("recommendations upr")
    member.clicks(private(member), "recommendations_page.1", PLACE)
    assert numbers(reads(private(member))) == [6, 7, 8, 9, 10]
    assert slack.calls("response_url")[-1].args["replace_original"] is True
    member.clicks(private(member), "recommendations_page.0", PLACE)
    assert numbers(reads(private(member))) == [1, 2, 3, 4, 5]


def test_the_window_filters_by_all_that_the_command_does(slack, member):
    member.runs("recommendations Mali")
    member.clicks(private(member), "recommendations.0", PLACE)
    form = slack.modal()
    [theme, *_] = member.types_into(form, "recommendations_themes", "child")
    assert "hild" in theme["text"]["text"]
    [haiti] = member.types_into(form, "recommendations_states", "Haiti")
    filled = {
        "recommendations_states": [haiti],
        "recommendations_themes": [theme],
        "recommendations_mechanisms": ["upr"],
        "recommendations_positions": ["supported", "noted"],
        "recommendations_since": "2011",
        "recommendations_words": "children",
    }
    member.submits(form, filled)
    view = slack.modal()
    assert "Recommendations to Haiti, of UPR, on “children”" in reads(view)
    ref = PastRef.read(view["private_metadata"])
    assert (ref.since, ref.positions) == (2011, ("supported", "noted"))
    inputs = {b["block_id"]: b["element"] for b in view["blocks"] if b["type"] == "input"}
    assert inputs["recommendations_states"]["initial_options"][0]["value"] == "HTI"
    assert inputs["recommendations_words"]["initial_value"] == "children"


def test_the_counts_come_as_a_picture_to_the_person_alone(slack, member):
    member.runs("recommendations Mali")
    member.clicks(private(member), "recommendations_picture", PLACE)
    [picture] = [call.args["content"] for call in slack.calls("upload") if call.ok]
    assert picture.startswith(b"\x89PNG")
    [placed] = slack.calls("files.completeUploadExternal")
    assert placed.args["channel_id"] == member.dm
    assert "direct message" in private(member)["text"]
    assert slack.team.history(PLACE) == []


def test_a_page_is_shared_only_when_pressed(slack, member):
    member.runs("recommendations Mali")
    member.clicks(private(member), "recommendations_share", PLACE)
    [shared] = slack.team.history(PLACE)
    assert "Recommendations to Mali" in reads(shared) and "DEMONSTRATION SET" in reads(shared)
    assert "Shared by a member" in reads(shared)
    assert not has(shared, "recommendations_share")


@pytest.mark.parametrize("language", LANGUAGES)
def test_it_speaks_the_persons_language(slack, member, bot, language):
    slack.team.profiles[member.id].locale = f"{language}-XX"
    member.runs("recommendations")
    assert slack.modal()["title"]["text"] == bot.services.desk.base.say("past_title", language)
    member.submits(slack.modal(), {})
    say = bot.services.desk.base.say
    assert (say("page_english", language) in reads(slack.modal())) == (language != "en")


@pytest.mark.parametrize(
    "value",
    [
        '{"v":1,"states":["ATL"]}',
        '{"v":1,"mechanisms":["ocean-rights"]}',
        '{"v":1,"positions":["loved"]}',
        '{"v":1,"page":0}',
        '{"v":1,"since":20000}',
        '{"v":1,"w":"' + "x" * 200 + '"}',
        "nonsense",
    ],
)
@pytest.mark.parametrize("action", ["recommendations.0", "recommendations_picture"])
def test_an_altered_button_is_refused(slack, member, value, action):
    member.runs("recommendations Mali")
    pressed = member.click(private(member), action, PLACE)
    pressed.body["actions"][0]["value"] = value
    member.door.send(pressed)
    assert "does not fit what I know now" in private(member)["text"]
    assert not slack.calls("views.open", "upload")


def test_a_page_that_is_not_there_any_more_is_the_last_one(member):
    member.runs("recommendations Mali")
    pressed = member.click(private(member), "recommendations_page.1", PLACE)
    pressed.body["actions"][0]["value"] = '{"v":1,"states":["MLI"],"page":900}'
    member.door.send(pressed)
    assert "page" in reads(private(member))


def test_what_is_typed_is_shown_harmlessly(member: Person):
    member.runs("recommendations <!channel> <https://x.example|*rights*> \u202e education")
    assert "<!channel" not in str(private(member)["blocks"])
    assert "\u202e" not in str(private(member)["blocks"])
