"""A checklist that a team works through in a channel: begun, ticked, owned, handed over, closed."""

from __future__ import annotations

import datetime as dt
import io
from typing import Any

import pytest
import time_machine
from docx import Document
from icalendar import Calendar

from bot.store import Workspace
from tests.slack import scenes
from tests.slack.rig import payloads
from tests.slack.rig.oauth import install
from tests.slack.rig.people import Person
from tests.slack.scenes import PLACE, has, private, reads, texts

make_bot, slack_scopes = scenes.make_bot, scenes.slack_scopes
bot, door, member, curator = scenes.bot, scenes.door, scenes.member, scenes.curator

DAY = dt.datetime(2026, 11, 24, 12, tzinfo=dt.UTC)
REDIRECT = "http://desk.test/slack/oauth_redirect"
TYPED = "checklist upr submission Chad joint 2027-03-01T18:00"


@pytest.fixture(autouse=True)
def on_the_day():
    with time_machine.travel(DAY, tick=True):
        yield


@pytest.fixture
def newcomer(door) -> Person:
    return Person(door, door.slack.team, "newcomer")


def begin(person: Person, typed: str = TYPED, channel: str = PLACE, **filled: Any):
    """Begin a preparation from the command's checklist."""
    person.runs(typed, channel)
    person.clicks(private(person), "preparation_start", channel)
    answer = person.submits(person.slack.modal(), filled)
    assert answer.status == 200
    return answer


def shown(person: Person, channel: str = PLACE) -> dict[str, Any]:
    """Its message in the channel, as it is now."""
    message = person.space.history(channel)[-1]
    message.pop("metadata", None)  # its keys are ours: the rig knows only those of its samples
    message.pop("edited", None)
    return message


def steps(view: dict[str, Any]) -> list[dict[str, Any]]:
    """The blocks with a tick."""
    return [b for b in view["blocks"] if b.get("accessory", {}).get("type") == "checkboxes"]


def tick(person: Person, view: dict[str, Any], number: int, on: bool = True, channel=PLACE):
    """The payload of a tick."""
    return click(person, {**view, "blocks": [steps(view)[number]]}, on, channel)


def click(person: Person, view: dict[str, Any], on: bool, channel: str | None):
    return person.click(view, "preparation_tick", channel, choose=["done"] if on else [])


def kept(bot):
    [one] = bot.services.storage.preparations.list(None)
    return one


def done(bot) -> list[bool]:
    items = bot.services.storage.preparations.items(kept(bot).workspace, kept(bot).id)
    return [item.done is not None for item in items]


def test_a_checklist_becomes_one_message_that_says_how_far_it_is(slack, bot, member):
    begin(member, preparation_remind="7")
    assert "stands in the channel" in reads(slack.modal())
    message = shown(member)
    text = reads(message)
    assert "UPR stakeholder submission: Chad" in text
    assert f"0 of {len(items(bot))} done" in text
    assert "░░░░░░░░░░" in text
    assert "1 March 2027, the date given" in text
    ends = int(dt.datetime(2027, 3, 1, 17, tzinfo=dt.UTC).timestamp())
    assert f"<!date^{ends}^" in text, "six in the evening in Geneva, for each in their own time"
    assert f"<@{member.id}>" in text and "7 days before, 9:00 (Africa/Nairobi)" in text
    assert "<!date^" in reads({"blocks": steps(message)}), "due dates too"
    assert len(steps(message)) == 5 and len(items(bot)) > 10, "the next five; the rest on demand"
    assert f"{len(items(bot)) - 5} other steps" in text
    one = kept(bot)
    assert (one.workspace, one.channel) == (Workspace(team=slack.team.id), message_channel(slack))
    assert (one.action, one.state, one.joint) == ("upr-submission", "TCD", True)
    assert (one.deadline, one.remind, one.lead) == ("2027-03-01T18:00", 7, member.id)


def message_channel(slack) -> str:
    return slack.team.channels[PLACE]


