"""Asked once, and seven texts made of it, in four languages."""

from __future__ import annotations

import io
import re
from pathlib import Path

import pytest
from click.testing import CliRunner
from docx import Document

from bot.cli import main
from bot.knowledge.models import Base
from bot.prepare import NotPossible, Prepare
from bot.prepare.drafts import TypedCheck
from bot.prepare.interview import (
    TEXTS,
    Interview,
    NotReadable,
    answers_file,
    check_interview,
    read_answers,
)
from bot.render.interview import FORMS, InterviewFile, InterviewFiles
from bot.render.interview_words import Values
from bot.reviews import Calendar
from bot.states import Profiles
from tests.prepare.conftest import KNOWLEDGE, ON, TEMPLATES
from tests.render.ooxml import faults

HERE = Path(__file__).parent
LANGUAGES = ("en", "fr", "es", "ar")


@pytest.fixture(scope="module")
def interview(base: Base, profiles: Profiles, prepare: Prepare) -> Interview:
    typed = TypedCheck.open(KNOWLEDGE, base, profiles.names)
    return Interview.open(KNOWLEDGE, base, Calendar.open(KNOWLEDGE), profiles, prepare, typed)


def content(language: str = "en", **changes: str) -> bytes:
    text = (HERE / f"answers-{language}.yaml").read_text(encoding="utf-8")
    for name, value in changes.items():
        text, found = re.subn(rf"(?m)^(  |- )?{name}:.*$", rf"\g<1>{name}: {value}", text)
        assert found == 1, name
    return text.encode()


def files(
    interview: Interview, base: Base, profiles: Profiles, raw: bytes
) -> dict[str, InterviewFile]:
    answers = read_answers(raw, interview.texts)
    made = interview.make(answers, TEXTS, ON)
    values = Values(made, interview.texts, base, profiles.names)
    every = InterviewFiles(made, values, interview.texts, TEMPLATES)
    return {one.name: one for one in every.all(TEXTS, FORMS, clean=True, concern=0)}


def test_what_curators_wrote_is_whole() -> None:
    assert check_interview(KNOWLEDGE) == []
    # each of the texts has a template in each language
    for language in LANGUAGES:
        for text in set(TEXTS) - {"submission", "table"}:
            assert (TEMPLATES / "interview" / language / f"{text}.md.j2").is_file()


@pytest.mark.parametrize("language", LANGUAGES)
def test_seven_texts_are_made_of_the_same_answers(
    language: str, interview: Interview, base: Base, profiles: Profiles
) -> None:
    raw = content(language)
    found = files(interview, base, profiles, raw)
    assert len(found) == len(TEXTS) * len(FORMS)
    answers = read_answers(raw, interview.texts)
    ask, finding = answers.lines("asks")[0], answers.line("finding")
    for name, file in found.items():
        if name.endswith(".docx"):
            assert faults(file.content) == [], name
            document = Document(io.BytesIO(file.content))
            cells = [c.text for t in document.tables for row in t.rows for c in row.cells]
            whole = "\n".join([*(p.text for p in document.paragraphs), *cells])
            assert not [p for p in document.paragraphs if p.style.name == "Guidance"]
        else:
            whole = file.content.decode().replace("\\", "")
        assert ask.rstrip(".") in whole and finding.rstrip(".") in whole, name
        assert "{" not in whole and not re.search(r"(?m)^\W*\.$|^\(\d+\) ", whole), name
    # nothing that the writer did not say and the desk does not know: a blank, and few of them
    assert found["submission.docx"].blanks <= 8
    assert all(file.blanks <= 5 for name, file in found.items() if "submission" not in name)
    assert 200 <= found["statement.txt"].words <= 220 and found["statement.txt"].note == ""


def test_a_report_to_a_committee_leaves_few_blanks_even_on_three_concerns(
    interview: Interview, base: Base, profiles: Profiles
) -> None:
    text = content().decode()
    concern = text.split("concerns:\n")[1].split("consent:")[0]
    more = concern + concern.replace("birth", "marriage") + concern.replace("birth", "land")
    found = files(interview, base, profiles, text.replace(concern, more).encode())
    assert found["submission.docx"].blanks <= 40
    whole = found["submission.md"].content.decode()
    assert "the loss of marriage certificates" in whole.casefold()


def test_a_statement_keeps_to_its_time_whatever_is_answered(
    interview: Interview, base: Base, profiles: Profiles
) -> None:
    long = "Ten thousand people were made to leave their homes again and again. " * 5
    found = files(interview, base, profiles, content(finding=long))
    assert found["statement.txt"].words <= 220
    # the request is never what is cut
    assert "We ask: The Ministry" in found["statement.txt"].content.decode()
    few = "answers: 1\nto: upr\nstate: Chad\nsender: Konbit\nconsent: nobody\n"
    short = files(interview, base, profiles, few.encode())
    assert short["statement.txt"].words < 200 and "< 200" in short["statement.txt"].note


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ({"consent": "not-yet"}, "consent"),
        ({"sender": "Protection Cluster Chad"}, "cluster has no legal personality"),
        ({"state": "Sudan"}, "does not review"),
        ({"treaty": "CPED"}, "does not bind"),
        ({"state": "Narnia"}, "one State"),
        ({"to": "wto"}, "is one of"),
    ],
)
def test_what_must_not_be_made_is_not_made(
    interview: Interview, changes: dict[str, str], says: str
) -> None:
    answers = read_answers(content(**changes), interview.texts)
    with pytest.raises(NotPossible, match=says):
        interview.make(answers, TEXTS, ON)


