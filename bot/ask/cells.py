"""What a profile says of a State → a statement in the person's language."""

from __future__ import annotations

import datetime as dt

from bot.ask.models import Note
from bot.knowledge.models import Language
from bot.knowledge.typography import labelled
from bot.states import Cell, Profiles

_KEYS = {
    ("", "party"): "here_party",
    ("", "signed"): "here_signed",
    ("", "not_party"): "here_outside",
    ("complaint", "comes_with"): "here_complaint_with",
    ("complaint", "declared"): "here_complaint_declared",
    ("complaint", "not_declared"): "here_complaint_closed",
    ("inquiry", "comes_with"): "here_inquiry_with",
    ("inquiry", "declared"): "here_inquiry_declared",
    ("inquiry", "not_declared"): "here_inquiry_closed",
    ("inquiry", "refused"): "here_inquiry_refused",
}
_OLD = {
    "here_signed": "here_signed_old",
    "here_outside": "here_outside_old",
    "here_complaint_closed": "here_complaint_old",
    "here_inquiry_closed": "here_inquiry_old",
    "here_inquiry_refused": "here_inquiry_refused_old",
}
"""The same where the list is too old to say so: it is to be looked up. What is not here, or has a
remark, is said as the profile says it."""
_BY_LIST = ("here_signed", "here_outside", "here_complaint_closed", "here_inquiry_closed",
            "here_inquiry_refused")  # fmt: skip


def noted(
    profiles: Profiles, state: str, cell: Cell, language: Language, on: dt.date, asked: str = ""
) -> Note:
    """The statement on one cell; `asked`: `complaint`, `inquiry`, or empty for a treaty."""
    if cell.subject in profiles.tables.bodies and cell.as_of and not (cell.doubt or cell.note):
        return _of_body(profiles, state, cell)
    outside = cell.reason in ("party", "signed", "not_party")
    key = _KEYS.get(("" if outside else asked, cell.reason))
    if key is None or cell.doubt or cell.note or cell.instrument is None:
        return _as_profile(profiles, state, cell)
    joined = profiles.ratified(state, cell.instrument, on).since
    date = cell.as_of if key in _BY_LIST else cell.since
    if date and cell.stale and key in _OLD:
        named = {"state": state, "treaty": profiles.instruments[cell.instrument].short}
        return Note(key=_OLD[key], values=named | {"date": str(date), "page": cell.page})
    if date is None or (key in ("here_complaint_closed", "here_inquiry_closed") and not joined):
        return _as_profile(profiles, state, cell)
    treaty = profiles.instruments[cell.instrument]
    the = "the " if language == "en" and " " in treaty.short else ""
    values = {"state": state, "treaty": the + treaty.short, "date": str(date)}
    return Note(key=key, values=values | ({"joined": str(joined)} if joined else {}))


def _of_body(profiles: Profiles, state: str, cell: Cell) -> Note:
    """Whether a regional body takes complaints against the State."""
    if cell.reason == "no_procedure" or cell.status not in ("yes", "no"):
        return _as_profile(profiles, state, cell)
    closed = "here_body_old" if cell.stale else "here_body_closed"
    key = "here_body_open" if cell.status == "yes" else closed
    name = profiles.tables.bodies[cell.subject].name
    values = {"state": state, "body": name, "date": str(cell.as_of)}
    return Note(key=key, values=values | ({"page": cell.page} if cell.stale else {}))


def _as_profile(profiles: Profiles, state: str, cell: Cell) -> Note:
    check = f" {cell.page}" if cell.doubtful and cell.page and not cell.stale else ""
    bodies = profiles.tables.bodies
    named = bodies[cell.subject].name if cell.subject in bodies else ""
    body = f"{labelled(named, profiles.language)} " if named else ""
    return Note(key="here_bound", values={"state": state, "text": body + cell.says + check})
