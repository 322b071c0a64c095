"""A State's profile: as ten short lines for a phone, whole for a terminal, and for a script."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import Any

from rich.console import Group
from rich.table import Table
from rich.text import Text

from bot.render.prepare_words import SourceNumbers, note_marks
from bot.render.state_words import StateWords
from bot.render.upcoming import record as coming_record
from bot.reviews import CalendarEvent, MechanismCalendar, StateCalendar
from bot.states import Profile, ProfileItem, ProfileLine, Profiles, Way, Ways

_PURPOSES = ("case", "situation", "detention")
_VERDICTS = ("can", "cannot", "check")
SOURCES, COUNTRY = "sources", "country"
"""The keys of the section with the sources, and of that on who is in the country."""


@dataclass(frozen=True)
class ProfileText:
    """A statement, its label and the numbers of its sources in the list at the end."""

    label: str
    text: str
    notes: tuple[int, ...] = ()
    doubtful: bool = False


@dataclass(frozen=True)
class ProfileSection:
    """A heading and its lines."""

    key: str
    title: str
    lines: tuple[ProfileText, ...]


def sections(
    profile: Profile,
    calendar: StateCalendar,
    words: StateWords,
    profiles: Profiles,
    country_first: bool = True,
) -> list[ProfileSection]:
    """The profile in order, the list of sources last; a section without lines is left out. What is
    in the country stands first, where it is wanted.

    `words` and `profiles` are of one language.
    """
    notes = SourceNumbers()
    opening = profiles.lines(profile.iso3, calendar, profile.on) if country_first else ()
    country = tuple(
        ProfileText(label, text, notes.of(item.sources), item.weight != "sure")
        for label, item, text in _in_country(opening, words)
    )
    parts = {
        COUNTRY: country,
        "treaties": tuple(_treaties(profile, words, notes)),
        "reviews": tuple(_reviews(calendar, words)),
        "mandates": tuple(_mandates(profile, words, notes)),
        "regional": tuple(_regional(profile, words, notes, profiles)),
    }
    every = [
        ProfileSection(key, words.say(f"state_title_{key}"), lines) for key, lines in parts.items()
    ]
    for purpose in _PURPOSES:
        ways: Ways = getattr(profile, purpose)
        for verdict in _VERDICTS:
            title = words.say(
                "state_title_ways",
                purpose=words.say(f"state_purpose_{purpose}"),
                verdict=words.say(f"state_verdict_{verdict}"),
            )
            lines = tuple(_way(way, notes) for way in getattr(ways, verdict))
            every.append(ProfileSection(f"{purpose}_{verdict}", title, lines))
    sources = tuple(_sources(notes, words, profiles))
    every.append(ProfileSection(SOURCES, words.say("state_title_sources"), sources))
    return [section for section in every if section.lines]


def _treaties(profile: Profile, words: StateWords, notes: SourceNumbers) -> Iterator[ProfileText]:
    for treaty in profile.treaties:
        party = treaty.party
        answers = {
            "state_complaints_are": treaty.complaint,
            "state_inquiry_is": treaty.inquiry,
        }
        if treaty.committee == profile.visits.subject:
            answers["state_visits_are"] = profile.visits
        parts = [
            words.say(key, answer=words.answer(status, party))
            for key, status in answers.items()
            if status
        ]
        statuses = [status for status in (party, treaty.complaint, treaty.inquiry) if status]
        sources = dict.fromkeys(source for status in statuses for source in status.sources)
        doubtful = any(status.doubtful for status in statuses)
        text = words.parted((words.standing_of(party), *parts))
        yield ProfileText(treaty.short, text, notes.of(sources), doubtful)


def _reviews(calendar: StateCalendar, words: StateWords) -> Iterator[ProfileText]:
    for mechanism in calendar.mechanisms:
        advice = [words.names.source(entry) for entry in mechanism.advice]
        now = words.say("state_now", titles=" | ".join(advice)) if advice else ""
        yield ProfileText(words.names.mechanism(mechanism.mechanism), words.review(mechanism) + now)
    if not calendar.mechanisms:
        yield ProfileText("", words.say("state_no_review"))
    calls = [words.call(call) for call in calendar.calls] or [words.no_calls()]
    yield from (ProfileText(words.say("state_calls"), text) for text in calls)


def _mandates(profile: Profile, words: StateWords, notes: SourceNumbers) -> Iterator[ProfileText]:
    for mandate in profile.mandates:
        renewed = words.of(mandate.renewed)
        resolution = mandate.resolution
        part = words.say("state_resolution_part", resolution=resolution, renewed=renewed)
        known = part if resolution else ""
        over = mandate.runs == "running" and not mandate.in_term(profile.on)
        runs = words.say("state_runs_over" if over else f"state_runs_{mandate.runs}")
        text = words.parted((runs, known, mandate.note))
        doubtful = over or mandate.runs == "not_known"
        yield ProfileText(mandate.title, text, notes.of(mandate.source.split("|")), doubtful)


def _regional(
    profile: Profile, words: StateWords, notes: SourceNumbers, profiles: Profiles
) -> Iterator[ProfileText]:
    for status in profile.regional:
        name = profiles.body(status.subject).name
        yield ProfileText(name, status.says, notes.of(status.sources), status.doubtful)
    if not profile.regional:
        yield ProfileText("", words.say("state_no_regional"))


def _way(way: Way, notes: SourceNumbers) -> ProfileText:
    doubtful = bool(way.cell and way.cell.doubtful) or way.reason == "not_known"
    text = f"{way.what}. {way.why}"
    return ProfileText(way.who, text, notes.of(way.sources), doubtful)


def _sources(notes: SourceNumbers, words: StateWords, profiles: Profiles) -> Iterator[ProfileText]:
    for name, number in notes.numbers.items():
        source = profiles.source(name)
        parts = [f"{source.title} ({source.publisher})"]
        parts += [source.url] if source.url else []
        parts += [words.say("state_look_for", what=source.find)] if source.find else []
        parts += [words.say("state_copy_read")] if source.read_in_copy else []
        parts += [caution] if (caution := profiles.caution(name)) else []
        yield ProfileText(f"[{number}]", words.parted(parts))
    yield ProfileText("", words.say("state_copy"))


def heading(profile: Profile, words: StateWords) -> str:
    """The profile's first line."""
    day = words.day_of(profile)
    return words.say("state_heading", state=profile.name, code=profile.iso3, date=day)


