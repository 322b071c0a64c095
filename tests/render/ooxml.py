"""Whether a Word file is valid: by the schema of ECMA-376 as Microsoft's own tools read it."""

from __future__ import annotations

import io
import tempfile
import zipfile
from collections.abc import Iterator
from functools import cache

from defusedxml.ElementTree import fromstring
from openxml_audit import OpenXmlValidator

TEXT = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}t"


def faults(content: bytes) -> list[str]:
    """What is not as the standard wants it, a line each: the part, where in it, what is wrong."""
    with tempfile.NamedTemporaryFile(suffix=".docx") as file:
        file.write(content)
        file.flush()
        found = _validator().validate(file.name).errors
    wrong = [f"{one.part_uri} {one.path}: {one.description}" for one in found]
    return [*wrong, *_broken_lines(content)]


@cache
def _validator() -> OpenXmlValidator:
    return OpenXmlValidator()


def _broken_lines(content: bytes) -> Iterator[str]:
    """Line breaks inside a text, which Word shows as spaces: the schema does not mind them."""
    with zipfile.ZipFile(io.BytesIO(content)) as file:
        names = [n for n in file.namelist() if n.startswith("word/") and n.endswith(".xml")]
        texts = [one for name in names for one in fromstring(file.read(name)).iter(TEXT)]
    for one in texts:
        if "\n" in (one.text or ""):
            yield f"a line break inside a text: {(one.text or '')[:40]!r}"
