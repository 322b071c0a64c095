"""What a file holds beside its text, and where in it something stands."""

from __future__ import annotations

import io
import zipfile

import pytest

from bot.prepare.drafts import DraftCheck
from tests.prepare.drafts.opendocument import odt
from tests.prepare.drafts.reading_reports import item, kinds
from tests.prepare.drafts.samples import SOUND, Piece
from tests.prepare.drafts.writing import docx, md, repacked, txt, with_text

EN = SOUND["en"]
UPR = "upr-submission"


def test_pages_of_word_are_those_that_word_wrote(desk: DraftCheck) -> None:
    added = docx(with_text(EN, "two in three", Piece("paragraph", "Reliable sources said so.")))
    text = zipfile.ZipFile(io.BytesIO(added)).read("word/document.xml")
    before = b"<w:t>The interviews show"
    paged = text.replace(before, b"<w:lastRenderedPageBreak/>" + before)
    assert paged != text
    for content, page in ((paged, 2), (text, None)):
        changed = repacked(added, {"word/document.xml": content})
        found = item(desk.check(changed, "x.docx", UPR), "evidence").findings[0]
        assert found.place and found.place.page == page


RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"
CUSTOM = "http://schemas.openxmlformats.org/officeDocument/2006/custom-properties"
TEMPLATE = (
    f'<Relationships xmlns="{RELATIONS}"><Relationship Id="r" Type="http://x/attachedTemplate"'
    ' Target="file:///C:/Users/somebody/t.dotm" TargetMode="External"/></Relationships>'
).encode()
PROPERTY = f'<Properties xmlns="{CUSTOM}"><property name="a"/></Properties>'.encode()


@pytest.mark.parametrize(("put", "kind"), [
    ({"word/_rels/settings.xml.rels": TEMPLATE}, "path"),
    ({"word/media/a.heic": b"x"}, "unread-picture"),
    ({"word/media/a.png": b"\x89PNG http://ns.adobe.com/xap/1.0/"}, "described"),
    ({"word/media/a.jpg": b"\xff\xd8 <x:xmpmeta exif:GPSLatitude='1'>"}, "gps"),
    ({"docProps/custom.xml": PROPERTY}, "property"),
])  # fmt: skip
def test_what_a_word_file_holds_beside_its_text(
    desk: DraftCheck, put: dict[str, bytes], kind: str
) -> None:
    assert kind in kinds(desk.check(repacked(docx(EN), put), "x.docx", UPR))


FRAME = "<text:p><draw:frame>{}</draw:frame></text:p>"


@pytest.mark.parametrize(("extra", "kind"), [
    (FRAME.format('<draw:object xlink:href="./Object 1"/>'), "embedded"),
    (FRAME.format('<draw:image xlink:href="https://example.org/a.png"/>'), "outside"),
    (FRAME.format("<svg:desc>Ahmed Placeholder was arrested</svg:desc>"), "name-incident"),
    ("<text:p><text:hidden-text>x</text:hidden-text></text:p>", "hidden-text"),
    ('<text:section text:display="none"><text:p>x</text:p></text:section>', "hidden-text"),
    ('<text:p><text:a xlink:href="geo:12.1,15.0">here</text:a></text:p>', "map"),
])  # fmt: skip
def test_what_an_opendocument_text_holds_beside_its_text(
    desk: DraftCheck, extra: str, kind: str
) -> None:
    assert kind in kinds(desk.check(odt(EN, extra=extra), "x.odt", "upr-mid-term"))


def test_text_that_was_moved_or_deleted_is_not_counted_where_it_was(desk: DraftCheck) -> None:
    content = docx(EN)
    text = zipfile.ZipFile(io.BytesIO(content)).read("word/document.xml")
    run = b"<w:r><w:t>one two three</w:t></w:r>"
    moved = b'<w:p><w:moveFrom w:id="1" w:author="a">%s</w:moveFrom></w:p>' % run
    moved += b'<w:p><w:moveTo w:id="2" w:author="a">%s</w:moveTo></w:p><w:sectPr' % run
    assert text.count(b"<w:sectPr") == 1
    put = {"word/document.xml": text.replace(b"<w:sectPr", moved)}
    before = desk.check(content, "x.docx", UPR)
    after = desk.check(repacked(content, put), "x.docx", UPR)
    assert after.words.total == before.words.total + 3
    assert [one.kind for one in item(after, "changes").findings] == ["change"]


def test_properties_that_programs_fill_in_are_left_alone(desk: DraftCheck) -> None:
    meta = '<meta:user-defined meta:name="AppVersion">15.0000</meta:user-defined>'
    assert kinds(desk.check(odt(EN, meta=meta), "x.odt", "upr-mid-term")) == set()


def test_numbers_of_a_list_that_a_style_lends_are_numbers(desk: DraftCheck) -> None:
    content = docx(EN)
    archive = zipfile.ZipFile(io.BytesIO(content))
    lists = archive.read("word/numbering.xml").replace(
        b"</w:numbering>",
        b'<w:num w:numId="77"><w:abstractNumId w:val="77"/></w:num></w:numbering>',
    )
    at = lists.index(b"<w:num ")
    lent = b'<w:abstractNum w:abstractNumId="77"><w:numStyleLink w:val="Lent"/></w:abstractNum>'
    styles = archive.read("word/styles.xml").replace(
        b"</w:styles>",
        b'<w:style w:styleId="Lent"><w:pPr><w:numPr><w:numId w:val="8"/></w:numPr></w:pPr>'
        b"</w:style></w:styles>",
    )
    text = archive.read("word/document.xml").replace(
        b'<w:pStyle w:val="ListNumber"/>',
        b'<w:numPr><w:ilvl w:val="0"/><w:numId w:val="77"/></w:numPr>',
    )
    put = {"word/numbering.xml": lists[:at] + lent + lists[at:], "word/styles.xml": styles}
    changed = repacked(content, {**put, "word/document.xml": text})
    assert item(desk.check(changed, "x.docx", UPR), "numbered").verdict == "pass"


def test_what_a_markdown_file_holds_beside_its_text(desk: DraftCheck) -> None:
    front = b"---\nauthor: somebody\n---\n" + md(EN) + b"\n<!-- ask\n\nsomebody -->\n"
    report = desk.check(front, "x.md", "upr-mid-term")
    lines = [one.place.line for one in item(report, "hidden").findings if one.place]
    assert lines[0] == 1 and len(lines) == 2
    link = md((*EN, Piece("paragraph", "See [the place](https://maps.google.com/?q=1) there.")))
    assert "map" in kinds(desk.check(link, "x.md", "upr-mid-term"))


def test_a_file_name_can_give_somebody_away(desk: DraftCheck) -> None:
    report = desk.check(txt(EN), "call +999 66 12 34 56.txt", "upr-mid-term")
    assert kinds(report) == {"file-name"}
