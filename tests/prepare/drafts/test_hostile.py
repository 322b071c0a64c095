"""Files that must not be opened are refused with one sentence that holds nothing of them."""

from __future__ import annotations

import io
import os
import struct
import sys
import zipfile
from collections.abc import Callable

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.prepare.drafts import LARGEST, DraftCheck, RefusedFile
from bot.prepare.drafts.archive import MOST_ELEMENTS, parse
from bot.prepare.drafts.docx_format import DocxStyles, StylesTarget
from tests.prepare.drafts.opendocument import odt
from tests.prepare.drafts.samples import SOUND
from tests.prepare.drafts.writing import docx, md, repacked

MARKER = "Placeholder-person-7731"
WORD = docx(SOUND["en"])
OPEN = odt(SOUND["en"])
MAIN, TYPES = "word/document.xml", "[Content_Types].xml"
W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'


def _document(body: str, before: str = "") -> bytes:
    text = f"<?xml version='1.0'?>{before}<w:document {W}><w:body>{body}</w:body></w:document>"
    return repacked(WORD, {MAIN: text.encode()})


def _bomb(size: int) -> bytes:
    return repacked(WORD, {"word/media/image1.png": bytes(size)})


def _many_parts() -> bytes:
    return repacked(WORD, {f"word/media/{at}.png": b"" for at in range(2_100)})


def _flagged() -> bytes:
    """The first part says that it is encrypted."""
    data = bytearray(WORD)
    for mark, at in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        data[data.find(mark) + at] |= 1
    return bytes(data)


def _dtd(entity: str) -> bytes:
    before = f"<!DOCTYPE w:document [<!ENTITY x {entity}>]>"
    return _document("<w:p><w:r><w:t>&x;</w:t></w:r></w:p>", before)


def _deep() -> bytes:
    return _document("<w:p>" * 5_000 + "</w:p>" * 5_000)


def _encrypted_odt() -> bytes:
    name = "META-INF/manifest.xml"
    manifest = zipfile.ZipFile(io.BytesIO(OPEN)).read(name)
    changed = manifest.replace(
        b'="text/xml"/>', b'="text/xml"><manifest:encryption-data/></manifest:file-entry>', 1
    )
    return repacked(OPEN, {name: changed})


OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)
HOSTILE: dict[str, tuple[str, Callable[[], bytes], str]] = {
    "a bomb": ("x.docx", lambda: _bomb(20_000_000), "unpacks to far more"),
    "a larger bomb": ("x.docx", lambda: _bomb(31_000_000), "unpacks to far more"),
    "too many parts": ("x.docx", _many_parts, "unpacks to far more"),
    "larger than any draft": ("x.txt", lambda: b"a" * (LARGEST + 1), "larger than 25 MB"),
    "an entity": ("x.docx", lambda: _dtd(f'"{MARKER}"'), "damaged"),
    "an outside entity": ("x.docx", lambda: _dtd('SYSTEM "file:///etc/passwd"'), "damaged"),
    "a document type": ("x.docx", lambda: _document("", "<!DOCTYPE x SYSTEM 'a'>"), "damaged"),
    "macros": ("x.docx", lambda: repacked(WORD, {"word/vbaProject.bin": b"x"}), "macros"),
    "macros by name": ("x.docm", lambda: WORD, "macros"),
    "macros by type": ("x.docx", lambda: repacked(WORD, {TYPES: b"<macroEnabled/>"}), "macros"),
    "macros in odt": ("x.odt", lambda: repacked(OPEN, {"Basic/script-lb.xml": b"x"}), "macros"),
    "a password": ("x.docx", lambda: OLE + "EncryptedPackage".encode("utf-16-le"), "password"),
    "a password in the archive": ("x.docx", _flagged, "password"),
    "a password in odt": ("x.odt", _encrypted_odt, "password"),
    "old Word": ("x.docx", lambda: OLE, "old Word format"),
    "a PDF called docx": ("x.docx", lambda: b"%PDF-1.7 " + MARKER.encode(), "PDF"),
    "rich text called txt": ("x.txt", lambda: b"{\\rtf1 x}", "Rich text"),
    "Word called txt": ("x.txt", lambda: WORD, "right ending"),
    "odt called docx": ("x.docx", lambda: OPEN, "damaged"),
    "Word called odt": ("x.odt", lambda: WORD, "damaged"),
    "a picture called md": ("x.md", lambda: b"\x89PNG\r\n\x1a\n\0\0", "encoding"),
    "zeros called txt": ("x.txt", lambda: b"\0\0\0\0", "no plain text"),
    "another encoding": ("x.txt", lambda: "é".encode("latin-1") * 9, "UTF-8"),
    "nothing": ("x.docx", lambda: b"", "empty"),
    "half an archive": ("x.docx", lambda: WORD[: len(WORD) // 2], "damaged"),
    "a way out": ("x.docx", lambda: repacked(WORD, {"../../evil.xml": b"x"}), "damaged"),
    "an absolute way": ("x.docx", lambda: repacked(WORD, {"/etc/evil.xml": b"x"}), "damaged"),
    "nesting": ("x.docx", _deep, "far more parts"),
    "endless paragraphs": ("x.docx", lambda: _document("<w:p/>" * 600_000), "unpacks to far"),
    "endless text": ("x.md", lambda: b"word\n\n" * 20_000, "longer than any body reads"),
    "no document": ("x.docx", lambda: repacked(WORD, {MAIN: None}), "damaged"),
    "no markup": ("x.docx", lambda: repacked(WORD, {MAIN: MARKER.encode()}), "damaged"),
}  # fmt: skip


@pytest.mark.parametrize("kind", HOSTILE)
def test_it_is_refused_with_a_sentence(kind: str, desk: DraftCheck) -> None:
    name, make, words = HOSTILE[kind]
    with pytest.raises(RefusedFile) as refused:
        desk.check(make(), name, "upr-submission")
    sentence = str(refused.value)
    assert words in sentence and sentence.endswith(".") and len(sentence) < 160
    assert MARKER not in sentence and "etc" not in sentence
    assert refused.value.__cause__ is None
    assert refused.value.__context__ is None or refused.value.__suppress_context__


def test_endless_markup_is_refused() -> None:
    with pytest.raises(RefusedFile, match="far more parts"):
        parse(b"<a>" + b"<b/>" * MOST_ELEMENTS + b"</a>", StylesTarget(DocxStyles()))


@pytest.mark.parametrize(
    "ending", ["pdf", "doc", "rtf", "pages", "html", "dotx", "gdoc", "zip", "jpg", "", "DOC"]
)
def test_other_types_are_told_what_to_send(ending: str, desk: DraftCheck) -> None:
    with pytest.raises(RefusedFile, match=r"(?s).*(send|save).*"):
        desk.check(WORD, f"draft.{ending}", "upr-submission")


def test_nothing_is_written_logged_or_sent(
    desk: DraftCheck, caplog: pytest.LogCaptureFixture, capsys: pytest.CaptureFixture[str]
) -> None:
    # the first report in French puts the desk's own catalogue into its cache
    desk.check(md(SOUND["fr"]), "a.md", "upr-submission")
    written: list[str] = []
    watching = True

    def watch(event: str, values: tuple[object, ...]) -> None:
        if watching and event == "open" and isinstance(values[2], int):
            if values[2] & (os.O_WRONLY | os.O_RDWR | os.O_CREAT):
                written.append(str(values[0]))
        elif watching and event in ("socket.connect", "subprocess.Popen", "os.mkdir"):
            written.append(event)

    sys.addaudithook(watch)
    with caplog.at_level(0):
        for name, content in (("a.docx", WORD), ("a.odt", OPEN), ("a.md", md(SOUND["fr"]))):
            desk.check(content, name, "upr-submission")
    watching = False
    assert (written, caplog.text, capsys.readouterr()) == ([], "", ("", ""))


NAMES = st.sampled_from(["x.docx", "x.odt", "x.md", "x.txt", "x.TXT"])
QUICK = settings(
    max_examples=80, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)


def _read(desk: DraftCheck, content: bytes, name: str) -> None:
    try:
        report = desk.check(content, name, "upr-submission", state="TCD")
    except RefusedFile as refused:
        assert str(refused).endswith(".")
    else:
        report.model_dump_json()


@QUICK
@given(content=st.binary(max_size=3_000), name=NAMES)
def test_no_bytes_raise_anything_but_a_refusal(desk: DraftCheck, content: bytes, name: str) -> None:
    _read(desk, content, name)


@QUICK
@given(text=st.text(max_size=400), name=st.sampled_from(["x.md", "x.txt"]))
def test_no_text_raises_anything_but_a_refusal(desk: DraftCheck, text: str, name: str) -> None:
    _read(desk, text.encode("utf-8", "surrogatepass"), name)


PARTS = st.sampled_from([
    MAIN, "word/styles.xml", "word/numbering.xml", "word/footnotes.xml", "_rels/.rels",
    "word/_rels/document.xml.rels", "docProps/core.xml", "[Content_Types].xml",
    "content.xml", "styles.xml", "meta.xml", "META-INF/manifest.xml", "word/media/image9.jpg",
])  # fmt: skip


@QUICK
@given(
    name=st.sampled_from(["x.docx", "x.odt"]),
    part=PARTS,
    at=st.integers(0, 10_000),
    put=st.binary(max_size=40),
)
def test_no_damage_inside_raises_anything_but_a_refusal(
    desk: DraftCheck, name: str, part: str, at: int, put: bytes
) -> None:
    whole = WORD if name == "x.docx" else OPEN
    archive = zipfile.ZipFile(io.BytesIO(whole))
    old = (
        archive.read(part)
        if part in archive.namelist()
        else b"Exif\0\0II*\0" + struct.pack("<I", at)
    )
    place = at % (len(old) + 1)
    _read(desk, repacked(whole, {part: old[:place] + put + old[place + len(put) :]}), name)


@QUICK
@given(
    name=st.sampled_from(["x.docx", "x.odt"]), at=st.integers(0, 40_000), put=st.binary(max_size=9)
)
def test_no_damage_outside_raises_anything_but_a_refusal(
    desk: DraftCheck, name: str, at: int, put: bytes
) -> None:
    whole = WORD if name == "x.docx" else OPEN
    place = at % len(whole)
    _read(desk, whole[:place] + put + whole[place + len(put) :], name)
