"""Curators correct dates from Slack: for their workspace alone, checked, and taken back."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
import time_machine

from bot.handlers.dates.correction_form import CorrectedDateRef
from bot.handlers.dates.corrections import CorrectionRef, DateRef
from bot.store import Correction, Workspace
from tests.slack import scenes
from tests.slack.digesting import running, subscribed
from tests.slack.rig.people import Person
from tests.slack.scenes import CURATORS, PLACE, has, private, reads, reply_to
from tests.slack.test_home import follows

make_bot, slack_scopes = scenes.make_bot, scenes.slack_scopes
bot, door, member, curator = scenes.bot, scenes.door, scenes.member, scenes.curator

NOW = dt.datetime(2026, 12, 3, 9, 0, tzinfo=dt.UTC)
LETTER = "OHCHR letter of 2 December 2026"
MOVED = {"correct_what": "move", "correct_start": "2027-05-03", "correct_end": "2027-05-14",
         "correct_source": LETTER}  # fmt: skip
QUESTION = "When is Haiti reviewed in the UPR?"


@pytest.fixture(autouse=True)
def december():
    with time_machine.travel(NOW, tick=True):
        yield


@pytest.fixture
def corrections(bot):
    return bot.services.storage.corrections


@pytest.fixture
def outsider(door) -> Person:
    """Somebody who is not in the curators' channel."""
    person = Person(door, door.slack.team, "newcomer")
    leaves(person)
    return person


def leaves(person: Person) -> None:
    """Leave the curators' channel."""
    space, name = person.space, person.space.name(person.id)
    where = space.channels[CURATORS]
    space.emulator.call(space.which, "conversations.leave", space.user_token(name), channel=where)


def form(person: Person, which: str = "upr", number: int = 0) -> Any:
    """The form for one of the dates that the command lists; of the UPR first its next session."""
    person.runs(f"calendar {which}")
    person.clicks(private(person), f"correct.{number}", PLACE)
    return person.slack.modal()


def told_to(person: Person) -> str:
    """What this person was told last as a direct message."""
    return person.space.history(person.dm)[-1]["text"]


def test_a_moved_session_is_said_in_replies_lists_home_and_digest(
    slack, bot, curator, member, corrections, tmp_path
):
    assert "expected January–February 2027" in reads(reply_to(member, QUESTION))
    curator.submits(form(curator), {**MOVED, "correct_note": "For lack of money."})
    assert "3–14 May 2027 · moved, was due January 2027" in reads(slack.modal())
    [one] = corrections.list(None)
    assert (one.workspace, one.key, one.person) == (
        Workspace(team=slack.team.id), "upr-54", curator.id,
    )  # fmt: skip
    assert (one.source, one.note, one.made.date()) == (LETTER, "For lack of money.", NOW.date())
    reply = reads(reply_to(member, QUESTION))
    assert "was moved from January 2027 to 3–14 May 2027" in reply and LETTER not in reply
    member.runs("upcoming upr 200 days")
    assert "3–14 May 2027: UPR (54th session), session (moved)" in reads(private(member))
    member.runs("upcoming Haiti")
    assert "3–14 May 2027" in reads(private(member))
    follows(member, "haiti")
    assert "3–14 May 2027" in reads(slack.home(member.id))
    database = tmp_path / "desk.sqlite"
    subscribed(slack, database, PLACE, since=NOW - dt.timedelta(days=20))
    subscribed(slack, database, PLACE, since=NOW - dt.timedelta(days=20), space=slack.other)
    assert running(slack, database).run() == {"posted": 2}
    here, there = (reads(space.history(PLACE)[-1]) for space in (slack.team, slack.other))
    assert "3–14 May 2027" in here and "3–14 May 2027" not in there


def test_another_workspaces_corrections_change_nothing_here(slack, member, curator, corrections):
    kept = Correction(
        workspace=Workspace(team=slack.other.id), key="upr-54", source=LETTER, person="U1",
        change={"certainty": "moved", "start": "2027-05-03", "end": "2027-05-14"}, made=NOW,
    )  # fmt: skip
    corrections.add(kept)
    assert "expected January–February 2027" in reads(reply_to(member, QUESTION))
    curator.runs("calendar")
    assert "Take back" not in reads(private(curator))
    curator.runs("calendar upr")
    shown = private(curator)
    shown["blocks"][1]["accessory"]["action_id"] = "correct_back.0"
    shown["blocks"][1]["accessory"]["value"] = CorrectionRef(correction=kept.id).value
    curator.clicks(shown, "correct_back.0", PLACE)
    assert "not there any more" in private(curator)["text"]
    assert corrections.list(None) == (kept,)


def test_a_correction_is_taken_back_by_any_curator_once(slack, curator, member, corrections):
    curator.submits(form(curator), MOVED)
    member.runs("calendar")
    listed = private(member)
    assert f"made by <@{curator.id}> on 3 December 2026" in reads(listed)
    assert "moved · 3–14 May 2027" in reads(listed) and LETTER in reads(listed)
    member.clicks(listed, "correct_back.0", PLACE)
    assert "Taken back" in private(member)["text"]
    assert "January–February 2027" in reads(private(member))
    assert "expected January–February 2027" in reads(reply_to(member, QUESTION))
    [one] = corrections.list(None)
    assert one.taken_back and one.taken_back_by == member.id
    curator.clicks(listed, "correct_back.0", PLACE)
    assert "not there any more" in private(curator)["text"]


