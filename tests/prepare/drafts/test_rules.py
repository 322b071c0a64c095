"""How the rules of a body are applied: what counts, pages, languages, what a case needs, places."""

from __future__ import annotations

import re

import pytest

from bot.prepare import NotPossible, Prepare
from bot.prepare.drafts import DraftCheck
from bot.prepare.drafts.form import words_in
from tests.prepare.drafts.opendocument import odt
from tests.prepare.drafts.reading_reports import item
from tests.prepare.drafts.samples import SOUND, Piece
from tests.prepare.drafts.writing import docx, md, txt, with_text

EN = SOUND["en"]
UPR = "upr-submission"


def _words(number: int) -> Piece:
    return Piece("paragraph", " ".join(["word"] * number))


def _with_note(number: int) -> tuple[Piece, ...]:
    return (*EN, Piece("paragraph", "More", note=" ".join(["note"] * number)))


def test_notes_and_annexes_are_left_out_or_counted_as_the_body_says(desk: DraftCheck) -> None:
    long_notes = docx(_with_note(6_000))
    upr = desk.check(long_notes, "x.docx", UPR)
    assert item(upr, "words").result == "words-within"
    assert "Notes are left out." in item(upr, "words").says
    cedaw = desk.check(long_notes, "x.docx", "cedaw-alternative-report")
    assert item(cedaw, "words").result == "words-over-joint"
    assert "Notes count." in item(cedaw, "words").says
    joint = desk.check(long_notes, "x.docx", "cedaw-alternative-report", joint=True)
    assert item(joint, "words").result == "words-within"


def test_where_it_is_not_known_what_counts_both_numbers_are_told(desk: DraftCheck) -> None:
    report = desk.check(docx(_with_note(9_900)), "x.docx", "ccpr-alternative-report")
    words = item(report, "words")
    assert (words.result, words.verdict) == ("words-depends", "look")
    least, most = (int(n.replace(",", "")) for n in re.findall(r"\d+,?\d+", words.says)[:2])
    assert least < 10_000 < most
    assert "9,911 words in notes" in words.says and words.rule and words.rule.status == "checked"


@pytest.mark.parametrize(("number", "joint", "result"), [
    (2_400, False, "words-within"), (2_600, False, "words-over-joint"),
    (2_600, True, "words-within"), (5_500, True, "words-over"),
])  # fmt: skip
def test_the_limit_is_that_of_the_entry(
    desk: DraftCheck, number: int, joint: bool, result: str
) -> None:
    report = desk.check(docx((*EN, _words(number))), "x.docx", UPR, joint=joint)
    assert item(report, "words").result == result
    limit = "5,630" if joint else "2,815"
    assert limit in item(report, "words").says


def test_a_limit_can_depend_on_the_committee(desk: DraftCheck) -> None:
    content = docx((*EN, _words(11_000)))
    crc = desk.check(content, "x.docx", "list-of-issues-input", mechanism="crc")
    assert item(crc, "words").result == "words-over"
    cat = desk.check(content, "x.docx", "list-of-issues-input", mechanism="cat")
    assert item(cat, "words").result == "words-none"
    with pytest.raises(NotPossible, match="is done before"):
        desk.check(content, "x.docx", "list-of-issues-input", mechanism="upr")
    with pytest.raises(NotPossible, match="not done jointly"):
        desk.check(content, "x.docx", "allegation-letter", joint=True)


def _paged(pages: int, words: int = 330) -> bytes:
    meta = f'meta:page-count="{pages}" meta:word-count="{words}"'
    return odt(EN, meta=f"<meta:document-statistic {meta}/>")


@pytest.mark.parametrize(("content", "result"), [
    (_paged(15), "pages-within"), (_paged(16), "pages-over"),
    (_paged(9, 9_999), "pages-unknown"),
])  # fmt: skip
def test_pages_are_those_of_the_file_unless_they_are_old(
    desk: DraftCheck, content: bytes, result: str
) -> None:
    report = desk.check(content, "x.odt", "ccpr-alternative-report")
    assert item(report, "pages").result == result


