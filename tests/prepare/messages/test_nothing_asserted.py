"""Nothing stands in a message that its writer did not say: no consent, no office that may not
exist, nothing enclosed; and nothing that was typed is lost."""

from __future__ import annotations

import pytest
from click.testing import CliRunner

from bot.cli import main
from bot.prepare.messages import Messages, Missing
from bot.render import messages as render
from bot.render.prepare_words import Wordings
from tests.prepare.conftest import ON, TEMPLATES
from tests.prepare.messages.conftest import WRITER
from tests.prepare.messages.samples import SAMPLES

STATED = ("consent", "use")
"""Fields that state what other people agreed to."""
CLAIMS = ("attached", "enclosed", "enclose", "consent", "agree", "can be recognised", "recognized")


def _text(messages: Messages, wordings: Wordings, name: str, values: dict[str, str]) -> str:
    body = "cedaw" if name == "committee" else None
    made = messages.make(name, values, ON, "TCD", body)
    return render.plain(render.page(made, wordings, TEMPLATES)).split(WRITER)[0]


def _least(messages: Messages, name: str) -> dict[str, str]:
    """Only what a form insists on."""
    needed = {one.id for one in messages.fields(name) if one.required or one.kind == "confirm"}
    past = {"commitment": "none"} if name == "minister" else {}
    quoted = ("recommendation", "source") if name == "national-mechanism" else ()
    return {key: value for key, value in SAMPLES[name].items() if key in (*needed, *quoted)} | past


@pytest.mark.parametrize("name", SAMPLES)
def test_what_nobody_said_does_not_stand_there(
    messages: Messages, wordings: Wordings, name: str
) -> None:
    values = _least(messages, name)
    text = _text(messages, wordings, name, values)
    for given in values.values():
        for line in given.split("\n"):
            text = text.replace(line, "")
    if name != "special-procedure":  # its consent was chosen
        assert not [claim for claim in CLAIMS if claim in text.casefold()]


@pytest.mark.parametrize(
    ("name", "field"), [("special-procedure", "consent"), ("committee", "use")]
)
def test_what_others_agreed_to_has_no_default(messages: Messages, name: str, field: str) -> None:
    values = {key: value for key, value in SAMPLES[name].items() if key != field}
    with pytest.raises(Missing, match=field):
        messages.make(name, values, ON, "HTI", "crc" if name == "committee" else None)


def test_every_choice_that_speaks_for_others_must_be_chosen(messages: Messages) -> None:
    chosen = {
        (name, field.id) for name in SAMPLES for field in messages.fields(name)
        if field.kind == "choice" and field.required
    }  # fmt: skip
    assert chosen == {("special-procedure", "consent"), ("committee", "use")}


def test_an_embassy_is_to_be_looked_up(messages: Messages, wordings: Wordings) -> None:
    text = _text(messages, wordings, "embassy", SAMPLES["embassy"])
    assert "the Embassy of Norway that covers Chad [check which" in text
    assert "Norway in Chad" not in text
    mission = _text(messages, wordings, "embassy", SAMPLES["embassy"] | {"office": "mission"})
    assert "Permanent Mission of Norway to the United Nations in Geneva" in mission


def test_a_page_is_attached_only_where_it_was_ticked(
    messages: Messages, wordings: Wordings
) -> None:
    assert "attached" not in _text(messages, wordings, "embassy", SAMPLES["embassy"])
    ticked = _text(messages, wordings, "embassy", SAMPLES["embassy"] | {"enclosed": "page"})
    assert "A page with the facts is attached." in ticked


def test_the_own_name_is_kept_confidential_unless_it_may_be_known(
    messages: Messages, wordings: Wordings
) -> None:
    sample = SAMPLES["special-procedure"]
    kept = "keep our own name confidential"
    assert kept in _text(messages, wordings, "special-procedure", sample)
    opened = sample | {"own_name": "open"}
    assert kept not in _text(messages, wordings, "special-procedure", opened)


def test_none_leaves_a_commitment_out(messages: Messages, wordings: Wordings) -> None:
    values = SAMPLES["minister"] | {"commitment": "none", "treaty": "Kampala Convention"}
    text = _text(messages, wordings, "minister", values)
    assert "undertaken" not in text and "What binds Chad" in text
    with pytest.raises(Missing, match="recommendation"):
        quoted = SAMPLES["national-mechanism"] | {"recommendation": "none"}
        messages.make("national-mechanism", quoted, ON, "TCD")


def test_what_is_given_twice_stands_there_twice() -> None:
    sample = SAMPLES["talking-points"]
    args = ["message", "talking-points", "--state", "Chad", "--on", "2026-11-24"]
    for field, value in sample.items():
        if field != "evidence":
            args += ["--field", f"{field}={value}"]
    args += ["--evidence", "First fact 2026", "--field", "evidence=Third fact 2026"]
    done = CliRunner().invoke(main, [*args, "--evidence", "Second fact 2026"])
    assert done.exit_code == 0, done.output
    for fact in ("First", "Second", "Third"):
        assert f"- {fact} fact 2026." in done.output
    one_text = ["message", "embassy", "--state", "Chad", "--on", "2026-11-24"]
    for field, value in SAMPLES["embassy"].items():
        if field != "problem":
            one_text += ["--field", f"{field}={value}"]
    told = CliRunner().invoke(main, [*one_text, "--problem", "They fled", "--problem", "No papers"])
    assert "They fled. No papers." in told.output
