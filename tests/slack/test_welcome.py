"""What a channel is told when the desk is added to it."""

from __future__ import annotations

import pytest

from bot.knowledge.models import LANGUAGES
from tests.slack import scenes
from tests.slack.rig import payloads
from tests.slack.scenes import PLACE, reads

make_bot, slack_scopes = scenes.make_bot, scenes.slack_scopes
bot, door, member = scenes.bot, scenes.door, scenes.member


def joined(space, channel, who=None, by="coordinator"):
    """Somebody, or else the desk itself, came into a channel."""
    user, inviter = who or space.bot_user, space.users[by]
    return payloads.member_joined_channel(space, user, space.channels[channel], inviter)


def test_a_channel_is_welcomed_once(slack, door):
    event = joined(slack.team, PLACE)
    assert door.send(event).status == 200
    assert door.send(event, retry=(1, "http_timeout")).status == 200
    door.send(joined(slack.team, PLACE))  # removed, and added again later
    [welcome] = slack.team.history(PLACE)
    assert "I am Advocacy Desk" in reads(welcome)
    assert "names of people" in reads(welcome)
    door.send(joined(slack.team, "case-management"))
    assert len(slack.team.history("case-management")) == 1


def test_only_the_desks_own_coming_is_a_reason_to_speak(slack, member, door):
    assert door.send(joined(slack.team, PLACE, who=member.id)).status == 200
    slack.settle()
    assert slack.team.history(PLACE) == []
    door.send(joined(slack.team, PLACE))
    assert len(slack.team.history(PLACE)) == 1


def test_a_channel_shared_with_others_is_told_so(slack, door):
    door.send(joined(slack.team, "with-partners"))
    assert "shared with other organisations" in reads(slack.team.history("with-partners")[0])


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_welcome_speaks_the_language_of_who_added_the_desk(slack, door, bot, language):
    slack.team.profiles[slack.team.users["coordinator"]].locale = f"{language}-XX"
    door.send(joined(slack.team, PLACE))
    assert bot.services.desk.base.say("welcome", language) in reads(slack.team.history(PLACE)[0])
