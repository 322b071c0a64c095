"""Past recommendations in Slack: a page of them, how many there are of each kind, what can be
pressed. What is said is in English; labels are in the person's language."""

from __future__ import annotations

from collections.abc import Iterator

from slack_sdk.models.blocks import ActionsBlock, Block, ButtonElement, HeaderBlock

from bot.knowledge.models import Base
from bot.render.calendar import Names
from bot.render.recommendations import (
    addressed,
    charts,
    heading,
    looked_for,
    made_by,
    notice,
    origin,
    position,
    reference,
    short,
    source,
    when,
)
from bot.render.slack import advocating_ids as ids
from bot.render.slack.advocating_ids import PastRef
from bot.render.slack.parts import Message, button, confirmation, context, mrkdwn, plain
from bot.render.slack.text import escape, link, paragraphs
from bot.states.recommendations import About, Counts, Filters, Found, Recommendation

PAGE = 5
"""Recommendations on a page: a phone shows two at a time."""
TEXT = 500
"""Characters of a recommendation; its document has the whole."""
KINDS = 5
"""Kinds of which the number is said, of each sort."""


class SlackPast:
    """Renders pages of past recommendations."""

    def __init__(self, base: Base, names: Names) -> None:
        self._base = base
        self._names = names

    def message(
        self,
        found: Found,
        counts: Counts,
        about: About,
        filters: Filters,
        ref: PastRef,
        *,
        private: bool,
    ) -> Message:
        """A page as a message; `private`: only the person sees it, so it can be shared."""
        blocks = self.page(found, counts, about, filters, ref)
        if private:
            blocks.append(self._buttons(found, ref, self._own(found, ref)))
        return Message(escape(looked_for(filters, self._names)), tuple(blocks))

    def in_window(
        self, found: Found, counts: Counts, about: About, filters: Filters, ref: PastRef
    ) -> list[Block]:
        """A page to stand above the filters in their window."""
        blocks = self.page(found, counts, about, filters, ref)
        if found.total:
            blocks.append(self._buttons(found, ref, []))
        return blocks

    def page(
        self, found: Found, counts: Counts, about: About, filters: Filters, ref: PastRef
    ) -> list[Block]:
        """What was looked for, in which data, and what was found."""
        blocks: list[Block] = [
            HeaderBlock(text=plain(looked_for(filters, self._names), 150)),
            *self._notice(about),
        ]
        if ref.language != "en":
            blocks.append(context(self._base.say("page_english", ref.language)))
        blocks.append(mrkdwn(f"*{escape(heading(found, self._names))}*"))
        first = (found.page - 1) * PAGE + 1
        for number, one in enumerate(found.hits, first):
            blocks += map(mrkdwn, paragraphs([*self._hit(number, one, filters)]))
        if found.total:
            blocks += map(mrkdwn, paragraphs([*self._counts(counts)]))
        return blocks

    def _notice(self, about: About) -> list[Block]:
        """Which data: a warning where it is the demonstration set."""
        said = notice(about)
        return [mrkdwn(f":warning: *{escape(said)}*")] if about.demonstration else [context(said)]

    def _hit(self, number: int, one: Recommendation, filters: Filters) -> Iterator[str]:
        """The text; then to whom it is, where that was not asked, and all that is known of it."""
        title = f"{one.heading}: " if one.heading else ""
        yield f"*{number}.* {escape(short(title + one.text, TEXT))}"
        of_one = one.states == filters.states and not one.others
        maker = made_by(one, self._names)
        told = (
            "" if of_one else addressed(one, self._names),
            source(one, self._names),
            when(one),
            f"by {maker}" if maker else "",
            position(one),
        )
        where = reference(one) or "no document symbol in the source"
        page = link(one.link, where) if one.link else escape(where)
        yield f"{escape(' · '.join(filter(None, told)))} · {page} · _{escape(origin(one))}_"

    def _counts(self, counts: Counts) -> Iterator[str]:
        for title, rows in charts(counts, self._names):
            shown = rows[-KINDS:] if title == "Year" else rows[:KINDS]
            said = " · ".join(f"{label} {number:,}" for label, number in shown)
            more = " · …" if len(rows) > len(shown) else ""
            yield f"*{escape(title)}:* {escape(said)}{more}"

    def _own(self, found: Found, ref: PastRef) -> list[ButtonElement]:
        """The way to the filters, and to the channel."""
        say, language = self._base.say, ref.language
        narrow = button(say("past_filter", language), f"{ids.PAST}.0", ref.value)
        if not found.total:
            return [narrow]
        share, sure, no = (say(key, language) for key in ("share", "share_confirm", "cancel"))
        confirm = confirmation(share, sure, share, no)
        return [narrow, button(share, ids.PAST_SHARE, ref.value, confirm=confirm)]

    def _buttons(self, found: Found, ref: PastRef, own: list[ButtonElement]) -> Block:
        say, language = self._base.say, ref.language
        turn: list[ButtonElement] = []
        if found.page > 1:
            before = ref.on(found.page - 1).value
            turn.append(button(say("past_before", language), f"{ids.PAST_PAGE}.0", before))
        if found.page < found.pages:
            after = ref.on(found.page + 1).value
            turn.append(button(say("past_next", language), f"{ids.PAST_PAGE}.1", after))
        drawn = [button(say("past_picture", language), ids.PAST_PICTURE, ref.value)]
        return ActionsBlock(elements=[*turn, *own, *(drawn if found.total else [])])
