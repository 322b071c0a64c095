"""A State's profile in words of a language: treaty statuses in a few, where it stands before each
mechanism, and a paragraph to paste."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from bot.knowledge.signing import Family, SignedLevel
from bot.render.words import Words
from bot.reviews import CalendarEvent, MechanismCalendar, PartialDate, StateCalendar
from bot.states import Profile, TreatyStatus, Way

_SETTLED = ("published", "held")


class StateWords(Words):
    """Says what is known of States; the phrases are `state_…` of wording.yaml."""

    def signed(self, families: Iterable[tuple[Family, SignedLevel]]) -> str:
        """Who signed which facts, in one line; or that nobody did."""
        parts = []
        for family, signature in families:
            values = dict(zip(("who", "second"), signature.who, strict=False))
            key = {"read": "signed_read", "confirmed": "signed_confirmed"}.get(signature.level)
            by = self.say(key or "signed_lapsed", date=self.day(signature.day), **values)
            name = self.say(f"state_family_{family}")
            parts.append(self.say("state_signed_family", family=name, signed=by))
        if not parts:
            return self.say("state_signed_nobody")
        return self.say("state_signed_line", families=self.parted(parts))

    def day_of(self, profile: Profile) -> str:
        """The day as of which a profile is, as people write it."""
        return self.day(profile.on)

    def standing_of(self, treaty: TreatyStatus) -> str:
        """'party since 18 March 1986', 'not a party (list of 25 August 2022)', …"""
        match treaty.status:
            case "party":
                since = self._dated("state_cell_party", treaty.since) or self.say(
                    "state_cell_party_undated"
                )
                return self.parted((f"{since}{self._doubt(treaty)}", treaty.note))
            case "none" | "signed" if treaty.stale:
                was = self.say(f"state_cell_was_{treaty.status}", aged=self._aged(treaty))
                return self.parted((was, treaty.note))
            case "none" | "signed":
                phrase = self.say(f"state_cell_{treaty.status}", listed=self._listed(treaty))
                return self.parted((f"{phrase}{self._doubt(treaty)}", treaty.note))
        return self._unknown(treaty)

    def answer(self, treaty: TreatyStatus, after: TreatyStatus | None = None) -> str:
        """'yes, since 2 May 2010', 'no (list of 16 September 2020)', 'not known here …: check …'.

        The doubt and the list of a treaty status that stands just before (`after`) are not
        repeated."""
        refused = treaty.reason == "refused"
        if treaty.stale:
            if after and after.status != "party":
                return self.say("state_cell_too")
            return self.say(
                f"state_cell_was_{'refused' if refused else 'closed'}",
                aged=self._aged(treaty),
            )
        if after and after.doubt == treaty.doubt:
            treaty = treaty.model_copy(update={"doubt": ""})
            if treaty.status == after.status == "unknown":
                return self.say("state_nothing_here")
        if treaty.status == "unknown":
            return self._unknown(treaty)
        if treaty.reason == "not_in_force":
            return self.say("state_cell_not_in_force")
        if treaty.status == "yes":
            declared = treaty.since if treaty.reason == "declared" else None
            return (
                self._dated("state_cell_yes", declared) or self.say("state_cell_yes")
            ) + self._doubt(treaty)
        listed_before = after and after.status in ("none", "signed") and after.as_of == treaty.as_of
        listed = "" if listed_before else self._listed(treaty)
        return self.say(
            f"state_cell_no{'_refused' if refused else ''}", listed=listed
        ) + self._doubt(treaty)

    def review(self, calendar: MechanismCalendar) -> str:
        """Where a State stands before a mechanism: what was, what comes, and how sure it is."""
        parts = []
        if calendar.last:
            was = f"state_review_{'last' if calendar.last.certainty in _SETTLED else 'due'}"
            when, session = self.when(calendar.last.when), self._session(calendar.last)
            parts.append(self.say(was, when=when, session=session))
        if calendar.next and calendar.phase == "not_reviewed":
            parts.append(self.remark(calendar.next.note) or self.sure(calendar.next))
        elif calendar.next:
            when, session = self.when(calendar.next.when), self._session(calendar.next)
            sure = self.sure_by_rule(calendar.next)
            parts.append(self.say("state_review_next", when=when, session=session, sure=sure))
            parts += filter(
                None, (self.submissions_to(calendar.next), self.remark(calendar.next.note))
            )
        else:
            parts.append(self.say("state_review_undated"))
        for step in calendar.steps:
            dates = {"when": self.when(step.when), "sure": self.sure_by_rule(step)}
            parts.append(self.say("state_review_step", stage=self.stage(step), **dates))
        for step in calendar.past:
            if not step.derived:
                shown = self.remark(step.note) or self.when(step.when)
                parts.append(self.say("state_review_past", stage=self.stage(step), said=shown))
        return self.parted(part.rstrip(".") for part in parts) + "."

    def paragraph(self, profile: Profile, calendar: StateCalendar) -> str:
        """What is coming and what can be used, to paste into a Protection Analysis Update."""
        case, situation, detention = profile.case, profile.situation, profile.detention
        closed = [way for way in case.cannot if way.reason != "no_procedure"]
        check = (*case.check, *situation.check, *detention.check)
        visits = [way for way in detention.can if way.key != "sp-visit"]
        sentences = [
            self.say("state_paste_lead", state=profile.name, date=self.day_of(profile)),
            self._coming(calendar),
            self.say("state_paste_case", ways=self.listing(case.can)),
            self.say("state_paste_closed", ways=self.listing(closed), span=self._span(closed))
            if closed
            else "",
            self.say("state_paste_situation", ways=self.listing(situation.can)),
            self.say("state_paste_detention", ways=self.listing(visits)) if visits else "",
            self.say("state_paste_check", ways=self.listing(check)) if check else "",
            self.say("state_paste_list"),
            self.say("state_paste_advice"),
        ]
        return " ".join(filter(None, sentences))

    def listing(self, ways: Iterable[Way]) -> str:
        """'letters of the special procedures; complaints to CAT and CRC; …', each group once."""
        groups: dict[str, list[str]] = {}
        for way in ways:
            item = way.item or way.what
            groups.setdefault(way.group or f"\n{item}", []).append(item)
        texts = [
            self._joined(its)
            if name[0] == "\n"
            else self.say("state_grouped", group=name, items=self._joined(its))
            for name, its in groups.items()
        ]
        return self.parted(texts) or self.say("state_nothing_any")

    def _dated(self, key: str, moment: PartialDate | None) -> str:
        """A phrase with a date: languages say a day otherwise than a month or a year."""
        if moment is None:
            return ""
        return self.say(f"{key}_{'day' if moment.day else 'month'}", date=self.moment(moment))

    def of(self, moment: PartialDate | None) -> str:
        """' of 24 April 2009'; empty where no date is known."""
        return self._dated("state_of", moment)

    def _aged(self, treaty: TreatyStatus) -> str:
        """Of which day an old "no" is, and where to look today."""
        if treaty.as_of is None:
            return self.say("state_cell_aged_undated", page=treaty.page)
        kind = "day" if treaty.as_of.day else "month"
        return self.say(
            f"state_cell_aged_{kind}",
            date=self.moment(treaty.as_of),
            page=treaty.page,
        )

    def _listed(self, treaty: TreatyStatus) -> str:
        return self._dated("state_cell_listed", treaty.as_of)

    def _unknown(self, treaty: TreatyStatus) -> str:
        if treaty.doubt:
            return self.say(
                "state_cell_unknown_doubt",
                doubt=treaty.doubt,
                page=self._page(treaty),
            )
        return self.say("state_cell_unknown", page=self._page(treaty))

    def _doubt(self, treaty: TreatyStatus) -> str:
        if not treaty.doubt:
            return ""
        return self.say("state_cell_doubt", doubt=treaty.doubt, page=self._page(treaty))

    def _page(self, treaty: TreatyStatus) -> str:
        collection = [self.say("state_depositary")] if "treaties.un.org" in treaty.page else []
        return self.listed([*collection, treaty.page])

    def _session(self, coming: CalendarEvent) -> str:
        return f" ({self.session(coming.session)})" if coming.session else ""

    def _coming(self, calendar: StateCalendar) -> str:
        ahead = [text for reviews in calendar.mechanisms if (text := self._ahead(reviews))]
        past = [
            self.listed([self.names.mechanism(reviews.mechanism), self.when(reviews.last.when)])
            for reviews in calendar.mechanisms
            if reviews.last and reviews.last.when and reviews.last.certainty in _SETTLED
        ]
        coming = self.say("state_paste_coming", reviews=self.parted(ahead))
        parts = [coming if ahead else self.say("state_paste_none")]
        parts += [self.say("state_paste_past", reviews=self.parted(past))] if past else []
        return " ".join(parts)

    def _ahead(self, calendar: MechanismCalendar) -> str:
        if calendar.next is None or calendar.phase == "not_reviewed" or not calendar.next.when:
            return ""
        deadline = calendar.next.deadline
        unpublished = deadline is not None and deadline.kind == "not_published"
        sure = [self.sure(calendar.next), "" if unpublished else self.submissions(deadline)]
        date = f"{self.when(calendar.next.when)} ({self.parted(sure)})"
        return self.listed([self.names.mechanism(calendar.mechanism), date])

    def _joined(self, items: Sequence[str]) -> str:
        if len(items) < 2:
            return "".join(items)
        return self.say("state_joined_last", first=self.listed(items[:-1]), last=items[-1])

    def _span(self, ways: Iterable[Way]) -> str:
        """Of which days the lists are that close these ways."""
        days = sorted((way.as_of for way in ways if way.as_of), key=lambda day: day.first)
        if not days:
            return ""
        first, last = days[0].year, days[-1].year
        if first == last:
            return self.say("state_lists_of", first=first)
        return self.say("state_lists_span", first=first, last=last)
