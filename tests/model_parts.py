"""What the parts of the naive second model have in common: an event as one subject sees it, and how verdicts look."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from schemas.events import CustodyEvent, LotLine
from schemas.findings import Severity
from schemas.reference.model import Reference

Verdict = tuple[str, str, Severity]
"""Rule code, judged event, severity."""

DAY = timedelta(days=1)


@dataclass(frozen=True)
class Seen:
    """One event as one subject sees it; ``part`` is "input" or "output" of a transformation, else empty."""

    event: CustodyEvent
    part: str
    line: LotLine | None

    @property
    def name(self) -> str:
        """The kind of event."""
        return type(self.event.body).__name__

    @property
    def body(self) -> Any:
        """Its body."""
        return self.event.body

    @property
    def at(self) -> datetime:
        """When it occurred."""
        return self.event.occurred_at

    @property
    def birth(self) -> bool:
        """Whether it makes a lot."""
        return self.part == "output" or self.name == "LotRegistered"

    @property
    def end(self) -> bool:
        """Whether it ends a lot."""
        return self.part == "input" or self.name == "LotRetired"

    @property
    def day(self) -> date:
        """The calendar day at its place."""
        return (self.at + timedelta(minutes=self.event.utc_offset_minutes)).date()


def breach(rule: str, one: Seen) -> Verdict:
    """A breach by this event."""
    return rule, one.event.event_id, Severity.BREACH


def notice(rule: str, one: Seen) -> Verdict:
    """Something about this event for a person to look at."""
    return rule, one.event.event_id, Severity.NOTICE


def same_weight(first: int, second: int) -> bool:
    """0.02 ct or 0.1 % of the greater, whichever is more."""
    return abs(first - second) <= max(20, max(first, second) // 1000)


def document(one: Seen, kind: str) -> bool:
    """Whether a document of this kind is among the evidence of an event."""
    return kind in [" ".join(paper.kind.lower().replace("_", " ").split()) for paper in one.event.evidence]


def plain_name(name: str) -> str:
    """A party's name in small letters and digits, without "ltd" or "llc" as its last word."""
    words = name.lower().split()
    signs = ["".join(sign for sign in word if sign.isalnum()) for word in words]
    signs = [word for word in signs if word]
    while len(signs) > 1 and signs[-1] in ("ltd", "llc"):
        signs.pop()
    return "".join(signs)


def territory(country: str, day: date, reference: Reference) -> str:
    """The participant whose territory a country is; the country itself where it is nobody's."""
    return reference.participant_of(country, max(day, date(2003, 8, 31))) or country


def is_rough(line: LotLine) -> bool:
    """Rough that the scheme is about: natural, or of unknown species, or declared under a code of rough."""
    natural = line.form.name == "ROUGH" and line.species.name != "LAB_GROWN"
    return natural or line.hs_code in ("710210", "710221", "710231")
