"""Checklists, outlines and cards of States in Slack: the commands, the form, the files."""

from __future__ import annotations

import datetime as dt
import io
from typing import Any

import pytest
import time_machine
from docx import Document
from icalendar import Calendar

from bot.handlers.kernel.refs import PrepareRef
from tests.slack import scenes
from tests.slack.rig.people import Person
from tests.slack.scenes import PLACE, has, private, reads, reply_to, texts

make_bot, slack_scopes = scenes.make_bot, scenes.slack_scopes
bot, door, member, curator = scenes.bot, scenes.door, scenes.member, scenes.curator

DAY = dt.datetime(2026, 11, 24, 12, tzinfo=dt.UTC)


@pytest.fixture(autouse=True)
def on_the_day():
    with time_machine.travel(DAY, tick=True):
        yield


def files(person: Person) -> list[bytes]:
    """What was uploaded, oldest first."""
    return [call.args["content"] for call in person.slack.calls("upload") if call.ok]


def placed(person: Person) -> list[str]:
    """Where each file was put."""
    return [call.args["channel_id"] for call in person.slack.calls("files.completeUploadExternal")]


@pytest.mark.parametrize(
    "typed",
    [
        "checklist upr-submission TCD",
        "checklist upr submission chad",
        "checklist UPR stakeholder submision Tchad",
        "checklist soumission epu upr submission تشاد",
    ],
)
def test_a_checklist_is_found_by_names_as_people_type_them(member, typed):
    member.runs(typed)
    assert "UPR stakeholder submission: checklist for Chad" in reads(private(member))


def test_joint_and_a_deadline_are_read_from_the_text(member):
    member.runs("checklist cedaw report Mali joint 2027-08-02T18:00")
    text = reads(private(member))
    assert "joint" in text
    assert "2 August 2027" in text
    assert "(Africa/Nairobi)" in text, "the hour is said where the person is"


def test_steps_say_when_who_and_behind_a_button_why(slack, member):
    member.runs("checklist upr submission Chad")
    shown = private(member)
    member.clicks(shown, "checklist_why", PLACE)
    why = reads(slack.modal())
    assert "→" in why and "Who may do it" in why and "[1]" in why


def test_several_actions_are_offered_and_the_one_that_is_pressed_is_shown(slack, member):
    member.runs("checklist upr Chad")
    offered = private(member)
    assert "UPR mid-term contribution" in reads(offered)
    member.clicks(offered, "checklist.0", PLACE)
    assert "checklist for Chad" in reads(private(member))
    member.clicks(offered, "checklist.5", PLACE)
    assert slack.modal()["callback_id"] == "prepare_form"


def test_a_name_that_two_states_have_is_asked_back(member):
    member.runs("checklist upr submission Congo")
    assert "Which State do you mean?" in private(member)["text"]
    member.clicks(private(member), "checklist.0", PLACE)
    assert "checklist for" in reads(private(member))


def test_without_a_name_the_form_opens_and_its_answer_stands_in_its_window(slack, member):
    slack.team.profiles[member.id].locale = "fr-FR"
    member.runs("checklist")
    form = slack.modal()
    tchad = member.types_into(form, "prepare_state", "Tcha")[0]
    filled = {"prepare_action": "list-of-issues-input/cedaw", "prepare_state": tchad}
    member.submits(form, {**filled, "prepare_deadline": "2027-03-01"})
    page = slack.modal()
    assert page["callback_id"] == "checklist_page"
    assert "liste de contrôle (Tchad)" in reads(page) and "1er mars 2027" in reads(page)
    assert "traduction non relue" in reads(page)
    assert PrepareRef.read(page["private_metadata"]).mechanism == "cedaw"


