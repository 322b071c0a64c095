"""What is fuzzed: each target takes damaged input as a person, a file or Slack could hand it in,
and raises where the desk does not keep what it promises.
"""

from __future__ import annotations

import csv
import datetime as dt
import io
import json
import logging
import tempfile
import time
import zipfile
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

from hypothesis import strategies as st

from benchmarks.changing import CANARY, WORDS, changed_bytes, changed_table, changed_values
from benchmarks.grading import QUESTIONS
from bot.ask import Context
from bot.knowledge import KnowledgeError, load
from bot.library import Library
from bot.prepare import load_actions
from bot.prepare.drafts import DraftCheck, RefusedFile
from bot.render import Plain
from bot.reviews import Calendar
from bot.reviews.importing import applied, plan, read_table
from bot.settings import settings
from bot.states import Profiles, StateNames
from bot.states import importing as ratifications
from bot.states.files import TableNames
from bot.states.recommendations import Unreadable
from bot.web import SlackDoor
from bot.work import Work
from tests.prepare.drafts.corpus import corpus
from tests.prepare.drafts.writing import repacked
from tests.slack.pictures import scenes
from tests.slack.rig.http import Http, serve
from tests.slack.rig.payloads import Payload
from tests.states.uhri import EXCEL, committee, imported, record, write_excel, write_json

SECOND = 1.0
REFUSED = {"SlackApiError", "SlackObjectFormationError", "RemoteDisconnected"}
"""What comes of an id that Slack does not know or a text that its emulator can't read."""
Target = tuple[st.SearchStrategy[Any], Callable[[Any], None]]
"""What is put in, and what is done with it."""


class Broken(Exception):
    """A promise that was not kept; the text begins with what tells it from others."""


def questions() -> Target:
    """Whatever is asked gets a reply within a second that is short enough to be read."""
    desk = Library(settings()).desk
    plain = Plain(desk.base, settings().templates, desk.states)
    asked = [json.loads(line)["q"] for line in QUESTIONS.read_text("utf-8").splitlines()]
    names = [*desk.states.states, *(one.name for one in desk.states.states.values())]
    names += [name for m in desk.base.mechanisms.values() for name in (*m.acronyms, *m.names.en)]
    pieces = st.sampled_from([*WORDS, *names, *asked]) | st.text(max_size=30)
    texts = st.one_of(
        st.lists(pieces, max_size=8).map(" ".join),
        changed_bytes([one.encode() for one in asked]).map(
            lambda raw: raw.decode("utf-8", "replace")
        ),
    )
    contexts = st.none() | st.builds(
        Context,
        mechanisms=st.lists(st.sampled_from(list(desk.base.mechanisms)), max_size=2).map(tuple),
        topic=st.sampled_from(["submit", "can", "follow-up"]),
        state=st.sampled_from([None, *desk.states.states]),
        entries=st.lists(st.sampled_from(list(desk.base.entries)), max_size=3).map(tuple),
    )

    def ask(given: tuple[str, Context | None]) -> None:
        began = time.thread_time()
        reply = desk.ask(*given)
        shown, short = plain.text(reply), plain.short(reply)
        if time.thread_time() - began > SECOND:
            raise Broken("a reply took more than a second")
        if not 0 < len(shown) <= 2_000 or len(short) > 900:
            raise Broken(f"a reply of {len(shown)} characters, its short form of {len(short)}")

    return st.tuples(texts, contexts), ask


def drafts() -> Target:
    """A file is checked or refused with one sentence that holds nothing of it."""
    base = load(settings().knowledge, settings().cache)
    profiles = Profiles.open(settings().knowledge, base)
    actions = load_actions(settings().knowledge, base)
    check = DraftCheck.open(settings().knowledge, base, actions, profiles)
    every = corpus()
    kinds = [(one.name.rsplit(".", 1)[1], one.content) for one in every]
    packed = [(kind, content) for kind, content in kinds if kind in ("docx", "odt")]

    @st.composite
    def damaged(draw: st.DrawFn) -> tuple[str, bytes]:
        if draw(st.booleans()):
            kind, content = draw(st.sampled_from(kinds))
            return kind, draw(changed_bytes([content]))
        kind, content = draw(st.sampled_from(packed))
        parts = _parts(content)
        part = draw(st.sampled_from(sorted(parts)))
        return kind, repacked(content, {part: draw(changed_bytes([parts[part]]))})

    def read(given: tuple[str, bytes]) -> None:
        kind, content = given
        began = time.thread_time()
        try:
            check.check(content, f"draft.{kind}", "upr-submission", state="TCD").model_dump_json()
        except RefusedFile as refused:
            if not str(refused).endswith(".") or len(str(refused)) > 200:
                raise Broken(f"an unclear refusal: {refused}") from refused
        if time.thread_time() - began > 3 * SECOND:
            raise Broken("a draft took more than three seconds")

    return damaged(), read


