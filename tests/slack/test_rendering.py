"""Every entry, card, comparison and date, in every language: Slack takes each of them."""

from __future__ import annotations

import datetime as dt
import itertools
import json
import multiprocessing
import os
import re
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from functools import cache, partial
from pathlib import Path
from typing import Any

import pytest

from bot.handlers.asking.reply import FALLBACK, SlackReplies
from bot.handlers.dates.dates import DATES_SHARE, SlackDates
from bot.handlers.home import FOLLOWED, view
from bot.handlers.kernel.blocks import Message, Notices, Page, shareable
from bot.handlers.kernel.forms import paste_window
from bot.handlers.kernel.refs import DatesRef, ItemRef
from bot.handlers.mechanisms import (
    COLUMNS,
    SHARE_CARD,
    SHARE_COMPARED,
    ComparisonRef,
    SlackMechanisms,
)
from bot.knowledge.models import LANGUAGES, TOPICS, Language, Mechanism, Topic
from bot.library import Library
from bot.render import Plain
from bot.render.plain import SHORT
from bot.settings import settings
from tests.slack.rig import limits
from tests.slack.rig.blocks import characters, repeated
from tests.slack.rig.validate import (
    Surface,
    problems_in_blocks,
    problems_in_message,
    problems_in_view,
)

EXAM = Path(__file__).resolve().parents[1] / "exam" / "questions.jsonl"
BESIDE = 5
"""Neighbours that stand beside an entry at most."""
DAY = dt.date(2026, 12, 1)
STEP = 25
"""Characters by which words are filled up: Slack's limits are multiples of it."""
PARTS = ("answers", "cards", "comparisons", "dates", "exam")
_WORDS = re.compile(r'(?<=": )"(?:[^"\\]|\\.){24,}"')
Judging = tuple[str, Callable[[], list[str]]]
"""What is rendered, and how it is judged."""


class Rendered:
    """Everything that can be rendered, over one desk."""

    def __init__(self) -> None:
        self._judged: dict[tuple[str, str], list[str]] = {}
        self.desk = Library(settings(), meaning=False).desk
        self.base = self.desk.base
        plain = Plain(self.base, settings().templates, self.desk.states)
        self.replies = SlackReplies(self.base, plain)
        self.plain = plain
        self.notices = Notices(self.base)
        self.mechanisms = SlackMechanisms(self.base, plain)
        self.shown_dates = SlackDates(self.base, plain, self.desk.states)

    def answers(self, language: Language) -> Iterator[Judging]:
        """Each entry with as many neighbours as there may be."""
        for mechanism in self.base.mechanisms.values():
            own = [entry.id for entry in mechanism.entries]
            for at, entry in enumerate(own):
                beside = (own[at + 1 :] + own[:at])[:BESIDE]
                yield entry, partial(self._answer, entry, beside, language)

    def cards(self, language: Language) -> Iterator[Judging]:
        """Each mechanism as a whole and on each topic."""
        topics: tuple[Topic | None, ...] = (None, *TOPICS)
        for mechanism, topic in itertools.product(self.base.mechanisms.values(), topics):
            yield f"{mechanism.id} {topic}", partial(self._card, mechanism, topic, language)

    def comparisons(self, language: Language) -> Iterator[Judging]:
        """Neighbours in the list, as many as fit, on all topics, and two of them on one."""
        names = list(self.base.mechanisms)
        for at in range(len(names)):
            some = (names + names)[at : at + COLUMNS]
            yield str(some), partial(self._compared, some, None, language)
            yield (
                str(some[:2]),
                partial(self._compared, some[:2], TOPICS[at % len(TOPICS)], language),
            )

    def dates(self, language: Language) -> Iterator[Judging]:
        """Each State's dates, and homes in which as many States as may be are followed."""
        codes = sorted(self.desk.states.states)
        for code in codes:
            yield code, partial(self._coming, code, language)
        for at in range(0, len(codes), FOLLOWED):
            some = codes[at : at + FOLLOWED]
            yield f"home with {some}", partial(self._home, some, language)

    def exam(self, language: Language) -> Iterator[Judging]:
        """Replies to questions as people ask them: choices, declines and tasks too."""
        for line in EXAM.read_text("utf-8").splitlines():
            asked = json.loads(line)["q"]
            if language == "en":
                yield asked, partial(self._asked, asked)

    def _answer(self, entry: str, beside: list[str], language: Language) -> list[str]:
        answer = self.desk.entry(entry, language, DAY, beside)
        message = self.replies.message(
            answer, private=True, notices=("shared_by", "external_notice")
        )
        paste = paste_window(self._page(language), self.plain.short(answer))
        return [
            *self.in_message(message),
            *self.in_message(self.replies.more(answer)),
            *self.in_view(self.replies.window(answer, language)),
            *self.in_view(paste),
            *(["the text to paste is too long"] * (len(pasted(paste)) > SHORT)),
            *(["the fallback text is too long"] * (len(message.text) > 2 * FALLBACK)),
        ]

    def _card(self, mechanism: Mechanism, topic: Topic | None, language: Language) -> list[str]:
        card = self.mechanisms.card(mechanism, language, topic)
        window = self.mechanisms.card_window(mechanism, language, topic)
        pick = ItemRef(language=language, mechanism=mechanism.id, topic=topic)
        private = self._shareable(card, SHARE_CARD, pick)
        found = self.in_message(self._told(card, language)) + self.in_message(private)
        return found + self.in_view(window)

    def _compared(self, names: list[str], topic: Topic | None, language: Language) -> list[str]:
        shown = self.mechanisms.compared(names, language, topic)
        ref = ComparisonRef(language=language, mechanisms=tuple(names), topic=topic)
        private = self._shareable(shown, SHARE_COMPARED, ref)
        return self.in_message(self._told(shown, language)) + self.in_message(private)

    def _coming(self, code: str, language: Language) -> list[str]:
        told = [(code, self.desk.dates(code, on=DAY))]
        ref = DatesRef(language=language, states=(code,))
        message = self.shown_dates.message(told, ref)
        private = self._shareable(message, DATES_SHARE, ref)
        return self.in_message(self._told(message, language)) + self.in_message(private)

    def _home(self, codes: list[str], language: Language) -> list[str]:
        told = [(code, self.desk.dates(code, on=DAY)) for code in codes]
        ref = DatesRef(language=language, states=tuple(codes))
        coming = [*self.shown_dates.of_states(told, language), *self.shown_dates.buttons(ref)]
        chooser = self.mechanisms.chooser(language)
        shown = view(self._page(language), "/" + "x" * 31, 30, chooser, codes, 99, coming)
        return self.in_view(shown)

    def _asked(self, question: str) -> list[str]:
        reply = self.desk.ask(question, on=DAY)
        message = self.replies.message(reply, private=True)
        return self.in_message(message) + self.in_view(self.replies.window(reply, reply.language))

    def _page(self, language: Language) -> Page:
        return Page(self.base, self.desk.states, language)

    def _shareable(self, message: Message, action: str, ref: Any) -> Message:
        return shareable(self.base, message, action, ref.value, ref.language)

    def _told(self, message: Message, language: Language) -> Message:
        """As it is shared."""
        return self.notices.noted(message, ("shared_by", "external_notice"), language)

    def in_message(self, message: Message) -> list[str]:
        """What is wrong with a message."""
        arguments = message.arguments()
        bare = {"channel": "C1", "text": arguments["text"]}
        return problems_in_message(bare) + self._in_blocks(arguments["blocks"], "message")

    def in_view(self, view: dict[str, Any]) -> list[str]:
        """What is wrong with a window or home."""
        inputs = [block for block in view["blocks"] if block["type"] == "input"][:1]
        shell = {**view, "blocks": inputs}
        found = self._once(shell, "view", problems_in_view)
        return found + self._in_blocks(view["blocks"], view["type"])

    def _in_blocks(self, blocks: list[dict[str, Any]], surface: Surface) -> list[str]:
        """What is wrong with blocks, each and all together."""
        found = repeated(blocks, "blocks")
        message = surface == "message"
        if len(blocks) > (limits.MESSAGE_BLOCKS if message else limits.VIEW_BLOCKS):
            found.append("too many blocks")
        if message and characters(blocks) > limits.MESSAGE_CHARACTERS:
            found.append("too many characters")
        for block in blocks:
            # A block is judged alike on all surfaces where it may stand.
            place: Surface = surface if block["type"] in limits.ONLY_IN else "message"
            found += self._once(block, place, lambda one, at=place: problems_in_blocks([one], at))
        return found

    def _once(
        self, part: dict[str, Any], place: str, judging: Callable[[dict[str, Any]], list[str]]
    ) -> list[str]:
        """The judgement on a part. All that Slack asks of words is how long they are and that they
        call nobody: what it takes with longer words it takes with these, and many parts are alike
        when their words are filled up."""
        roomy = _WORDS.sub(_filled_up, json.dumps(part))
        key = (roomy, place)
        if key not in self._judged:
            self._judged[key] = judging(json.loads(roomy))
        return judging(part) if self._judged[key] else []


