"""The wheel holds the content too: installed elsewhere, the desk answers from another folder."""

from __future__ import annotations

import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from bot.settings import Settings

ROOT = Path(__file__).parent.parent


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel, built from this checkout and unpacked as pip does."""
    where = tmp_path_factory.mktemp("wheel")
    subprocess.run(
        [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", where, ROOT],
        check=True,
        capture_output=True,
        text=True,
    )
    (wheel,) = where.glob("advocacy_desk-*.whl")
    target = where / "site"
    zipfile.ZipFile(wheel).extractall(target)
    return target


def test_the_wheel_answers_from_another_folder(
    installed: Path, places: Settings, tmp_path: Path
) -> None:
    code = (
        "import bot; from bot.settings import settings; print(bot.__file__);"
        "print(settings().knowledge);"
        "from bot.cli import main; main(['ask', 'Is the UPR binding?', '--short'])"
    )
    environment = {key: value for key, value in os.environ.items() if "ADVOCACY" not in key}
    result = subprocess.run(
        [sys.executable, "-c", code],
        env={**environment, "PYTHONPATH": str(installed), "ADVOCACY_CACHE": str(places.cache)},
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
    )
    assert result.returncode == 0, result.stderr
    package, knowledge, *answer = result.stdout.splitlines()
    assert package.startswith(str(installed))
    assert knowledge.startswith(str(installed / "bot" / "content"))
    assert "Source: " in "\n".join(answer)


def test_the_wheel_holds_content_and_no_tests(installed: Path) -> None:
    assert (installed / "bot" / "content" / "knowledge" / "mechanisms" / "upr.yaml").is_file()
    assert (installed / "bot" / "content" / "templates" / "reply" / "answer.txt.j2").is_file()
    assert not list(installed.rglob("test_*.py"))
