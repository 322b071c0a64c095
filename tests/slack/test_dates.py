"""The list of dates with its filters; dates in one's own calendar, and pictures."""

from __future__ import annotations

import datetime as dt
import io
import json
import sys

import pytest
import time_machine
from icalendar import Calendar as Ics
from PIL import Image

from bot import apart
from bot.handlers.dates.dates import Filter, read_filter
from bot.handlers.kernel.refs import DatesRef, ItemRef
from tests.slack import scenes
from tests.slack.rig import node
from tests.slack.rig.people import Person
from tests.slack.scenes import PLACE, has, private, reads, reply_to
from tests.slack.test_calendar import LETTER, MOVED, form
from tests.slack.test_home import follows
from tests.spaces import typed

make_bot, slack_scopes = scenes.make_bot, scenes.slack_scopes
bot, door, member, curator = scenes.bot, scenes.door, scenes.member, scenes.curator

NOW = dt.datetime(2026, 12, 3, 9, 0, tzinfo=dt.UTC)
MINUTE = dt.timedelta(minutes=1)


@pytest.fixture(autouse=True)
def clock():
    with time_machine.travel(NOW, tick=True) as traveller:
        yield traveller


def sent(person: Person) -> list[tuple[str, bytes, str]]:
    """The files in the person's direct message: name, content, what a screen reader says."""
    space = person.space
    files = [file for message in space.history(person.dm) for file in message.get("files", [])]
    calls = {
        call.answer["file_id"]: call.args
        for call in person.slack.calls("files.getUploadURLExternal")
    }
    return [(*space.file(one["id"]), calls[one["id"]].get("alt_txt", "")) for one in files]


def events(content: bytes) -> dict[str, dict[str, object]]:
    """The events of a file by UID, as icalendar reads them."""
    return {str(event["UID"]): event for event in Ics.from_ical(content).walk("VEVENT")}


def calendar_of(person: Person, which: str) -> dict[str, dict[str, object]]:
    """Ask for dates, press "Add to my calendar", and read the file that comes."""
    person.runs(f"upcoming {which}")
    person.clicks(private(person), "dates_calendar", PLACE)
    assert "direct message" in private(person)["text"]
    name, content, _ = sent(person)[-1]
    assert name.endswith(".ics")
    return events(content)


def test_dates_go_into_ones_own_calendar_alone(slack, member, curator):
    found = calendar_of(member, "Haiti")
    review = found["upr-4-hti-review@advocacy-desk"]
    assert (
        review["SUMMARY"]
        == "(month only) UPR, 54th session: review – Haiti [expected, not published]"
    )
    assert (review["DTSTART"].dt, review["DTEND"].dt) == (dt.date(2027, 1, 1), dt.date(2027, 3, 1))
    assert sent(member)[-1][0] == "reviews-hti.ics"
    assert sent(curator) == []
    assert slack.team.history(PLACE) == []


def test_the_same_dates_are_the_same_events_in_the_next_file(member):
    assert calendar_of(member, "Haiti").keys() == calendar_of(member, "Haiti").keys()
    one, two = (content for _, content, _ in sent(member)[-2:])
    assert [e["SEQUENCE"] for e in events(one).values()] == [
        e["SEQUENCE"] for e in events(two).values()
    ]


def test_a_correction_and_taking_it_back_raise_the_version(member, curator, clock):
    which, key = "upr 200 days", "upr-54@advocacy-desk"
    versions = [calendar_of(member, which)[key]]
    for what in ({"correct_what": "cancel", "correct_source": LETTER}, MOVED):
        clock.shift(MINUTE)
        curator.submits(form(curator), what)
        versions.append(calendar_of(member, which)[key])
    clock.shift(MINUTE)
    curator.runs("calendar")
    curator.clicks(private(curator), "correct_back.0", PLACE)
    versions.append(calendar_of(member, which)[key])
    sequences = [int(version["SEQUENCE"]) for version in versions]
    assert sequences == sorted(set(sequences)), "each takes the place of the one before"
    assert [str(version["STATUS"]) for version in versions] == [
        "TENTATIVE", "CANCELLED", "TENTATIVE", "CANCELLED",
    ]  # fmt: skip
    assert versions[2]["DTSTART"].dt == dt.date(2027, 5, 3)


