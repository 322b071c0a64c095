"""Questions that people send to the curators, and what curators do with them."""

from __future__ import annotations

import csv
import json

import pytest
from click.testing import CliRunner

from bot.cli import main
from bot.handlers.gaps import GapRef
from bot.handlers.kernel.refs import ThreadRef
from tests.slack import scenes
from tests.slack.rig.people import Person
from tests.slack.scenes import CURATORS, PLACE, Shown, has, private, reads, reply_to

make_bot, slack_scopes = scenes.make_bot, scenes.slack_scopes
bot, door, member, curator = scenes.bot, scenes.door, scenes.member, scenes.curator

UNKNOWN = "How do I report to the Committee on Ocean Rights?"
WORDS = "How many words may our UPR submission have?"
SENT = "May an organisation without ECOSOC status sign a joint letter?"
ANSWERED = "Yes. Source: the Committee's page on joint letters."


def test_a_declined_question_is_sent_only_as_the_person_saw_it(slack, member, bot):
    shown = reply_to(member, UNKNOWN)
    member.clicks(shown, "send_gap", PLACE)
    window = slack.modal()
    assert "Only what stands in this box is sent" in reads(window)
    assert "180 days" in reads(window)
    assert "Committee on Ocean Rights" in reads(window), "what was asked stands there already"
    assert bot.services.storage.gaps.list(None) == ()
    assert slack.team.history(CURATORS) == []

    member.submits(window, {"question": SENT})
    assert "A curator will answer you" in reads(slack.modal())
    [gap] = bot.services.storage.gaps.list(None)
    assert (gap.question, gap.reason, gap.person) == (SENT, "decline", member.id)
    [notice] = slack.team.history(CURATORS)
    assert SENT in reads(notice)
    assert f"<@{member.id}>" in reads(notice)
    assert "Ocean" not in str(notice)


def test_in_a_channel_nothing_is_read_that_was_not_asked(slack, member, curator):
    said = curator.mentions(PLACE, "Marie told me that the militia came back. What is the UPR?")
    member.mentions(PLACE, UNKNOWN, thread_ts=said.ts)
    member.clicks(slack.team.replies(PLACE, said.ts)[-1], "send_gap", PLACE)
    assert "Marie" not in reads(slack.modal())
    shown = reply_to(member, UNKNOWN)
    curator.clicks(shown, "send_gap", PLACE)
    assert "Ocean" not in reads(slack.modal()), "another person's question is not theirs to send"


def test_closing_the_window_sends_and_keeps_nothing(slack, member, bot):
    member.clicks(reply_to(member, UNKNOWN), "send_gap", PLACE)
    slack.settle()
    assert bot.services.storage.gaps.list(None) == ()
    assert slack.team.history(CURATORS) == []


def test_in_a_direct_message_the_last_question_stands_there_already(slack, member):
    said = member.writes("What can the UPR do?")
    member.writes(f"{UNKNOWN} &amp; soon", thread_ts=said.ts)
    member.clicks(slack.team.replies(member.dm, said.ts)[-1], "send_gap", member.dm)
    assert f"{UNKNOWN} & soon" in reads(slack.modal())
    assert "What can the UPR do?" not in reads(slack.modal())


def test_after_a_thumb_down_in_a_direct_message_the_question_stands_there_already(slack, member):
    said = member.writes(WORDS)
    [reply] = slack.team.replies(member.dm, said.ts)
    thumb_down(member, reply, member.dm)
    member.clicks(private(member), "send_gap", member.dm)
    assert WORDS in reads(slack.modal())


def test_after_a_thumb_down_the_curators_see_which_entry_did_not_help(slack, member, bot):
    reply = reply_to(member, WORDS)
    thumb_down(member, reply, PLACE)
    member.clicks(private(member), "send_gap", PLACE)
    member.submits(slack.modal(), {"question": SENT})
    [gap] = bot.services.storage.gaps.list(None)
    assert (gap.reason, gap.thread) == ("not_helpful", reply["thread_ts"])
    assert bot.services.desk.base.entries[gap.entries[0]].title in reads(notice_of(slack))


def test_a_curators_answer_reaches_the_person_in_the_thread(slack, member, curator, bot):
    reply = send(member)
    answer(curator, notice_of(slack))
    answered = slack.team.replies(PLACE, reply["thread_ts"])[-1]
    assert ANSWERED in reads(answered)
    assert f"<@{member.id}>" in reads(answered)
    assert f"Answered by <@{curator.id}>" in reads(notice_of(slack))
    assert not has(notice_of(slack), "answer_gap")
    [gap] = bot.services.storage.gaps.list(None, "answered")
    assert (gap.answer, gap.curator) == (ANSWERED, curator.id)


