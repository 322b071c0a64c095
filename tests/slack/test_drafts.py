"""The draft check in Slack: a file in a direct message, what it is for, what was found in it.
Nothing of it is kept, logged or shown to others."""

from __future__ import annotations

import io
import logging
import re
from contextlib import redirect_stderr

import pytest

from bot import logs
from bot.handlers.drafts.blocks import DraftRef, SlackDrafts
from bot.knowledge.models import LANGUAGES
from bot.prepare.drafts import LARGEST
from tests.prepare.drafts.corpus import Sample, corpus
from tests.prepare.drafts.faulty_files import reviewed
from tests.prepare.drafts.samples import SOUND, Piece
from tests.prepare.drafts.writing import docx
from tests.slack import scenes
from tests.slack.advocating import SUBMISSION, checked, replies
from tests.slack.rig.people import Person
from tests.slack.rig.validate import problems_in_message
from tests.slack.scenes import PLACE, Shown, has, private, reads, reply_to

make_bot, slack_scopes = scenes.make_bot, scenes.slack_scopes
bot, door, member, curator = scenes.bot, scenes.door, scenes.member, scenes.curator

FAULTY = "Testimony of Placeholder Person, telephone +41 22 917 90 00, arrested in Zanzalor."


@pytest.fixture(scope="module")
def samples() -> dict[str, Sample]:
    """Drafts whose faults are known, by name."""
    return {sample.name: sample for sample in corpus()}


def asked(person: Person, name: str, content: bytes, text: str = "") -> Shown:
    """The question under a file that is sent."""
    [shown] = replies(person, person.sends_file(name, content, text))
    return shown


def test_a_file_is_asked_about_and_read_only_when_check_is_pressed(slack, member):
    shown = asked(member, "draft.txt", FAULTY.encode())
    assert "“draft.txt”" in reads(shown)
    assert not slack.calls("files.info"), "nothing is looked at before"
    actions = next(b for b in shown["blocks"] if b.get("block_id") == "draft_action")["elements"][0]
    offered = [o["value"] for group in actions["option_groups"] for o in group["options"]]
    assert SUBMISSION in offered and "cedaw-alternative-report/cedaw" in offered


def test_what_is_written_beside_the_file_is_understood(member):
    shown = asked(member, "draft.txt", b"x", "please check: UPR submission of Chad, joint")
    ref = DraftRef.read(shown["blocks"][-2]["elements"][0]["value"])
    assert (ref.action, ref.state, ref.joint) == ("upr-submission", "TCD", True)
    chosen = {b.get("block_id"): b["elements"][0] for b in shown["blocks"] if "elements" in b}
    assert chosen["draft_action"]["initial_option"]["value"] == SUBMISSION
    assert chosen["draft_state"]["initial_option"]["value"] == "TCD"
    assert chosen["draft_joint"]["initial_options"]


def test_the_report_says_what_to_mend_with_its_rule(member, samples):
    sample = samples["long-en.docx"]
    report = reads(checked(member, sample.name, sample.content))
    assert "✗ Mend · Length" in report and "5,630" in report
    assert "✓ In order:" in report and "[1]" in report
    assert "have to be corrected" in report


def test_a_sound_draft_passes(member, samples):
    sample = samples["sound-en.docx"]
    question = asked(member, sample.name, sample.content)
    [chad] = member.types_into(question, "draft_state", "Chad", member.dm)
    report = reads(checked(member, sample.name, sample.content, draft_state=chad))
    assert "Mend" not in report and "Chad" in report


def test_what_identifies_people_is_masked_and_stands_apart(slack, member, samples):
    sample = samples["named-en.docx"]
    report = checked(member, sample.name, sample.content)
    text = reads(report)
    assert "What could put people at risk (for you alone)" in text
    private_part = text.split("What could put people at risk")[1]
    assert "paragraph" in private_part
    assert slack.team.history(PLACE) == []


def test_the_whole_report_comes_as_a_file(slack, member, samples):
    sample = samples["named-en.docx"]
    report = checked(member, sample.name, sample.content)
    member.clicks(report, "draft_whole", member.dm)
    uploads = [call.args["content"] for call in slack.calls("upload") if call.ok]
    assert uploads[-1].startswith(b"Check of a draft for: UPR stakeholder submission")
    assert slack.calls("files.completeUploadExternal")[-1].args["channel_id"] == member.dm


def test_without_an_action_it_asks_for_one(slack, member):
    shown = asked(member, "draft.txt", FAULTY.encode())
    member.clicks(shown, "draft_check", member.dm)
    assert "Choose first" in private(member)["text"]
    assert not slack.calls("files.info")


def test_what_is_not_done_jointly_is_said(member):
    shown = asked(member, "draft.txt", FAULTY.encode())
    given = {"draft_action": "urgent-appeal/special-procedures", "draft_joint": ["draft_joint"]}
    member.clicks(shown, "draft_check", member.dm, filled=given)
    assert "not done jointly" in private(member)["text"]


@pytest.mark.parametrize(
    ("name", "told", "part"),
    [
        ("draft.rtf", {}, "Rich text (.rtf) can't be checked"),
        ("draft.docm", {}, "macros"),
        ("photo.png", {}, "send a .docx"),
        ("draft.docx", {"size": LARGEST + 1}, "larger than 25 MB"),
    ],
)
def test_what_can_not_be_checked_is_said_in_a_sentence_and_not_downloaded(
    slack, member, name, told, part
):
    [shown] = replies(member, member.sends_file(name, b"x", **told))
    assert part in shown["text"]
    assert len(shown["blocks"]) == 1
    assert not slack.calls("files.info")


def test_a_question_beside_a_picture_is_answered_too(member):
    said = member.sends_file("photo.png", b"x", "How many words may our UPR submission have?")
    refused, answer = replies(member, said)
    assert "can't be checked" in refused["text"] and "2,815" in answer["text"]


