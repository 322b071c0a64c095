"""Makes counts.json again: how many words LibreOffice counts in each file of the corpus.

    python -m tests.prepare.drafts.count_with_libreoffice

It needs the command soffice (Debian: libreoffice-writer). The tests compare with the table, so that
they need no LibreOffice.
"""

from __future__ import annotations

import json
import re
import subprocess
import tempfile
import zipfile
from pathlib import Path

from tests.prepare.drafts.corpus import corpus

TABLE = Path(__file__).with_name("counts.json")
_COUNT = re.compile(rb'meta:word-count="(\d+)"')


def main() -> None:
    """Count every file, and write the table."""
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder)
        samples = corpus()
        for sample in samples:
            (place / sample.name).write_bytes(sample.content)
        for plain in (False, True):
            names = [s.name for s in samples if s.name.endswith((".md", ".txt")) is plain]
            _convert(place, names, plain)
        counts = {sample.name: _counted(place / "out" / sample.name) for sample in samples}
    TABLE.write_text(json.dumps(counts, indent=1, sort_keys=True) + "\n", encoding="utf-8")


def _convert(place: Path, names: list[str], plain: bool) -> None:
    """Save the files as OpenDocument; LibreOffice counts their words as it does so."""
    for name in names:
        command = [
            "soffice", "--headless", "--norestore", f"-env:UserInstallation=file://{place}/profile",
            "--convert-to", "odt", "--outdir", str(place / "out" / f"{name}.of"), str(place / name),
        ]  # fmt: skip
        if plain:
            command.append("--infilter=Text (encoded):UTF8")
        subprocess.run(command, check=True, capture_output=True)


def _counted(path: Path) -> int:
    saved = next(Path(f"{path}.of").glob("*.odt"))
    match = _COUNT.search(zipfile.ZipFile(saved).read("meta.xml"))
    if match is None:
        raise ValueError(f"LibreOffice gave no count for {path.name}")
    return int(match[1])


if __name__ == "__main__":
    main()
