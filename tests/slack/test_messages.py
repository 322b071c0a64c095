"""Advocacy messages in Slack: the window, what is refused at its field, the text, the document,
sharing. Nothing that is typed is kept."""

from __future__ import annotations

import datetime as dt
import io
import re

import pytest
import time_machine
from docx import Document

from bot.handlers.kernel.refs import MessageRef
from bot.store import Correction, Workspace
from tests.prepare.messages.samples import SAMPLES
from tests.slack import scenes
from tests.slack.advocating import filled, message_made
from tests.slack.rig.people import Person
from tests.slack.scenes import PLACE, Shown, has, private, reads, reply_to

make_bot, slack_scopes = scenes.make_bot, scenes.slack_scopes
bot, door, member, curator = scenes.bot, scenes.door, scenes.member, scenes.curator

DAY = dt.datetime(2026, 11, 24, 12, tzinfo=dt.UTC)
CANARY = "Zanzalor"


@pytest.fixture(autouse=True)
def on_the_day():
    with time_machine.travel(DAY, tick=True):
        yield


def window(person: Person, typed: str = "message embassy Chad") -> Shown:
    """The window that a command opens."""
    person.runs(typed)
    return person.slack.modal()


def files(person: Person) -> list[bytes]:
    """What was uploaded."""
    return [call.args["content"] for call in person.slack.calls("upload") if call.ok]


def pasted(view: Shown) -> str:
    """The text to paste."""
    return "\n\n".join(
        block["element"]["initial_value"]
        for block in view["blocks"]
        if block["type"] == "input" and block["block_id"].startswith("message_paste")
    )


def test_the_window_has_exactly_the_fields_of_the_message(slack, member, bot):
    view = window(member, "message")
    assert view["submit"]["text"] == "Next"
    assert "field." not in str(view["blocks"])
    member.clicks(view, "message_kind", choose="minister")
    view = slack.modal()
    blocks = [b["block_id"] for b in view["blocks"] if b["type"] == "input"]
    asked = [b.removeprefix("field.") for b in blocks if b.startswith("field.")]
    assert asked == [one.id for one in bot.services.toolkit.messages.fields("minister")]
    member.clicks(view, "message_kind", choose="committee")
    assert "message_mechanism" in str(slack.modal()["blocks"]), "which committee is asked"


@pytest.mark.parametrize(
    ("typed", "message", "state"),
    [
        ("message embassy Chad", "embassy", "TCD"),
        ("message public statement MLI", "public-statement", "MLI"),
        ("message oral", "oral-statement", None),
        ("message Haïti", None, "HTI"),
        ("message statement", None, None),
        ("message <!channel> nothing", None, None),
    ],
)
def test_a_message_and_a_state_are_read_from_the_command(member, typed, message, state):
    ref = MessageRef.read(window(member, typed)["private_metadata"])
    assert (ref.message, ref.state) == (message, state)


def test_the_message_comes_with_what_its_writer_must_know(member):
    view = message_made(member)
    text, shown = pasted(view), reads(view)
    assert "Embassy of Norway" in text and SAMPLES["embassy"]["sender"] in text
    assert "SMART check" not in text
    assert "SMART check" in shown and "Before you send" in shown
    assert re.search(r"Date:|Review:|Papers:", shown), "how sure the dates are"
    assert has(view, "message_word") and has(view, "message_share")


def test_the_text_is_in_the_language_that_is_chosen(slack, member):
    view = window(member)
    member.submits(view, {**filled(member, view, "embassy"), "message_language": "fr"})
    view = slack.modal()
    assert "Comment nous le savons." in pasted(view)
    assert "Before you send" in reads(view), "its writer reads English"
    member.clicks(view, "message_word")
    (content,) = files(member)
    assert "Comment nous le savons." in "\n".join(
        paragraph.text for paragraph in Document(io.BytesIO(content)).paragraphs
    )
    member.submits(view, {**filled(member, view, "embassy"), "message_language": "ar"})
    assert "كيف نعرف ذلك." in pasted(slack.modal())