def test_a_second_reader_finds_the_same_in_the_file(npm, member, curator):
    curator.submits(
        form(curator), {**MOVED, "correct_note": 'Räume; "voll", siehe\\Brief, 第54届会议 ' * 3}
    )
    for which in ("Haiti", "upr 300 days", "400 days"):
        mine = calendar_of(member, which)
        text = sent(member)[-1][1].decode()
        theirs = json.loads(node.run(npm / "events.mjs", cwd=npm, text=text))
        assert theirs["version"] == "2.0"
        assert len(theirs["events"]) == len(mine) > 0
        for event in theirs["events"]:
            own = mine[event["uid"]]
            assert event["whole_days"]
            assert event["start"] == own["DTSTART"].dt.isoformat()
            assert event["end"] == own["DTEND"].dt.isoformat()
            assert event["sequence"] == own["SEQUENCE"]
            assert event["status"] == own["STATUS"]
            assert event["summary"] == own["SUMMARY"]
            assert event["description"] == own["DESCRIPTION"]
            assert event["location"] == own.get("LOCATION", "")


def test_where_no_month_is_known_nothing_is_sent(member):
    member.runs("upcoming Ukraine")
    member.clicks(private(member), "dates_calendar", PLACE)
    assert "nothing to put into a calendar" in private(member)["text"]
    assert sent(member) == []


def test_a_states_timeline_comes_as_a_picture_with_its_words(slack, member):
    slack.team.profiles[member.id].locale = "fr-FR"
    member.runs("upcoming Soudan")
    assert "À faire maintenant\u00a0:" in reads(private(member))
    member.clicks(private(member), "dates_picture", PLACE)
    [(name, content, alt)] = sent(member)
    assert name == "reviews-sdn.png"
    with Image.open(io.BytesIO(content)) as picture:
        assert picture.width == 1170
    begins = "Examens des droits de l'homme : Soudan Soudan : prochain examen (EPU)"
    assert typed(alt).startswith(begins)


def test_a_corrected_date_is_drawn_as_corrected(member, curator):
    member.runs("upcoming Haiti")
    shown = private(member)
    member.clicks(shown, "dates_picture", PLACE)
    curator.submits(form(curator), MOVED)
    member.clicks(shown, "dates_picture", PLACE)
    before, after = sent(member)
    assert before[1] != after[1]
    assert "expected January–February 2027" in before[2] and "3–14 May 2027" in after[2]


def test_an_answer_on_dates_leads_to_them_and_another_does_not(member):
    shown = reply_to(member, "When is the next UPR of Mali?")
    member.clicks(shown, "dates_calendar", PLACE)
    assert {uid.split("-")[0] for uid in events(sent(member)[-1][1])} == {"upr"}
    assert not has(
        reply_to(member, "How many words may our UPR submission have?"), "dates_calendar"
    )
    said = member.writes("When is the next UPR of Mali?")
    member.clicks(member.space.replies(member.dm, said.ts)[-1], "dates_picture", member.dm)
    threads = [m for m in member.space.replies(member.dm, said.ts) if m.get("files")]
    assert len(threads) == 1, "in a direct message the file comes into the thread"


def test_the_home_gives_the_dates_of_all_states_that_are_followed(slack, member):
    follows(member, "haiti", "mali")
    member.clicks(slack.home(member.id), "dates_calendar")
    found = events(sent(member)[-1][1])
    assert {"upr-4-hti-review@advocacy-desk", "upr-5-mli-review@advocacy-desk"} <= set(found)
    assert not has(slack.home(member.id), "dates_picture")  # a picture shows one State


