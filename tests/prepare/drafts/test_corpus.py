"""Forty drafts: every fault that was put in is found, and nothing else is."""

from __future__ import annotations

import json
from pathlib import Path

from bot.prepare.drafts import Report
from tests.prepare.drafts.corpus import Sample

COUNTS = json.loads(Path(__file__).with_name("counts.json").read_text(encoding="utf-8"))


def faults(report: Report) -> set[str]:
    """What was found: kinds of findings, and results that stand without findings."""
    found: set[str] = set()
    for item in (*report.items, *report.private):
        found |= {finding.kind for finding in item.findings}
        if item.verdict != "pass" and not item.findings:
            found.add(item.result)
    return found


def test_there_are_forty_in_every_language_and_type(samples: list[Sample]) -> None:
    assert len(samples) == len({one.name for one in samples}) == 40
    sound = {one.name for one in samples if not one.faults}
    assert sound == {
        f"sound-{language}.{kind}"
        for language in ("en", "fr", "es", "ar")
        for kind in ("docx", "odt", "md", "txt")
    }


def test_every_planted_fault_is_found_and_no_other(
    samples: list[Sample], reports: dict[str, Report]
) -> None:
    found = {one.name: faults(reports[one.name]) for one in samples}
    assert found == {one.name: set(one.faults) for one in samples}


def test_the_sound_ones_pass_in_their_language(
    samples: list[Sample], reports: dict[str, Report]
) -> None:
    for one in samples:
        if not one.faults:
            report = reports[one.name]
            assert (report.verdict, report.language) == ("pass", one.name[6:8]), one.name


def test_words_are_counted_as_libreoffice_counts_them(
    samples: list[Sample], reports: dict[str, Report]
) -> None:
    assert set(COUNTS) == {one.name for one in samples}, "make counts.json again (see its script)"
    for name, counted in COUNTS.items():
        assert abs(reports[name].words.total - counted) <= counted / 100, name


def test_every_rule_has_its_entry_and_its_sources_are_named(reports: dict[str, Report]) -> None:
    for report in reports.values():
        for item in (*report.items, *report.private):
            for rule in (item.rule, *(finding.rule for finding in item.findings)):
                if rule is not None:
                    assert rule.entry and rule.title
                    assert all(source in report.sources for source in rule.sources)


def test_what_identifies_people_is_masked_and_stands_in_the_private_list(
    reports: dict[str, Report],
) -> None:
    report = reports["named-en.docx"]
    shown = json.dumps(report.model_dump(mode="json"), ensure_ascii=False)
    for text in ("Placeholder", "Fatima", "66 12", "someone@", "example.org"):
        assert text not in shown
    kinds = {finding.kind for item in report.items for finding in item.findings}
    assert not kinds & {"name-incident", "phone", "email"}
    person = next(item for item in report.private if item.check == "people").findings[0]
    assert person.place and person.place.number == "7"
    assert person.place.heading == "Loss of documents"