def test_a_second_curator_hears_that_somebody_was_faster(slack, member, curator):
    reply = send(member)
    notice = notice_of(slack)
    newcomer = Person(curator.door, slack.team, "newcomer")
    newcomer.clicks(notice, "answer_gap", CURATORS)
    slow = slack.modal()
    answer(curator, notice)
    newcomer.submits(slow, {"question": "No, they may not."})
    assert "Somebody was faster" in reads(slack.team.history(newcomer.dm)[-1])
    assert "No, they may not." not in str(slack.team.replies(PLACE, reply["thread_ts"]))
    newcomer.clicks(notice, "close_gap", CURATORS)
    newcomer.clicks(notice, "close_gap", CURATORS)
    assert "Somebody was faster" in private(newcomer)["text"]


def test_an_answer_that_slack_did_not_take_can_be_sent_again(slack, member, curator):
    reply = send(member)
    curator.clicks(notice_of(slack), "answer_gap", CURATORS)
    window = slack.modal()
    slack.break_next("chat.postMessage", "429")
    assert curator.submits(window, {"question": ANSWERED}).status == 503
    curator.submits(window, {"question": ANSWERED})
    assert ANSWERED in reads(slack.team.replies(PLACE, reply["thread_ts"])[-1])
    assert "Answered by" in reads(notice_of(slack))


def test_what_was_asked_in_private_is_answered_in_private(slack, member, curator, bot):
    member.runs(f"ask {UNKNOWN}", "field-coordination")
    member.clicks(private(member), "send_gap", "field-coordination")
    member.submits(slack.modal(), {"question": SENT})
    answer(curator, notice_of(slack))
    assert ANSWERED in reads(slack.team.history(member.dm)[-1])
    assert slack.team.history("field-coordination") == []
    assert bot.services.storage.gaps.list(None)[0].channel is None, "the place is not kept"


def test_where_the_desk_has_left_the_answer_comes_as_a_direct_message(slack, member, curator):
    send(member)
    slack.team.leave(PLACE)
    answer(curator, notice_of(slack))
    assert ANSWERED in reads(slack.team.history(member.dm)[-1])


def test_where_the_notice_was_deleted_the_answer_is_sent_once(slack, member, curator):
    reply = send(member)
    curator.clicks(notice_of(slack), "answer_gap", CURATORS)
    deleted = {"channel": slack.team.channels[CURATORS], "ts": notice_of(slack)["ts"]}
    slack.emulator.call(slack.team.which, "chat.delete", slack.team.rig_token, **deleted)
    answered = curator.submits(slack.modal(), {"question": ANSWERED})
    assert answered.json is None or "errors" not in answered.json
    shown = slack.team.replies(PLACE, reply["thread_ts"])
    assert sum(ANSWERED in reads(message) for message in shown) == 1


def test_a_question_is_marked_as_done(slack, member, curator, bot):
    send(member)
    curator.clicks(notice_of(slack), "close_gap", CURATORS)
    assert f"Done (<@{curator.id}>)" in reads(notice_of(slack))
    assert not has(notice_of(slack), "close_gap")
    assert [gap.curator for gap in bot.services.storage.gaps.list(None, "done")] == [curator.id]


@pytest.mark.parametrize("action", ["answer_gap", "close_gap"])
def test_outside_the_curators_channel_nobody_decides(slack, member, curator, bot, action):
    send(member)
    elsewhere = curator.click(notice_of(slack), action, CURATORS)
    elsewhere.body["container"]["channel_id"] = slack.team.channels[PLACE]
    curator.door.send(elsewhere)
    assert "Only curators" in private(curator)["text"]
    assert slack.calls("views.open")[1:] == []
    assert bot.services.storage.gaps.list(None)[0].status == "open"


@pytest.mark.parametrize("value", ["", "nonsense", GapRef(gap="f" * 32).value, ThreadRef().value])
@pytest.mark.parametrize("action", ["answer_gap", "close_gap"])
def test_an_altered_notice_does_nothing(slack, member, curator, bot, action, value):
    send(member)
    pressed = curator.click(notice_of(slack), action, CURATORS)
    pressed.body["actions"][0]["value"] = value
    assert curator.door.send(pressed).status == 200
    assert "Somebody was faster, or" in private(curator)["text"]
    assert bot.services.storage.gaps.list(None)[0].status == "open"


def test_another_workspaces_question_is_nobodys_business(slack, http, make_bot):
    here, there = slack.team, slack.other
    both = f"{here.id}:{here.channels[CURATORS]},{there.id}:{there.channels[CURATORS]}"
    bot = make_bot(advocacy_curators=both)
    door = http(bot.app)
    send(Person(door, here, "member"))
    [gap] = bot.services.storage.gaps.list(None)
    stranger = Person(door, there, "coordinator")
    ts = there.say(stranger.id, CURATORS, "a notice of their own")
    notice = {**notice_of(slack), "ts": ts}
    for action in ("answer_gap", "close_gap"):
        stranger.clicks(notice, action, CURATORS)
        assert "not kept any more" in private(stranger)["text"]
        assert SENT not in str(private(stranger))
    assert bot.services.storage.gaps.get(gap.workspace, gap.id) == gap


