"""The language of a channel: who chooses it, and when it counts."""

from __future__ import annotations

import pytest

from tests.slack import scenes
from tests.slack.rig.people import Person
from tests.slack.scenes import CURATORS, PLACE, private, reads, reply_to

make_bot, slack_scopes = scenes.make_bot, scenes.slack_scopes
bot, door, member, curator = scenes.bot, scenes.door, scenes.member, scenes.curator


def option(shown, language: str) -> str:
    """The value of the menu's option for a language."""
    [menu] = [b["accessory"] for b in shown["blocks"] if b.get("accessory")]
    [found] = [o["value"] for o in menu["options"] if f'"spoken":"{language}"' in o["value"]]
    return found


@pytest.fixture
def arabic(member) -> Person:
    """A member whose channel speaks Arabic; Slack itself has no Arabic to choose."""
    member.runs("digest", PLACE)
    member.clicks(private(member), "channel_language", PLACE, choose=option(private(member), "ar"))
    return member


def test_the_choice_is_confirmed_in_its_language(arabic) -> None:
    assert "العربية" in reads(private(arabic))
    arabic.runs("digest", PLACE)
    assert "لغة هذه القناة" in reads(private(arabic))


def test_a_text_that_tells_no_language_is_answered_in_the_channels(arabic) -> None:
    assert "الاستعراض" in reads(reply_to(arabic, "UPR?"))
    assert "combien" not in reads(reply_to(arabic, "How many words may a UPR submission have?"))
    french = reads(reply_to(arabic, "Combien de mots pour une soumission à l'EPU ?"))
    assert "2 815" in french or "2\u202f815" in french or "2 815" in french


def test_what_somebody_set_in_slack_comes_before_it(slack, arabic, curator) -> None:
    slack.team.profiles[curator.id].locale = "es-ES"
    assert "examen periódico universal" in reads(reply_to(curator, "UPR?"))


def test_a_digest_begins_in_the_language_of_its_channel(slack, arabic) -> None:
    arabic.runs("digest", PLACE)
    blocks = {block["block_id"]: block for block in slack.modal()["blocks"]}
    assert blocks["digest_language"]["element"]["initial_option"]["value"] == "ar"


def test_it_is_taken_back(arabic) -> None:
    arabic.runs("digest", PLACE)
    arabic.clicks(
        private(arabic), "channel_language", PLACE, choose=option(private(arabic), "none")
    )
    assert "لم تعد لهذه القناة لغة" in reads(private(arabic))
    assert "الاستعراض" not in reads(reply_to(arabic, "UPR?"))


def test_nobody_chooses_it_from_outside_the_channel(slack, member, curator) -> None:
    curator.runs("digest", CURATORS)
    menu = private(curator)
    newcomer = Person(member.door, slack.team, "newcomer")
    private_place = {"channel": slack.team.channels[CURATORS]}
    token = slack.team.user_token("newcomer")
    slack.emulator.call(0, "conversations.leave", token, **private_place)
    newcomer.clicks(menu, "channel_language", PLACE, choose=option(menu, "fr"))
    assert "Only people in that channel" in reads(private(newcomer))
    curator.runs("digest", CURATORS)
    assert private(curator) == menu
