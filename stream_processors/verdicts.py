"""Verdicts: what rules say about one entry of a history, and how verdicts become findings with stable ids."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import NamedTuple

from schemas.findings import Finding, FindingStatus, Severity, finding_id

_GRAVITY = {Severity.NOTICE: 0, Severity.BREACH: 1, Severity.BROKEN: 2}


class Verdict(NamedTuple):
    """A finding without its place in the log: everything that follows from the history alone."""

    rule: str
    rule_version: int
    severity: Severity
    blocking: bool
    event_id: str
    title: str
    got: str
    expected: str
    evidence: tuple[str, ...]
    law: str
    dated_at: datetime
    provisional_until: datetime | None

    @property
    def key(self) -> tuple[str, str]:
        """Identity within a subject: rule and judged event."""
        return self.rule, self.event_id


Verdicts = dict[tuple[str, str], Verdict]


def as_finding(
    verdict: Verdict,
    subject: str,
    revision: int,
    known_at: datetime,
    *,
    cured_by: str | None = None,
    raised: bool = True,
) -> Finding:
    """One revision of a finding: the verdict, and its place in the log."""
    return Finding(
        finding_id=finding_id(verdict.rule, subject, verdict.event_id),
        revision=revision,
        status=FindingStatus.RAISED if raised else FindingStatus.RETRACTED,
        rule=verdict.rule,
        rule_version=verdict.rule_version,
        severity=verdict.severity,
        blocking=verdict.blocking,
        subject=subject,
        event_id=verdict.event_id,
        title=verdict.title,
        got=verdict.got,
        expected=verdict.expected,
        evidence=verdict.evidence,
        law=verdict.law,
        dated_at=verdict.dated_at,
        provisional_until=verdict.provisional_until,
        cured_by=cured_by,
        known_at=known_at,
    )


def as_verdict(finding: Finding) -> Verdict:
    """The verdict a published finding came from."""
    return Verdict(**{name: getattr(finding, name) for name in Verdict._fields})


def collect(verdicts: Iterable[Verdict]) -> Verdicts:
    """Verdicts by key; of two about the same rule and event the graver stays, then the smaller text."""
    found: Verdicts = {}
    for verdict in verdicts:
        other = found.get(verdict.key)
        if other is None or _precedence(verdict) < _precedence(other):
            found[verdict.key] = verdict
    return found


def _precedence(verdict: Verdict) -> tuple[int, str, str]:
    return -_GRAVITY[verdict.severity], verdict.got, verdict.expected
