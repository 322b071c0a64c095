"""What is known of a State's review, deadline and treaties, as sentences of a message, in the
language of the message or, in what stands beside it, of its writer."""

from __future__ import annotations

import datetime as dt

from bot.prepare import Paragraph, Piece
from bot.prepare.messages import AdvocacyMessage, FieldValue
from bot.render.paragraphs import capital
from bot.render.prepare_words import PrepareWords
from bot.reviews import CalendarEvent, Span
from bot.states import TreatyStatus


def treaty(words: PrepareWords, name: str, short: str) -> str:
    """A treaty by its id, as a text calls it; by its short name where no other is known."""
    return words.known(f"letter_treaty_{name.lower().replace('-', '_')}") or short


def value_in_text(field: FieldValue, words: PrepareWords) -> object:
    """A field's value as a template prints it; empty where none was given."""
    if field.value is None:
        return ""
    if field.kind == "state":
        return words.state_in_text(str(field.value))
    if field.kind == "treaty":
        return treaty(words, str(field.value), field.label)
    if isinstance(field.value, dt.date):
        return words.day(field.value)
    return field.value


def review(message: AdvocacyMessage, words: PrepareWords) -> Paragraph:
    """When the State is reviewed and how sure that is; a blank where the calendar does not say."""
    if not message.reviewed:
        return ()
    coming = message.review
    what = words.say(
        f"letter_review_{'upr' if message.mechanism == 'upr' else 'committee'}",
        state=words.state_in_text(message.state),
        body=message.full_name,
        acronym=message.acronym,
    )
    if coming is None or _silent(coming):
        # no row of the calendar: a letter must not say more than that
        check = words.say("letter_review_check")
        phrase = words.say("letter_review_next", review=what)
        return (Piece(text=f"{phrase} "), Piece(text=check, blank=True), Piece(text="."))
    session = _session(coming, words, inside=True)
    phrase = words.say("letter_review", review=what, session=session, date=_date(coming, words))
    if coming.when is None:
        check = words.say("letter_review_check")
        return (Piece(text=f"{phrase} "), Piece(text=check, blank=True))
    return (Piece(text=phrase),)


def last_review(message: AdvocacyMessage, words: PrepareWords) -> str:
    """When it was last reviewed; empty where that is not known."""
    last = message.last
    if last is None or last.when is None:
        return ""
    if last.session and last.in_session:
        session, when = words.session(last.session), words.when(last.when)
        return words.say("letter_last_in_session", session=session, when=when)
    return words.say("letter_last", at=_at(last.when, words), session=_session(last, words))


def deadline(message: AdvocacyMessage, words: PrepareWords) -> str:
    """Until when submissions are taken; empty where no day is known or it has passed."""
    until = message.deadline
    if until is None or until.kind != "open" or until.when is None:
        return ""
    sure = "" if until.certainty in ("published", "held") else "_expected"
    return words.say(f"letter_deadline{sure}", date=words.moment(until.when))


def law(message: AdvocacyMessage, words: PrepareWords) -> Paragraph:
    """That the treaty that was named binds the State; a blank where that is not known."""
    treaty_status = message.law
    named = next((field for field in message.values.values() if field.kind == "treaty"), None)
    if treaty_status is None or named is None:
        return ()
    values = {
        "state": words.state_in_text(message.state),
        "treaty": treaty(words, str(named.value), named.label),
    }
    if treaty_status.doubtful:
        return (Piece(text=words.say("letter_law_check", **values), blank=True),)
    if treaty_status.since is None:
        return (Piece(text=words.say("letter_law", **values)),)
    key = "letter_law_day" if treaty_status.since.day else "letter_law_month"
    return (Piece(text=words.say(key, date=words.moment(treaty_status.since), **values)),)


