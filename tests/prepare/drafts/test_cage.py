"""The cage: drafts are checked as outside of it, and nothing of a draft gets out or takes much."""

from __future__ import annotations

import json
import subprocess
import sys
from io import BytesIO
from pathlib import Path

import pytest
from pypdf import PdfWriter

from bot.cage import Cage
from bot.cage import outside as module
from bot.prepare.drafts import DraftCheck, RefusedFile
from bot.settings import settings
from tests.prepare.drafts.opendocument import odt
from tests.prepare.drafts.samples import SOUND
from tests.prepare.drafts.writing import docx, md, pdf, txt

ROOT = Path(__file__).resolve().parents[3]
ACTION = "upr-submission"
ONE_BYTE = b"/Subtype/Type1/BaseFont/Helvetica/Encoding/WinAnsiEncoding"
TWO_BYTES = (
    b"/Subtype/Type0/BaseFont/A/Encoding/GBK-EUC-H"
    b"/DescendantFonts[<</Type/Font/Subtype/CIDFontType0/BaseFont/A>>]"
)
BOUND = """
import json, os, socket
from bot.cage import inside
inside._TAKEN = int(open("/proc/self/statm").read().split()[0]) * 4096
inside._bound()
found = {}
def tried(name, what):
    try:
        what(); found[name] = "done"
    except BaseException as error:
        found[name] = type(error).__name__
tried("file", lambda: os.open("/etc/hostname", os.O_RDONLY))
tried("write", lambda: os.open("/tmp/x", os.O_WRONLY | os.O_CREAT))
tried("network", lambda: socket.socket())
tried("program", lambda: os.posix_spawn("/bin/true", ["true"], {}) and os.pipe())
tried("memory", lambda: len(bytearray(2_000_000_000)))
tried("little memory", lambda: len(bytearray(1_000_000)))
os.write(1, json.dumps(found).encode())
"""


@pytest.fixture(scope="module")
def cage() -> Cage:
    return Cage(None, settings())  # type: ignore[arg-type]


@pytest.mark.skipif(sys.platform != "linux", reason="bounds as Linux has them")
def test_in_the_cage_there_is_no_file_no_network_and_little_memory() -> None:
    ended = subprocess.run(
        [sys.executable, "-c", BOUND], cwd=ROOT, capture_output=True, text=True, check=True
    )
    found = json.loads(ended.stdout)
    assert found.pop("little memory") == "done"
    assert "done" not in found.values(), found


def test_a_draft_is_checked_in_it_as_outside(cage: Cage, desk: DraftCheck) -> None:
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
    cage: Cage, desk: DraftCheck, state: str, number: str
) -> None:
    text = f"# Report\n\nTheir families, {number}, wait for news.".encode()
    found = cage.check(text, "a.md", ACTION, state=state)
    assert found == desk.check(text, "a.md", ACTION, state=state)
    assert "phone" in {one.kind for part in found.private for one in part.findings}


@pytest.mark.parametrize("way", ["plain", "RC4-128", "AES-256", "Chinese"])
def test_a_pdf_is_read_in_it_as_outside(cage: Cage, desk: DraftCheck, way: str) -> None:
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


def test_the_process_knows_no_token(cage: Cage, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SLACK_BOT_TOKEN", "xoxb-canary")
    monkeypatch.setenv("PGPASSWORD", "canary")
    fresh = Cage(None, settings())  # type: ignore[arg-type]
    fresh.check(b"# A\n\nText.", "a.md", ACTION)
    assert fresh._process is not None
    seen = Path(f"/proc/{fresh._process.pid}/environ")
    if seen.exists():
        assert b"canary" not in seen.read_bytes()


def test_what_takes_too_long_is_ended_and_the_next_draft_is_checked(
    cage: Cage, monkeypatch: pytest.MonkeyPatch
) -> None:
    cage.check(b"# A\n\nText.", "a.md", ACTION)
    before = cage._process
    with monkeypatch.context() as patch:
        patch.setattr(module, "WALL", 0.01)
        with pytest.raises(RefusedFile, match="too long"):
            cage.check(b"A B C D " * 20_000, "b.md", ACTION)
    assert before is not None and before.poll() is not None, "it does not go on in secret"
    assert cage.check(b"# A\n\nText.", "a.md", ACTION).action == ACTION


def test_a_process_that_dies_is_replaced(cage: Cage) -> None:
    cage.check(b"# A\n\nText.", "a.md", ACTION)
    assert cage._process is not None
    cage._process.kill()
    cage._process.wait()
    assert cage.check(b"# A\n\nText.", "a.md", ACTION).action == ACTION
