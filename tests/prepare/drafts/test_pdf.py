"""PDF files are read for what identifies people, and for their length."""

from __future__ import annotations

import pytest

from bot.prepare.drafts import DraftCheck, RefusedFile, Report
from tests.prepare.drafts.reading_reports import item
from tests.prepare.drafts.writing import pdf

SAFE = ["The Ministry registered 1,204 displaced people in 14 sites."] * 30


def _kinds(report: Report) -> set[str]:
    return {one.kind for part in report.private for one in part.findings}


def test_a_pdf_is_read_for_safety_and_length(desk: DraftCheck) -> None:
    named = ["Soldiers raped Achta Placeholder near the", "mill. Call +235 66 45 12 90."]
    content = pdf(SAFE, named, author="Achta Placeholder", link="https://t.me/somebody_x")
    report = desk.check(content, "x.pdf", "upr-submission", state="TCD")
    assert {"name-incident", "phone", "handle", "author", "name-again"} <= _kinds(report)
    assert report.kind == "pdf" and report.words.text == 30 * 9 + 13
    place = item(report, "people").findings[0].place
    assert place and place.page == 2
    assert item(report, "file").result == "file-wrong", "the UPR takes a Word document"


def test_a_safe_pdf_has_no_danger_and_says_nothing_of_what_it_does_not_show(
    desk: DraftCheck,
) -> None:
    report = desk.check(pdf(SAFE), "x.pdf", "ccpr-alternative-report")
    assert _kinds(report) == set() and report.dangers == ()
    assert item(report, "pages").result == "pages-within"
    assert not {"changes", "pictures", "page-numbers"} & {
        one.check for one in (*report.items, *report.private)
    }


@pytest.mark.parametrize("content", [
    b"%PDF-1.7", b"%PDF-1.4\ntrailer<</Root 1 0 R>>\n%%EOF", pdf(SAFE)[:400], b"PK\x03\x04x",
])  # fmt: skip
def test_a_broken_one_is_refused_in_a_sentence(desk: DraftCheck, content: bytes) -> None:
    with pytest.raises(RefusedFile) as caught:
        desk.check(content, "x.pdf", "upr-submission")
    assert str(caught.value).count(".") >= 1


def test_a_pdf_without_text_is_said_to_have_none(desk: DraftCheck) -> None:
    report = desk.check(pdf([""]), "x.pdf", "upr-submission")
    assert item(report, "words").result == "words-empty"
