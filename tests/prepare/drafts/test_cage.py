"""Drafts are checked in a cage (tests/test_cage.py) as outside of it, and none takes much."""

from __future__ import annotations

import subprocess
from io import BytesIO
from pathlib import Path

import pytest
from pypdf import PdfWriter

import bot.apart as module
from bot.apart import Apart
from bot.prepare.drafts import DraftCheck, RefusedFile
from bot.settings import settings
from tests.prepare.drafts.opendocument import odt
from tests.prepare.drafts.samples import SOUND
from tests.prepare.drafts.writing import docx, md, pdf, txt
from tests.test_cage import soon

ACTION = "upr-submission"
ONE_BYTE = b"/Subtype/Type1/BaseFont/Helvetica/Encoding/WinAnsiEncoding"
TWO_BYTES = (
    b"/Subtype/Type0/BaseFont/A/Encoding/GBK-EUC-H"
    b"/DescendantFonts[<</Type/Font/Subtype/CIDFontType0/BaseFont/A>>]"
)


def made() -> Apart:
    """What checks drafts apart, and could not check one here."""
    where = settings()
    return Apart(None, None, where.knowledge, where.cache)  # type: ignore[arg-type]


def process_of(apart: Apart) -> subprocess.Popen[bytes]:
    """The process in which it is done."""
    assert apart._cage
    assert apart._cage._process
    return apart._cage._process


@pytest.fixture(scope="module")
def cage() -> Apart:
    return made()


def test_a_draft_is_checked_in_it_as_outside(cage: Apart, desk: DraftCheck) -> None:
    sound = SOUND["en"]
    for name, content in (
        ("a.docx", docx(sound)), ("a.odt", odt(sound)), ("a.md", md(sound)), ("a.txt", txt(sound)),
    ):  # fmt: skip
        assert cage.check(content, name, ACTION) == desk.check(content, name, ACTION), name
    treaty = b"1. As a party to CEDAW, Sudan must protect displaced women from violence.\n"
    inside, outside = (one.check(treaty, "b.md", ACTION, state="SDN") for one in (cage, desk))
    assert inside == outside
    found = [finding for item in inside.items for finding in item.findings]
    assert "not-party" in {finding.kind for finding in found}
    with pytest.raises(RefusedFile, match="damaged"):
        cage.check(b"%PDF-1.7", "a.pdf", ACTION)
    with pytest.raises(RefusedFile, match="PDF"):
        cage.check(b"%PDF-1.7", "a.txt", ACTION)
    with pytest.raises(RefusedFile, match="encoding"):
        cage.check("é".encode("latin-1"), "a.txt", ACTION)


@pytest.mark.parametrize(("state", "number"), [
    ("TCD", "66 45 12 90"), ("HTI", "3612 3456"), ("MMR", "09 212 3456"),
])  # fmt: skip
def test_a_number_of_any_country_is_found_in_it(
    cage: Apart, desk: DraftCheck, state: str, number: str
) -> None:
    text = f"# Report\n\nTheir families, {number}, wait for news.".encode()
    found = cage.check(text, "a.md", ACTION, state=state)
    assert found == desk.check(text, "a.md", ACTION, state=state)
    assert "phone" in {one.kind for part in found.private for one in part.findings}


@pytest.mark.parametrize("way", ["plain", "RC4-128", "AES-256", "Chinese"])
def test_a_pdf_is_read_in_it_as_outside(cage: Apart, desk: DraftCheck, way: str) -> None:
    content = pdf(["Soldiers raped Achta Placeholder. Call +235 66 45 12 90."], author="Achta")
    if way == "Chinese":
        content = content.replace(ONE_BYTE, TWO_BYTES)
    elif way != "plain":
        writer, out = PdfWriter(BytesIO(content)), BytesIO()
        writer.encrypt("", "owner", algorithm=way)
        writer.write(out)
        content = out.getvalue()
    found = cage.check(content, "a.pdf", ACTION, state="TCD")
    assert found == desk.check(content, "a.pdf", ACTION, state="TCD")
    assert found.words.text == 10


def test_the_process_knows_no_token(cage: Apart, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SLACK_BOT_TOKEN", "xoxb-canary")
    monkeypatch.setenv("PGPASSWORD", "canary")
    fresh = made()
    fresh.check(b"# A\n\nText.", "a.md", ACTION)
    seen = Path(f"/proc/{process_of(fresh).pid}/environ")
    if seen.exists():
        assert b"canary" not in seen.read_bytes()


def test_what_takes_too_long_is_ended_and_the_next_draft_is_checked(
    cage: Apart, monkeypatch: pytest.MonkeyPatch
) -> None:
    cage.check(b"# A\n\nText.", "a.md", ACTION)
    process = process_of(cage)
    children = Path(f"/proc/{process.pid}/task/{process.pid}/children")
    with monkeypatch.context() as patch:
        patch.setattr(module, "WALL", 0.01)
        with pytest.raises(RefusedFile, match="too long"):
            cage.check(b"A B C D " * 20_000, "b.md", ACTION)
    if children.exists():
        assert soon(lambda: not children.read_text()), "it does not go on in secret"
    assert cage.check(b"# A\n\nText.", "a.md", ACTION).action == ACTION


def test_a_process_that_dies_is_replaced(cage: Apart) -> None:
    cage.check(b"# A\n\nText.", "a.md", ACTION)
    process_of(cage).kill()
    process_of(cage).wait()
    assert cage.check(b"# A\n\nText.", "a.md", ACTION).action == ACTION