def calendars() -> Target:
    """A curator's table changes the calendar whole or is refused, with a sentence a row."""
    where = settings().knowledge
    names, calendar = StateNames.read(where / "states"), Calendar.open(where)
    known = replace(calendar.names, code=lambda text: _code(names, text))
    lines = list(csv.reader((where / "calendar" / "upr.csv").open(encoding="utf-8")))
    lines += list(csv.reader((where / "calendar" / "treaty-bodies.csv").open(encoding="utf-8")))[1:]

    def take(table: list[list[str]] | bytes) -> None:
        with _file("table.csv", table) as file:
            try:
                made = plan(calendar.rows, read_table(file), file.name, known, "source", DAY, False)
            except KnowledgeError as error:
                _clear(error)
                return
            applied(calendar.rows, made)

    whole = _csv(lines[:8])
    return changed_table(lines[0], lines[1:]) | changed_bytes([whole]), take


def states() -> Target:
    """A newer table of ratifications is taken whole or refused, with a sentence a line."""
    where = settings().knowledge
    base = load(where, settings().cache)
    profiles = Profiles.open(where, base)
    known = TableNames(
        {code: one.name for code, one in profiles.names.states.items()},
        base.mechanisms, base.entries, {*base.sources, *profiles.tables.sources},
    )  # fmt: skip
    find = ratifications.Find(
        lambda text: _code(profiles.names, text),
        lambda text: text if text in profiles.instruments else None,
    )
    lines = list(csv.reader((where / "states" / "ratifications.csv").open(encoding="utf-8")))

    def take(table: list[list[str]] | bytes) -> None:
        with _file("table.csv", table) as file:
            try:
                ratifications.plan(where, profiles.tables, known, file, find, "ohchr-2023", DAY)
            except KnowledgeError as error:
                _clear(error)

    return changed_table(lines[0], lines[1:400]) | changed_bytes([_csv(lines[:8])]), take


def recommendations() -> Target:
    """An export is imported whole, or refused with a sentence and nothing is kept."""
    seeds = [
        [record(1, "133.45 Give birth certificates to all (Norway);"), record(2, "133.46 Stop")],
        [committee(3, "Birth registration\n18.The Committee urges it to register births.")],
    ]
    with tempfile.TemporaryDirectory() as folder:
        excel = write_excel(Path(folder, "a.xlsx"), seeds[0], EXCEL).read_bytes()
        text = write_json(Path(folder, "a.json"), seeds[0]).read_bytes()
    info = _csv([
        ["Recommendation", "SuR", "Recommending State", "Response", "Session", "Issue", "Action"],
        ["End forced evictions", "Mali", "Norway", "Supported", "43", "Housing", "5"],
    ])  # fmt: skip
    parts = _parts(excel)

    @st.composite
    def damaged(draw: st.DrawFn) -> tuple[str, bytes]:
        match draw(st.sampled_from(["shape", "json", "csv", "excel", "sheet"])):
            case "shape":
                return "json", json.dumps(draw(changed_values(seeds))).encode()
            case "json":
                return "json", draw(changed_bytes([text]))
            case "csv":
                return "csv", draw(changed_bytes([info]))
            case "excel":
                return "xlsx", draw(changed_bytes([excel]))
            case _:
                part = draw(st.sampled_from(sorted(parts)))
                return "xlsx", repacked(excel, {part: draw(changed_bytes([parts[part]]))})

    def take(given: tuple[str, bytes]) -> None:
        kind, content = given
        with _file(f"export.{kind}", content) as file:
            into = file.with_name("recommendations.sqlite")
            try:
                imported(file, into)
            except Unreadable as error:
                if "\n" in str(error) or len(str(error)) > 300:
                    raise Broken(f"an unclear refusal: {error}") from error
                if left := [
                    one.name
                    for one in file.parent.iterdir()
                    if one.suffix != ".lock" and one != file
                ]:
                    raise Broken(f"a refused import leaves {left}") from error

    return damaged(), take


