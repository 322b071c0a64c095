"""A channel's digests in Slack: the form, the list, the preview, and who may change what."""

from __future__ import annotations

import datetime as dt

import pytest
import time_machine

from bot.store import Workspace
from tests.slack import scenes
from tests.slack.digesting import MONDAY, running, subscribed
from tests.slack.killing import MINUTE, WEEK
from tests.slack.rig.people import Person
from tests.slack.scenes import CURATORS, PLACE, has, private, reads

make_bot, slack_scopes = scenes.make_bot, scenes.slack_scopes
bot, door, member, curator = scenes.bot, scenes.door, scenes.member, scenes.curator

FRIDAY = dt.datetime(2026, 11, 27, 12, 0, tzinfo=dt.UTC)


@pytest.fixture
def newcomer(door) -> Person:
    return Person(door, door.slack.team, "newcomer")


def kept(bot):
    return bot.services.storage.subscriptions.list(None)


def choose(person: Person, view, text: str):
    """The first State that is offered for what is typed."""
    return person.types_into(view, "digest_states", text)[0]


def subscribe(person: Person, channel: str = PLACE, **filled):
    """Fill in the form as it opens for a channel without a digest."""
    person.runs("digest", channel)
    form = person.slack.modal()
    answer = person.submits(form, filled)
    assert answer.status == 200
    return answer


def test_the_command_opens_a_form_with_the_persons_zone_and_language(slack, bot, member):
    slack.team.profiles[member.id].tz = "Asia/Kathmandu"
    slack.team.profiles[member.id].locale = "fr-FR"
    with time_machine.travel(FRIDAY, tick=True):
        member.runs("digest")
        form = slack.modal()
        haiti = choose(member, form, "Haït")
        member.submits(
            form,
            {
                "digest_states": [haiti, choose(member, form, "السودان")],
                "digest_mechanisms": ["upr"],
                "digest_weekday": "3",
                "digest_time": "16:45",
                "digest_options": ["when_empty"],
            },
        )
    [one] = kept(bot)
    assert one.workspace == Workspace(team=slack.team.id)
    assert (one.channel, one.person) == (slack.team.channels[PLACE], member.id)
    assert one.states[0] == "HTI" and len(one.states) == 2
    assert (one.mechanisms, one.horizon, one.when_empty) == (("upr",), 180, True)
    assert (one.weekday, one.time, one.zone) == (3, dt.time(16, 45), "Asia/Kathmandu")
    assert one.language == "fr"
    assert "mercredi, 2 décembre 2026, 16:45 (Asia/Kathmandu)" in reads(slack.modal())


@pytest.mark.parametrize(
    ("filled", "field", "says"),
    [
        ({"digest_zone": "Mars/Base"}, "digest_zone", "Africa/Nairobi"),
        ({"digest_zone": "../../etc/passwd"}, "digest_zone", "Africa/Nairobi"),
        (
            {"digest_states": [{"text": {"type": "plain_text", "text": "X"}, "value": "XXX"}]},
            "digest_states",
            "XXX",
        ),
    ],
)
def test_what_does_not_exist_is_said_at_its_field(bot, member, filled, field, says):
    answer = subscribe(member, **filled)
    assert answer.json["response_action"] == "errors"
    assert says in answer.json["errors"][field]
    assert kept(bot) == ()


def test_where_the_desk_is_not_it_says_how_to_invite_it(slack, bot, member):
    member.runs("digest", "field-coordination")
    assert f"`/invite` <@{slack.team.bot_user}>" in private(member)["text"]
    assert slack.calls("views.open") == []


def test_a_trigger_that_was_too_old_leaves_the_way_to_the_window(slack, member):
    command = member.command("digest", PLACE)
    command.body["trigger_id"] = "0.0.gone"
    member.door.send(command)
    member.clicks(private(member), "digest", PLACE)
    member.clicks(slack.modal(), "digest_new")
    assert slack.modal()["callback_id"] == "digest_form"


def test_its_maker_pauses_resumes_changes_and_ends_it(slack, bot, member):
    with time_machine.travel(FRIDAY, tick=True):
        subscribe(member, digest_states=[])
        member.runs("digest")
        listed = slack.modal()
        assert "Monday, 30 November 2026, 09:00 (Africa/Nairobi)" in reads(listed)
        member.clicks(listed, "digest_pause")
        assert kept(bot)[0].paused == "asked"
        assert "Paused" in reads(slack.view(listed["id"]))
        member.clicks(slack.view(listed["id"]), "digest_resume")
        assert kept(bot)[0].paused is None
        member.clicks(slack.view(listed["id"]), "digest_change")
        before = kept(bot)[0]
        member.submits(slack.modal(), {"digest_weekday": "5", "digest_zone": "Europe/Paris"})
        [after] = kept(bot)
        assert (after.id, after.weekday, after.zone) == (before.id, 5, "Europe/Paris")
        assert after.since > before.since  # this Friday's nine o'clock is not made up for
        member.runs("digest")
        listed = slack.modal()
        member.clicks(listed, "digest_end")
    assert kept(bot) == ()
    assert "no weekly digest yet" in reads(slack.view(listed["id"]))


