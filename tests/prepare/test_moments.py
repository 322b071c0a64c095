"""What a frame knows of the State, the body and the moment."""

from __future__ import annotations

import datetime as dt

import pytest

from bot.prepare import Prepare
from bot.render import checklist, outline
from bot.render.paragraphs import plain
from bot.render.prepare_words import Wordings
from tests.prepare.conftest import ON


def top(prepare: Prepare, wordings: Wordings, action: str, state: str) -> dict[str, str]:
    made = prepare.outline(action, ON, state, issues=["Loss of papers"])
    return dict(outline.page(made, wordings, "").top)


@pytest.mark.parametrize(
    ("action", "state", "on", "says"),
    [
        ("upr-submission", "TCD", ON, "Too early. The review is expected in January 2029"),
        ("upr-submission", "HTI", ON, "Probably too late: the deadline for submissions was"),
        ("upr-submission", "HTI", ON, "was expected in July 2026. See what remains"),
        ("upr-submission", "HTI", dt.date(2026, 4, 1), "These are the best weeks for it"),
        ("upr-submission", "HTI", dt.date(2026, 4, 1), "July 2026 (expected, not published)"),
        ("upr-submission", "HTI", dt.date(2026, 7, 12), "The last days"),
        ("upr-submission", "HTI", dt.date(2025, 12, 1), "Too early. Begin in about"),
        ("cedaw-alternative-report", "TCD", ON, "The last review was in June 2025"),
        ("upr-submission", "COD", ON, "begin about a year before, in 2028"),
    ],
)
def test_the_first_line_says_too_early_now_or_too_late(
    prepare: Prepare, wordings: Wordings, action: str, state: str, on: dt.date, says: str
) -> None:
    made = prepare.outline(action, on, state)
    label, line = outline.page(made, wordings, "").top[0]
    assert label == "Now:" and says in line
    assert says in checklist.page(prepare.checklist(action, on, state), wordings).now


def test_what_is_sent_when_it_is_needed_is_never_too_early(
    prepare: Prepare, wordings: Wordings
) -> None:
    assert "Now:" not in top(prepare, wordings, "urgent-appeal", "HTI")
    assert checklist.page(prepare.checklist("urgent-appeal", ON, "HTI"), wordings).now == ""


def test_the_last_review_and_what_follows_stand_there(prepare: Prepare, wordings: Wordings) -> None:
    upr = top(prepare, wordings, "upr-submission", "COD")
    assert "47th session" in upr["Last review:"] and "A/HRC/WG.6/47/COD/1" in upr["Last review:"]
    assert "look it up" in upr["Last review:"]  # of the outcome's report, which follows no rule
    assert "mid-term, May 2027 (expected, not published)" in upr["Next:"]
    cedaw = top(prepare, wordings, "cedaw-alternative-report", "TCD")
    assert "91st session" in cedaw["Last review:"] and "A/HRC" not in cedaw["Last review:"]
    assert "June 2027 (expected, not published)" in cedaw["Next:"]
    text = [plain(p) for s in prepare.outline("upr-submission", ON, "COD").sections for p in s.text]
    assert any(one.startswith("At its last review in 2024, the Democratic") for one in text)
    assert not any(" in Democratic Republic" in one for one in text)


def test_an_investigation_is_the_one_that_there_is(prepare: Prepare, wordings: Wordings) -> None:
    made = prepare.outline("investigative-body-submission", ON, "MMR")
    assert plain(made.to or ()) == "Independent Investigative Mechanism for Myanmar (IIMM)"
    ids = [section.id for section in made.sections]
    # it builds case files: it recommends nothing
    assert "case-files" in ids and "requests" not in ids
    reports = prepare.outline("investigative-body-submission", ON, "SSD")
    assert "requests" in [section.id for section in reports.sections]
    assert "Commission" in plain(reports.to or ())
    none = prepare.outline("investigative-body-submission", ON, "HTI")
    assert (none.to or ())[0].blank


def test_a_disappearance_has_the_fields_of_its_form(prepare: Prepare) -> None:
    made = prepare.outline("disappearance-case", ON, "HTI")
    text = " ".join(plain(p) for s in made.sections for p in s.text)
    assert "description of the group" not in text and "We ask" not in text
    assert "What we ask" not in [plain(section.title) for section in made.sections]


def test_an_example_is_on_the_theme_of_the_issue(prepare: Prepare) -> None:
    issues = ["Sexual violence in displacement sites", "Forced evictions", "Something else"]
    made = prepare.outline("upr-submission", ON, "HTI", issues=issues)
    blocks = next(section for section in made.sections if section.id == "issues").parts
    shown = [[plain(e) for e in block.parts[0].examples] for block in blocks]
    assert "survivors of sexual violence" in shown[0][0]
    assert "rented rooms" in shown[1][0] and "rented rooms" in shown[2][0]