def test_languages_are_told_apart_and_an_unknown_one_is_said_to_be_so(desk: DraftCheck) -> None:
    texts = {
        "pt": "Os deslocados não têm documentos e as famílias que foram para a cidade não podem"
        " pagar a taxa do registo das crianças.",
        "ru": "Перемещенные лица не имеют документов, и семьи не могут оплатить регистрацию детей.",
        "zh": "流离失所者没有证件，家庭无法支付儿童登记费用。",
        None: "Afrika tlhago setlhopha batho lefelo motse koloi sekolo ngwana bana pula letsatsi",
    }
    for language, text in texts.items():
        report = desk.check(f"{text} {text}\n".encode(), "x.txt", "cedaw-alternative-report")
        assert report.language == language
        result = "language-wrong" if language else "language-unclear"
        assert item(report, "language").result == result


def test_a_state_that_is_not_named_is_said(desk: DraftCheck) -> None:
    assert item(desk.check(txt(EN), "x.txt", UPR, state="TCD"), "state").verdict == "pass"
    assert item(desk.check(txt(EN), "x.txt", UPR, state="HTI"), "state").verdict == "look"
    arabic = desk.check(txt(SOUND["ar"]), "x.txt", UPR, state="TCD")
    assert item(arabic, "state").verdict == "pass"


def test_a_body_that_needs_names_is_told_so_and_asked_for_consent(desk: DraftCheck) -> None:
    named = with_text(EN, "two in three", Piece("paragraph", "Ahmed Placeholder was arrested."))
    letter = desk.check(docx(named), "x.docx", "allegation-letter")
    person = item(letter, "people").findings[0]
    assert (person.kind, person.verdict) == ("name-incident", "look") and "consent" in person.do
    assert item(desk.check(docx(named), "x.docx", UPR), "people").findings[0].verdict == "fix"


def test_parts_that_are_missing_are_named(desk: DraftCheck) -> None:
    report = desk.check(txt(EN), "x.txt", "allegation-letter")
    parts = item(report, "parts")
    assert parts.result == "parts-missing"
    assert "Consent and confidentiality" in parts.says and "Evidence" not in parts.says


def test_places_say_where_something_stands(desk: DraftCheck) -> None:
    added = with_text(EN, "two in three", Piece("paragraph", "Reliable sources said so."))
    marked = item(desk.check(md(added), "x.md", "upr-mid-term"), "evidence").findings[0].place
    lines = md(added).decode().splitlines()
    assert marked and lines[(marked.line or 0) - 1].endswith("Reliable sources said so.")
    word = item(desk.check(docx(added), "x.docx", UPR), "evidence").findings[0].place
    assert word and (word.number, word.heading) == ("7", "Loss of documents")


@pytest.mark.parametrize(("text", "number"), [
    ("one — two three—four five – six", 6), ("mot : mot ; « mot »", 7),
    ("A/HRC/WG.6/48 2,815 3.5 %", 4), ("ماذا حدث، في المخيم؟", 4), ("a\u00a0b\tc\nd", 4),
    ("中文字 ab", 4), ("", 0),
])  # fmt: skip
def test_words_are_parted_as_word_processors_part_them(text: str, number: int) -> None:
    assert words_in(text) == number


def test_a_rule_that_nobody_has_seen_in_its_source_is_no_fault(desk: DraftCheck) -> None:
    for action, verdict in (("ccpr-alternative-report", "fix"), ("ced-alternative-report", "look")):
        language = item(desk.check(txt(SOUND["ar"]), "x.txt", action), "language")
        assert (language.result, language.verdict) == ("language-wrong", verdict)
        assert language.rule and (language.rule.check_on is not None) == (verdict == "look")


def test_every_action_can_be_checked(desk: DraftCheck, prepare: Prepare) -> None:
    content = docx(EN)
    for name, action in prepare.actions.items():
        for mechanism in (None, *action.any_of):
            for joint in {False, action.joint}:
                report = desk.check(content, "x.docx", name, mechanism, joint, "TCD")
                assert report.title == action.title
                for one in (*report.items, *report.private):
                    assert one.says and "{" not in one.says + one.do