def test_the_language_is_the_persons_own_at_first(slack, member):
    slack.team.profiles[member.id].locale = "es-ES"
    view = window(member)
    member.submits(view, filled(member, view, "embassy"))
    view = slack.modal()
    assert "Cómo lo sabemos." in pasted(view) and "Antes de enviar" in reads(view)


def test_what_is_changed_below_makes_the_message_again(slack, member):
    view = message_made(member, ask="Consider to strengthen efforts")
    assert "Mend" in reads(view)
    before = [b["block_id"] for b in view["blocks"] if "message_paste" in b.get("block_id", "")]
    better = "Adopt a law that gives displaced children identity documents by December 2027"
    member.submits(view, filled(member, view, "embassy", ask=better))
    view = slack.modal()
    assert better in pasted(view)
    after = [b["block_id"] for b in view["blocks"] if "message_paste" in b.get("block_id", "")]
    assert before != after, "Slack would go on showing the old text under the same block"


@pytest.mark.parametrize(
    ("field", "text", "part"),
    [
        ("ask", "Release a prisoner who was arrested in May", "ask"),
        ("ask", "   ", "still needed"),
        ("by", "2020-01-01", "This has passed"),
    ],
)
def test_what_does_not_fit_is_said_at_its_field(slack, member, field, text, part):
    view = window(member)
    answer = member.submits(view, filled(member, view, "embassy", **{field: text}))
    assert answer.json["response_action"] == "errors", "the window stays as it was filled in"
    assert list(answer.json["errors"]) == [f"field.{field}"]
    assert part in answer.json["errors"][f"field.{field}"]
    assert slack.modal()["hash"] == view["hash"]


def test_an_ask_that_cannot_be_fulfilled_says_what_to_ask_instead(member):
    view = window(member)
    ask = "Release a prisoner who was arrested in May"
    answer = member.submits(view, filled(member, view, "embassy", ask=ask))
    said = answer.json["errors"]["field.ask"]
    assert "can't" in said and ": ask for" in said
    assert "upr.cannot" in said


def test_the_state_itself_is_no_addressee(member):
    view = window(member)
    answer = member.submits(view, filled(member, view, "embassy", recommender="Chad"))
    assert "is the State concerned itself" in answer.json["errors"]["field.recommender"]


def test_a_public_statement_needs_the_risk_check(slack, member):
    view = window(member, "message public statement Chad")
    given = filled(member, view, "public-statement")
    del given["field.risk_check"]
    answer = member.submits(view, given)
    assert "risk check" in answer.json["errors"]["field.risk_check"]
    member.submits(view, {**given, "field.risk_check": ["done"]})
    assert pasted(slack.modal())


def test_the_document_goes_to_the_person_alone(slack, member):
    view = message_made(member)
    member.clicks(view, "message_word")
    [content] = files(member)
    text = "\n".join(p.text for p in Document(io.BytesIO(content)).paragraphs)
    assert "Embassy of Norway" in text
    [placed] = slack.calls("files.completeUploadExternal")
    assert placed.args["channel_id"] == member.dm
    assert "direct message" in reads(slack.modal())
    assert slack.team.history(PLACE) == []


def test_a_message_is_shared_only_when_pressed_and_without_the_writers_notes(slack, member):
    view = message_made(member)
    assert slack.team.history(PLACE) == []
    member.clicks(view, "message_share")
    [shared] = slack.team.history(PLACE)
    assert "Embassy of Norway" in reads(shared) and "Shared by a member" in reads(shared)
    assert "SMART check" not in reads(shared)
    assert "Shared in the channel" in reads(slack.modal())


def test_it_is_not_shared_where_the_desk_is_not(slack, member):
    member.runs("message embassy Chad", "field-coordination")
    view = slack.modal()
    member.submits(view, filled(member, view, "embassy"))
    member.clicks(slack.modal(), "message_share")
    assert "Not shared" in reads(slack.modal())
    assert slack.team.history("field-coordination") == []


def test_in_a_shared_channel_it_says_who_else_reads(slack, member):
    member.runs("message embassy Chad", "with-partners")
    view = slack.modal()
    member.submits(view, filled(member, view, "embassy"))
    member.clicks(slack.modal(), "message_share")
    assert "other organisations" in reads(slack.team.history("with-partners")[-1])


