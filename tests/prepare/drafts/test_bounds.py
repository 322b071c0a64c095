"""Limits are looked at while a draft is read, not after: what is refused takes little."""

from __future__ import annotations

import time
import tracemalloc

import pytest

from bot.prepare.drafts import RefusedFile
from bot.prepare.drafts.draft import LARGEST_TEXT, MOST_BLOCKS
from bot.prepare.drafts.reading import read_draft
from tests.prepare.drafts.samples import SOUND
from tests.prepare.drafts.writing import docx, repacked

W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
LONG = {
    "25 MB of list signs": (b"- \n" * 8_000_000, "a.md"),
    "list signs": (b"- \n" * (LARGEST_TEXT // 3), "a.md"),
    "empty lines": (b"\n" * LARGEST_TEXT, "a.txt"),
    "many items": (b"- a\n" * (MOST_BLOCKS * 4), "a.md"),
    "many paragraphs": (b"a\n\n" * (MOST_BLOCKS * 2), "a.txt"),
}


def _document(body: str) -> bytes:
    text = f"<?xml version='1.0'?><w:document {W}><w:body>{body}</w:body></w:document>"
    return repacked(docx(SOUND["en"]), {"word/document.xml": text.encode()})


@pytest.mark.parametrize("name", LONG)
def test_a_text_that_is_too_long_takes_little(name: str) -> None:
    content, file = LONG[name]
    refused_with_little(content, file)


@pytest.mark.parametrize("count", [300, 200_000])
def test_an_element_with_very_many_attributes_is_not_read(count: int) -> None:
    many = " ".join(f'w:a{at}="1"' for at in range(count))
    refused_with_little(_document(f"<w:p {many}/>"), "a.docx")


def test_a_part_with_far_too_much_text_is_not_read() -> None:
    refused_with_little(_document(f"<w:p><w:r><w:t>{'a' * 5_000_000}</w:t></w:r></w:p>"), "a.docx")


def refused_with_little(content: bytes, name: str) -> None:
    tracemalloc.start()
    began = time.process_time()
    with pytest.raises(RefusedFile):
        read_draft(content, name)
    most = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert most < 100_000_000 and time.process_time() - began < 20
