"""Dates as exact as they are known: a day, a month or a year, and spans of them."""

from __future__ import annotations

import calendar
import datetime as dt
import re
from functools import cached_property, lru_cache
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, model_serializer, model_validator

from bot.knowledge import quoted

Precision = Literal["day", "month", "year"]
_WRITTEN = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?")


class PartialDate(BaseModel):
    """A day, a month or a year. `2027-02` is a month and never becomes a day.

    Reads and writes itself as `2027`, `2027-02` or `2027-02-05`.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    year: int
    month: int | None = None
    day: int | None = None

    @classmethod
    @lru_cache(maxsize=8_192)
    def parse(cls, text: str) -> PartialDate:
        """The moment written as text; ValueError with a sentence for people where it is none.

        The tables hold the same days again and again, and moments don't change: each is read once.
        """
        match = _WRITTEN.fullmatch(text.strip())
        if match is None:
            raise ValueError(f"{quoted(text)} is no date; write 2027-02-05, 2027-02 or 2027")
        year, month, day = (int(part) if part else None for part in match.groups())
        try:
            dt.date(year or 0, month or 1, day or 1)
        except ValueError:
            raise ValueError(f"{quoted(text)} is a date that does not exist") from None
        return cls.model_construct(year=year, month=month, day=day)

    @classmethod
    def of(cls, day: dt.date) -> PartialDate:
        """An exact day."""
        return cls(year=day.year, month=day.month, day=day.day)

    @model_validator(mode="before")
    @classmethod
    def _from_text(cls, data: Any) -> Any:
        return cls.parse(data).__dict__ if isinstance(data, str) else data

    @model_serializer
    def _as_text(self) -> str:
        return str(self)

    def __str__(self) -> str:
        parts = (f"{self.year:04d}", *(f"{p:02d}" for p in (self.month, self.day) if p))
        return "-".join(parts)

    @property
    def precision(self) -> Precision:
        """The smallest part that is known: day, month or year."""
        return "day" if self.day else "month" if self.month else "year"

    @cached_property
    def first(self) -> dt.date:
        """The earliest day that it may be."""
        return dt.date(self.year, self.month or 1, self.day or 1)

    @cached_property
    def last(self) -> dt.date:
        """The latest day that it may be."""
        month = self.month or 12
        return dt.date(self.year, month, self.day or calendar.monthrange(self.year, month)[1])

    @property
    def exact(self) -> dt.date | None:
        """The day; None for a month or a year."""
        return self.first if self.day else None

    def later(self, months: int, precision: Precision = "month") -> PartialDate:
        """The month (or year) that lies so many months on; ValueError from a year alone."""
        if self.month is None:
            raise ValueError("a year alone has no month to count from")
        year, month = divmod(self.year * 12 + self.month - 1 + months, 12)
        return PartialDate(year=year, month=month + 1 if precision == "month" else None)


class Span(BaseModel):
    """From one moment to another; at least one of them is known."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    start: PartialDate | None = None
    end: PartialDate | None = None

    @model_validator(mode="after")
    def _in_order(self) -> Span:
        if self.start is None and self.end is None:
            raise ValueError("a span needs a start or an end")
        if self.start and self.end and self.end.last < self.start.first:
            raise ValueError(f"the end ({self.end}) lies before the start ({self.start})")
        return self

    @classmethod
    def of(cls, start: PartialDate | None, end: PartialDate | None = None) -> Span | None:
        """The span, or None where neither moment is known."""
        return cls(start=start, end=end) if start or end else None

    @cached_property
    def first(self) -> dt.date:
        """The earliest day on which it may begin; its end where the start is not known."""
        known = self.start or self.end
        return known.first if known else dt.date.max

    @cached_property
    def last(self) -> dt.date:
        """The latest day on which it may end; its start where the end is not known."""
        known = self.end or self.start
        return known.last if known else dt.date.max

    @property
    def precision(self) -> Precision:
        """The precision of its less exact end: a day and a month give a month."""
        known = [moment.precision for moment in (self.start, self.end) if moment]
        return next(p for p in ("year", "month", "day") if p in known)

    def covers(self, day: dt.date) -> bool:
        """Whether that day surely falls within: only where both ends are exact days."""
        whole = self.start and self.end and self.precision == "day"
        return bool(whole) and self.first <= day <= self.last