def test_the_text_can_be_in_another_language_than_the_team_speaks(slack, member):
    member.runs("outline")
    form = slack.modal()
    chooser = next(b for b in form["blocks"] if b.get("block_id") == "prepare_language")
    assert chooser["element"]["initial_option"]["value"] == "en"
    haiti = member.types_into(form, "prepare_state", "Hait")[0]
    filled = {"prepare_action": "upr-submission/upr", "prepare_state": haiti}
    member.submits(form, {**filled, "prepare_language": "fr"})
    page = slack.modal()
    assert page["title"]["text"] == "Outline", "the window stays in the person's language"
    assert "Date de référence" in reads(page)
    [word] = files(member)
    assert Document(io.BytesIO(word)).core_properties.language == "fr-FR"
    # the choice stays with the buttons of the window
    ref = PrepareRef.read(page["private_metadata"])
    assert (ref.language, ref.written_in) == ("en", "fr")


def test_a_command_can_name_the_language_of_the_text(member):
    member.runs("checklist upr-submission Chad --lang ar")
    assert "قائمة مرجعية (تشاد)" in reads(private(member))


def test_the_form_says_at_its_field_what_does_not_fit(slack, member):
    member.runs("checklist")
    form = slack.modal()
    atlantis = {"text": {"type": "plain_text", "text": "Atlantis", "emoji": True}, "value": "ATL"}
    filled = {"prepare_action": "urgent-appeal/special-procedures", "prepare_state": atlantis}
    answer = member.submits(form, {**filled, "prepare_joint": ["prepare_joint"]})
    assert set(answer.json["errors"]) == {"prepare_state", "prepare_joint"}


def test_a_trigger_that_was_too_old_leaves_the_way_to_the_form(slack, member):
    command = member.command("outline upr submission", PLACE)
    command.body["trigger_id"] = "0.0.gone"
    member.door.send(command)
    member.clicks(private(member), "outline.0", PLACE)
    assert slack.modal()["callback_id"] == "prepare_form"


def test_its_files_go_to_the_person_alone(slack, member):
    member.runs("checklist upr submission Chad 2027-03-01")
    shown = private(member)
    member.clicks(shown, "checklist_word", PLACE)
    assert "direct message" in private(member)["text"]
    member.clicks(shown, "checklist_calendar", PLACE)
    word, dates = files(member)
    assert "UPR stakeholder submission" in Document(io.BytesIO(word)).paragraphs[0].text
    assert any("consent" in str(e.get("SUMMARY")).lower() for e in Calendar.from_ical(dates).walk())
    assert placed(member) == [member.dm, member.dm]
    assert slack.team.history(PLACE) == []


def test_where_no_step_has_a_date_no_calendar_is_offered(member):
    member.runs("checklist urgent appeal Chad")
    assert not has(private(member), "checklist_calendar")


def test_a_checklist_is_shared_only_when_pressed(slack, member):
    member.runs("checklist upr submission Chad")
    member.clicks(private(member), "checklist_share", PLACE)
    [shared] = slack.team.history(PLACE)
    assert "checklist for Chad" in reads(shared)
    assert not has(shared, "checklist_share")


def test_an_outline_shows_its_sections_and_comes_as_a_document(slack, member):
    member.runs("outline upr submission Chad")
    shown = private(member)
    assert "2,815" in reads(shown)
    member.clicks(shown, "outline_word", PLACE)
    [word] = files(member)
    document = Document(io.BytesIO(word))
    assert "Chad" in "\n".join(row.text for t in document.tables for r in t.rows for row in r.cells)


def test_issues_typed_into_the_form_are_in_the_document_and_nowhere_else(slack, member, bot):
    member.runs("outline upr submission")
    form = slack.modal()
    chad = member.types_into(form, "prepare_state", "Chad")[0]
    typed = {"prepare_organisation": "Zanzalor network", "prepare_issues": "Zanzalor wells\n\nX"}
    member.submits(form, {"prepare_state": chad, **typed})
    assert slack.modal()["callback_id"] == "outline_page"
    [word] = files(member)
    text = "\n".join(p.text for p in Document(io.BytesIO(word)).paragraphs)
    assert "Zanzalor wells" in text
    seen_by_others = [m for m in slack.team.history(PLACE) if "Zanzalor" in str(m)]
    assert seen_by_others == []
    kept = bot.services.deployment.advocacy_database
    assert b"Zanzalor" not in b"".join(f.read_bytes() for f in kept.parent.glob("desk*"))


