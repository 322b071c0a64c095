"""Messages that stand in Slack since an earlier version: their buttons go on working, with the very
values that were written then. What names something that is not known any more is said so.

The first tests press single buttons, with values that could stand there; the last ones everything
that the version of 27 November 2026 showed (earlier_messages.py)."""

from __future__ import annotations

import datetime as dt

import pytest
import time_machine

from tests.slack import scenes
from tests.slack.advocating import filled
from tests.slack.earlier_messages import Replay, actions_of, earlier, pin, summary
from tests.slack.scenes import PLACE, private, reads, texts

make_bot, slack_scopes = scenes.make_bot, scenes.slack_scopes
bot, door, member, curator = scenes.bot, scenes.door, scenes.member, scenes.curator

DAY = dt.datetime(2026, 11, 24, 12, tzinfo=dt.UTC)
UNKNOWN = "does not fit what I know now"
SUBMISSION = (
    '{"v":1,"l":"en","action":"upr-submission","state":"TCD","joint":true,'
    '"deadline":"2027-03-01T18:00","channel":"PLACE","outline":false}'
)
OUTLINE = '{"v":1,"l":"en","action":"upr-submission","state":"TCD","joint":false,"outline":true}'
SHOWN = (
    '{"v":1,"l":"en","entries":["upr.submit.length"],"reason":"not_helpful","mechanisms":[],'
    '"lines":["answer"]}'
)
SEARCH = (
    '{"v":1,"l":"en","w":"children","states":["HTI"],"by":[],"mechanisms":["upr"],"themes":[],'
    '"positions":[],"page":1}'
)
WINDOWS = [
    ("digest", '{"v":1,"l":"en","channel":"PLACE"}', "digest_list"),
    ("digest", '{"v":1,"l":"en","channel":"PLACE","week":"2026-W49"}', "digest_list"),
    ("digest_new", '{"v":1,"l":"en","channel":"PLACE"}', "digest_form"),
    (
        "message.0",
        '{"v":1,"l":"fr","team":"","person":"","message":"embassy","state":"TCD","channel":"PLACE"}',
        "message_form",
    ),
    ("interview.0", '{"v":1,"l":"en","team":"","person":"","state":"TCD"}', "interview_form"),
    (
        "choose.0",
        '{"v":1,"l":"en","team":"","person":"","state":"TCD","about":[],"danger":[]}',
        "choose_form",
    ),
    ("checklist.0", '{"v":1,"l":"en","joint":false,"outline":false}', "prepare_form"),
    ("checklist_why", SUBMISSION, "checklist_page"),
    ("preparation_start", SUBMISSION, "preparation_start_form"),
    ("outline_fill", OUTLINE, "prepare_form"),
    ("recommendations.0", SEARCH, "recommendations_form"),
    ("card", '{"v":1,"l":"en","mechanism":"upr","topic":"cannot"}', "card_window"),
    ("ask", '{"v":1,"l":"en","team":"","person":"","entries":[]}', "ask_window"),
    ("paste", SHOWN, "paste_window"),
    ("send_gap", SHOWN, "gap_window"),
]
MESSAGES = [
    ("checklist.0", SUBMISSION, "UPR"),
    ("outline.0", OUTLINE, "Chad"),
    ("state_card.0", '{"v":1,"l":"en","state":"TCD"}', "Chad"),
    ("pick.0", '{"v":1,"l":"en","entry":"upr.submit.length"}', "2,815 words"),
    ("more", SHOWN, "5,630"),
    ("recommendations_page.0", SEARCH, "Haiti"),
]
GONE = [
    ("digest", '{"v":1,"l":"en"}'),
    ("message.0", '{"v":1,"l":"en","team":"","person":"","message":"no-such-message"}'),
    ("message.0", '{"v":1,"l":"en","team":"","person":"","mechanism":"ocean-rights"}'),
    ("interview.0", '{"v":1,"l":"en","team":"","person":"","state":"ATL"}'),
    ("choose.0", '{"v":1,"l":"en","team":"","person":"","state":"ATL","about":[],"danger":[]}'),
    ("checklist.0", '{"v":1,"l":"en","action":"no-such-action","joint":false,"outline":false}'),
    (
        "checklist.0",  # an action of another mechanism
        '{"v":1,"l":"en","action":"upr-submission","mechanism":"cat","joint":false,"outline":false}',
    ),
    ("state_card.0", '{"v":1,"l":"en","state":"ATL"}'),
    ("recommendations.0", SEARCH.replace("HTI", "ATL")),
    ("recommendations_page.0", SEARCH.replace('"upr"', '"ocean-rights"')),
    ("card", '{"v":1,"l":"en","mechanism":"ocean-rights"}'),
    ("pick.0", '{"v":1,"l":"en","entry":"upr.submit.no-such-entry"}'),
    ("more", SHOWN.replace("upr.submit.length", "upr.submit.no-such-entry")),
    ("paste", SHOWN.replace("upr.submit.length", "upr.submit.no-such-entry")),
    ("preparation", "upr"),
]


