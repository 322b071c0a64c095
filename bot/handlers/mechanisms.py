"""Mechanisms: the card with can and cannot, several side by side, how the work goes round."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Sequence
from typing import Any

from pydantic import Field
from slack_bolt import App
from slack_sdk.models.blocks import (
    ActionsBlock,
    Block,
    ContextBlock,
    InteractiveElement,
    MarkdownTextObject,
    Option,
    OptionGroup,
    StaticSelectElement,
    TableBlock,
)

from bot.ask import sources_of
from bot.handlers.kernel.blocks import Message, button, context, mrkdwn, plain, section, window
from bot.handlers.kernel.interaction import Interaction, Refusal
from bot.handlers.kernel.listeners import Call, ItemInteraction, Listeners
from bot.handlers.kernel.refs import ItemRef, MechanismId, Ref
from bot.handlers.kernel.sending import ALT, File
from bot.handlers.kernel.services import Services
from bot.handlers.kernel.text import (
    BUTTON,
    SECTION,
    clipped,
    clipped_markup,
    escape,
    link,
    paragraphs,
    sentences,
)
from bot.knowledge.figures import answer_of
from bot.knowledge.models import TOPICS, Base, Entry, Language, Mechanism, Topic
from bot.knowledge.typography import labelled, listed
from bot.render.comparison import comparison, unsure
from bot.render.pictures import cycle_spoken, cycle_title
from bot.render.plain import Plain
from bot.render.words import Words

SHARE_CARD = "share_card"
SHARE_COMPARED = "share_compared"
CARD = "card"
CARD_TOPIC = "card_topic"
CARD_WINDOW = "card_window"
CYCLE_PICTURE = "cycle_picture"


class ComparisonRef(Ref):
    """Mechanisms that stand side by side."""

    mechanisms: tuple[MechanismId, ...] = Field(min_length=2, max_length=8)
    topic: Topic | None = None


_BETWEEN = re.compile(
    r" ?[,;] ?| (?:and|or|with|vs\.?|versus|et|ou|avec|y|o|con|و) ", re.IGNORECASE
)
"""What stands between two names, of words with one blank between them."""
SHOWN = 6
"""Entries of a topic that a card shows."""
SOURCES = 5
"""Sources that a card or a comparison names."""
CELL = 180
"""Characters of a cell of the table: a phone shows little of it, and all rows must stay under
Slack's limit for a message."""
COLUMNS = 4
FAMILIES = ("charter", "treaty-body", "security-council", "regional", "national", "cross-cutting")


