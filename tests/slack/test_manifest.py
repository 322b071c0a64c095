"""The manifest is one that Slack takes, and asks for no scope that is not needed."""

from __future__ import annotations

import copy
import json
from collections.abc import Callable

import pytest
from click.testing import CliRunner

from bot.ask import PROMPTS
from bot.cli import main
from bot.deployment import Deployment
from bot.handlers.commands import COMMANDS
from bot.handlers.manifest import SCOPES, manifest
from tests.slack import scenes
from tests.slack.rig import payloads
from tests.slack.rig.people import Person
from tests.slack.rig.validate import problems_in_manifest
from tests.slack.scenes import CURATORS, PLACE, private, reads, reply_to

make_bot, slack_scopes = scenes.make_bot, scenes.slack_scopes

ADDRESS = "https://desk.example.org"
UNKNOWN = "How do I report to the Committee on Ocean Rights?"


def deployed(**given: object) -> Deployment:
    """Settings of a bot that runs nowhere."""
    return Deployment(_env_file=None, **given)


MANY = {"slack_client_id": "1.2", "slack_client_secret": "s"}


@pytest.mark.parametrize(
    ("given", "address"),
    [({}, None), ({}, ADDRESS), (MANY, ADDRESS), ({"advocacy_command": "/droits-humains"}, None)],
)
def test_slack_takes_the_manifest(npm, base, given, address):
    made = manifest(base, deployed(**given), address)
    assert problems_in_manifest(made) == []


@pytest.mark.parametrize("address", [(), ("--address", ADDRESS)], ids=["socket", "http"])
def test_the_command_prints_it(npm, base, monkeypatch, tmp_path, address):
    monkeypatch.chdir(tmp_path)
    printed = CliRunner().invoke(main, ["manifest", *address])
    assert printed.exit_code == 0, printed.output
    made = json.loads(printed.stdout)
    assert problems_in_manifest(made) == []
    assert made["settings"]["token_rotation_enabled"] is False
    assert made["settings"]["socket_mode_enabled"] is (address == ())


def test_the_manifest_names_what_is_there(base):
    made = manifest(base, deployed(advocacy_command="/droits"), ADDRESS)
    [command] = made["features"]["slash_commands"]
    assert command["command"] == "/droits"
    assert all(word.name in command["usage_hint"] for word in COMMANDS[1:])
    assert len(made["features"]["agent_view"]["suggested_prompts"]) == len(PROMPTS) == 4
    hooks = made["settings"]
    assert hooks["event_subscriptions"]["request_url"] == f"{ADDRESS}/slack/events"
    assert hooks["socket_mode_enabled"] is False
    assert "assistant_view" not in made["features"]


def mention(person: Person) -> None:
    assert "2,815" in reply_to(person, "How many words may our UPR submission have?")["text"]


def prompts(person: Person) -> None:
    person.opens_home("messages")
    assert person.slack.calls("assistant.threads.setSuggestedPrompts")[-1].ok


def speaks_french(person: Person) -> None:
    person.space.profiles[person.id].locale = "fr-FR"
    person.opens_home()
    assert "Mécanismes" in reads(person.slack.home(person.id))


def own_question_is_filled_in(person: Person) -> None:
    said = person.writes(UNKNOWN)
    person.clicks(person.space.replies(person.dm, said.ts)[-1], "send_gap", person.dm)
    assert UNKNOWN in reads(person.slack.modal())


def sends_a_document(person: Person) -> None:
    person.runs("checklist upr submission Chad")
    person.clicks(private(person), "checklist_word", PLACE)
    sent = person.slack.calls("files.completeUploadExternal")[0]
    assert sent.ok and sent.args["channel_id"] == person.dm


def has_a_draft_checked(person: Person) -> None:
    said = person.sends_file("draft.txt", b"1. The State should adopt a law by 2028.")
    [asked] = person.space.replies(person.dm, said.ts)
    chosen = {"draft_action": "upr-submission/upr"}
    person.clicks(asked, "draft_check", person.dm, filled=chosen)
    assert "kept no copy" in reads(person.space.replies(person.dm, said.ts)[-1])


SCENES: dict[str, Callable[[Person], None]] = {
    "files:read": has_a_draft_checked,
    "files:write": sends_a_document,
    "im:write": sends_a_document,
    "chat:write": mention,
    "assistant:write": prompts,
    "users:read": speaks_french,
    "im:history": own_question_is_filled_in,
}
"""What people would miss without a scope, where a call of the desk needs it."""
EVENTS = {
    "app_mentions:read": {"app_mention"},
    "channels:read": {"member_joined_channel"},
    "groups:read": {"member_joined_channel"},
}
"""The events that Slack sends only with a scope; of private channels it tells with groups:read."""
OF_THE_DIGEST = {"channels:history", "groups:history"}
"""What the digest's runner alone needs; its own tests post with the manifest's scopes."""
FEATURES = {"commands": {"slash_commands", "shortcuts"}}


def test_every_scope_has_its_reason(base):
    assert set(SCENES) | set(EVENTS) | set(FEATURES) | OF_THE_DIGEST == set(SCOPES)
    made = manifest(base, deployed())
    told = set(made["settings"]["event_subscriptions"]["bot_events"])
    assert all(events <= told for events in EVENTS.values())
    assert all(parts <= set(made["features"]) for parts in FEATURES.values())


@pytest.mark.parametrize("scope", ["app_mentions:read", "channels:read", "commands", "im:history"])
def test_without_a_scope_slack_would_not_take_the_manifest(npm, base, scope):
    made = copy.deepcopy(manifest(base, deployed()))
    made["oauth_config"]["scopes"]["bot"].remove(scope)
    assert problems_in_manifest(made)


@pytest.mark.parametrize(
    ("slack_scopes", "scene"),
    [
        pytest.param(sorted(set(SCOPES) - {scope}), scene, id=scope)
        for scope, scene in SCENES.items()
    ],
)
def test_without_a_scope_people_would_miss_something(slack, http, make_bot, scene):
    member = Person(http(make_bot().app), slack.team, "member")
    with pytest.raises((AssertionError, IndexError)):
        scene(member)


@pytest.mark.parametrize("scene", SCENES.values(), ids=SCENES)
def test_with_the_manifests_scopes_nothing_is_missed(slack, http, make_bot, scene):
    scene(Person(http(make_bot().app), slack.team, "member"))


def test_all_else_works_with_the_manifests_scopes_in_a_private_channel(slack, http, make_bot):
    bot = make_bot(advocacy_curators=slack.team.channels[CURATORS])
    member = Person(http(bot.app), slack.team, "member")
    space = slack.team
    inviter, where = space.users["coordinator"], space.channels[CURATORS]
    event = payloads.member_joined_channel(space, space.bot_user, where, inviter)
    member.door.send(event)
    assert len(space.history(CURATORS)) == 1
    member.clicks(reply_to(member, UNKNOWN, PLACE), "send_gap", PLACE)
    member.submits(slack.modal(), {"question": "x"})
    member.opens_home()
    member.clicks(slack.home(member.id), "forget")
    assert all(call.ok for call in slack.calls()), "a call was refused"
