"""Drafts are checked and pictures are drawn apart from the bot: in a caged process (`bot.cage`), a
copy of it for each. Whatever a file or a picture does to it, the bot goes on."""

from __future__ import annotations

import datetime as dt
import threading
import zipfile
from collections.abc import Callable, Sequence
from io import BytesIO
from pathlib import Path
from typing import Any, Protocol

from bot.cage import Bounds, Cage, Gone, Kept, Said, can_cage
from bot.knowledge import load
from bot.knowledge.models import LANGUAGES, TRANSLATED, Base, Language
from bot.library import Library
from bot.prepare import NotPossible, load_actions
from bot.prepare.drafts import DraftCheck, RefusedFile, Report, ready
from bot.render.pictures import Drawing, Draws, NoPictures, warm
from bot.reviews import StateCalendar
from bot.reviews.cycles import Cycle, Cycles
from bot.states import Profiles, StateNames, state_names
from bot.states.recommendations import Counts

WALL = 90.0
"""Seconds that a check may take by the clock on the wall."""
DRAWING = 30.0
"""Seconds that a picture may; the largest takes one."""
BOUNDS = Bounds(memory=400_000_000, seconds=WALL, processor=20, nice=10)
"""The slowest sound draft took seven seconds of a core. Answers to questions go before."""
_TOO_MUCH = (
    "The file takes too long to read, or too much memory: copy its text into a new document and"
    " send that."
)


class Checks(Protocol):
    """What checks a draft (`DraftCheck`)."""

    def check(
        self,
        content: bytes,
        name: str,
        action: str,
        mechanism: str | None = None,
        joint: bool = False,
        state: str | None = None,
    ) -> Report:
        """What is found in a draft."""


class Apart:
    """Checks drafts as `DraftCheck` does, and draws as `Drawing`, one of each at a time, in a
    process of its own.

    The process starts with the first of them, and ends when none came for a while. Where the system
    can't copy processes (Windows), all is done here.
    """

    def __init__(self, check: Checks, draw: Draws, knowledge: Path, cache: Path) -> None:
        """`check` and `draw` do it here."""
        self._check, self._draw = check, draw
        given = (str(knowledge.absolute()), str(cache.absolute()))
        self._cage = Cage("bot.apart:kept", given) if can_cage() else None
        self._checking, self._drawing = threading.Lock(), threading.Lock()

    @classmethod
    def of(cls, library: Library) -> Apart:
        """Over one knowledge folder. Raises KnowledgeError."""
        draw = Drawing(library.base, library.states)
        return cls(library.drafts, draw, library.where.knowledge, library.where.cache)

    def check(
        self,
        content: bytes,
        name: str,
        action: str,
        mechanism: str | None = None,
        joint: bool = False,
        state: str | None = None,
    ) -> Report:
        """What is found in a draft. Raises what `DraftCheck.check` raises; RefusedFile too where it
        takes too much time or memory; RuntimeError where the process can't work."""
        if self._cage is None:
            return self._check.check(content, name, action, mechanism, joint, state)
        job = {
            "name": name, "action": action, "mechanism": mechanism, "joint": joint, "state": state,
        }  # fmt: skip
        with self._checking:
            said, _ = self._done({"do": "check", **job}, content, WALL)
        if "report" in said:
            return Report.model_validate(said["report"])
        if "refused" in said:
            raise RefusedFile(str(said["refused"]))
        if "not_possible" in said:
            raise NotPossible(str(said["not_possible"]))
        if "exhausted" in said:
            raise RefusedFile(_TOO_MUCH)
        raise RuntimeError(f"the draft check failed: {said.get('failed')}")

    def cycle(self, found: Cycle, language: Language) -> bytes:
        """How the work of a mechanism goes round. This and the next two raise NoPictures, and
        RuntimeError where the process can't work or the picture takes too much."""
        if self._cage is None:
            return self._draw.cycle(found, language)
        return self._drawn({"do": "cycle", "language": language}, found)

    def timeline(
        self, calendar: StateCalendar, language: Language, checked_on: dt.date | None
    ) -> bytes:
        """A State before every mechanism."""
        if self._cage is None:
            return self._draw.timeline(calendar, language, checked_on)
        checked = checked_on and checked_on.isoformat()
        return self._drawn({"do": "timeline", "language": language, "checked": checked}, calendar)

    def counts(self, counts: Counts, title: str, warning: str, says: Sequence[str]) -> bytes:
        """Counts of recommendations."""
        if self._cage is None:
            return self._draw.counts(counts, title, warning, says)
        texts = {"title": title, "warning": warning, "says": list(says)}
        return self._drawn({"do": "counts", **texts}, counts)

    def _drawn(self, job: dict[str, Any], what: Cycle | StateCalendar | Counts) -> bytes:
        with self._drawing:
            said, drawn = self._done(job, what.model_dump_json().encode(), DRAWING)
        if "not_here" in said:
            raise NoPictures(str(said["not_here"]))
        if not drawn:
            raise RuntimeError(f"the picture failed: {said.get('failed', 'it took too much')}")
        return drawn

    def _done(self, job: dict[str, Any], content: bytes, seconds: float) -> Said:
        """What a copy of the process says; it ends with that."""
        assert self._cage is not None  # noqa: S101
        try:
            line = self._cage.line()
        except Gone as error:
            raise RuntimeError("the process for drafts and pictures did not start") from error
        try:
            return line.ask(job, content, seconds)
        except Gone:
            return {"exhausted": True}, b""
        finally:
            line.close()