class SlackMechanisms:
    """Renders mechanisms."""

    def __init__(self, base: Base, texts: Plain, cycles: Collection[str] = ()) -> None:
        """`cycles` are the mechanisms of whose cycle there is a picture."""
        self._base = base
        self._say = base.say
        self._texts = texts
        self._cycles = cycles

    def chooser(self, language: Language) -> StaticSelectElement:
        """A list of all mechanisms by family."""
        groups = []
        for family in FAMILIES:
            options = [
                Option(
                    text=plain(self._base.short(m.id, language), BUTTON),
                    value=ItemRef(language=language, mechanism=m.id).value,
                )
                for m in self._base.mechanisms.values()
                if m.family == family
            ]
            if options:
                label = plain(self._say(f"family_{family}", language), BUTTON)
                groups.append(OptionGroup(label=label, options=options))
        return StaticSelectElement(
            action_id=CARD,
            placeholder=plain(self._say("home_browse_hint", language), 150),
            option_groups=groups,
        )

    def card(self, mechanism: Mechanism, language: Language, topic: Topic | None = None) -> Message:
        """What a mechanism can and cannot do, or its entries on one topic, with their sources."""
        name = self._base.name(mechanism.id, language)
        summary = self._base.summary(mechanism.id, language)
        blocks: list[Block] = [mrkdwn(f"*{escape(name)}*\n{escape(summary)}")]
        topics = self._topics(mechanism, language)
        elements: list[InteractiveElement] = [topics] if topics else []
        if mechanism.id in self._cycles:
            value = ItemRef(language=language, mechanism=mechanism.id).value
            label = self._say("picture_cycle", language)
            elements.append(button(label, CYCLE_PICTURE, value))
        if elements:
            blocks.append(ActionsBlock(elements=elements))
        entries: list[Entry] = []
        for shown_topic in (topic,) if topic else ("can", "cannot"):
            of_topic = [e for e in mechanism.entries if e.topic == shown_topic and not e.ended][
                :SHOWN
            ]
            blocks += self._entries(mechanism, of_topic, shown_topic, language)
            entries += of_topic
        blocks += self._english(entries, language)
        blocks += self._sources(entries, language)
        if mechanism.page:
            label = self._say("card_official", language)
            blocks.append(mrkdwn(link(mechanism.page, label)))
        return Message(escape(f"{name}: {summary}"), tuple(blocks))

    def card_window(
        self, mechanism: Mechanism, language: Language, topic: Topic | None = None
    ) -> dict[str, Any]:
        """The card as a window."""
        blocks = self.card(mechanism, language, topic).blocks
        metadata = ItemRef(language=language, mechanism=mechanism.id).value
        close = self._say("close", language)
        title = self._base.short(mechanism.id, language)
        return window(CARD_WINDOW, title, blocks, close=close, metadata=metadata)

    def compared(
        self, mechanisms: Sequence[str], language: Language, topic: Topic | None = None
    ) -> Message:
        """Mechanisms side by side as a table, with sources; the first COLUMNS of them."""
        names = list(mechanisms)[:COLUMNS]
        compared = comparison(self._base, names, [topic] if topic else None, language)
        shorts = [self._base.short(name, language) for name in names]
        lead = self._say("compare", language, names=listed(shorts, language))
        rows = [["", *shorts]]
        for row in compared:
            cells = [sentences(text, CELL) for text in row.texts]
            label = self._say(f"topic_{row.topic}", language)
            rows.append([label[:1].upper() + label[1:], *cells])
        table = TableBlock(
            rows=[[{"type": "raw_text", "text": text or "–"} for text in row] for row in rows],
            column_settings=[{"is_wrapped": True} for _ in rows[0]],
        )
        blocks: list[Block] = [section(lead), table]
        entries = [entry for row in compared for entry in row.entries]
        blocks += self._english(entries, language)
        blocks += self._sources(entries, language)
        return Message(escape(lead), tuple(blocks))

    def _entries(
        self, mechanism: Mechanism, entries: Sequence[Entry], topic: str, language: Language
    ) -> list[Block]:
        heading = {"can": "can", "cannot": "cannot"}.get(topic, f"topic_{topic}")
        label = self._say(heading, language)
        lines = [f"*{escape(label[:1].upper() + label[1:])}*"]
        for entry in entries:
            answer = answer_of(self._base, entry, language)
            tag = unsure(self._base, entry, language)
            sure = f" _({escape(tag)})_" if tag else ""
            # Many answers begin with yes or no, and say little without their question.
            title = self._base.title(entry, language)
            lines.append(f"• *{escape(title)}* {escape(answer)}{sure}")
        if not entries:
            lines.append(escape(mechanism.no_entry.get(topic, "–")))  # type: ignore[call-overload]
        return [mrkdwn(text) for text in paragraphs(lines)]

    def _english(self, entries: Sequence[Entry], language: Language) -> list[Block]:
        """Says that a text is in English, where one of these entries is not translated."""
        if language == "en" or all(self._base.translated(entry, language) for entry in entries):
            return []
        return [context(self._say("page_english", language))]

    def _sources(self, entries: Sequence[Entry], language: Language) -> list[Block]:
        """The first sources of entries, each with its date, and when the oldest was checked."""
        if not entries:
            return []
        cited = [source for e in entries for source in sources_of(self._base, e, language)]
        sources = {source.title: source for source in cited}
        lines = []
        for source in list(sources.values())[:SOURCES]:
            title = link(source.url, source.title) if source.url else escape(source.title)
            lines.append(f"{title}, {escape(self._texts.details(source, language))}")
        label = self._say("sources" if len(lines) > 1 else "source", language)
        day = self._texts.day(min(entry.verified for entry in entries), language)
        checked = self._say("last_checked", language, date=day)
        head = labelled(f"{label} · {checked}", language)
        text = "\n".join([escape(head), *lines])
        return [ContextBlock(elements=[MarkdownTextObject(text=clipped_markup(text, SECTION))])]

    def _topics(self, mechanism: Mechanism, language: Language) -> StaticSelectElement | None:
        there = {entry.topic for entry in mechanism.entries if not entry.ended}
        options = [
            Option(
                text=plain(self._say(f"topic_{topic}", language), BUTTON),
                value=ItemRef(language=language, mechanism=mechanism.id, topic=topic).value,
            )
            for topic in TOPICS
            if topic in there
        ]
        if not options:
            return None
        return StaticSelectElement(
            action_id=CARD_TOPIC,
            placeholder=plain(self._say("card_topics", language), 150),
            options=options,
        )


class ComparisonInteraction(Interaction[ComparisonRef]):
    """A button under mechanisms that stand side by side."""

    carries = ComparisonRef
    as_shown = True


