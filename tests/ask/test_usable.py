"""What can be used in a State is answered from its profile."""

from __future__ import annotations

import datetime as dt

import pytest

from bot.ask import Answer, Desk

ON = dt.date(2026, 11, 29)


@pytest.mark.parametrize(
    ("text", "state", "named"),
    [
        ("what can we do in Sudan now", "SDN", "CRPD"),
        ("que peut-on faire au Tchad", "TCD", "plaintes (CCPR"),
        ("qué podemos usar en Honduras", "HND", "acción urgente del CED"),
        ("ماذا يمكننا أن نستخدم في اليمن الآن؟", "YEM", "الاختفاء القسري"),
    ],
)
def test_the_profile_answers_first(words_desk: Desk, text: str, state: str, named: str) -> None:
    reply = words_desk.ask(text, on=ON)
    assert isinstance(reply, Answer)
    assert reply.here_first
    # what has no room in Arabic, which writes names out, stands behind "More"
    keys = [note.key for note in (*reply.here, *reply.more.here)]
    assert keys[:2] == ["here_usable_case", "here_usable_pattern"]
    assert {note.values["state"] for note in reply.here} == {state}
    assert named in reply.here[0].values["ways"]


@pytest.mark.parametrize(
    "text", ["what can we do in the UPR of Chad", "when is Chad reviewed, what can we do in it"]
)
def test_a_mechanism_or_a_date_is_answered_as_such(words_desk: Desk, text: str) -> None:
    reply = words_desk.ask(text, on=ON)
    keys = [note.key for note in reply.here] if isinstance(reply, Answer) else []
    assert not [key for key in keys if key.startswith("here_usable")]