def test_a_text_begins_a_message_after_it_was_edited(slack, member):
    ts = slack.team.say("coordinator", PLACE, "In Chad, Ana has no papers. " * 30)
    member.uses_on_message(PLACE, ts, "draft_from_message")
    view = slack.modal()
    assert "Ana has no papers" in reads(view)
    assert MessageRef.read(view["private_metadata"]).state == "TCD"
    edited = {"message_from": "Displaced children have no papers. " * 20}
    member.clicks(view, "message_kind", choose="embassy", filled=edited)
    view = slack.modal()
    problem = next(b for b in view["blocks"] if b.get("block_id") == "field.problem")["element"]
    assert problem["initial_value"].startswith("Displaced children")
    assert len(problem["initial_value"]) <= problem["max_length"]
    assert "only its beginning" in reads(view)
    assert "Ana" not in reads(view)
    assert slack.team.replies(PLACE, ts) == []


def test_what_was_typed_stays_when_another_message_is_chosen(slack, member):
    view = window(member)
    typed = {"field.issue": "identity documents", "field.by": "2027-01-15"}
    member.clicks(view, "message_kind", choose="minister", filled=typed)
    view = slack.modal()
    shown = {b["block_id"]: b["element"] for b in view["blocks"] if b["type"] == "input"}
    assert shown["field.issue"]["initial_value"] == "identity documents"
    assert shown["field.by"]["initial_date"] == "2027-01-15"


def test_nothing_that_is_typed_is_kept(slack, member, bot):
    view = message_made(
        member, problem=f"{CANARY} wells are dry.", evidence=f"{CANARY} survey, 2026."
    )
    assert CANARY in pasted(view)
    assert CANARY not in view["private_metadata"]
    folder = bot.services.deployment.advocacy_database.parent
    assert CANARY.encode() not in b"".join(f.read_bytes() for f in folder.glob("desk*"))
    assert CANARY not in str(slack.team.history(member.dm))


def test_what_is_typed_is_shown_harmlessly(slack, member):
    bad = "<!channel> *law* <https://x.example|page> \u202e&"
    view = message_made(member, problem=bad, issue="<!here>", sender="<@U1>")
    assert "<!channel" not in str(view["blocks"])
    member.clicks(view, "message_share")
    shared = str(slack.team.history(PLACE)[-1]["blocks"])
    assert "law" in shared and "<!" not in shared and "<@" not in shared and "\u202e" not in shared


@pytest.mark.parametrize(
    "change",
    [
        {"message": "no-such-message"},
        {"state": "ATL"},
        {"mechanism": "ocean-rights"},
        {"person": "U0SOMEBODY"},
        {"team": "T000000002"},
        {"text": "more"},
    ],
)
def test_an_altered_window_is_refused(slack, member, change):
    view = window(member)
    given = filled(member, view, "embassy")
    held = MessageRef.read(view["private_metadata"])
    altered = {**held.model_dump(by_alias=True), **change}
    view["private_metadata"] = str(altered).replace("'", '"').replace("None", "null")
    if change.keys() & {"message", "state"}:
        view["blocks"] = [
            b for b in view["blocks"] if b.get("block_id") != f"message_{next(iter(change))}"
        ]
        view["blocks"] = [b for b in view["blocks"] if b.get("block_id") != "message_kind"]
        given.pop("message_state", None)
    member.submits(view, given)
    assert "does not fit what I know now" in reads(slack.modal())


@pytest.mark.parametrize(
    "value", ['{"v":1,"message":"no-such-message"}', '{"v":1,"state":"ATL"}', "nonsense", "{}x"]
)
def test_an_altered_button_is_refused(slack, member, value):
    shown = reply_to(member, "Draft an advocacy message to the minister about Chad")
    pressed = member.click(shown, "message.0", PLACE)
    pressed.body["actions"][0]["value"] = value
    member.door.send(pressed)
    assert "does not fit what I know now" in private(member)["text"]
    assert not slack.calls("views.open")


