"""What processors say and sinks store: findings and quarantine records."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class Severity(StrEnum):
    """A notice is for a person to look at, a breach breaks a rule, broken means the rule itself failed."""

    NOTICE = "NOTICE"
    BREACH = "BREACH"
    BROKEN = "BROKEN"


class FindingStatus(StrEnum):
    """Raised, or taken back."""

    RAISED = "RAISED"
    RETRACTED = "RETRACTED"


@dataclass(frozen=True, slots=True)
class Finding:
    """One revision of one verdict of one rule on one event of one subject.

    ``finding_id`` is stable over revisions; ``revision`` is the position in the log of the record that caused it;
    ``dated_at`` is the instant the verdict is about (the event's, or the deadline's); ``known_at`` is when the causing
    record reached the log.
    """

    finding_id: str
    revision: int
    status: FindingStatus
    rule: str
    rule_version: int
    severity: Severity
    blocking: bool
    subject: str
    event_id: str
    title: str
    got: str
    expected: str
    evidence: tuple[str, ...]
    law: str
    dated_at: datetime
    provisional_until: datetime | None
    cured_by: str | None
    known_at: datetime


def finding_id(rule: str, subject: str, event_id: str) -> str:
    """The id of a finding, stable over its revisions: a UUID from the hash of rule code, subject and judged event."""
    return hashed_id(f"{rule}\n{subject}\n{event_id}".encode())


def hashed_id(content: bytes) -> str:
    """A UUID made from the SHA-256 of ``content``."""
    digits = hashlib.sha256(content).hexdigest()
    return f"{digits[:8]}-{digits[8:12]}-{digits[12:16]}-{digits[16:20]}-{digits[20:32]}"


@dataclass(frozen=True, slots=True)
class QuarantineRecord:
    """An input that could not be accepted: position, bytes (cut at the limit) and reason; ``size`` in bytes."""

    quarantine_id: str
    source: str
    position: str
    reason: str
    message: str
    size: int
    payload: bytes
    received_at: datetime