def plain(
    profile: Profile,
    parts: Sequence[ProfileSection],
    to_paste: str,
    words: StateWords,
    signed: str = "",
) -> list[str]:
    """The profile line by line, for a pipe or a file; `signed` says who signed its facts."""
    head = (words.say("state_legend"), signed, words.unread())
    lines = [heading(profile, words), *filter(None, head)]
    return [*lines, "", *listed(parts, words), "", words.say("state_to_paste"), to_paste]


def listed(parts: Iterable[ProfileSection], words: StateWords) -> list[str]:
    """Sections line by line, an empty line between them."""
    lines: list[str] = []
    for section in parts:
        lines += ["", section.title] if lines else [section.title]
        for line in section.lines:
            numbered = not line.label or line.label.startswith("[")
            label = line.label if numbered else words.labelled(line.label)
            text = f"{line.text}{note_marks(line.notes)}"
            lines.append(" ".join(filter(None, ("-", label, text))))
    return lines


def drawn(
    profile: Profile,
    shown: Sequence[ProfileSection],
    to_paste: str,
    words: StateWords,
    signed: str = "",
) -> Group:
    """The same for a person at a terminal; what is doubtful stands in yellow."""
    parts: list[Any] = [
        Text(heading(profile, words), "bold"),
        Text(" ".join(filter(None, (words.say("state_legend"), signed, words.unread()))), "dim"),
    ]
    for section in shown:
        table = Table.grid(padding=(0, 2, 0, 0))
        table.add_column(width=6 if section.key == SOURCES else 28)
        table.add_column()
        for line in section.lines:
            style = "yellow" if line.doubtful else ""
            text = Text.assemble((line.text, style), (note_marks(line.notes), "dim"))
            table.add_row(Text(line.label, "cyan"), text)
        parts += [Text(), Text(section.title, "bold"), table]
    return Group(*parts, Text(), Text(words.say("state_to_paste"), "bold"), Text(to_paste))