def test_the_window_before_says_what_happens_and_what_is_kept(slack, member):
    member.runs(TYPED)
    member.clicks(private(member), "preparation_start", PLACE)
    text = reads(slack.modal())
    assert f"<#{slack.team.channels[PLACE]}>" in text
    assert "180 days" in text and "Nothing that people write" in text
    assert slack.team.history(PLACE) == []


def test_the_same_window_twice_begins_one_preparation(slack, bot, member):
    member.runs(TYPED)
    member.clicks(private(member), "preparation_start", PLACE)
    form = slack.modal()
    member.submits(form, {})
    again = payloads.view_submission(
        slack.team, member.id, form, {"preparation_remind": {"preparation_remind": {
            "type": "static_select", "selected_option": {"value": "3", "text": {
                "type": "plain_text", "text": "3 days before", "emoji": False}}}}},
        slack.team.trigger(member.id, form["id"]),
    )  # fmt: skip
    member.door.send(again)
    assert len(slack.team.history(PLACE)) == 1
    assert kept(bot).ts


def test_anybody_there_ticks_and_everybody_sees_it(slack, bot, member, newcomer):
    begin(member)
    newcomer.door.send(tick(newcomer, shown(member), 0))
    message = shown(member)
    assert "1 of" in reads(message) and "█" in reads(message)
    assert f"✓ <@{newcomer.id}>" in reads(message)
    assert done(bot)[0] and sum(done(bot)) == 1
    member.door.send(tick(member, message, 0, on=False))
    assert "0 of" in reads(shown(member))
    assert sum(done(bot)) == 0


def test_two_who_see_the_same_message_both_keep_their_tick(slack, bot, member, newcomer):
    begin(member)
    before = shown(member)
    member.door.send(tick(member, before, 0))
    newcomer.door.send(tick(newcomer, before, 1))  # still sees the first one open
    assert done(bot)[:3] == [True, True, False]
    text = reads(shown(member))
    assert "2 of" in text and f"✓ <@{member.id}>" in text and f"✓ <@{newcomer.id}>" in text


def test_a_tick_pressed_earlier_that_comes_later_does_not_win(bot, member):
    begin(member)
    before = shown(member)
    first, second = tick(member, before, 0, on=True), tick(member, before, 0, on=False)
    first.body["actions"][0]["action_ts"] = "1700000000.000100"
    second.body["actions"][0]["action_ts"] = "1700000000.000200"
    member.door.send(second)
    member.door.send(first)
    assert not done(bot)[0]


def test_a_tick_is_kept_where_slack_fails_to_show_it(slack, bot, member):
    begin(member)
    slack.break_next("chat.update", "500")
    assert member.door.send(tick(member, shown(member), 0)).status == 200
    assert done(bot)[0]
    assert kept(bot).shown < kept(bot).version, "the runner knows that it is behind"
    member.door.send(tick(member, shown(member), 1))
    assert "2 of" in reads(shown(member))


def test_what_is_next_is_the_persons_own_first_and_for_them_alone(slack, member):
    begin(member)
    own(slack, member, shown(member), last=True)
    member.clicks(shown(member), "preparation_next", PLACE)
    said = reads(private(member))
    assert said.index(f"<@{member.id}>") < said.index("•", said.index("•") + 1)
    assert len(slack.team.history(PLACE)) == 1


def own(slack, person: Person, message, last: bool = False, due: str = "2027-02-10") -> str:
    """Make the person the owner of the first step (or the last), due on a day; its text."""
    person.clicks(message, "preparation_owners", PLACE)
    form = slack.modal()
    inputs = [b for b in form["blocks"] if b["type"] == "input"]
    owner, date = inputs[-2:] if last else inputs[:2]
    only = {**form, "blocks": [owner, date]}
    values = {"preparation_owner": person.id, "preparation_due": due}
    payload = submitted(person, form, only, values)
    assert person.door.send(payload).status == 200
    return str(owner["block_id"])