def _filled_up(words: re.Match[str]) -> str:
    text = json.loads(words[0])
    return words[0] if "<!" in text else f'"{"x" * (-(-len(text) // STEP) * STEP)}"'


def pasted(view: dict[str, Any]) -> str:
    """The text in the window from which it is copied."""
    text: str = view["blocks"][0]["element"]["initial_value"]
    return text


@cache
def rendered() -> Rendered:
    """One for each process."""
    return Rendered()


def judged(part: str, share: int, shares: int) -> tuple[int, list[str]]:
    """How much was rendered, and what is wrong with it. Runs in a process of its own."""
    count, found = 0, []
    for language in LANGUAGES:
        todo = getattr(rendered(), part)(language)
        for what, judging in itertools.islice(todo, share, None, shares):
            count += 1
            found += [f"{language} {what}: {problem}" for problem in judging()]
    return count, found


@pytest.fixture(scope="module")
def judgements(npm: Path, places: object) -> dict[str, list[tuple[int, list[str]]]]:
    """All of it, over as many processes as there are processors."""
    shares = os.cpu_count() or 1
    context = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(shares, context) as pool:
        running = {
            part: [pool.submit(judged, part, share, shares) for share in range(shares)]
            for part in PARTS
        }
        return {part: [one.result() for one in found] for part, found in running.items()}


@pytest.mark.parametrize("part", PARTS)
def test_slack_takes_all_that_can_be_shown(judgements, base, part):
    problems = [problem for _, found in judgements[part] for problem in found]
    assert problems == []
    least = {
        "answers": len(base.entries) * len(LANGUAGES),
        "cards": len(base.mechanisms) * (len(TOPICS) + 1) * len(LANGUAGES),
        "comparisons": 2 * len(base.mechanisms) * len(LANGUAGES),
        "dates": 193 * len(LANGUAGES),
        "exam": 400,
    }
    assert sum(count for count, _ in judgements[part]) >= least[part]
