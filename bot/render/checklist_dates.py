"""The dates of a checklist in words: from which day it is counted, and when each step is due."""

from __future__ import annotations

import datetime as dt

from bot.prepare import Anchor, Checklist, Step, Timing
from bot.render.paragraphs import capital
from bot.render.prepare_words import PrepareWords
from bot.reviews import PartialDate

OVER = ("closed", "suspended")
_DEADLINES = ("papers", "list_of_issues")


def date_lines(checklist: Checklist, words: PrepareWords) -> list[str]:
    """What the dates are counted from, and what else is known of the State there."""
    state = words.state(checklist.state)
    statements = [f"{label} {text}" for label, text in words.acceptance(checklist.accepted, state)]
    statements.append(counted(checklist.anchor, state, words))
    anchor = checklist.anchor
    if anchor.ends_local and anchor.exact:
        ends = anchor.ends_local
        end = words.say(
            "prepare_end", hour=f"{ends:%H:%M}", day=words.day(ends.date()), zone=ends.tzinfo
        )
        hour = f"{anchor.hour:%H:%M}" if anchor.hour else ""
        key = "prepare_hour_given" if hour else "prepare_hour_unknown"
        statements.append(words.say(key, hour=hour, place=place_of(anchor, words), end=end))
    if review := words.review(checklist.review, state):
        statements.append(f"{review}.")
    statements += _other_days(checklist, words)
    if checklist.open_to and state and not checklist.accepted:
        statements.append(words.say("prepare_no_committee", bodies=words.bodies(checklist.open_to)))
    return statements


def place_of(anchor: Anchor, words: PrepareWords) -> str:
    """Whose clock a deadline ends by."""
    return words.say("prepare_geneva") if anchor.place == "Geneva" else anchor.place


def timing_text(timing: Timing, words: PrepareWords) -> str:
    """Too early, the time for it, or too late, in a sentence or two."""
    values = {
        "event": words.event(timing.event),
        "until": words.moment(timing.until) if timing.until else "",
        "review": words.moment(timing.review) if timing.review else "",
        "begins": words.moment(timing.begins) if timing.begins else "",
        "unsure": "" if timing.sure else f" ({words.say('prepare_unsure')})",
    }
    match timing.when:
        case "too_early" if timing.review:
            key = "prepare_too_early_review"
        case "too_early" | "soon" | "last_days" | "between":
            key = f"prepare_{timing.when}"
        case "now":
            key = "prepare_best"
        case "over" if timing.until and not timing.sure:
            key = "prepare_probably_over"
        case "over":
            key = "prepare_over"
            values["until"] = f" ({values['until']})" if timing.until else ""
        case _:
            key = "prepare_not_told"
    return words.say(key, **values)


def _other_days(checklist: Checklist, words: PrepareWords) -> list[str]:
    """The other days that steps are counted from, each once; the review's own line says its day."""
    _, *others = checklist.anchors.values()
    known = [
        anchor
        for anchor in others
        if anchor.kind == "open" and anchor.when and anchor.event != "review"
    ]
    return [
        words.spaced(
            f"{capital(words.event(anchor.event))}{words.colon}{words.moment(anchor.when)}"
            f"{_unsettled(anchor, words)}."
        )
        for anchor in known
        if anchor.when
    ]


def _unsettled(anchor: Anchor, words: PrepareWords) -> str:
    sure = words.settled(anchor.certainty)
    return words.after(sure) if sure else ""


def due(step: Step, checklist: Checklist, words: PrepareWords) -> str:
    """When a step is done: its day, or its distance from an event whose day is not known."""
    if not step.unit:
        return words.say("prepare_at_once_over" if checklist.left in OVER else "prepare_at_once")
    distance = _distance(step, words)
    if step.late:
        return words.say("prepare_late", distance=distance)
    if step.due:
        return f"{words.day(step.due)} ({distance})"
    about = _about(step, checklist.anchors[step.of], words)
    return capital(distance) + (f" ({words.say('prepare_about', month=about)})" if about else "")


def _distance(step: Step, words: PrepareWords) -> str:
    event = words.event(step.of)
    if step.amount:
        count = words.count(step.amount, step.unit)
        return words.say(f"prepare_{step.side}", count=count, event=event)
    if step.of == "sending":
        return words.say("prepare_when_sent" if step.side == "before" else "prepare_after_sending")
    return words.say("prepare_on_day", event=event)


def _about(step: Step, anchor: Anchor, words: PrepareWords) -> str:
    """The month in which a step falls that is counted from a month, at the earliest: what is only
    known to a month never becomes a day. How sure it is stands above the list."""
    if anchor.kind != "open" or anchor.when is None or anchor.when.month is None:
        return ""
    days = step.amount * (7 if step.unit == "week" else 1)
    first = anchor.when.first + dt.timedelta(days=-days if step.side == "before" else days)
    return words.moment(PartialDate(year=first.year, month=first.month))


def counted(anchor: Anchor, state: str, words: PrepareWords) -> str:
    """What is known of the day that steps are counted from."""
    event, date = words.event(anchor.event), words.moment(anchor.when) if anchor.when else ""
    of = words.say("prepare_of_state", state=state) if state else ""
    if anchor.given:
        return _own_day(anchor, event, date, words)
    sure = words.settled(anchor.certainty)
    sure_after = words.after(sure) if sure else ""
    values = {"event": capital(event) + of, "date": date, "of": of, "told": sure_after}
    match anchor.kind:
        case "closed":
            if anchor.event == "list_of_issues" and anchor.certainty == "held":
                return words.say("prepare_list_adopted", of=of)
            values["told"] = f" ({sure})" if sure else ""
            closed = "prepare_closed_on" if anchor.exact else "prepare_closed_in"
            return words.say(closed if anchor.event in _DEADLINES else "prepare_was_due", **values)
        case "suspended":
            return words.say("prepare_suspended", of=of)
        case "cancelled":
            return words.say("prepare_cancelled", event=values["event"])
    if anchor.event == "sending":
        return words.say("prepare_no_deadline")
    if date and anchor.kind == "not_published":
        return words.say("prepare_no_rule", **values)
    if not date:
        return words.say("prepare_nothing_known", event=values["event"])
    values["told"] = sure_after or words.after(words.certain("published"))
    if anchor.exact is None:
        return words.say("prepare_only_month", **values)
    phrase = words.say("prepare_counted", **{**values, "event": event})
    return f"{phrase} {words.say('prepare_later_given')}" if anchor.published else phrase


def _own_day(anchor: Anchor, event: str, date: str, words: PrepareWords) -> str:
    """What is said of a day that a person gave."""
    key = "prepare_given_over" if anchor.kind == "closed" else "prepare_given"
    phrase = words.say(key, event=event, date=date)
    if anchor.published is None:
        return phrase
    other = words.say("prepare_given_other", date=words.moment(anchor.published))
    return f"{phrase} {other}"
