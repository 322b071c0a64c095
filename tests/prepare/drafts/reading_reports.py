"""Looks things up in a report."""

from __future__ import annotations

from bot.prepare.drafts import CheckedItem, Report


def item(report: Report, check: str) -> CheckedItem:
    return next(one for one in (*report.items, *report.private) if one.check == check)


def kinds(report: Report) -> set[str]:
    return {one.kind for each in (*report.items, *report.private) for one in each.findings}
