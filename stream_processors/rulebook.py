"""The rules of one version, sorted by what they look at, and the verdicts they give on an entry of a history."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterable, Iterator
from copy import copy
from dataclasses import replace
from datetime import datetime, timedelta

from schemas.errors import ConfigurationError
from schemas.events import CustodyEvent
from schemas.findings import Severity
from schemas.records import TaintSource
from schemas.reference.model import Reference
from schemas.routing import Share
from stream_processors.custody.numbering import Gap, Use
from stream_processors.custody.state import NOTHING, CertificateState, Life, LotState, Obligation, State
from stream_processors.deadlines import Deadline
from stream_processors.dispatch import Dispatch, Place, places
from stream_processors.rules.base import (
    AnyRule,
    Breach,
    CertificateCase,
    ConflictRule,
    DeadlineRule,
    EventCase,
    GapRule,
    Law,
    Level,
    LineageRule,
    LotCase,
    NumberRule,
    Rule,
    ask,
    broken,
)
from stream_processors.verdicts import Verdict


class RuleBook:
    """Rules and the reference data they judge against; immutable once built."""

    def __init__(self, rules: Iterable[AnyRule], reference: Reference, reference_version: str = "") -> None:
        """Sort ``rules`` for dispatch; an empty set is refused, since it would pass everything.

        ``reference_version`` names the edition of the reference data; another edition may judge differently.
        """
        self.rules = tuple(rules)
        if not self.rules:
            raise ConfigurationError("a rule book without rules would pass everything; give it at least one rule")
        self.reference = reference
        self.reference_version = reference_version
        self.deadlines = self._deadlines()
        self._conflict = next((rule for rule in self.rules if isinstance(rule, ConflictRule)), None)
        self.lineage = next((rule for rule in self.rules if isinstance(rule, LineageRule)), None)
        self._gap = next((rule for rule in self.rules if isinstance(rule, GapRule)), None)
        self._number = next((rule for rule in self.rules if isinstance(rule, NumberRule)), None)
        self._dispatch = Dispatch(rule for rule in self.rules if isinstance(rule, Rule))

    def with_reference(self, reference: Reference) -> RuleBook:
        """The same rules, judging against reference data that have changed since.

        The fingerprint stays: it is that of the rules and of the data they began with. Changes are records of the log.
        """
        book = copy(self)
        book.reference = reference
        book.deadlines = book._deadlines()
        return book

    def _deadlines(self) -> dict[str, Deadline]:
        return {rule.awaits: Deadline(rule, self.reference) for rule in self.rules if isinstance(rule, DeadlineRule)}

    def places_of(self, codes: Collection[str]) -> frozenset[Place] | None:
        """Where the rules with these codes look; None where one of them looks at more than single events."""
        found: set[Place] = set()
        for rule in self.rules:
            if rule.code in codes:
                if not isinstance(rule, Rule):
                    return None
                found |= places(rule)
        return frozenset(found)

    @property
    def fingerprint(self) -> str:
        """Digest of codes, versions, parameters and reference data: books that differ here may judge differently."""
        parts = [f"{rule.code} {rule.version} {sorted(rule.stated.items())}" for rule in self.rules]
        return hashlib.sha256("\n".join([*parts, self.reference_version]).encode()).hexdigest()[:32]

    def judge(self, event: CustodyEvent, share: Share, before: State, after: State) -> tuple[Verdict, ...]:
        """Verdicts on one event as one subject sees it, and on the obligations it settles late."""
        life = before.life if isinstance(before, LotState) else Life.ALIVE
        asked = self._dispatch.asked((share.kind, type(event.body), share.role), life, event.occurred_at)
        verdicts: list[Verdict] = []
        if asked:
            for rule, breach in ask(asked, self._case(event, share, before)):
                verdicts.append(self._verdict(rule, breach, event.event_id, event.occurred_at))
        if before.obligations is not after.obligations:
            verdicts += self._settled(event, before, after)
        return tuple(verdicts)

    def _case(self, event: CustodyEvent, share: Share, before: State) -> LotCase | CertificateCase | EventCase:
        if isinstance(before, LotState):
            return LotCase(event, share.role, share.line, before, self.reference)
        if isinstance(before, CertificateState):
            return CertificateCase(event, before, self.reference)
        return EventCase(event, self.reference)

    def _settled(self, event: CustodyEvent, before: State, after: State) -> Iterator[Verdict]:
        still_open = {(obligation.awaits, obligation.event_id) for obligation in after.obligations}
        for obligation in before.obligations:
            kept_open = {(obligation.awaits, obligation.event_id), (NOTHING, obligation.event_id)}
            if still_open.isdisjoint(kept_open):
                found = self._overdue(obligation, event.occurred_at - obligation.since, event.event_id)
                if found is not None:
                    yield found

    def overdue(self, obligations: Iterable[Obligation], now: datetime) -> list[Verdict]:
        """Verdicts on obligations that are still open and late at ``now``."""
        found = [self._overdue(obligation, now - obligation.since, None) for obligation in obligations]
        return [verdict for verdict in found if verdict is not None]

    def next_due(self, obligations: Iterable[Obligation], now: datetime) -> datetime | None:
        """The instant, ``now`` or later, after which an open obligation is later than it is at ``now``."""
        dues = [
            obligation.since + level.after
            for obligation in obligations
            if (deadline := self.deadlines.get(obligation.awaits)) is not None
            for level in deadline.levels(obligation)
            if obligation.since + level.after >= now
        ]
        return min(dues, default=None)

    def _overdue(self, obligation: Obligation, waited: timedelta, settled_by: str | None) -> Verdict | None:
        deadline = self.deadlines.get(obligation.awaits)
        passed = deadline.passed(obligation, waited) if deadline is not None else ()
        if deadline is None or not passed or not deadline.rule.in_force_on(obligation.since.date()):
            return None
        rule, level = deadline.rule, passed[-1]
        dated_at = obligation.since + level.after
        try:
            if not rule.applies(obligation, self.reference):
                return None
            breach = rule.describe(obligation, passed, waited if settled_by else None)
        except Exception as error:
            breach = broken(error)
        if breach.severity is None:
            breach = Breach(
                breach.got, breach.expected, (*breach.evidence, settled_by), level.severity, breach.awaiting
            )
        found = self._verdict(rule, breach, obligation.event_id, dated_at, blocking=level.blocking)
        # a deadline that was settled late will not be cured by waiting
        return found if settled_by is None else found._replace(provisional_until=None)

    def conflict(self, event: CustodyEvent, digests: tuple[bytes, ...]) -> Verdict | None:
        """Verdict on one event id that stands for several contents, the counting one first."""
        if self._conflict is None:
            return None
        breach = self._conflict.describe(tuple(digest.hex() for digest in digests))
        return self._verdict(self._conflict, breach, event.event_id, event.occurred_at)

    def descent(self, event: CustodyEvent, sources: tuple[TaintSource, ...]) -> Verdict | None:
        """Verdict on the transformation that a lot was born in, where ``sources`` are open in what it was made of."""
        rule = self.lineage
        if rule is None or not rule.in_force_on(event.occurred_at.date()):
            return None
        try:
            breach = rule.describe(sources)
        except Exception as error:
            breach = broken(error)
        return self._verdict(rule, breach, event.event_id, event.occurred_at)

    def gap(self, gap: Gap, now: datetime) -> Verdict | None:
        """Verdict at ``now`` on numbers that are missing; what is judged is the first event after them."""
        rule = self._gap
        if rule is None:
            return None
        since = gap.after.recorded_at
        levels = self._levels(rule, gap)
        passed = [level for level in levels if now - since > level.after]
        if not passed or not rule.in_force_on(since.date()):
            return None
        try:
            breach = rule.describe(gap)
        except Exception as error:
            breach = broken(error)
        if breach.severity is None:
            breach = replace(breach, severity=passed[-1].severity)
        found = self._verdict(rule, breach, gap.after.event_id, since + passed[-1].after)
        return found if passed[-1] is levels[-1] else found._replace(provisional_until=since + levels[-1].after)

    def next_of_gaps(self, gaps: Iterable[Gap], now: datetime) -> datetime | None:
        """The instant, ``now`` or later, after which one of ``gaps`` is graver than it is at ``now``."""
        if self._gap is None:
            return None
        dues = [
            gap.after.recorded_at + level.after
            for gap in gaps
            for level in self._levels(self._gap, gap)
            if gap.after.recorded_at + level.after >= now
        ]
        return min(dues, default=None)

    def _levels(self, rule: GapRule, gap: Gap) -> tuple[Level, ...]:
        day = gap.after.recorded_at.date()
        return rule.levels(self.reference.party(gap.emitter, day), self.reference, day)

    def reused(self, uses: Iterable[Use]) -> Verdict | None:
        """Verdict on one number that stands for several events; what is judged is the second of them."""
        standing = sorted((use for use in uses if not use.declared), key=lambda use: use.precedence)
        events = tuple({use.event_id: use for use in reversed(standing)}.values())[::-1]
        if self._number is None or len(events) < 2:
            return None
        second = events[1]
        if not self._number.in_force_on(second.recorded_at.date()):
            return None
        try:
            breach = self._number.describe(events)
        except Exception as error:
            breach = broken(error)
        return self._verdict(self._number, breach, second.event_id, second.recorded_at)

    def _verdict(
        self, law: Law, breach: Breach, event_id: str, dated_at: datetime, *, blocking: bool | None = None
    ) -> Verdict:
        severity = breach.severity or law.severity
        evidence = dict.fromkeys((event_id, *(e for e in breach.evidence if e)))
        return Verdict(
            rule=law.code,
            rule_version=law.version,
            severity=severity,
            blocking=severity is Severity.BREACH and (law.blocking if blocking is None else blocking),
            event_id=event_id,
            title=law.title,
            got=breach.got,
            expected=breach.expected,
            evidence=tuple(evidence),
            law=law.cited,
            dated_at=dated_at,
            provisional_until=self._grace_end(breach.awaiting, dated_at),
        )

    def _grace_end(self, awaiting: str | None, dated_at: datetime) -> datetime | None:
        party = self.reference.party(awaiting, dated_at.date()) if awaiting else None
        if party is None or not party.grace_days:
            return None
        return dated_at + timedelta(days=party.grace_days)
