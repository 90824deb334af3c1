"""What a rule is, and the one place that asks one: in force, applies, check, always in that order.

A rule is a value. Its ``check`` is a pure function of a case (the judged event, the state before it, reference data)
that returns None when all is well and a ``Breach`` when not. ``dispatch`` knows which rules are in force where.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import lru_cache
from typing import Any, Generic, NamedTuple, TypeVar

from schemas.events import Body, CustodyEvent, LotLine
from schemas.findings import Severity
from schemas.records import TaintSource
from schemas.reference.model import Party, Reference
from schemas.reference.settings import Setting
from schemas.routing import Role
from stream_processors.custody.numbering import Gap, Use
from stream_processors.custody.state import CertificateState, Life, LotState, Obligation

ALWAYS = date(1, 1, 1)
"""``in_force_from`` of a rule that follows from what a lot is and not from a law with a date."""

LIVING = frozenset({Life.ALIVE, Life.MISSING})
"""Lots that were born and have not ended for good."""

GONE = frozenset({Life.MISSING, Life.ENDED})
"""Lots that were consumed, retired, lost or stolen."""


@dataclass(frozen=True, slots=True)
class Breach:
    """What a rule says when it raises something.

    ``evidence`` holds the ids of the events that prove it, beside the judged one. ``severity`` overrides the rule's.
    ``awaiting`` names a party whose events, not yet sent, could still cure it.
    """

    got: str
    expected: str
    evidence: tuple[str | None, ...] = ()
    severity: Severity | None = None
    awaiting: str | None = None


class LotCase(NamedTuple):
    """A lot meets an event: ``line`` is what the event states of it, ``lot`` its state before."""

    event: CustodyEvent
    role: Role
    line: LotLine | None
    lot: LotState
    reference: Reference

    def setting(self, setting: Setting, country: str | None = None) -> int:
        """The value of a setting in ``country`` on the day of the event; by default where the event took place."""
        return _value(self.event, self.reference, setting, country)


class CertificateCase(NamedTuple):
    """A certificate meets an event; ``state`` is the certificate's before."""

    event: CustodyEvent
    state: CertificateState
    reference: Reference

    def setting(self, setting: Setting, country: str | None = None) -> int:
        """The value of a setting in ``country`` on the day of the event; by default where the event took place."""
        return _value(self.event, self.reference, setting, country)


class EventCase(NamedTuple):
    """An event with several lines, seen as a whole."""

    event: CustodyEvent
    reference: Reference

    def setting(self, setting: Setting, country: str | None = None) -> int:
        """The value of a setting in ``country`` on the day of the event; by default where the event took place."""
        return _value(self.event, self.reference, setting, country)


def _value(event: CustodyEvent, reference: Reference, setting: Setting, country: str | None) -> int:
    if setting.key not in reference.settings.values:  # as almost always: then nobody's calendar is asked
        return setting.default
    return reference.setting(setting, country or event.place.country, event.local_day)


Case = LotCase | CertificateCase | EventCase
CaseT = TypeVar("CaseT", LotCase, CertificateCase, EventCase)


@lru_cache(maxsize=1024)
def _cited(citation: str) -> str:
    return citation.replace("from memory) [memory]", "from memory)").replace("[memory]", "(from memory)")


@dataclass(frozen=True, slots=True, kw_only=True)
class Law:
    """What every rule states about itself. ``in_force_from`` is inclusive, ``in_force_until`` exclusive.

    ``settings`` are its values that no law fixes; those in ``rising`` must grow from one to the next. ``parameters``
    say what else it goes by, in words.
    """

    code: str
    title: str
    citation: str
    in_force_from: date
    in_force_until: date | None = None
    severity: Severity = Severity.BREACH
    blocking: bool = False
    version: int = 1
    settings: tuple[Setting, ...] = ()
    rising: tuple[Setting, ...] = ()
    parameters: dict[str, str] = field(default_factory=dict)

    @property
    def cited(self) -> str:
        """The citation as findings tell it: what no text confirmed is told to be from memory."""
        return _cited(self.citation)

    @property
    def stated(self) -> dict[str, str]:
        """Settings with their defaults, and parameters, as the catalogue prints them."""
        return {setting.name.replace("_", " "): setting.words for setting in self.settings} | self.parameters

    def in_force_on(self, day: date) -> bool:
        """Whether the law was in force on ``day``."""
        return self.in_force_from <= day and (self.in_force_until is None or day < self.in_force_until)


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule(Law, Generic[CaseT]):
    """A rule over one kind of case. It is asked only about the bodies it names, and the roles where it names some; one
    over lots only about lots that have come as far as ``lots`` says.
    """

    case: type[CaseT]
    bodies: tuple[type[Body], ...]
    roles: frozenset[Role] = frozenset(Role)
    lots: frozenset[Life] = frozenset(Life)
    check: Callable[[CaseT], Breach | None]
    applies: Callable[[CaseT], bool] | None = None


