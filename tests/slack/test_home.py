"""The App Home: browsing, following States, and what is stored about a person."""

from __future__ import annotations

import pytest

from bot.handlers.kernel.refs import ItemRef
from bot.knowledge.models import LANGUAGES
from bot.store import Workspace
from tests.slack import scenes
from tests.slack.rig.people import Person
from tests.slack.scenes import CURATORS, PLACE, has, private, reads, reply_to

make_bot, slack_scopes = scenes.make_bot, scenes.slack_scopes
bot, door, member, curator = scenes.bot, scenes.door, scenes.member, scenes.curator


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_home_speaks_the_persons_language(slack, member, bot, language):
    slack.team.profiles[member.id].locale = f"{language}-XX"
    member.opens_home()
    home, say = slack.home(member.id), bot.services.desk.base.say
    keys = ("home_intro", "home_browse", "home_states", "home_how", "home_stored", "forget")
    for key in keys:
        assert say(key, language) in reads(home)
    assert "/advocacy" in reads(home)
    member.clicks(home, "ask")
    assert say("ask_label", language) in reads(slack.modal())


def test_an_arabic_home_has_no_english_titles_and_no_command_with_its_slash_behind(slack, member):
    slack.team.profiles[member.id].locale = "ar-SA"
    follows(member, "mali")
    lines = reads(slack.home(member.id)).split("\n")
    [now] = [line for line in lines if "ما يمكن فعله الآن" in line]
    assert "UPR" not in now
    [how] = [line for line in lines if "/advocacy" in line]
    assert "Slack: /advocacy" in how, "after a Latin word a phone draws the slash first"


@pytest.mark.parametrize("language", ["en", "ar"])
def test_browsing_leads_from_the_list_to_a_card_and_to_its_topics(slack, member, bot, language):
    slack.team.profiles[member.id].locale = f"{language}-XX"
    member.opens_home()
    upr = ItemRef(language=language, mechanism="upr")
    member.clicks(slack.home(member.id), "card", choose=upr.value)
    card, say = slack.modal(), bot.services.desk.base.say
    for key in ("can", "cannot", "card_official"):
        assert say(key, language) in reads(card)
    submit = upr.model_copy(update={"topic": "submit"})
    member.clicks(card, "card_topic", choose=submit.value)
    topic = slack.modal()
    assert topic["id"] == card["id"]
    assert "2,815" in reads(topic)
    assert has(topic, "card_topic"), "the way to the other topics stays"


def test_every_mechanism_is_in_the_list(slack, member, bot):
    member.opens_home()
    for mechanism in bot.services.desk.base.mechanisms.values():
        assert ItemRef(mechanism=mechanism.id).value in str(slack.home(member.id)["blocks"])


@pytest.mark.parametrize(
    ("language", "typed", "found"),
    [
        ("en", "south", {"South Sudan", "South Africa"}),
        ("fr", "rdc", {"République démocratique du Congo"}),
        ("ar", "السودان", {"السودان"}),
        ("es", "hait", {"Haití"}),
        ("en", "Sahel <b>", set()),
    ],
)
def test_states_are_found_by_the_beginning_of_a_name(slack, member, language, typed, found):
    slack.team.profiles[member.id].locale = f"{language}-XX"
    member.opens_home()
    options = member.types_into(slack.home(member.id), "follow", typed)
    named = {option["text"]["text"] for option in options}
    assert found <= named
    assert len(named) < 20


def test_states_are_followed_and_let_go(slack, member):
    follows(member, "south su", "mali")
    home = slack.home(member.id)
    chosen = str(next(b for b in home["blocks"] if b.get("block_id") == "follow"))
    assert "SSD" in chosen
    assert "MLI" in chosen
    assert "Mali" in reads(home)
    member.clicks(home, "follow", choose=[])
    assert "MLI" not in str(slack.home(member.id)["blocks"])


def test_a_made_up_state_is_not_followed(slack, member, bot):
    follows(member, "mali")
    home = slack.home(member.id)
    forged = member.click(home, "follow", choose=[])
    option = {"text": {"type": "plain_text", "text": "Atlantis", "emoji": True}, "value": "ATL"}
    forged.body["actions"][0]["selected_options"] = [option]
    assert member.door.send(forged).status == 200
    assert bot.services.storage.follows.states(workspace(member), member.id) == ()


def test_one_persons_states_are_no_other_persons(slack, member, curator):
    follows(member, "mali")
    curator.opens_home()
    assert "MLI" not in str(slack.home(curator.id)["blocks"])


def test_what_is_stored_is_counted_and_deleted_for_good(slack, member, curator, bot):
    kept = bot.services.deployment.advocacy_database
    follows(member, "mali")
    shown = reply_to(member, "How many words may our UPR submission have?")
    rate(member, shown)
    member.writes("What can CAT do?")
    sends(member, "Zanzalor wants to know of the ocean")
    follows(curator, "haiti")
    notice = slack.team.history(CURATORS)[-1]
    assert "Zanzalor" in reads(notice)

    member.opens_home()
    assert "Now: 5 records" in reads(slack.home(member.id))
    member.clicks(slack.home(member.id), "forget")
    assert "Deleted: 5 records" in reads(slack.team.history(member.dm)[-1])
    assert "Now: 0 records" in reads(slack.home(member.id))
    assert sum(bot.services.storage.stored(workspace(member), member.id).values()) == 0
    assert "Zanzalor" not in str(slack.team.history(CURATORS)), "the curators see it no more"
    assert b"Zanzalor" not in b"".join(file.read_bytes() for file in kept.parent.glob("desk*"))
    assert bot.services.storage.follows.states(workspace(curator), curator.id) == ("HTI",)


def test_deleting_asks_first(slack, member):
    member.opens_home()
    [button] = [
        element
        for block in slack.home(member.id)["blocks"]
        for element in block.get("elements", [])
        if element.get("action_id") == "forget"
    ]
    assert "cannot be undone" in button["confirm"]["text"]["text"]


def follows(person: Person, *beginnings: str) -> None:
    """Choose States in the home, each the first that is offered."""
    person.opens_home()
    home = person.slack.home(person.id)
    chosen = [person.types_into(home, "follow", typed)[0] for typed in beginnings]
    person.clicks(home, "follow", choose=chosen)


def rate(person: Person, shown: scenes.Shown) -> None:
    """Press thumb up."""
    value = next(
        element["positive_button"]["value"]
        for block in shown["blocks"]
        for element in block.get("elements", [])
        if element["type"] == "feedback_buttons"
    )
    person.clicks(shown, "feedback", PLACE, choose=value)
    assert "Thank you" in private(person)["text"]


def sends(person: Person, text: str) -> None:
    """Send a question to the curators."""
    shown = reply_to(person, "How do I report to the Committee on Ocean Rights?")
    person.clicks(shown, "send_gap", PLACE)
    person.submits(person.slack.modal(), {"question": text})


def workspace(person: Person) -> Workspace:
    """The key of what is stored."""
    return Workspace(team=person.space.id)