def test_a_mechanisms_card_leads_to_the_picture_of_its_cycle(slack, member):
    member.runs("mechanism cedaw")
    member.clicks(private(member), "cycle_picture", PLACE)
    found = sent(member)
    assert [name for name, _, _ in found] == ["cycle-treaty-body.png", "cycle-simplified.png"]
    assert all("civil society: Alternative report" in alt for _, _, alt in found)
    assert all(len(alt) <= 1000 for _, _, alt in found)
    member.runs("mechanism npm")
    assert not has(private(member), "cycle_picture")


def test_without_pillow_it_says_whom_to_ask(bot, member, monkeypatch):
    monkeypatch.setitem(sys.modules, "PIL", None)
    monkeypatch.setattr(bot.services.toolkit.apart, "_cage", None)
    member.runs("upcoming Haiti")
    member.clicks(private(member), "dates_picture", PLACE)
    assert "Ask whoever runs the desk" in private(member)["text"]
    assert sent(member) == []


def test_of_a_picture_that_takes_for_ever_the_person_is_told_and_the_next_one_comes(
    member, monkeypatch
):
    member.runs("upcoming Haiti")
    shown = private(member)
    with monkeypatch.context() as patch:
        patch.setattr(apart, "DRAWING", 0.01)
        member.clicks(shown, "dates_picture", PLACE)
    assert "try again" in private(member)["text"]
    assert sent(member) == []
    member.clicks(shown, "dates_picture", PLACE)
    assert len(sent(member)) == 1


@pytest.mark.parametrize(
    ("action", "value"),
    [
        ("dates_calendar", DatesRef(states=("ATL",)).value),
        ("dates_calendar", DatesRef(mechanisms=("zzz",)).value),
        ("dates_calendar", '{"v":1,"l":"en","within":999999}'),
        ("dates_calendar", "x"),
        ("dates_picture", DatesRef(states=("HTI", "MLI")).value),
        ("dates_picture", DatesRef().value),
        ("cycle_picture", ItemRef(mechanism="npm").value),
        ("cycle_picture", ItemRef(mechanism="../x").value),
    ],
)
def test_an_altered_button_gives_nothing(member, action, value):
    member.runs("upcoming Haiti" if action != "cycle_picture" else "mechanism upr")
    shown = private(member)
    for block in shown["blocks"]:
        for element in block.get("elements", []):
            if element.get("action_id") == action:
                element["value"] = value
    member.clicks(shown, action, PLACE)
    assert "does not fit what I know now" in private(member)["text"]
    assert sent(member) == []


@pytest.mark.parametrize(
    ("typed", "wanted"),
    [
        ("", Filter()),
        ("Haiti", Filter(("HTI",))),
        ("Haiti, Mali upr", Filter(("HTI", "MLI"), ("upr",))),
        ("cedaw within 60d", Filter((), ("cedaw",), 60)),
        ("within 8 weeks", Filter((), (), 56)),
        ("Mali 3 months", Filter(("MLI",), (), 90)),
        ("Tchad dans 30 jours", Filter(("TCD",), (), 30)),
        ("السودان خلال 60 يومًا", Filter(("SDN",), (), 60)),
        ("Haití próximos 2 meses", Filter(("HTI",), (), 60)),
        ("9999 months", Filter((), (), 3660)),
        ("Congo", None),
        ("zzqq", None),
    ],
)
def test_filters_are_read_as_people_type_them(bot, typed, wanted):
    assert read_filter(bot.services.desk, typed) == wanted


def test_the_list_keeps_to_its_filters(member):
    member.runs("upcoming Haiti, Sudan 60 days")
    shown = reads(private(member))
    assert shown.startswith("What is coming in 60 days: Haiti, Sudan")
    assert "January–February 2027: UPR (54th session), review, Haiti, Sudan" in shown
    assert "adoption" not in shown  # in June
    member.runs("upcoming crc 90 days")
    assert "UPR" not in reads(private(member))
    member.runs("upcoming Congo")
    assert "Name one State or a mechanism" in private(member)["text"]
