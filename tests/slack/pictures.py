"""Pictures of what people see in Slack, for the documents and for looking at.

`python -m tests.slack.pictures` draws docs/pictures/ anew: real replies of the desk on a fixed day,
each as wide as a phone and as wide as a desktop. With names (`… answer home`) it draws those.
Needs Debian's `chromium`.
"""

from __future__ import annotations

import argparse
import datetime as dt
import re
import shutil
import subprocess
import tempfile
from pathlib import Path
from typing import Any

from bot.ask.desk import Desk
from bot.deployment import Deployment
from bot.render import Plain
from bot.render.slack import Message, SlackHome, SlackMechanisms, SlackReplies, SlackWindows
from bot.render.slack.dates import SlackDates
from bot.render.slack.ids import Place
from bot.settings import settings
from tests.slack.palette import small
from tests.slack.rig.draw import DESKTOP, NARROWEST, PHONE, QUIET, NoBrowser, html

PICTURES = Path(__file__).resolve().parents[2] / "docs" / "pictures"
DAY = dt.date(2026, 12, 1)
WIDTHS = {"phone": PHONE, "desktop": DESKTOP}
ASKED = {
    "answer": "What can CEDAW do?",
    "answer-state": "When is the next UPR of Mali?",
    "choices": "what is the word limit?",
    "decline": "How do I report to the Committee on Ocean Rights?",
    "french": "Que devient une recommandation de l'EPU que l'État a seulement notée ?",
    "arabic": "ماذا يمكن للجنة مناهضة التعذيب أن تفعل؟",
}
"""Names of pictures, and the question whose reply each shows."""
FOLLOWED = ("HTI", "MLI")
GAP = "May an organisation without ECOSOC status sign a joint letter to the CEDAW Committee?"
LIKE_SLACK = """
  .slack_blocks_to_jsx > .flex-col { min-width: 0; }
  .slack_blocks_to_jsx__actions div { max-width: 100%; min-width: 0; }
  button, button * { max-width: 100%; overflow: hidden; text-overflow: ellipsis; }
  .slack_blocks_to_jsx__section p span { white-space: pre-line; }
  .-bottom-5 { display: none; }
"""
"""What the drawing package does otherwise than Slack: long labels end in "…", lines of plain text
stay lines, and where the options of a list come from is not said."""

Drawn = list[dict[str, Any]] | dict[str, Any]
"""Blocks of a message, or a window or home."""


def scenes(desk: Desk) -> dict[str, Drawn]:
    """All that is drawn, by the picture's name."""
    base, deployment = desk.base, Deployment(_env_file=None)
    plain = Plain(base, settings().templates, desk.states)
    replies, windows = SlackReplies(base, plain), SlackWindows(base, plain)
    mechanisms = SlackMechanisms(base, plain)
    home = SlackHome(base, desk.states, mechanisms, deployment.advocacy_command)
    dates = SlackDates(base, plain, desk.states)
    told = [(state, desk.dates(state, on=DAY)) for state in FOLLOWED]
    near = [base.entries[entry].title for entry in ("cedaw.submit.how", "cedaw.session.ngo")]
    return {
        **{
            name: _blocks(replies.message(desk.ask(question, on=DAY), private=False))
            for name, question in ASKED.items()
        },
        "comparison": _blocks(mechanisms.compared(("upr", "cedaw"), "en")),
        "card": mechanisms.card_window(base.mechanisms["upr"], "en"),
        "home": home.view(
            "en", FOLLOWED, 3, deployment.advocacy_thread_days, dates.of_states(told, "en")
        ),
        "ask": windows.ask("en", Place()),
        "send": windows.gap("en", Place(), deployment.advocacy_gap_days, GAP),
        "curators": _blocks(windows.gap_notice("1", GAP, "member", near)),
        "curators-answer": windows.answer_gap("1", GAP),
    }


def picture(what: Drawn, path: Path, width: int) -> None:
    """Write a small PNG of it. Raises NoBrowser where Chromium is not installed."""
    browser = shutil.which("chromium")
    if browser is None:
        raise NoBrowser("chromium is not installed: apt-get install chromium")
    # Slack writes each text in the direction of its first letter.
    page = html(what, width).replace("<p>", '<p dir="auto">')
    page = page.replace("</head>", f"<style>{LIKE_SLACK}</style></head>")
    with tempfile.TemporaryDirectory() as folder:
        file, shot = Path(folder, "page.html"), Path(folder, "shot.png")
        file.write_text(page, encoding="utf-8")
        call = [browser, *QUIET, f"--user-data-dir={folder}/profile", file.as_uri()]
        wide = max(width, NARROWEST)
        tall = re.search(
            r'data-height="(\d+)"', _run([*call, f"--window-size={wide},800", "--dump-dom"])
        )
        if tall is None:
            raise ValueError(f"chromium did not draw {path.name}")
        _run([*call, f"--window-size={wide},{tall[1]}", f"--screenshot={shot}"])
        path.write_bytes(small(shot.read_bytes(), width))


def main() -> None:
    """Draw what is asked for, or all of it."""
    parser = argparse.ArgumentParser(description="Draw what people see in Slack.")
    parser.add_argument("names", nargs="*", help="pictures to draw; all when none is named")
    parser.add_argument("--to", type=Path, default=PICTURES, help="folder to write to")
    asked = parser.parse_args()
    drawn = scenes(Desk.open(settings()))
    if unknown := set(asked.names) - set(drawn):
        parser.error(f"no picture {', '.join(sorted(unknown))}; there are: {', '.join(drawn)}")
    asked.to.mkdir(parents=True, exist_ok=True)
    for name in asked.names or drawn:
        for width, pixels in WIDTHS.items():
            path = asked.to / f"{name}-{width}.png"
            picture(drawn[name], path, pixels)
            print(f"{path.stat().st_size // 1000:>4} kB  {path.name}")


def _blocks(message: Message) -> list[dict[str, Any]]:
    return [block.to_dict() for block in message.blocks]


def _run(command: list[str]) -> str:
    done = subprocess.run(command, capture_output=True, text=True, timeout=120, check=True)
    return done.stdout


if __name__ == "__main__":
    main()