@dataclass(frozen=True, slots=True)
class Step:
    """How grave it is when an obligation is still open after the days that a setting gives."""

    days: Setting
    severity: Severity
    blocking: bool = False


@dataclass(frozen=True, slots=True)
class Level:
    """The same with the time that the setting gives somewhere."""

    after: timedelta
    severity: Severity
    blocking: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class DeadlineRule(Law):
    """A rule about something that did not happen in time.

    The days of ``steps`` rise; those of the participant count in whose ``country`` the promise is. ``describe`` gives
    got and expected for an obligation: it is told the levels that are behind it, the first one first; ``kept_after`` is
    None while it is open. ``applies`` leaves out obligations of parties from which nothing is expected.
    """

    awaits: str
    steps: tuple[Step, ...]
    describe: Callable[[Obligation, tuple[Level, ...], timedelta | None], Breach]
    applies: Callable[[Obligation, Reference], bool]


@dataclass(frozen=True, slots=True, kw_only=True)
class ConflictRule(Law):
    """The rule about one event id with several contents; ``describe`` gets the digests, the counting one first."""

    describe: Callable[[tuple[str, ...]], Breach]


@dataclass(frozen=True, slots=True, kw_only=True)
class LineageRule(Law):
    """The rule about a lot that was made of others; ``describe`` gets the breaches that are open there, in order.

    It is asked about the transformation that the lot was born in. Only what is graver than a notice is handed on from
    lot to lot, and the findings of this rule are notices.
    """

    describe: Callable[[tuple[TaintSource, ...]], Breach]


@dataclass(frozen=True, slots=True, kw_only=True)
class GapRule(Law):
    """The rule about numbers that are missing from the sequence of an emitter.

    ``levels`` rise, counted from when the first event after the gap was recorded; they follow from what the register
    says of the emitter on that day. Up to the last of them the gap is provisional.
    """

    levels: Callable[[Party | None, Reference, date], tuple[Level, ...]]
    describe: Callable[[Gap], Breach]


@dataclass(frozen=True, slots=True, kw_only=True)
class NumberRule(Law):
    """The rule about one number for several events; ``describe`` gets those that stand, the first recorded first."""

    describe: Callable[[tuple[Use, ...]], Breach]


AnyRule = (
    Rule[LotCase]
    | Rule[CertificateCase]
    | Rule[EventCase]
    | DeadlineRule
    | ConflictRule
    | LineageRule
    | GapRule
    | NumberRule
)


class Asked(NamedTuple):
    """A rule that is in force, taken apart: some twenty are asked about every event."""

    rule: Rule[Any]
    applies: Callable[[Any], bool] | None
    check: Callable[[Any], Breach | None]


def ask(rules: Iterable[Asked], case: Case) -> list[tuple[Law, Breach]]:
    """Ask rules about one case. An exception of a rule is a ``Breach`` of severity BROKEN: the others still speak."""
    found: list[tuple[Law, Breach]] = []
    for rule, applies, check in rules:
        try:
            breach = check(case) if applies is None or applies(case) else None
        except Exception as error:
            breach = broken(error)
        if breach is not None:
            found.append((rule, breach))
    return found


def broken(error: Exception) -> Breach:
    """What stands in for the verdict of a rule that crashed."""
    return Breach(
        got=f"the rule failed with {type(error).__name__}: {error}",
        expected="a verdict; tell the operator, and judge again after the correction",
        severity=Severity.BROKEN,
    )