def test_others_than_curators_are_told_who_can(slack, curator, outsider, corrections):
    outsider.runs("calendar upr")
    assert "Only the curators of this workspace" in private(outsider)["text"]
    curator.runs("calendar upr")
    outsider.clicks(private(curator), "correct.0", PLACE)  # as if it had been carried over
    assert "Only the curators of this workspace" in private(outsider)["text"]
    assert slack.calls("views.open") == []
    curator.submits(form(curator), MOVED)
    curator.runs("calendar")
    outsider.clicks(private(curator), "correct_back.0", PLACE)
    assert corrections.list(None)[0].taken_back is None


def test_who_left_the_curators_keeps_nothing_any_more(slack, curator, corrections):
    view = form(curator)
    leaves(curator)
    curator.submits(view, MOVED)
    assert "Only the curators of this workspace" in reads(slack.modal())
    assert corrections.list(None) == ()


def test_without_a_curators_channel_it_says_so(slack, http, make_bot):
    person = Person(http(make_bot().app), slack.team, "coordinator")
    person.runs("calendar upr")
    assert "No curators' channel is set" in private(person)["text"]


@pytest.mark.parametrize(
    "altered",
    [
        {"person": "U0SOMEBODY"},
        {"team": "T000000002"},
        {"key": "upr-99"},
        {"key": "../../etc/passwd"},
        None,
    ],
)
def test_an_altered_form_keeps_nothing(slack, curator, corrections, altered):
    view = form(curator)
    given = {"team": slack.team.id, "person": curator.id, "key": "upr-54", **(altered or {})}
    metadata = CorrectedDateRef(**given).value if altered else '{"v":1,"key":'
    curator.submits({**view, "private_metadata": metadata}, MOVED)
    assert "does not fit what I know now" in reads(slack.modal())
    assert corrections.list(None) == ()


@pytest.mark.parametrize("value", ["", "{}", DateRef(key="upr-99").value, '{"v":2,"key":"upr-54"}'])
def test_an_altered_button_opens_nothing(slack, curator, value):
    curator.runs("calendar upr")
    shown = private(curator)
    shown["blocks"][1]["accessory"]["value"] = value
    curator.clicks(shown, "correct.0", PLACE)
    assert slack.calls("views.open") == []
    assert "does not fit what I know now" in private(curator)["text"]


@pytest.mark.parametrize(
    ("filled", "field", "says"),
    [
        ({"correct_start": "next May"}, "correct_start", "“next May” is no date"),
        ({"correct_end": "2027-02-30"}, "correct_end", "is no date"),
        (
            {"correct_start": "2027-01", "correct_end": "2027-02"},
            "correct_start",
            "that it has now",
        ),
        ({"correct_end": "2027-04-01"}, "correct_end", "lies before the start"),
        ({"correct_deadline": "2028-01-01"}, "correct_deadline", "lies after the session"),
        ({"correct_source": " \u200b = "}, "correct_source", "where you read it"),
    ],
)
def test_what_does_not_fit_is_said_at_its_field(curator, corrections, filled, field, says):
    answer = curator.submits(form(curator), {**MOVED, **filled})
    assert answer.json["response_action"] == "errors"
    assert says in answer.json["errors"][field]
    assert corrections.list(None) == ()


def test_a_review_in_a_session_leads_to_the_session(slack, curator, corrections):
    view = form(curator, "Haiti")
    assert "This date is that of session 54" in reads(view)
    curator.clicks(view, "correct.0")
    whole = slack.modal()
    assert CorrectedDateRef.read(whole["private_metadata"]).key == "upr-54"
    assert not has(whole, "correct_number")
    curator.submits(whole, {"correct_what": "cancel", "correct_source": LETTER})
    assert corrections.list(None)[0].change == {"certainty": "cancelled"}
    assert "cancelled" in reads(reply_to(curator, QUESTION))


def test_what_follows_by_a_rule_can_be_confirmed(slack, curator, member, corrections):
    curator.submits(
        form(curator, "Haiti", 1),
        {"correct_what": "confirm", "correct_start": "2027-06-24", "correct_end": "",
         "correct_number": "65", "correct_source": LETTER},
    )  # fmt: skip
    assert corrections.list(None)[0].key == "upr-4-hti-review.adoption"
    assert "Then: adoption of the outcome, 24 June 2027 (65th session)" in reads(
        reply_to(member, QUESTION)
    )


def test_what_is_typed_acts_nowhere(slack, curator, member):
    note = "<!channel> *now*\n=HYPERLINK(1)"
    filled = {**MOVED, "correct_source": "=1+1 <@U0SOMEBODY>", "correct_note": note}
    curator.submits(form(curator), filled)
    curator.runs("calendar")
    listed, reply = reads(private(curator)), reads(reply_to(member, QUESTION))
    assert "read in: 1+1 &lt;@U0SOMEBODY&gt;" in listed  # and no formula in a table
    for shown in (listed, reply):
        assert "&lt;!channel&gt; *now* =HYPERLINK(1)" in shown
        assert "<!channel>" not in shown and "<@U0SOMEBODY>" not in shown


def test_the_form_speaks_the_curators_language(slack, bot, curator):
    slack.team.profiles[curator.id].locale = "ar-XX"
    view, say = form(curator), bot.services.desk.base.say
    for key in ("correct_what", "correct_start", "correct_source", "correct_note_hint"):
        assert say(key, "ar") in str(view["blocks"])
    curator.submits(view, MOVED)
    assert say("correct_kept", "ar") in reads(slack.modal())