@contextmanager
def payloads() -> Iterator[Target]:
    """What comes in Slack's name is answered, whatever its shape; a text of another form than
    expected fails no listener; the log holds nothing of it."""
    said = _Said()
    logging.getLogger().addHandler(said)
    with ExitStack() as stack:
        found = stack.enter_context(scenes())
        sent = _recorded(found)
        work = Work(found.built)
        stack.callback(work.finish)
        url = stack.enter_context(serve(SlackDoor(found.built, work)))
        door = Http(found.slack, url)

        def deliver(given: tuple[bool, tuple[str, str, Any]]) -> None:
            texts, (kind, wire, body) = given
            said.lines.clear()
            _renewed(body)
            try:
                raw, how = Payload(kind, body, wire).encoded()  # type: ignore[arg-type]
            except (ValueError, TypeError, AttributeError):
                return
            headers = {"content-type": how, **door.signature(raw, door.slack.signing_secret)}
            answer = door.post(raw, headers)
            if answer.status not in (200, 400, 401, 404, 503):
                raise Broken(f"status {answer.status} for {kind}")
            said.check(kind, texts)
            door.slack.record.clear()

        def damaged(texts: bool) -> st.SearchStrategy[Any]:
            def of(one: tuple[str, str, Any]) -> st.SearchStrategy[Any]:
                kind, wire, body = one
                return st.tuples(st.just(kind), st.just(wire), changed_values([body], texts=texts))

            return st.tuples(st.just(texts), st.sampled_from(sent).flatmap(of))

        yield damaged(True) | damaged(False), deliver


DAY = dt.date(2026, 11, 27)
TARGETS: dict[str, Callable[[], Any]] = {
    one.__name__: one for one in (questions, drafts, calendars, states, recommendations, payloads)
}


class _Said(logging.Handler):
    """What the bot logs."""

    def __init__(self) -> None:
        super().__init__(logging.INFO)
        self.lines: list[logging.LogRecord] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.lines.append(record)

    def check(self, kind: str, texts: bool) -> None:
        """Raise Broken for what must not be logged."""
        for one in self.lines:
            told = {
                key: value
                for key, value in vars(one).items()
                if key not in ("exc_info", "exc_text")
            }
            if CANARY in f"{one.getMessage()} {told}":
                raise Broken(f"{one.name} logs what somebody wrote, for {kind}")
            failed = one.getMessage() == "a delivery failed" or (
                one.getMessage() == "a listener failed" and texts
            )
            error = getattr(one, "kind", "")
            if failed and error not in REFUSED:
                raise Broken(f"{error} at {getattr(one, 'places', '')}")


def _recorded(found: Any) -> list[tuple[str, str, Any]]:
    """What Slack sent while every scene of the pictures was played: kind, wire and body."""
    sent: list[tuple[str, str, Any]] = []
    send = Http.send

    def keep(door: Http, payload: Payload, **how: Any) -> Any:
        sent.append((payload.kind, payload.wire, payload.body))
        return send(door, payload, **how)

    Http.send = keep  # type: ignore[method-assign, assignment]
    try:
        for scene in found.all().values():
            scene()
    finally:
        Http.send = send  # type: ignore[method-assign]
    return sent


_numbers = iter(range(10**9))


def _renewed(body: Any) -> None:
    """Give a delivery an id of its own, so that it is not taken for one that came before."""
    if not isinstance(body, dict):
        return
    for key in ("event_id", "trigger_id"):
        if isinstance(body.get(key), str):
            body[key] = f"{body[key][:12]}{next(_numbers):09d}"
    if isinstance(body.get("actions"), list):
        for action in body["actions"]:
            if isinstance(action, dict):
                action["action_ts"] = f"1700000000.{next(_numbers):06d}"


def _clear(error: KnowledgeError) -> None:
    for problem in error.problems:
        if not problem.message or "\n" in problem.message or len(problem.message) > 400:
            raise Broken(f"an unclear problem: {problem.message[:200]!r}")


def _code(names: StateNames, text: str) -> str | None:
    return text.strip().upper() if text.strip().upper() in names.states else None


def _csv(lines: list[list[str]]) -> bytes:
    out = io.StringIO()
    csv.writer(out).writerows(lines)
    return out.getvalue().encode("utf-8", "surrogatepass")


@contextmanager
def _file(name: str, content: list[list[str]] | bytes) -> Iterator[Path]:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, name)
        path.write_bytes(content if isinstance(content, bytes) else _csv(content))
        yield path


def _parts(content: bytes) -> dict[str, bytes]:
    """The parts of a packed file by name."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}
