"""A digest as a message, and as the window in which a person reads all of it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, cast

from slack_sdk.models.blocks import ActionsBlock, Block, ButtonElement, HeaderBlock, SectionBlock

from bot.digest import Digest
from bot.handlers.kernel.blocks import Message, button, context, mrkdwn, plain, section, window
from bot.handlers.kernel.refs import CHECKLIST, PICK, ItemRef, PrepareRef, Ref
from bot.handlers.kernel.text import clipped, escape, link, paragraphs
from bot.knowledge.models import Base, Language
from bot.render.digest import WEB_TV, DigestLine, DigestPage, DigestPages, DigestPart
from bot.states import StateNames
from bot.store import Subscription

DIGEST = "digest"
"""Opens the digests of a channel."""
DIGEST_DETAILS = "digest_details"
DIGEST_PAGE = "digest_page"


class DigestRef(Ref):
    """A channel, one of its subscriptions to the digest, and the week of a message."""

    channel: str
    subscription: str | None = None
    week: str | None = None


_ANY_COMMITTEE = ("session-briefing", "follow-up-information", "list-of-issues-input")
"""Actions that are done before whichever committee."""
FALLBACK = 500
"""Characters of the text that a notification shows."""


class SlackDigest:
    """Renders digests."""

    def __init__(self, base: Base, states: StateNames) -> None:
        self._base = base
        self._say = base.say
        self.pages = DigestPages(base, states)

    def message(self, digest: Digest, language: Language, ref: DigestRef) -> Message:
        """The message for a channel."""
        page = self.pages.page(digest, language)
        blocks = [HeaderBlock(text=plain(page.title, 150)), *self._body(page)]
        if page.nothing:
            blocks = list(self._body(page))
        blocks.append(
            ActionsBlock(
                elements=[
                    *self._begin(page, digest, language, ref.channel),
                    button(self._say("digest_details", language), DIGEST_DETAILS, ref.value),
                    button(self._say("digest_settings", language), DIGEST, ref.value),
                ]
            )
        )
        return Message(_fallback(page), tuple(blocks))

    def _begin(
        self, page: DigestPage, digest: Digest, language: Language, channel: str
    ) -> list[ButtonElement]:
        """The one button to press: the steps of the first thing to do, or the choice of any."""
        first = next((line for part in page.parts for line in part.lines if line.action), None)
        if first is None:
            states = digest.scope.states
            any_of = PrepareRef(language=language, state=states[0] if len(states) == 1 else None)
            return [button(self._say("checklist", language), f"{CHECKLIST}.0", any_of.value)]
        ref = PrepareRef(language=language, action=first.action, state=first.state, channel=channel)
        if first.action in _ANY_COMMITTEE:
            ref = ref.model_copy(update={"mechanism": first.mechanism})
        label = self._say("digest_begin", language)
        return [button(label, f"{CHECKLIST}.0", ref.value, style="primary")]

    def window(self, digest: Digest, language: Language, note: str = "") -> dict[str, Any]:
        """A window for one person, with curators' notes and a button for what can be done now;
        `note` stands first."""
        page = self.pages.page(digest, language)
        head = [context(note)] if note else []
        blocks = [*head, HeaderBlock(text=plain(page.title, 150)), *self._body(page, buttons=True)]
        title, close = self._say("digest_window", language), self._say("close", language)
        return window(DIGEST_PAGE, title, blocks, close=close)

    def paused(self, subscription: Subscription, command: str) -> Message:
        """Told to the person who made a subscription, once it is paused."""
        language = cast("Language", subscription.language)
        reason = self._say(f"digest_paused_{subscription.paused}", language)
        heading = self._base.say(
            "digest_paused_told",
            language,
            channel=f"<#{subscription.channel}>",
            reason=reason,
            command=f"{command} digest",
        )
        return Message(heading, (mrkdwn(heading),))

    def _body(self, page: DigestPage, buttons: bool = False) -> Iterator[Block]:
        yield section(page.nothing) if page.nothing else context(page.about)
        for number, part in enumerate(page.parts):
            yield from self._part(part, page, f"{number}" if buttons else "")
        if page.no_calls:
            yield mrkdwn(escape(page.no_calls))
        if page.stale:
            yield mrkdwn(f":warning: {escape(page.stale)}")

    def _part(self, part: DigestPart, page: DigestPage, number: str) -> Iterator[Block]:
        heading = f"*{escape(part.heading)}*"
        foot = [escape(part.more)] if part.more else []
        if part.watch:
            foot.append(escape(part.watch).replace(WEB_TV, link(WEB_TV, "webtv.un.org")))
        if not number:
            yield from map(
                mrkdwn, paragraphs([heading, *(_line(o, page) for o in part.lines), *foot])
            )
            return
        yield mrkdwn(heading)
        for place, line in enumerate(part.lines):
            note = f"\n_{escape(line.note)}_" if line.note else ""
            block = mrkdwn(_line(line, page, whole=True) + note)
            yield self._with_button(block, line, page, f"{number}{place:02}")
        yield from map(mrkdwn, paragraphs(foot))

    def _with_button(
        self, block: SectionBlock, line: DigestLine, page: DigestPage, place: str
    ) -> Block:
        if line.entry:
            value = ItemRef(language=page.language, entry=line.entry).value
            block.accessory = button(page.read, f"{PICK}.{place}", value)
        return block


def _line(line: DigestLine, page: DigestPage, whole: bool = False) -> str:
    """A line; in the window (`whole`) with what says more."""
    rows = [f"• *{escape(line.what)}*", escape(" · ".join(line.dates))]
    if line.owners:
        rows.append(" ".join(f"<@{owner}>" for owner in line.owners))
    if whole and line.do:
        rows.append(f"→ _{escape(page.read)}:_ {escape(line.do)}")
    return "\n".join(rows)


def _fallback(page: DigestPage) -> str:
    lines = [line for part in page.parts for line in part.lines]
    lines_said = [f"{line.what}: {line.dates[0]}" for line in lines if line.dates]
    return escape(
        clipped(". ".join([page.title, *lines_said]) if lines_said else page.title, FALLBACK)
    )
