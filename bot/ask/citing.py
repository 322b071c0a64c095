"""A source of the base as a person sees it."""

from __future__ import annotations

from bot.ask.models import SourceShown
from bot.knowledge.models import Base, Entry, Source


def cited(source: Source) -> SourceShown:
    """What is shown of a source."""
    return SourceShown(
        title=source.title,
        publisher=source.publisher,
        url=source.url,
        dated=source.date or "",
        date_is=source.date_is,
        official=source.official,
        copy_read=source.read_in_copy,
        checked=source.read_on,
        find=source.find if source.find != source.title else None,
    )


def sources_of(base: Base, entry: Entry) -> tuple[SourceShown, ...]:
    """The sources of an entry; where it has none, the page to check it on, or the desk itself. What
    no official page was seen for names first the page to check it on."""
    found = tuple(cited(base.sources[name]) for name in entry.sources)
    if found and entry.status != "unchecked":
        return found
    mechanism = base.mechanisms[entry.mechanism]
    if entry.check_on in base.sources:
        return tuple(dict.fromkeys((cited(base.sources[entry.check_on]), *found)))
    if url := entry.check_on or mechanism.page:
        title = base.say("check_here", "en", mechanism=mechanism.names.en[0])
        return (SourceShown(title=title, publisher=mechanism.short, url=url, dated=""), *found)
    title = base.say("desk_advice", "en")
    return (SourceShown(title=title, publisher="Advocacy Desk", url=None, dated=""),)