@pytest.mark.parametrize("metadata", ["", "nonsense", '{"v":1,"channel":7}', '{"v":1,"x":"y"}'])
def test_a_window_that_was_altered_keeps_and_sends_nothing(slack, member, bot, metadata):
    member.clicks(reply_to(member, UNKNOWN), "send_gap", PLACE)
    member.submits({**slack.modal(), "private_metadata": metadata}, {"question": SENT})
    assert "Please ask again" in reads(slack.modal())
    assert bot.services.storage.gaps.list(None) == ()
    assert slack.team.history(CURATORS) == []


def test_a_window_that_another_person_was_given_sends_and_answers_nothing(
    slack, member, curator, bot
):
    member.clicks(reply_to(member, UNKNOWN), "send_gap", PLACE)
    curator.submits(slack.modal(), {"question": SENT})
    assert "Please ask again" in reads(slack.modal())
    assert bot.services.storage.gaps.list(None) == ()

    send(member)
    curator.clicks(notice_of(slack), "answer_gap", CURATORS)
    member.submits(slack.modal(), {"question": ANSWERED})
    assert "not kept any more" in reads(slack.team.history(member.dm)[-1])
    assert bot.services.storage.gaps.list(None)[0].status == "open"


def test_an_answers_window_that_was_altered_answers_nobody(slack, member, curator, bot):
    send(member)
    curator.clicks(notice_of(slack), "answer_gap", CURATORS)
    curator.submits({**slack.modal(), "private_metadata": "{}"}, {"question": ANSWERED})
    assert "not kept any more" in reads(slack.team.history(curator.dm)[-1])
    assert bot.services.storage.gaps.list(None)[0].status == "open"


def test_without_a_curators_channel_it_is_kept_and_said(slack, http, make_bot):
    bot = make_bot()
    member = Person(http(bot.app), slack.team, "member")
    send(member)
    assert "Kept for the curators" in reads(slack.modal())
    assert [gap.question for gap in bot.services.storage.gaps.list(None)] == [SENT]


def test_where_the_curators_channel_is_closed_to_the_desk_it_is_kept_and_said(slack, member, bot):
    slack.team.leave(CURATORS)
    send(member)
    assert "Kept for the curators" in reads(slack.modal())
    assert len(bot.services.storage.gaps.list(None)) == 1


def test_what_was_sent_is_listed_and_exported(slack, member, curator, bot, tmp_path, monkeypatch):
    send(member, "=HYPERLINK(1) and a question, with commas")
    answer(curator, notice_of(slack))
    send(member)
    database = bot.services.deployment.advocacy_database
    monkeypatch.setenv("ADVOCACY_DATABASE", str(database))
    run = CliRunner()
    listed = run.invoke(main, ["gaps"])
    assert listed.exit_code == 0, listed.output
    assert SENT in listed.output
    only = run.invoke(main, ["gaps", "--status", "open", "--json"])
    [row] = map(json.loads, only.stdout.splitlines())
    assert (row["question"], row["status"]) == (SENT, "open")
    table = tmp_path / "gaps.csv"
    assert run.invoke(main, ["gaps", "--csv", str(table)]).exit_code == 0
    with table.open(encoding="utf-8", newline="") as file:
        rows = {row["status"]: row for row in csv.DictReader(file)}
    assert rows["answered"]["answer"] == ANSWERED
    assert rows["answered"]["question"].startswith("'="), "no formula for a spreadsheet"


def send(person: Person, question: str = SENT) -> Shown:
    """Send a question to the curators from a thread: the reply that stands there."""
    shown = reply_to(person, UNKNOWN)
    person.clicks(shown, "send_gap", PLACE)
    person.submits(person.slack.modal(), {"question": question})
    return shown


def answer(person: Person, notice: Shown) -> None:
    """Answer as a curator."""
    person.clicks(notice, "answer_gap", CURATORS)
    person.submits(person.slack.modal(), {"question": ANSWERED})


def notice_of(slack) -> Shown:
    """The newest notice in the curators' channel, as it stands now."""
    found: Shown = slack.team.history(CURATORS)[-1]
    return found


def thumb_down(person: Person, reply: Shown, channel: str) -> None:
    """Say that a reply did not help."""
    value = next(
        element["negative_button"]["value"]
        for block in reply["blocks"]
        for element in block.get("elements", [])
        if element["type"] == "feedback_buttons"
    )
    person.clicks(reply, "feedback", channel, choose=value)