def record(
    profile: Profile, calendar: StateCalendar, words: StateWords, profiles: Profiles
) -> dict[str, Any]:
    """The profile as JSON: the shapes' own fields, the reviews, the sources, the paragraph."""
    treaties = ((each.party, each.complaint, each.inquiry) for each in profile.treaties)
    statuses = filter(None, (*chain.from_iterable(treaties), *profile.regional))
    purposes = (profile.case, profile.situation, profile.detention)
    ways = (way for of in purposes for way in (*of.can, *of.cannot, *of.check))
    sources = dict.fromkeys(
        [
            *(source for status in statuses for source in status.sources),
            *(source for mandate in profile.mandates for source in mandate.source.split("|")),
            *(source for way in ways for source in way.sources),
        ]
    )
    return {
        **profile.model_dump(mode="json"),
        "reviews": [_turns(mechanism, words) for mechanism in calendar.mechanisms],
        "calls": [call.model_dump(mode="json") for call in calendar.calls],
        "sources": {name: profiles.source(name).model_dump(mode="json") for name in sources},
        "paragraph": words.paragraph(profile, calendar),
    }


def _turns(calendar: MechanismCalendar, words: StateWords) -> dict[str, Any]:
    return {
        "mechanism": calendar.mechanism,
        "phase": calendar.phase,
        "last": coming_record(calendar.last, words) if calendar.last else None,
        "next": coming_record(calendar.next, words) if calendar.next else None,
        "steps": [coming_record(step, words) for step in calendar.steps],
    }


_NOTHING = {
    "next": "state_nothing_here",
    "present": "state_nothing_present",
    "others": "state_nothing_others",
    "nhri": "state_nothing_here",
    "npm": "state_nothing_here",
    "courts": "state_nothing_here",
    "experts": "state_nothing_experts",
}
"""What a line says where nothing is known; the others say so plainly."""
_COUNTRY = ("present", "others", "nhri", "npm", "courts")


def lines(profile_lines: Sequence[ProfileLine], words: StateWords) -> Iterator[tuple[str, str]]:
    """The label and the text of each line, in their order."""
    for line in profile_lines:
        label = words.say(f"state_line_{line.part}")
        if line.part == "next" and line.coming:
            yield label, _coming(line.coming, words)
            continue
        items = [_named(item, line.part, words) for item in line.items]
        items += [words.say("state_and_more", count=line.more)] if line.more else []
        nothing = words.say(_NOTHING.get(line.part, "state_nothing_known"))
        yield label, words.parted(items) or nothing


def _in_country(
    profile_lines: Sequence[ProfileLine], words: StateWords
) -> Iterator[tuple[str, ProfileItem, str]]:
    """What is in the country and who answers there, one after the other: label, item, text with
    what else is known of it."""
    for line in profile_lines:
        if line.part in _COUNTRY:
            for item in line.items:
                texts = filter(None, (_named(item, line.part, words), item.note))
                yield words.say(f"state_line_{line.part}"), item, words.parted(texts)


def _named(item: ProfileItem, part: str, words: StateWords) -> str:
    """An item; what must be looked up says so, with the day of the fact."""
    if item.weight != "check" or part == "check":
        return item.text
    if item.as_of is None:
        return words.say("state_check_undated", text=item.text)
    return words.say("state_check_of", text=item.text, year=item.as_of.year)


def _coming(event: CalendarEvent, words: StateWords) -> str:
    """What comes next, with how sure its date is."""
    deadline = event.deadline if event.deadline and event.deadline.kind != "not_published" else None
    sure = words.parted((words.sure(event), words.submissions(deadline)))
    date = f"{words.when(event.when)} ({sure})"
    return words.listed([words.names.mechanism(event.mechanism), date])
