"""A text that is asked for comes with its first section at once."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from bot.ask import Desk, TaskReply
from bot.library import Library
from bot.prepare import ActionFinder, FirstSections, TranslatedActions, load_actions
from bot.render import Plain
from bot.settings import Settings


@pytest.fixture
def writing_desk(places: Settings) -> Iterator[Desk]:
    desk = Library(places, meaning=False).desk
    actions = load_actions(places.knowledge, desk.base)
    translated = TranslatedActions(places.knowledge, desk.base, actions)
    desk.action_of = ActionFinder(actions, desk.base).action_of
    desk.section_of = FirstSections(translated.of, desk.base, desk.states).of
    yield desk


def test_the_first_section_stands_in_the_reply(writing_desk: Desk, places: Settings) -> None:
    reply = writing_desk.ask("draft me an urgent appeal about a detained teacher in Chad")
    assert isinstance(reply, TaskReply)
    assert reply.begins
    assert reply.begins.title == "URGENT"
    assert "Chad" in reply.begins.paragraphs[0]
    assert reply.help
    assert reply.help.entries[0] == reply.begins.rule
    text = Plain(writing_desk.base, places.templates, writing_desk.states).text(reply)
    assert reply.begins.paragraphs[0] in text


def test_what_is_not_known_stays_a_blank(writing_desk: Desk) -> None:
    reply = writing_desk.ask("Hazme el esquema de un aporte al EPU sobre niñez reclutada")
    assert isinstance(reply, TaskReply)
    assert reply.begins
    assert "[Estado]" in reply.begins.paragraphs[0]
    assert not [one for one in reply.begins.paragraphs if "{" in one]
    assert "state" in reply.missing