@pytest.fixture(autouse=True)
def on_the_day():
    with time_machine.travel(DAY, tick=True):
        yield


def press(person, action: str, value: str) -> None:
    """Press a button of a message that the desk posted long ago."""
    value = value.replace("PLACE", person.space.channels[PLACE])
    label = {"type": "plain_text", "text": "Open"}
    button = {"type": "button", "action_id": action, "text": label, "value": value}
    message = {"text": "Open", "blocks": [{"type": "actions", "elements": [button]}]}
    answer = person.clicks(message, action, PLACE)
    assert answer.status == 200


@pytest.mark.parametrize(("action", "value", "window"), WINDOWS)
def test_a_button_of_an_earlier_version_opens_its_window(slack, member, action, value, window):
    press(member, action, value)
    assert slack.modal()["callback_id"] == window


@pytest.mark.parametrize(("action", "value", "says"), MESSAGES)
def test_a_button_of_an_earlier_version_is_answered(member, action, value, says):
    press(member, action, value)
    assert says in reads(private(member))


@pytest.mark.parametrize(("action", "value"), GONE)
def test_what_is_not_known_any_more_is_said_so(slack, member, action, value):
    press(member, action, value)
    assert UNKNOWN in private(member)["text"]
    assert not slack.calls("views.open")


@pytest.mark.parametrize(
    ("command", "carries", "window"),
    [
        ("digest", '{"v":1,"l":"en","channel":"PLACE"}', "notice_window"),
        (
            "checklist",
            '{"v":1,"l":"en","joint":false,"channel":"PLACE","outline":false}',
            "checklist_page",
        ),
        (
            "message Chad",
            '{"v":1,"l":"en","team":"TEAM","person":"PERSON","state":"TCD","channel":"PLACE"}',
            "message_form",
        ),
    ],
)
def test_a_window_that_was_open_before_can_be_sent_off(slack, member, command, carries, window):
    member.runs(command)
    view = slack.modal()
    names = {"PLACE": member.space.channels[PLACE], "TEAM": slack.team.id, "PERSON": member.id}
    for name, id_ in names.items():
        carries = carries.replace(name, id_)
    view["private_metadata"], given = carries, {}
    if command == "message Chad":
        member.clicks(view, "message_kind", choose="embassy")
        view = slack.modal()
        given = filled(member, view, "embassy")
    elif command == "checklist":
        given = {"prepare_action": "upr-submission/upr"}
    member.submits(view, given)
    assert slack.modal()["callback_id"] == window
    assert UNKNOWN not in reads(slack.modal())


NOT_KNOWN_ANY_MORE = {"upr.submit.page-limits"}
"""Entries that the earlier version had and that others have taken over since."""
TROUBLE = ("does not fit what I know now", "not there any more", "went wrong")
ROOMS = sorted({shown.room for shown in earlier()})


@pytest.mark.parametrize("room", ROOMS)
def test_all_that_an_earlier_version_showed_goes_on_working(
    request, member, curator, tmp_path, room
):
    replay = Replay(member, curator, tmp_path / "desk.sqlite")
    pinned: dict[int, dict[str, list[str]]] = {}
    for shown in (shown for shown in earlier() if shown.room == room):
        does = pinned.setdefault(shown.number, {})
        for use, calls in replay.uses(shown):
            does[use] = summary(calls)
            if not any(entry in str(shown.line) for entry in NOT_KNOWN_ANY_MORE):
                seen = "\n".join(text for call in calls for text in texts(call.args))
                assert not any(trouble in seen for trouble in TROUBLE), (use, seen)
        if not request.config.getoption("--golden"):
            assert does == shown.does, shown.line
    if request.config.getoption("--golden"):
        pin(pinned)


def test_every_button_of_the_earlier_version_was_recorded():
    actions = {action for shown in earlier() for action in actions_of(shown.line)}
    assert len(actions) > 100
    assert {"pick", "more", "paste", "feedback", "share", "send_gap", "answer_gap"} <= actions
    assert {"checklist_share", "preparation_tick", "preparation_more", "digest_details"} <= actions
    assert {"correct", "correct_back", "draft_check", "choose_send", "state_part"} <= actions
