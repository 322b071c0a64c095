"""Holds a draft against what the desk knows: the body that it goes to, rules that have ended,
treaties that bind the State, other States, asks that the body can't fulfil, documents."""

from __future__ import annotations

import datetime as dt
import re
from bisect import bisect_left
from collections.abc import Iterator

from bot.knowledge.models import LANGUAGES, Base
from bot.prepare.cannot import CannotAsks
from bot.prepare.drafts.bodies import Council, Facts
from bot.prepare.drafts.claims import recommendations
from bot.prepare.drafts.context import CheckedItem, DraftContext, Finding, excerpt, place_of
from bot.prepare.drafts.draft import Block
from bot.prepare.phrases import Lookup, Words, folded
from bot.states import Profiles

_BEGINNING = 14
"""Blocks in which a text says to whom it goes."""
_NEAR = 6
"""Words between a word that addresses somebody and the name."""
_SYMBOL = re.compile(
    r"(?<![\w/])(CCPR|CEDAW|CRC|CERD|CAT|CRPD|CED|CMW|E/C\.12|A/HRC/WG\.6)/[\w./-]{3,40}"
)
_CODE = re.compile(r"(?<=/)[A-Z]{3}(?=/|$)")
_WHO_SIGNS = "cluster.submit.who-signs"