def test_another_member_reads_and_previews_and_changes_nothing(slack, bot, member, newcomer):
    subscribe(member)
    newcomer.runs("digest")
    listed = slack.modal()
    actions = [block for block in listed["blocks"] if block["type"] == "actions"]
    buttons = [e["action_id"] for block in actions for e in block["elements"]]
    assert "digest_preview" in buttons and "digest_new" in buttons
    assert not {"digest_pause", "digest_change", "digest_end"} & set(buttons)
    member.runs("digest")
    theirs = slack.modal()
    newcomer.clicks(theirs, "digest_end")  # as if the button had been carried over
    assert len(kept(bot)) == 1
    [told] = slack.team.history(newcomer.dm)
    assert "Only the person who set this digest up" in told["text"]


def test_curators_see_all_channels_of_their_workspace_and_may_change_them(
    slack, bot, member, curator
):
    subscribe(member)
    curator.runs("digest", CURATORS)
    listed = slack.modal()
    assert f"<#{slack.team.channels[PLACE]}>" in reads(listed)
    curator.clicks(listed, "digest_pause")
    assert kept(bot)[0].paused == "asked"


def test_once_its_maker_is_forgotten_anybody_may_change_it(slack, bot, member, newcomer):
    subscribe(member)
    member.opens_home()
    member.clicks(slack.home(member.id), "forget")
    assert kept(bot)[0].person == ""
    newcomer.runs("digest")
    newcomer.clicks(slack.modal(), "digest_end")
    assert kept(bot) == ()


def test_the_preview_is_the_next_digest_for_one_person_alone(slack, bot, member):
    with time_machine.travel(FRIDAY, tick=True):
        member.runs("digest")
        form = slack.modal()
        member.submits(form, {"digest_states": [choose(member, form, "Haiti")]})
        member.runs("digest")
        member.clicks(slack.modal(), "digest_preview")
    page = slack.modal()
    assert "Human rights reviews: 30 November 2026" in reads(page)
    assert "Only you see this" in reads(page)
    assert "expected, not published" in reads(page)
    assert slack.team.history(PLACE) == []
    assert "Read:_ We missed the UPR deadline" in reads(page)
    assert "Meet three embassies" in reads(page)
    member.clicks(page, "pick.200")
    assert "2,815" not in reads(slack.modal()) and "UPR" in reads(slack.modal())


def test_a_digest_that_was_ended_meanwhile_is_said_to_be_gone(slack, bot, member):
    subscribe(member)
    member.runs("digest")
    listed = slack.modal()
    member.clicks(listed, "digest_change")
    form = slack.modal()
    bot.services.storage.subscriptions.remove(kept(bot)[0].workspace, kept(bot)[0].id)
    member.submits(form, {})
    assert "not there any more" in reads(slack.modal())
    member.clicks(listed, "digest_preview")
    assert "not there any more" in slack.team.history(member.dm)[-1]["text"]


def test_a_digests_buttons_show_its_details_and_its_settings(slack, bot, member, tmp_path):
    database = tmp_path / "desk.sqlite"
    one = subscribed(slack, database, PLACE)
    earlier = {
        "kind": "review", "mechanism": "upr", "iso3": "HTI", "stage": "review", "session": "54",
        "when": "2026-12", "certainty": "published",
    }  # fmt: skip
    deliveries = bot.services.storage.deliveries
    hold = deliveries.claim(one.workspace, one.id, "2026-W48", MONDAY - WEEK, MINUTE)
    deliveries.ready(hold, MONDAY - WEEK, MINUTE, {"upr-4-hti-review": earlier})
    deliveries.finish(hold, MONDAY - WEEK, "1.1")
    assert running(slack, database).run() == {"posted": 1}
    [message] = slack.team.history(PLACE)
    del message["metadata"]  # its keys are ours, and the rig knows only those that it has seen
    moved = "Moved to January–February 2027 (was December 2026) · expected, not published"
    assert moved in reads(message)
    with time_machine.travel(MONDAY + MINUTE, tick=True):
        member.clicks(message, "digest_details", PLACE)
        assert moved in reads(slack.modal())  # what was news in that digest still is, there
        member.clicks(message, "digest", PLACE)
        assert slack.modal()["callback_id"] == "digest_list"
        assert "7 December 2026" in reads(slack.modal())
        # one button begins what is to be done: its steps, from which a preparation can be started
        member.clicks(message, "checklist.0", PLACE)
        steps = private(member)
        assert "UPR briefing" in reads(steps) and has(steps, "preparation_start")