def kept(knowledge: str, cache: str) -> Kept:
    """Inside: all that checks and draws, ready."""
    folder = Path(knowledge)
    base = load(folder, Path(cache))
    base.translations.ready(TRANSLATED)  # the copies can open no file
    actions = load_actions(folder, base)
    states = state_names(folder)
    checker = DraftCheck.open(folder, base, actions, Profiles.open(folder, base, states))
    inside = _Inside(checker, base, states)
    inside.warm(next(name for name, action in actions.items() if action.outline), folder)
    return Kept(inside.work, BOUNDS)


class _Inside:
    def __init__(self, checker: DraftCheck, base: Base, states: StateNames) -> None:
        self._checker = checker
        self._drawing = Drawing(base, states)
        self._missing: NoPictures | None = None
        self._works: dict[str, Callable[[dict[str, Any], bytes], Said]] = {
            "check": self._checked,
            "cycle": self._cycle,
            "timeline": self._timeline,
            "counts": self._counts,
        }

    def work(self, job: dict[str, Any], content: bytes) -> Said:
        """Work on one job."""
        do = job.pop("do")
        try:
            if self._missing and do != "check":
                raise self._missing
            return self._works[do](job, content)
        except RefusedFile as error:
            return {"refused": str(error)}, b""
        except NotPossible as error:
            return {"not_possible": str(error)}, b""
        except NoPictures as error:
            return {"not_here": str(error)}, b""

    def warm(self, action: str, folder: Path) -> None:
        """Do one of each kind, so that all code is here before files can't be opened any more."""
        ready()
        packed = BytesIO()
        with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as file:
            file.writestr("mimetype", "é")
        texts = {"a.md": b"# A\n\nText of 3 May.", "a.txt": "Text.".encode("utf-16")}
        drafts = {**texts, "a.docx": packed.getvalue(), "a.odt": packed.getvalue()}
        for name, content in drafts.items():
            self.work({"do": "check", "name": name, "action": action}, content)
        try:
            warm()
        except NoPictures as error:  # a copy could not look for what is not there
            self._missing = error
            return
        for language in LANGUAGES:
            for found in Cycles.read(folder).every[:1]:
                self._drawing.cycle(found, language)

    def _checked(self, job: dict[str, Any], content: bytes) -> Said:
        return {"report": self._checker.check(content, **job).model_dump(mode="json")}, b""

    def _cycle(self, job: dict[str, Any], content: bytes) -> Said:
        return {}, self._drawing.cycle(Cycle.model_validate_json(content), job["language"])

    def _timeline(self, job: dict[str, Any], content: bytes) -> Said:
        calendar = StateCalendar.model_validate_json(content)
        checked = dt.date.fromisoformat(job["checked"]) if job["checked"] else None
        return {}, self._drawing.timeline(calendar, job["language"], checked)

    def _counts(self, job: dict[str, Any], content: bytes) -> Said:
        counts = Counts.model_validate_json(content)
        return {}, self._drawing.counts(counts, job["title"], job["warning"], job["says"])