def handle_mechanism_command(call: Call) -> Message:
    """The reply to the command: a mechanism's card, or its entries on a topic."""
    words = call.text.split()
    topic = _topic(words)
    if not words:
        return call.say("command_which", command=call.command)
    name = " ".join(words)
    meant = _mechanisms_named(call, name)
    if not meant:
        return _unknown(call, name)
    mechanism = call.base.mechanisms[meant[0]]
    card = renderer(call.services).card(mechanism, call.language, topic)
    ref = ItemRef(language=call.language, mechanism=mechanism.id, topic=topic)
    return call.shareable(card, SHARE_CARD, ref)


def handle_compare_command(call: Call) -> Message:
    """The reply to the command: mechanisms side by side."""
    words = call.text.split()
    topic = _topic(words)
    names = [name for name in _BETWEEN.split(" ".join(words)) if name]
    mechanisms: list[str] = []
    for name in names if len(names) > 1 else words:
        meant = _mechanisms_named(call, name)
        if not meant:
            return _unknown(call, name)
        mechanisms += meant
    mechanisms = list(dict.fromkeys(mechanisms))
    if len(mechanisms) < 2:
        return call.say("command_two", command=call.command)
    message = renderer(call.services).compared(mechanisms, call.language, topic)
    ref = ComparisonRef(language=call.language, mechanisms=tuple(mechanisms[:COLUMNS]), topic=topic)
    return call.shareable(message, SHARE_COMPARED, ref)


def _topic(words: list[str]) -> Topic | None:
    """The topic that the last word names, taken off `words`."""
    if len(words) > 1 and words[-1].casefold() in TOPICS:
        return words.pop().casefold()  # type: ignore[return-value]
    return None


def _mechanisms_named(call: Call, name: str) -> tuple[str, ...]:
    """The mechanisms that somebody may mean by a name: as written, or as in a question."""
    mechanism = call.base.mechanism_named(name)
    return (mechanism.id,) if mechanism else call.services.desk.understand(name).mechanisms


def _unknown(call: Call, name: str) -> Message:
    near = listed(call.base.mechanisms_like(name), call.language)
    return call.say("command_unknown_mechanism", name=name[:60], near=near)


def renderer(services: Services) -> SlackMechanisms:
    """What renders mechanisms, with the pictures that there are."""
    cycles = services.cycles.mechanisms if services.cycles else ()
    return SlackMechanisms(services.desk.base, services.plain, cycles)


def chooser(services: Services, language: Language) -> StaticSelectElement:
    """A list of all mechanisms, for the home."""
    return renderer(services).chooser(language)


def register(app: App, services: Services) -> None:
    """Listen to the list of mechanisms, to cards and comparisons."""
    on, cards = Listeners(app, services, ItemInteraction), renderer(services)

    @on.button(CARD, CARD_TOPIC)
    def handle_card(press: ItemInteraction) -> None:
        mechanism, ref = _mechanism_of(press), press.ref
        view = cards.card_window(mechanism, ref.language, ref.topic)
        if press.body.get("view", {}).get("type") == "modal":
            press.update(view)
        elif press.body["actions"][0]["action_id"] == CARD_TOPIC:
            card = cards.card(mechanism, ref.language, ref.topic)
            press.tell(press.shareable(card, SHARE_CARD, ref))
        else:
            press.open(view, CARD)

    @on.button(SHARE_CARD)
    def handle_share(press: ItemInteraction) -> None:
        press.share(cards.card(_mechanism_of(press), press.language, press.ref.topic))

    @Listeners(app, services, ComparisonInteraction).button(SHARE_COMPARED)
    def handle_comparison(press: ComparisonInteraction) -> None:
        ref = press.ref
        press.share(cards.compared(ref.mechanisms, ref.language, ref.topic))

    @on.button(CYCLE_PICTURE)
    def handle_cycle(press: ItemInteraction) -> None:
        cycles = services.cycles.of(press.ref.mechanism or "") if services.cycles else ()
        if not cycles:
            raise Refusal("changed")
        words = Words(press.base, press.states, press.language)

        def draw() -> Iterable[File]:
            for drawn in cycles:
                alt = clipped(cycle_spoken(drawn, press.base, words), ALT)
                content = services.pictures.cycle(drawn, press.language)
                yield File(f"cycle-{drawn.id}.png", cycle_title(drawn, words), content, alt)

        press.send_drawn(draw)


def _mechanism_of(press: ItemInteraction) -> Mechanism:
    """The mechanism of a button. Raises Refusal where it names none."""
    if mechanism := press.base.mechanisms.get(press.ref.mechanism or ""):
        return mechanism
    raise Refusal("changed")