def submitted(person: Person, form, only, values, others: bool = True):
    """The payload of the form, where only some inputs were changed."""
    state: dict[str, Any] = {}
    for block in form["blocks"]:
        if block["type"] != "input":
            continue
        element = block["element"]
        action = element["action_id"]
        key = "user" if action == "preparation_owner" else "date"
        chosen = element.get(f"initial_{key}")
        if block in only["blocks"]:
            chosen = values.get(action, chosen)
        state[block["block_id"]] = {action: {"type": element["type"], f"selected_{key}": chosen}}
    trigger = person.space.trigger(person.id, form["id"])
    return payloads.view_submission(person.space, person.id, form, state, trigger)


def test_owners_and_dates_are_chosen_in_one_window(slack, bot, member, newcomer):
    begin(member)
    block = own(slack, newcomer, shown(member))
    assert "Saved" in reads(slack.modal())
    [item] = [
        one
        for one in bot.services.storage.preparations.items(kept(bot).workspace, kept(bot).id)
        if one.owner
    ]
    assert item.id == block.split("/")[1]
    assert (item.owner, item.due, item.own) == (newcomer.id, dt.date(2027, 2, 10), True)
    text = reads(shown(member))
    ten = int(dt.datetime(2027, 2, 10, 10, tzinfo=dt.UTC).timestamp())
    assert f"<!date^{ten}^{{date_short_pretty}}|2027-02-10> · <@{newcomer.id}>" in text


def test_two_windows_at_once_lose_nothing_and_a_clash_is_said_at_its_field(slack, bot, member):
    begin(member)
    member.clicks(shown(member), "preparation_owners", PLACE)
    stale = slack.modal()
    own(slack, member, shown(member))
    inputs = [b for b in stale["blocks"] if b["type"] == "input"]
    clash = {**stale, "blocks": [inputs[0]]}
    answer = member.door.send(submitted(member, stale, clash, {"preparation_owner": "U0OTHER"}))
    assert answer.json["response_action"] == "errors", "nobody of this workspace"
    values = {"preparation_owner": slack.team.users["coordinator"]}
    answer = member.door.send(submitted(member, stale, clash, values))
    assert "meanwhile" in answer.json["errors"][inputs[0]["block_id"]]
    other = {**stale, "blocks": [inputs[2]]}
    answer = member.door.send(submitted(member, stale, other, values))
    owners = [i.owner for i in items(bot)]
    assert owners[:2] == [member.id, slack.team.users["coordinator"]]


def items(bot):
    return bot.services.storage.preparations.items(kept(bot).workspace, kept(bot).id)


def menu(person: Person, message, do: str):
    """Choose from the menu."""
    element = message["blocks"][-1]["elements"][-1]
    [option] = [o for o in element["options"] if f'"do":"{do}"' in o["value"]]
    return person.clicks(message, "preparation_more", PLACE, choose=option["value"])


def test_it_is_handed_over_with_the_steps_that_are_left(slack, bot, member):
    begin(member)
    own(slack, member, shown(member))
    menu(member, shown(member), "hand")
    other = slack.team.users["coordinator"]
    member.submits(slack.modal(), {"preparation_hand_to": other})
    assert kept(bot).lead == other
    assert items(bot)[0].owner == other
    assert f"Led by <@{other}>" in reads(shown(member))


def test_it_is_closed_with_an_outcome_and_opened_again(slack, bot, member):
    begin(member)
    before = shown(member)
    menu(member, before, "close")
    member.submits(slack.modal(), {"preparation_outcome": "sent"})
    message = shown(member)
    assert "Closed: It was sent, or held" in reads(message)
    assert steps(message) == [] and not has(message, "preparation_owners")
    member.door.send(tick(member, before, 0))
    assert not any(done(bot)), "from a message that somebody still had on the screen"
    member.clicks(message, "preparation_reopen", PLACE)
    assert kept(bot).closed is None
    assert len(steps(shown(member))) in (5, 6, 7)