@pytest.mark.parametrize(
    ("name", "content", "part"),
    [
        ("draft.docx", b"not a word file", "damaged"),
        ("draft.txt", b"", "empty"),
        ("draft.docx", b"%PDF-1.7", "PDF"),
    ],
)
def test_a_file_that_can_not_be_used_is_refused_with_a_sentence(member, name, content, part):
    shown = asked(member, name, content)
    member.clicks(shown, "draft_check", member.dm, filled={"draft_action": SUBMISSION})
    assert part in private(member)["text"]


def test_a_file_that_was_deleted_is_said_to_be_gone(slack, member):
    said = member.sends_file("draft.txt", FAULTY.encode())
    [shown] = replies(member, said)
    slack.team.delete_file(member.id, said.payload.body["event"]["files"][0]["id"])
    member.clicks(shown, "draft_check", member.dm, filled={"draft_action": SUBMISSION})
    assert "did not let me read the file" in private(member)["text"]


def test_nobody_has_the_file_of_somebody_else_checked(slack, member, curator):
    theirs = member.sends_file("draft.txt", FAULTY.encode())
    secret = theirs.payload.body["event"]["files"][0]["id"]
    shown = asked(curator, "mine.txt", b"Mine.")
    pressed = curator.click(shown, "draft_check", curator.dm, filled={"draft_action": SUBMISSION})
    pressed.body["actions"][0]["value"] = DraftRef(file=secret).value
    curator.door.send(pressed)
    assert "does not fit what I know now" in private(curator)["text"]
    assert "917 90 00" not in str(slack.calls())


@pytest.mark.parametrize(
    "value",
    [
        '{"v":1,"file":"../../etc"}',
        '{"v":1,"file":"F0000000000"}',
        '{"v":1}',
        "nonsense",
    ],
)
def test_an_altered_button_is_refused(slack, member, value):
    said = member.sends_file("draft.txt", FAULTY.encode())
    [shown] = replies(member, said)
    pressed = member.click(shown, "draft_check", member.dm, filled={"draft_action": SUBMISSION})
    pressed.body["actions"][0]["value"] = value
    member.door.send(pressed)
    assert len(replies(member, said)) == 1
    assert private(member)["text"]


def test_it_is_never_shown_in_a_channel(member):
    said = member.sends_file("draft.txt", FAULTY.encode())
    [shown] = replies(member, said)
    pressed = member.click(shown, "draft_check", PLACE, filled={"draft_action": SUBMISSION})
    member.door.send(pressed)
    assert "does not fit what I know now" in private(member)["text"]
    assert member.space.history(PLACE) == []


def test_the_token_goes_nowhere_but_to_slack(slack, member):
    shown = asked(member, "draft.txt", FAULTY.encode())
    slack.proxy.told_of_files["url_private_download"] = "https://example.org/draft.txt"
    member.clicks(shown, "draft_check", member.dm, filled={"draft_action": SUBMISSION})
    assert "did not let me read the file" in private(member)["text"]


def test_nothing_of_a_file_is_kept_or_logged(slack, member, bot, samples):
    written = io.StringIO()
    root = logging.getLogger()
    level = root.level
    with redirect_stderr(written):
        logs.start("INFO")
        [handler] = root.handlers
    report = checked(member, "Zanzalor.txt", FAULTY.encode())
    root.removeHandler(handler)
    root.setLevel(level)
    assert "917 90 00" not in reads(report), "details are masked"
    assert '"worked"' in written.getvalue() and "Zanzalor" not in written.getvalue()
    folder = bot.services.deployment.advocacy_database.parent
    kept = b"".join(f.read_bytes() for f in folder.glob("desk*"))
    assert b"Zanzalor" not in kept and b"Placeholder" not in kept


def test_names_of_files_are_shown_harmlessly(member):
    shown = asked(member, "<!channel> *x* \u202e.txt", b"x")
    assert "<!channel" not in str(shown["blocks"])
    assert "\u202e" not in str(shown["blocks"])


def test_every_report_fits_into_a_message(slack, bot, samples):
    desk, toolkit, found = bot.services.desk, bot.services.toolkit, []
    shown = SlackDrafts(desk.base, desk.states)
    for sample in samples.values():
        report = toolkit.apart.check(
            sample.content, sample.name, sample.action, joint=sample.joint, state=sample.state
        )
        for language in LANGUAGES:
            ref = DraftRef(language=language, file="F000000000", action=sample.action)
            arguments = shown.report(report, ref).arguments()
            found += problems_in_message({"channel": "D1", **arguments})
    assert found == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_it_speaks_the_persons_language(slack, member, bot, language):
    slack.team.profiles[member.id].locale = f"{language}-XX"
    say = bot.services.desk.base.say
    shown = checked(member, "draft.txt", FAULTY.encode())
    assert say("draft_private", language) in reads(shown)
    member.runs("check")
    assert say("draft_how", language, limit=25) in reads(private(member))


def test_french_signs_never_stand_on_a_line_of_their_own(slack, member):
    slack.team.profiles[member.id].locale = "fr-FR"
    faulty = Piece("recommendation", "Le Gouvernement devrait envisager de renforcer ses efforts.")
    shown = reads(checked(member, "projet.docx", docx((*SOUND["fr"], faulty), reviewed)))
    assert "À corriger · Recommandations\u00a0:" in shown
    assert "sous «\u202f" in shown
    assert not re.findall(r"\w:\*", shown)


def test_what_is_asked_for_in_words_says_how(member):
    shown = reply_to(member, "check my draft for the UPR")
    assert "Send me the file" in reads(shown)
    assert not has(shown, "draft_check")