class FactCheck:
    """What is known, ready to be looked up."""

    def __init__(self, facts: Facts, base: Base, cannot: CannotAsks, profiles: Profiles) -> None:
        self.facts = facts
        self._base, self._cannot, self._profiles = base, cannot, profiles
        words = {folded(word) for word in facts.bodies}
        self._names = {
            mechanism.id: Lookup(
                name
                for language in LANGUAGES
                for name in getattr(mechanism.names, language)
                if any(word.folded.removeprefix("ل") in words for word in Words(name).words)
            )
            for mechanism in base.mechanisms.values()
        }
        self._councils = {body: Lookup(names) for body, names in facts.councils.items()}

    def items(self, look: DraftContext, on: dt.date) -> Iterator[CheckedItem]:
        """What the draft says otherwise than it is known, as on a day."""
        findings = [*self._addressee(look)]
        recommendation_blocks = {id(block) for block, _ in recommendations(look)}
        for block in look.text_blocks():
            for first, last in block.sentences:
                findings += self._sentence(
                    look, block, first, last, id(block) in recommendation_blocks, on
                )
        yield look.tell.found("facts", findings)

    def _sentence(
        self, look: DraftContext, block: Block, first: int, last: int, asked: bool, on: dt.date
    ) -> Iterator[Finding]:
        words = Words(block.words.text_between(first, last))
        text = block.written(first, last)
        yield from self._ended(look, block, words)
        yield from self._treaty(look, block, words, on)
        yield from self._other_state(look, block, words, asked)
        yield from self._impossible(look, block, words, asked)
        yield from self._signatory(look, block, words)
        yield from self._resolution(look, block, words, text)
        yield from self._symbol(look, block, text)

    def _addressee(self, look: DraftContext) -> Iterator[Finding]:
        """Another body than the one for which the draft is checked, where it says to whom it
        goes."""
        own = {look.action.mechanism, look.mechanism}
        if look.action.any_of and look.mechanism == look.action.mechanism:
            own |= set(look.action.any_of)
        for block in look.draft.blocks[:_BEGINNING]:
            words = block.words
            lead = self.facts.to.of(block.language).find(words)
            if lead is None:
                continue
            named = {
                name: spans[0]
                for name, lookup in self._names.items()
                if (spans := lookup.all(words, lead[1], min(lead[1] + _NEAR + 4, len(words.words))))
                and spans[0][0] - lead[1] <= _NEAR
            }
            if not named or own & named.keys() or lead[0] > 4:
                continue
            name, span = max(named.items(), key=lambda mention: mention[1][1] - mention[1][0])
            if not self._belongs(name, own):
                yield look.tell.finding(
                    "addressee", place_of(block), excerpt(block, *span), what=self._called(look)
                )
                return

    def _belongs(self, name: str, own: set[str]) -> bool:
        """Whether a body is no other than the own ones: a group of which one is a member, a member
        where they are the group, or no body at all."""
        families = {body: self._base.mechanisms[body].family for body in (name, *own)}
        return (
            families[name] in ("cross-cutting", "national")
            or name in ("treaty-bodies", "ohchr")
            or (name == "special-procedures" and name in {families[body] for body in own})
            or (families[name] == "treaty-body" and "treaty-bodies" in own)
        )

    def _called(self, look: DraftContext) -> str:
        mechanism = self._base.mechanisms[look.mechanism]
        language = look.language if look.language in LANGUAGES else "en"
        names = getattr(mechanism.names, language) or mechanism.names.en
        return names[0]

    def _ended(self, look: DraftContext, block: Block, words: Words) -> Iterator[Finding]:
        at = {look.mechanism, look.action.id, look.action.mechanism}
        for ended in self.facts.ended:
            if ended.before and not at & set(ended.before):
                continue
            if span := ended.words.of(block.language).find(words):
                quoted = words.text_between(*span)
                yield look.tell.finding("ended", place_of(block), quoted, rule=ended.rule)
        position = self.facts.position
        beside = position.beside.of(block.language).find(words)
        where_said = position.words.of(block.language).find(words) if beside else None
        if where_said and at & set(position.before):
            quoted = words.text_between(*where_said)
            yield look.tell.finding("position", place_of(block), quoted, rule=position.rule)

    def _treaty(
        self, look: DraftContext, block: Block, words: Words, on: dt.date
    ) -> Iterator[Finding]:
        """A treaty of which it is said that it binds the State, and does not; or the reverse."""
        if look.state is None:
            return
        denied = self.facts.not_party.of(block.language).find(words)
        span = denied or self.facts.party.of(block.language).find(words)
        if span is None:
            return
        mentions = look.names.find(words.text)
        if mentions and not any(look.state in mention.codes for mention in mentions):
            return
        after = words.text_between(span[1], min(span[1] + 16, len(words.words)))
        for treaty in self._profiles.instruments.find(after)[:1]:
            treaty_status = self._profiles.ratified(look.state, treaty.id, on)
            if denied is None and treaty_status.status in ("none", "signed"):
                yield look.tell.finding(
                    "not-party", place_of(block), words.text_between(*span), what=treaty_status.says
                )
            elif denied and treaty_status.status == "party":
                yield look.tell.finding(
                    "is-party", place_of(block), words.text_between(*span), what=treaty_status.says
                )

    def _other_state(
        self, look: DraftContext, block: Block, words: Words, asked: bool
    ) -> Iterator[Finding]:
        """Another State that is asked to act."""
        lead = self.facts.urged.of(block.language)
        acting = self.facts.acting.of(block.language)
        if look.state is None or not (lead.find(words) or acting.find(words)):
            return
        others = [
            mention
            for mention in look.names.find(words.text)
            if look.state not in mention.codes and len(mention.codes) == 1 and not mention.people
        ]
        for mention in others:
            starts = [word.start for word in words.words]
            at = min(bisect_left(starts, mention.start), len(starts) - 1)
            end = bisect_left(starts, mention.end)
            urged = any(
                (span := lead.find(words, start)) and span[1] <= at <= span[1] + 3
                for start in range(max(at - 8, 0), at)
            )
            acts = acting.at(words, end) is not None
            verb_first = (
                block.language == "ar"
                and (span := acting.find(words)) is not None
                and 0 <= at - span[1] <= 2
            )
            if (urged or acts or verb_first) and (asked or urged or acts):
                yield look.tell.finding("other-state", place_of(block), words.text_between(at, end))

    def _impossible(
        self, look: DraftContext, block: Block, words: Words, asked: bool
    ) -> Iterator[Finding]:
        """An ask that the body can't fulfil."""
        addressed = self.facts.addressees.of(block.language).find(words)
        # of the body itself: "We ask the Council to release …", "The Committee should order …"
        addressee = addressed and (
            self.facts.urged.of(block.language).find(words)
            or self.facts.acting.of(block.language).find(words)
        )
        doing: tuple[str, ...] = ("addressee",) if addressee else ()
        for who in (*doing, *(("state",) if asked else ())):
            ask = (
                words.text_between(addressed[1], len(words.words))
                if addressed and addressee
                else words.text
            )
            cannot = self._cannot.find(ask, who, look.mechanism, look.tell.language)
            if cannot:
                yield look.tell.finding(
                    "impossible", place_of(block), cannot.found, cannot.rule, what=cannot.says
                )
                return

    def _signatory(self, look: DraftContext, block: Block, words: Words) -> Iterator[Finding]:
        """A cluster that signs."""
        lead = self.facts.signing.of(block.language).find(words)
        if lead is None:
            return
        name = self.facts.cluster.of(block.language).find(words, lead[1])
        if name and name[0] - lead[1] <= 3:
            quoted = words.text_between(lead[0], name[1])
            yield look.tell.finding("cluster-signs", place_of(block), quoted, _WHO_SIGNS)

    def _resolution(
        self, look: DraftContext, block: Block, words: Words, text: str
    ) -> Iterator[Finding]:
        """A resolution with the number, the body or the year of another."""
        facts = self.facts
        for match in facts.number.finditer(text):
            number, year = match[1], int(match[2]) if match[2] else None
            body = self._council(words)
            known = next(
                (resolution for resolution in facts.known if resolution.number == number), None
            )
            meant = next(
                (resolution for resolution in facts.known if resolution.phrases.find(words)), None
            )
            wrong = ""
            if meant and meant.number != number and (body in (None, meant.body)):
                wrong = f"{meant.number} ({meant.year})"
            elif known and body and known.body != body and "/" in number:
                wrong = f"{number}: {self._adopted_by(look, known.body)}"
            elif known and year and known.year != year:
                wrong = f"{number} ({known.year})"
            elif year and number.isdigit() and (body == "sc" or int(number) > 1000):
                years = facts.year(int(number))
                wrong = f"{number} ({years[0]})" if years and year not in years else ""
            if wrong:
                yield look.tell.finding("resolution", place_of(block), match[0], what=wrong)

    def _council(self, words: Words) -> Council | None:
        bodies = [body for body, names in self._councils.items() if names.any(words)]
        return bodies[0] if len(bodies) == 1 else None

    def _adopted_by(self, look: DraftContext, body: Council) -> str:
        names = self.facts.councils[body]
        at = LANGUAGES.index(look.language) if look.language in LANGUAGES else 0
        return names[at]

    def _symbol(self, look: DraftContext, block: Block, text: str) -> Iterator[Finding]:
        """The symbol of a document on another State."""
        if look.state is None or not _SYMBOL.search(text):
            return
        others = {
            code
            for mention in look.names.find(_SYMBOL.sub(" ", text))
            if look.state not in mention.codes
            for code in mention.codes
        }
        for match in _SYMBOL.finditer(text):
            for code in _CODE.findall(match[0]):
                known = look.names.knows(code)
                if known and code != look.state and code not in others:
                    name = look.names.name(code, look.language or "en")
                    yield look.tell.finding("symbol", place_of(block), match[0], what=name)