def test_what_does_not_fit_is_said_with_the_way_to_another_choice(slack, member):
    member.runs("checklist urgent appeal Chad joint")
    assert "not done jointly" in private(member)["text"]
    member.clicks(private(member), "checklist.0", PLACE)
    assert slack.modal()["callback_id"] == "prepare_form"


@pytest.mark.parametrize(
    ("typed", "part"),
    [
        ("state Chad", "Chad (TCD) on 24 November 2026"),
        ("state sdn", "complaints to CCPR, CAT, CRC, CERD"),
        ("state Tchad", "UN experts’ letters; WGAD; WGEID"),
        ("state", "/advocacy state Chad"),
        ("state Chadd and more", "“Chadd and more”"),
        ("state <!channel> x", "I know no State"),
        ("state Kosovo", "Ask with the name of the State that answers for it"),
    ],
)
def test_a_states_card(member, typed, part):
    member.runs(typed)
    assert part.casefold() in reads(private(member)).casefold()


def treaties(options: list[dict[str, Any]]) -> str:
    """The part of a card on treaties, in its menu."""
    return next(one["value"] for one in options if one["text"]["text"].startswith("Treaties"))


def test_the_parts_of_a_card_stand_behind_its_menu_with_their_sources(slack, member):
    member.runs("state Sudan")
    shown = private(member)
    options = shown["blocks"][1]["elements"][0]["options"]
    member.clicks(shown, "state_part", PLACE, choose=treaties(options))
    part = reads(slack.modal())
    assert "ICCPR" in part and "party since 18 March 1986" in part
    assert "https://treaties.un.org" in part
    member.clicks(shown, "state_part", PLACE, choose=options[-1]["value"])
    assert "Human rights mechanisms, Sudan, as known on 24 November 2026" in reads(slack.modal())


def test_two_states_of_one_name_are_asked_back(slack, member):
    member.runs("state Congo")
    member.clicks(private(member), "state_card.1", PLACE)
    assert "Congo" in private(member)["text"]


def test_the_home_leads_to_the_cards_of_followed_states(slack, member):
    member.opens_home()
    home = slack.home(member.id)
    member.clicks(home, "follow", choose=[member.types_into(home, "follow", "mali")[0]])
    member.clicks(slack.home(member.id), "state_card.0")
    card = slack.modal()
    assert "Mali (MLI)" in reads(card)
    menu = next(b for b in card["blocks"] if b["type"] == "actions")["elements"][0]
    member.clicks(card, "state_part", choose=treaties(menu["options"]))
    assert "party since" in reads(slack.modal())


def test_what_was_asked_for_in_words_leads_to_the_real_thing(slack, member):
    shown = reply_to(member, "Make me a checklist for the UPR submission of Chad")
    assert "does not make this yet" not in reads(shown)
    member.clicks(shown, "checklist.0", PLACE)
    assert "UPR stakeholder submission" in reads(private(member)), "no window asks what is known"
    assert "Chad" in reads(private(member))


def test_an_answer_on_submissions_leads_to_checklist_and_outline(slack, member):
    shown = reply_to(member, "How many words may our UPR submission have?")
    member.clicks(shown, "outline.0", PLACE)
    assert "Outline" in slack.modal()["title"]["text"]
    assert not has(reply_to(member, "What is the UPR?"), "checklist.0")


@pytest.mark.parametrize(
    "value",
    [
        '{"v":1,"action":"no-such-action"}',
        '{"v":1,"action":"upr-submission","state":"ATL"}',
        '{"v":1,"action":"upr-submission","mechanism":"cedaw"}',
        '{"v":1,"action":"upr-submission","deadline":"tomorrow"}',
        "nonsense",
    ],
)
def test_an_altered_button_is_refused(member, value):
    member.runs("checklist upr submission Chad")
    pressed = member.click(private(member), "checklist_word", PLACE)
    pressed.body["actions"][0]["value"] = value
    member.door.send(pressed)
    assert "does not fit what I know now" in private(member)["text"]
    assert files(member) == []


def test_what_is_typed_is_shown_harmlessly(member):
    member.runs("checklist <!channel> *upr* submission <https://x.example|Chad>")
    assert all("<!channel" not in text for text in texts(private(member)["blocks"]))