def date_notes(message: AdvocacyMessage, words: PrepareWords) -> list[tuple[str, str]]:
    """What the writer should know of dates and treaties, with a label each."""
    notes = []
    coming = message.review if message.review and message.review.when else None
    if coming and coming.certainty not in ("published", "held"):
        sure = capital(words.sure(coming))
        notes.append(("letter_date", words.say("letter_date_check", sure=sure)))
    if coming and (days := words.days(coming.days_left).strip(" ()")):
        notes.append(("letter_coming", words.say("letter_begins", left=days)))
    if coming and coming.when:
        for field in message.values.values():
            if isinstance(field.value, dt.date) and field.value > coming.when.last:
                late = words.say("letter_after_review", date=words.day(field.value))
                notes.append(("letter_timing", late))
    if message.deadline and message.deadline.kind == "closed" and message.deadline.when:
        date, guess = message.deadline.when, message.deadline.certainty == "expected"
        key = "letter_closed_expected" if guess else "letter_closed"
        values = {"date": words.moment(date), "at": _at(Span(start=date), words)}
        notes.append(("letter_submissions", words.say(key, **values)))
    if message.deadline and message.deadline.kind == "suspended":
        notes.append(("letter_submissions", words.say("letter_suspended")))
    if message.party and message.party.status != "party":
        notes.append(("letter_treaty", _not_open(message.party, message, words)))
    return [(words.say(label), text) for label, text in notes]


def _not_open(treaty_status: TreatyStatus, message: AdvocacyMessage, words: PrepareWords) -> str:
    page = words.say("letter_check_page", page=treaty_status.page) if treaty_status.page else ""
    if treaty_status.status == "unknown":
        return " ".join(filter(None, (_says(treaty_status, words), page)))
    closed = words.say("letter_not_open", state=words.state_in_text(message.state))
    only = words.say("letter_committee_only")
    return " ".join(filter(None, (closed, _says(treaty_status, words), page, only)))


def _says(treaty_status: TreatyStatus, words: PrepareWords) -> str:
    """What is known of the treaty: in English with the day of the list that says so."""
    if words.language == "en":
        return treaty_status.says
    key = {"signed": "letter_signed", "unknown": "letter_party_unknown"}
    name = treaty(words, treaty_status.instrument or "", treaty_status.instrument or "")
    return words.say(key.get(treaty_status.status, "letter_not_party"), treaty=name)


def _silent(coming: CalendarEvent) -> bool:
    """Whether the calendar knows nothing of its date, not even that it was put off."""
    put_off = coming.earlier or coming.certainty in ("moved", "suspended", "cancelled")
    return coming.when is None and not put_off


def _session(coming: CalendarEvent, words: PrepareWords, inside: bool = False) -> str:
    """`, 54th session`, with a comma after it `inside` a sentence."""
    if not coming.session:
        return ""
    after = words.comma.strip() if inside else ""
    return f"{words.comma}{words.session(coming.session)}{after}"


def _at(span: Span, words: PrepareWords) -> str:
    """A day or a month as a sentence says when something is: 'on 3 May', 'in May'."""
    ends = [end for end in (span.start, span.end) if end]
    first, last = ends[0], ends[-1]
    days = "days" if span.start and first != last else "day"
    key = f"letter_at_{days if first.day else 'month'}"
    values = {"first": words.moment(first), "last": words.moment(last)}
    return words.say(key, date=words.when(span), **values)


def _date(coming: CalendarEvent, words: PrepareWords) -> str:
    if coming.when is None:
        return _put_off(coming, words)
    when, at = words.when(coming.when), _at(coming.when, words)
    match coming.certainty:
        case "published" if coming.in_session:
            return words.say("letter_review_in_session", when=when)
        case "published" | "expected" | "moved":
            return words.say(f"letter_review_{coming.certainty}", at=at)
        case "at_risk":
            return words.say("letter_review_at_risk", when=when)
        case _:
            return _put_off(coming, words)


def _put_off(coming: CalendarEvent, words: PrepareWords) -> str:
    phrase = words.say("letter_review_put_off")
    if coming.earlier is None:
        return phrase
    return f"{phrase} {words.say('letter_review_due', at=_at(Span(start=coming.earlier), words))}"