def test_no_consent_is_ever_assumed(interview: Interview) -> None:
    text = content().decode().replace("consent: nobody\n", "")
    answers = read_answers(text.encode(), interview.texts)
    remarks = interview.remarks(answers, TEXTS, ON)
    assert [one.weight for one in remarks] == ["stop"] and "Consent" in remarks[0].where


def test_what_could_hurt_is_said_before_anything_is_made(interview: Interview) -> None:
    finding = "Call the witness on +235 66 45 12 90, she saw it."
    answers = read_answers(content(finding=f'"{finding}"'), interview.texts)
    remarks = interview.remarks(answers, TEXTS, ON)
    assert remarks[0].weight == "danger"
    # the organisation's own address is meant to be read
    clean = interview.remarks(read_answers(content(), interview.texts), TEXTS, ON)
    assert not [one for one in clean if one.weight == "danger"]


def test_a_recommendation_of_two_cycles_ago_is_said(interview: Interview) -> None:
    answers = read_answers(content(before_year="2018"), interview.texts)
    said = [one.says for one in interview.remarks(answers, TEXTS, ON)]
    assert any("2018 lies before the last review (2025)" in one for one in said)


def test_answers_come_back_as_they_were_written(interview: Interview) -> None:
    for language in LANGUAGES:
        answers = read_answers(content(language), interview.texts)
        again = read_answers(answers_file(answers, interview.texts).encode(), interview.texts)
        assert again == answers
    hostile = "a: b # c \"d\" 'e' - [x] {y} & *z | > % @"
    odd = answers.model_copy(update={"once": {**answers.once, "places": (hostile,)}})
    again = read_answers(answers_file(odd, interview.texts).encode(), interview.texts)
    assert again.line("places") == hostile


@pytest.mark.parametrize(
    ("raw", "says"),
    [
        (b"answers: 2\nlanguage: en\n", "version 1"),
        (b"- a\n", "holds no answers"),
        (b"answers: 1\nstate: [Chad\n", "line"),
        (b"answers: 1\nlanguage: tlh\n", "one of en, fr, es"),
        (b"answers: 1\nnonsense: 1\n", "no answer 'nonsense'"),
        (b"answers: 1\nconcerns: hello\n", "is a list"),
        (b"answers: 1\nplaces: {a: b}\n", "no text"),
        (b"answers: 1\na: &x [1]\nb: *x\n", "alias"),
        (b"answers: 1\nconsent: maybe\n", "nobody, agreed, not-yet"),
        (b"\xff\xfe", "UTF-8"),
        (b"answers: 1\nconcerns: [{}, {}, {}, {}]\n", "too many"),
    ],
)
def test_a_file_that_cannot_be_used_ends_in_one_sentence(
    interview: Interview, raw: bytes, says: str
) -> None:
    with pytest.raises(NotReadable, match=says):
        read_answers(raw, interview.texts)


def test_what_people_type_never_becomes_a_sign(
    interview: Interview, base: Base, profiles: Profiles
) -> None:
    raw = content(finding="'{{ 7*7 }} # {sender} [blank] **bold** <@U1>'")
    found = files(interview, base, profiles, raw)
    assert "{{ 7*7 }} # {sender} [blank]" in found["factsheet.txt"].content.decode()
    assert found["factsheet.txt"].blanks == files(
        interview, base, profiles, content()
    )["factsheet.txt"].blanks  # fmt: skip


def test_the_questions_are_asked_in_a_terminal_and_written_down(tmp_path: Path) -> None:
    path = tmp_path / "mine.yaml"
    given = "\n".join(
        ["cedaw", "Chad", "Konbit", "", "women", "Lac", "2026-01", "2026-09", "90 talks", "",
         "papers", "No papers are issued.", "One of two has none.", "", "Nothing was done.",
         "The Ministry should issue them by 2028.", "", "maybe", "nobody"],
    )  # fmt: skip
    asked = CliRunner().invoke(main, ["draft", str(path), "--for", "press"], input=f"{given}\n")
    assert asked.exit_code == 0, asked.output
    assert 'finding: "No papers are issued."' in path.read_text(encoding="utf-8")
    assert (tmp_path / "press.docx").is_file()
    # only what the press line needs is asked: no law, no question to the delegation
    assert "obliges" not in asked.output and "delegation" not in asked.output
    form = tmp_path / "form.yaml"
    blank = CliRunner().invoke(main, ["draft", str(form), "--blank", "--lang", "fr"])
    assert blank.exit_code == 0 and "# Qui écrit\u202f?" in form.read_text(encoding="utf-8")
    unready = CliRunner().invoke(main, ["draft", str(form), "--for", "all"])
    assert unready.exit_code == 2 and not (tmp_path / "submission.docx").exists()


def test_danger_stops_the_command_until_somebody_has_looked(tmp_path: Path) -> None:
    path = tmp_path / "a.yaml"
    path.write_bytes(content(finding='"Call her on +235 66 45 12 90."'))
    words = ["draft", str(path), "--for", "press"]
    stopped = CliRunner().invoke(main, words)
    assert stopped.exit_code == 2 and not (tmp_path / "press.docx").exists()
    assert "66 45 12 90" not in stopped.output.split("Could hurt somebody")[1]
    made = CliRunner().invoke(main, [*words, "--knowingly"])
    assert made.exit_code == 0 and (tmp_path / "press.docx").exists()
