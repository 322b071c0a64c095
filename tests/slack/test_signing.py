"""Curators compare statements with their pages in Slack and sign them; what they sign is seen in
their workspace alone, and once a week the desk says what is due."""

from __future__ import annotations

import datetime as dt

import pytest
import time_machine
from click.testing import CliRunner

from bot.cli import main
from bot.digest import due_for
from bot.handlers.signing import SignRef
from bot.runner import Chaser
from bot.store import Workspace
from tests.slack import scenes
from tests.slack.rig.people import Person
from tests.slack.scenes import CURATORS, PLACE, private, reads
from tests.slack.test_calendar import leaves

make_bot, slack_scopes = scenes.make_bot, scenes.slack_scopes
bot, door, member, curator = scenes.bot, scenes.door, scenes.member, scenes.curator

NOW = dt.datetime(2026, 12, 2, 9, 0, tzinfo=dt.UTC)
WEEK = dt.timedelta(days=7)


@pytest.fixture(autouse=True)
def clock():
    with time_machine.travel(NOW, tick=True) as traveller:
        yield traveller


@pytest.fixture
def second(door) -> Person:
    """Another curator."""
    return Person(door, door.slack.team, "newcomer")


def first_due(bot):
    """What everybody is shown first."""
    return due_for(bot.services.desk.base, (), "", NOW.date())[0].entry


def signs(person: Person, who: str) -> None:
    """Run the command and sign what is shown first."""
    person.runs("review")
    person.submits(person.slack.modal(), {"signing_who": who})


def asked(person: Person, bot, entry: str) -> str:
    """What this person reads who asks for an entry by one of its own asks."""
    [ask, *_] = bot.services.desk.base.entries[entry].asks.en
    person.runs(f"ask {ask}")
    return reads(private(person))


def test_a_statement_is_shown_with_its_page_and_signed_with_one_press(slack, curator, bot):
    entry = first_due(bot)
    curator.runs("review")
    assert "not confirmed by two people" in private(curator)["text"]
    shown = reads(slack.modal())
    assert entry.title in shown and "Open the page:" in shown and "nobody has signed it" in shown
    curator.submits(slack.modal(), {"signing_who": "AB"})
    [kept] = bot.services.storage.readings.list(None)
    assert (kept.subject, kept.who, kept.found, kept.person) == (
        entry.id, "AB", "right", curator.id,
    )  # fmt: skip
    following = reads(slack.modal())
    assert entry.title not in following, "the next one is shown"
    assert "You sign as AB." in following, "the name is asked once"


def test_who_asks_sees_who_signed_and_a_second_person_confirms(member, curator, second, bot):
    entry = first_due(bot)
    signs(curator, "AB")
    assert "read by AB, 2 December 2026" in asked(member, bot, entry.id)
    signs(second, "protection lead")
    assert "confirmed by AB and protection lead, 2 December 2026" in asked(member, bot, entry.id)


def test_one_person_under_two_names_confirms_nothing(slack, member, curator, bot):
    entry = first_due(bot)
    signs(curator, "AB")
    curator.runs("review")
    assert entry.title not in reads(slack.modal()), "what one signed does not come back"
    held = SignRef(team=slack.team.id, person=curator.id, entry=entry.id).value
    curator.submits({**slack.modal(), "private_metadata": held}, {"signing_who": "XY"})
    assert len(bot.services.storage.readings.list(None)) == 1
    assert "read by XY" in asked(member, bot, entry.id)


def test_what_changed_goes_to_the_curators_and_takes_the_signatures_away(
    slack, member, curator, second, bot
):
    entry = first_due(bot)
    signs(curator, "AB")
    second.runs("review")
    second.clicks(slack.modal(), "signing_changed", filled={"signing_who": "CD"})
    answer = second.submits(slack.modal(), {"signing_what": "now <4,000> words"})
    assert answer.json["response_action"] == "update", answer.json
    [notice] = slack.team.history(CURATORS)
    assert f"CD noted that a statement has changed: {entry.title}" in reads(notice)
    assert "now <4,000> words" in reads(notice), "in a text in which Slack reads no markup"
    assert "read by AB" not in asked(member, bot, entry.id)
    curator.runs("review")
    assert entry.title not in reads(slack.modal()), "it waits for the editor"


def test_left_for_another_day_nothing_is_kept(slack, curator, bot):
    entry = first_due(bot)
    curator.runs("review")
    curator.clicks(slack.modal(), "signing_unsure")
    assert entry.title not in reads(slack.modal())
    assert bot.services.storage.readings.list(None) == ()
    curator.runs("review")
    assert entry.title in reads(slack.modal())