def test_files_with_the_teams_dates_go_into_the_thread(slack, member):
    begin(member)
    own(slack, member, shown(member), due="2027-02-11")
    ts = shown(member)["ts"]
    menu(member, shown(member), "word")
    menu(member, shown(member), "calendar")
    word, dates = (c.args["content"] for c in slack.calls("upload"))
    text = "\n".join(
        c.text for t in Document(io.BytesIO(word)).tables for r in t.rows for c in r.cells
    )
    assert "11 February 2027\n(18 days before" in text
    starts = [e.decoded("DTSTART") for e in Calendar.from_ical(dates).walk("VEVENT")]
    assert dt.date(2027, 2, 11) in starts
    placed = [c.args for c in slack.calls("files.completeUploadExternal")]
    assert {p["thread_ts"] for p in placed} == {ts}


def test_it_is_shown_again_at_the_end_of_the_channel_and_once_only(slack, bot, member):
    begin(member)
    old = shown(member)["ts"]
    before = shown(member)
    slack.team.say("member", PLACE, "and then we spoke of other things")
    menu(member, before, "again")
    history = slack.team.history(PLACE)
    assert [m["ts"] for m in history if m.get("blocks")] == [kept(bot).ts] != [old]


def test_the_home_shows_ones_own_and_those_of_ones_channels(slack, bot, member, newcomer):
    begin(member)
    newcomer.opens_home()
    home = slack.home(newcomer.id)
    assert "UPR stakeholder submission: Chad" in reads(home)
    newcomer.clicks(home, "preparation")
    page = slack.modal()
    assert "→" in reads(page), "all steps, with their reasons"
    newcomer.door.send(click(newcomer, page, True, None))
    assert done(bot).count(True) == 1
    assert "1 of" in reads(slack.view(page["id"]))
    assert "1 of" in reads(shown(member))


def test_who_is_not_in_its_channel_neither_sees_nor_touches_it(slack, bot, member, newcomer):
    private_place = "case-management"
    begin(member, channel=private_place)
    leaves(slack, "newcomer", private_place)
    newcomer.opens_home()
    assert "UPR stakeholder submission" not in reads(slack.home(newcomer.id))
    member.opens_home()
    member.clicks(slack.home(member.id), "preparation")
    theirs = slack.modal()
    newcomer.door.send(
        click(newcomer, theirs, True, None)
    )  # as if the window had been carried over
    assert not any(done(bot))
    assert "Only members" in slack.team.history(newcomer.dm)[-1]["text"]


def leaves(slack, name: str, channel: str) -> None:
    """A person leaves a channel."""
    args = {"channel": slack.team.channels[channel]}
    slack.emulator.call(0, "conversations.leave", slack.team.user_token(name), **args)


def test_the_command_shows_what_is_under_way_in_the_channel(slack, member):
    begin(member)
    member.runs("checklist")
    assert "Under way in this channel" in reads(slack.modal())
    member.clicks(slack.modal(), "preparation")
    assert slack.modal()["callback_id"] == "preparation_page"


def test_where_the_desk_is_not_it_says_how_to_invite_it(slack, bot, member):
    member.runs(TYPED, "field-coordination")
    member.clicks(private(member), "preparation_start", "field-coordination")
    assert f"`/invite` <@{slack.team.bot_user}>" in private(member)["text"]
    assert bot.services.storage.preparations.list(None) == ()


def test_where_it_can_not_be_posted_nothing_is_kept(slack, bot, member):
    member.runs(TYPED)
    member.clicks(private(member), "preparation_start", PLACE)
    form = slack.modal()
    slack.team.archive(PLACE)
    member.submits(form, {})
    assert "nothing was begun" in reads(slack.modal())
    assert bot.services.storage.preparations.list(None) == ()


