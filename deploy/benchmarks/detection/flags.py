"""What was found in a world, beside what was labelled in it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime

from producers.simulator.labels import Label
from schemas.findings import Finding, FindingStatus


@dataclass(slots=True)
class Flag:
    """One finding: what it says it is about, when it was raised first, and whether it stands in the end."""

    rule: str
    subject: str
    event_id: str
    raised_at: datetime
    evidence: set[str] = field(default_factory=set)
    stands: bool = True


@dataclass(frozen=True, slots=True)
class Watched:
    """Everything that scoring a world needs."""

    labels: tuple[Label, ...]
    cases: dict[int, frozenset[str]]
    consequences: tuple[tuple[int, str, str], ...]
    """Case, rule and subject of what a play says may be spoken of too."""

    belongings: dict[int, frozenset[str]]
    """Parties and sites that a play made, by its case."""

    flags: tuple[Flag, ...]
    arrived: dict[str, datetime]
    """When each event came first, by its id."""

    looked: frozenset[str]
    """Codes of the rules and detectors that were asked."""


def note(flags: dict[str, Flag], findings: Iterable[Finding]) -> None:
    """Take in what an engine says has changed."""
    for finding in findings:
        if finding.status is FindingStatus.RAISED:
            raise_flag(flags, finding, finding.known_at)
        else:
            flags[finding.finding_id].stands = False


def raise_flag(flags: dict[str, Flag], finding: Finding, at: datetime) -> None:
    """Take in a finding that stands at ``at``; the first instant stays."""
    flag = flags.get(finding.finding_id)
    if flag is None:
        flag = flags[finding.finding_id] = Flag(finding.rule, finding.subject, finding.event_id, at)
    flag.stands = True
    flag.evidence.update(finding.evidence)