def test_what_is_asked_for_in_words_opens_the_window(slack, member):
    shown = reply_to(member, "write a letter to the embassy of Norway about the UPR of Chad")
    assert "does not make this yet" not in reads(shown)
    member.clicks(shown, "message.0", PLACE)
    view = slack.modal()
    assert MessageRef.read(view["private_metadata"]).mechanism == "upr"
    first = view["blocks"][0]["element"]["options"][0]["value"]
    assert first == "embassy", "what goes with the UPR stands first"


def test_an_answer_on_what_to_do_leads_to_a_message(slack, member):
    shown = reply_to(member, "How many words may our UPR submission have?")
    member.clicks(shown, "more", PLACE)
    member.clicks(private(member), "message.0", PLACE)
    assert slack.modal()["callback_id"] == "message_form"


def test_a_trigger_that_was_too_old_leaves_the_way_to_the_window(slack, member):
    command = member.command("message embassy Chad", PLACE)
    command.body["trigger_id"] = "0.0.gone"
    member.door.send(command)
    member.clicks(private(member), "message.0", PLACE)
    assert MessageRef.read(slack.modal()["private_metadata"]).message == "embassy"


@pytest.mark.parametrize(("number", "message"), [*enumerate(sorted(SAMPLES))])
def test_every_message_is_made_within_slacks_limits(slack, member, number, message):
    slack.team.profiles[member.id].locale = ("en-US", "fr-FR", "es-ES", "ar-SA")[number % 4]
    view = window(member, f"message {message} Chad")
    given = filled(member, view, message)
    if "message_mechanism" in str(view["blocks"]):
        given["message_mechanism"] = "crc"
    answer = member.submits(view, given)
    assert answer.json["response_action"] == "update", answer.json
    assert pasted(slack.modal())
    member.clicks(slack.modal(), "message_share")
    assert len(slack.team.history(PLACE)) == 1


def test_the_longest_text_fits(slack, member, bot):
    view = window(member, "message factsheet Chad")
    given = filled(member, view, "factsheet")
    for one in bot.services.toolkit.messages.fields("factsheet"):
        if one.kind in ("text", "lines"):
            given[f"field.{one.id}"] = "\n".join(["&" * one.longest] * one.most)
    member.submits(view, given)
    view = slack.modal()
    assert len(pasted(view)) > 3_000, "it comes in pieces"
    member.clicks(view, "message_share")
    assert len(slack.team.history(PLACE)) == 1


def test_a_date_that_the_workspaces_curators_corrected_stands_in_the_text(slack, member, bot):
    assert "May 2027" not in pasted(message_made(member, state="Haiti"))
    moved = {"certainty": "moved", "start": "2027-05-03", "end": "2027-05-14"}
    bot.services.storage.corrections.add(
        Correction(
            workspace=Workspace(team=slack.team.id),
            key="upr-54",
            change=moved,
            person=member.id,
            source="OHCHR letter",
            made=DAY + dt.timedelta(days=7),  # after the files' own check of that row
        )
    )
    letter = pasted(message_made(member, state="Haiti"))
    assert "May 2027" in letter
    assert "in the Universal Periodic Review (UPR)" in letter and "UPR (UPR)" not in letter


def test_what_could_identify_somebody_is_shown_first_and_made_only_knowingly(slack, member):
    view = window(member)
    problem = "Achta Placeholder was raped by soldiers; call +235 66 45 12 90"
    answer = member.submits(view, filled(member, view, "embassy", problem=problem))
    assert answer.json["response_action"] == "update"
    shown = slack.modal()
    above = str(shown["blocks"][:2])
    assert "could identify somebody" in above and "Achta" not in above and not pasted(shown)
    typed = next(b for b in shown["blocks"] if b.get("block_id") == "field.problem")
    assert typed["element"]["initial_value"] == problem, "what was typed stays"
    member.submits(shown, {"message_knowingly": ["message_knowingly"]})
    made = slack.modal()
    assert problem in pasted(made) and "Danger:" in str(made["blocks"])
    box = next(b for b in made["blocks"] if b.get("block_id") == "message_knowingly")
    assert box["element"]["initial_options"], "it stays ticked while the message is changed"
    member.submits(view, filled(member, view, "embassy"))
    assert "message_knowingly" not in str(slack.modal()["blocks"])