@pytest.mark.parametrize("who", ["=1+1", "123"])
def test_without_a_name_that_can_be_kept_nothing_is_signed(slack, curator, bot, who):
    entry = first_due(bot)
    curator.runs("review")
    answer = curator.submits(slack.modal(), {"signing_who": who})
    assert "Write initials or a role" in answer.json["errors"]["signing_who"]
    assert bot.services.storage.readings.list(None) == ()
    assert entry.title in reads(slack.modal())


def test_others_than_curators_sign_nothing(slack, curator, second, bot):
    leaves(second)
    second.runs("review")
    assert "Only the curators of this workspace can sign" in private(second)["text"]
    curator.runs("review")
    view = slack.modal()
    leaves(curator)
    curator.submits(view, {"signing_who": "AB"})
    assert bot.services.storage.readings.list(None) == (), "who left the channel signs no more"


def test_a_signature_counts_in_its_workspace_alone(slack, http, make_bot):
    here, there = slack.team, slack.other
    both = f"{here.id}:{here.channels[CURATORS]},{there.id}:{there.channels[CURATORS]}"
    bot = make_bot(advocacy_curators=both)
    door = http(bot.app)
    entry = first_due(bot)
    signs(Person(door, here, "coordinator"), "AB")
    assert "read by AB" in asked(Person(door, here, "member"), bot, entry.id)
    stranger = Person(door, there, "coordinator")
    assert "read by AB" not in asked(stranger, bot, entry.id)


def test_once_a_week_the_curators_read_what_is_due(slack, curator, bot, clock):
    chaser = Chaser.of(
        bot.services.deployment,
        bot.services.storage,
        bot.services.desk.base,
        bot.services.calendar_of,
    )
    clock.move_to(dt.datetime(2026, 11, 30, 7, 59, tzinfo=dt.UTC))
    assert not chaser.run(), "not before Monday morning"
    clock.move_to(NOW)
    assert chaser.run() == {"posted": 1}
    [message] = slack.team.history(CURATORS)
    text = reads(message)
    assert first_due(bot).title in text and "Signed by nobody" in text
    assert not chaser.run(), "once"
    pressed = {key: value for key, value in message.items() if key != "metadata"}
    curator.clicks(pressed, "signing_open", CURATORS)
    assert first_due(bot).title in reads(slack.modal())
    clock.move_to(NOW + WEEK)
    assert chaser.run() == {"posted": 1}


def test_a_week_is_not_posted_again_where_the_one_before_died(slack, bot, clock, monkeypatch):
    deliveries = bot.services.storage.deliveries
    chaser = Chaser.of(
        bot.services.deployment, bot.services.storage, bot.services.desk.base, lambda _: None
    )
    monkeypatch.setattr(deliveries, "finish", lambda *_: None)
    assert chaser.run() == {"posted": 1}
    monkeypatch.undo()
    clock.move_to(NOW + dt.timedelta(minutes=10))
    assert chaser.run() == {"found": 1}
    assert len(slack.team.history(CURATORS)) == 1


def test_the_operator_takes_signatures_into_the_files(curator, second, bot, tmp_path, monkeypatch):
    entry = first_due(bot)
    signs(curator, "AB")
    signs(second, "CD")
    folder = tmp_path / "knowledge"
    folder.mkdir()
    monkeypatch.setenv("ADVOCACY_DATABASE", str(bot.services.deployment.advocacy_database))
    listed = CliRunner().invoke(main, ["knowledge", "signatures"])
    assert listed.exit_code == 0, listed.output
    assert entry.id in listed.output and "AB" in listed.output
    taken = CliRunner().invoke(main, ["knowledge", "signatures", "--write", str(folder)])
    assert taken.exit_code == 0, taken.output
    rows = (folder / "signed.csv").read_text().splitlines()
    assert [row.split(",")[:3] for row in rows[1:]] == [
        [entry.id, "read", "AB"],
        [entry.id, "confirmed", "CD"],
    ]


def test_who_is_forgotten_leaves_no_signature(slack, curator, bot):
    signs(curator, "AB")
    workspace = Workspace(team=slack.team.id)
    assert bot.services.storage.forget(workspace, curator.id)["readings"] == 1
    assert bot.services.storage.readings.list(None) == ()


def test_a_button_without_a_window_of_its_own_is_refused(slack, curator, bot):
    curator.runs("review", PLACE)
    view = {**slack.modal(), "private_metadata": "nonsense"}
    curator.submits(view, {"signing_who": "AB"})
    assert bot.services.storage.readings.list(None) == ()
    assert slack.modal()["callback_id"] != "signing_page"
