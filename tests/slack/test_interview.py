"""The interview in Slack: one window, the answers looked at, the texts as files, nothing kept."""

from __future__ import annotations

import datetime as dt
import io

import pytest
import time_machine
import yaml
from docx import Document

from tests.slack import scenes
from tests.slack.rig.people import Person
from tests.slack.scenes import Shown, reads

make_bot, slack_scopes = scenes.make_bot, scenes.slack_scopes
bot, door, member, curator = scenes.bot, scenes.door, scenes.member, scenes.curator

DAY = dt.datetime(2026, 11, 24, 12, tzinfo=dt.UTC)
CANARY = "Zanzalor"
ANSWERS = {
    "answer.to": "cedaw",
    "answer.sender": "Konbit Fanm",
    "answer.finding": f"Displaced mothers in {CANARY} cannot register children.",
    "answer.concern": "the loss of birth certificates",
    "answer.figures": "Of 1,180 children 1,012 have no certificate.\nA certificate costs a month.",
    "answer.asks": "The Ministry should issue birth certificates to displaced children by 2028.",
    "answer.consent": "nobody",
}


@pytest.fixture(autouse=True)
def on_the_day():
    with time_machine.travel(DAY, tick=True):
        yield


def window(person: Person) -> Shown:
    person.runs("draft Chad")
    return person.slack.modal()


def uploads(person: Person) -> dict[str, bytes]:
    """What was uploaded, by the name of the file."""
    asked = [c.args["filename"] for c in person.slack.calls("files.getUploadURLExternal") if c.ok]
    sent = [call.args["content"] for call in person.slack.calls("upload") if call.ok]
    return dict(zip(asked, sent, strict=True))


def test_all_questions_stand_in_one_window(member, bot):
    view = window(member)
    heads = [b["text"]["text"] for b in view["blocks"] if b["type"] == "header"]
    assert len(heads) == len(bot.services.toolkit.interview.texts.questions) == 12
    assert heads[0].startswith("1/12 ") and "Chad" in str(view["blocks"])
    # what would make a false statement where nobody looks is never chosen beforehand
    consent = next(b for b in view["blocks"] if b.get("block_id") == "answer.consent")
    assert "initial_option" not in consent["element"] and not consent.get("optional")


def test_the_texts_and_the_answers_come_as_files_and_nothing_is_kept(member, bot, slack):
    answer = member.submits(window(member), ANSWERS)
    assert answer.json["response_action"] == "update", answer.json
    found = uploads(member)
    assert set(found) == {
        "submission.docx", "factsheet.docx", "embassy.docx", "talking-points.docx",
        "statement.docx", "press.docx", "table.docx", "answers.yaml",
    }  # fmt: skip
    text = "\n".join(p.text for p in Document(io.BytesIO(found["press.docx"])).paragraphs)
    assert CANARY in text and "Konbit Fanm" in text
    kept = yaml.safe_load(found["answers.yaml"])
    assert kept["answers"] == 1 and kept["concerns"][0]["figures"][1].startswith("A certificate")
    assert CANARY not in slack.modal()["private_metadata"]
    folder = bot.services.deployment.advocacy_database.parent
    kept_here = b"".join(one.read_bytes() for one in folder.glob("desk*"))
    assert CANARY.encode() not in kept_here


def test_open_consent_and_danger_stop_it_in_the_window(member, slack):
    open_consent = {**ANSWERS, "answer.consent": "not-yet"}
    member.submits(window(member), open_consent)
    assert "Not made like this" in reads(slack.modal()) and uploads(member) == {}
    danger = {**ANSWERS, "answer.finding": "Call her on +235 66 45 12 90."}
    member.submits(slack.modal(), danger)
    assert "Could hurt somebody" in reads(slack.modal()) and uploads(member) == {}
    member.submits(slack.modal(), {**danger, "interview_looked_at": ["yes"]})
    assert "press.docx" in uploads(member)