def test_new_dates_are_offered_when_the_day_has_moved_and_own_dates_stay(slack, bot, member):
    begin(member, "checklist upr submission Chad")
    own(slack, member, shown(member), due="2027-02-12")
    storage, one = bot.services.storage.preparations, kept(bot)
    with storage._connections.writing() as db:  # as if it had been counted from another day
        db.execute("update preparations set counted_from = '2026-01-01'")
    member.door.send(tick(member, shown(member), 1))
    message = shown(member)
    assert "is another now" in reads(message)
    member.clicks(message, "preparation_recount", PLACE)
    assert "is another now" not in reads(shown(member))
    assert items(bot)[0].due == dt.date(2027, 2, 12)
    assert kept(bot).counted_from != one.counted_from or one.counted_from is None


def test_one_workspace_never_sees_nor_touches_anothers(slack, http, make_bot, slack_scopes):
    slack.reset(slack_scopes, redirect_uris=[REDIRECT])
    bot = make_bot(
        slack_bot_token=None,
        slack_client_id=slack.client_id,
        slack_client_secret=slack.client_secret,
        slack_redirect_uri=REDIRECT,
    )
    way = http(bot.app)
    for space in (slack.team, slack.other):
        install(way, space)
    ours, theirs = Person(way, slack.team, "member"), Person(way, slack.other, "member")
    begin(ours)
    forged = tick(theirs, shown(ours), 0)
    way.send(forged)
    assert not any(done(bot))
    assert "not there any more" in private(theirs)["text"]
    theirs.opens_home()
    assert "UPR stakeholder submission" not in reads(slack.home(theirs.id))
    theirs.runs("checklist")
    assert "Under way" not in reads(slack.modal())


def test_people_of_other_organisations_tick_and_nothing_is_kept_of_them(slack, bot, member):
    begin(member, channel="with-partners")
    guest = tick(member, shown(member, "with-partners"), 0, channel="with-partners")
    guest.body["user"]["team_id"] = "T0PARTNER"
    member.door.send(guest)
    assert done(bot)[0] and items(bot)[0].done_by == ""


def test_who_is_forgotten_goes_from_it(slack, bot, member):
    begin(member)
    own(slack, member, shown(member))
    member.opens_home()
    member.clicks(slack.home(member.id), "forget")
    assert kept(bot).lead == "" and items(bot)[0].owner == ""
    member.door.send(tick(member, shown(member), 1))
    assert "Nobody leads it" in reads(shown(member))


@pytest.mark.parametrize("block", ["", "x", "V0GONE/agree/1", "V0GONE/agree/1/2"])
def test_an_altered_tick_is_refused(slack, bot, member, block):
    begin(member)
    payload = tick(member, shown(member), 0)
    payload.body["actions"][0]["block_id"] = block
    member.door.send(payload)
    assert not any(done(bot))


def test_it_speaks_the_language_of_who_began_it(slack, member):
    slack.team.profiles[member.id].locale = "ar-SA"
    begin(member, "checklist upr submission تشاد 2027-03-01")
    text = reads(shown(member))
    assert "أُنجز 0 من" in text and "ما التالي" in text
    assert all("{" not in one for one in texts(shown(member)["blocks"]) if "<!date" not in one)


def test_in_a_direct_message_with_the_desk_it_is_for_one_person(slack, bot, member, newcomer):
    begin(member, channel=member.dm)
    message = shown(member, member.dm)
    member.door.send(tick(member, message, 0, channel=member.dm))
    assert done(bot)[0]
    member.opens_home()
    member.clicks(slack.home(member.id), "preparation")
    theirs = slack.modal()
    newcomer.door.send(click(newcomer, theirs, True, None))
    assert sum(done(bot)) == 1
    assert "Only members" in slack.team.history(newcomer.dm)[-1]["text"]
    newcomer.opens_home()
    assert "UPR stakeholder submission" not in reads(slack.home(newcomer.id))


def test_the_digest_tells_what_the_channel_prepares(slack, bot, member):
    begin(member)
    member.runs("digest")
    member.submits(slack.modal(), {})
    member.runs("digest")
    member.clicks(slack.modal(), "digest_preview")
    text = reads(slack.modal())
    assert "Preparations under way" in text
    assert "UPR stakeholder submission: Chad" in text and "0 of" in text
