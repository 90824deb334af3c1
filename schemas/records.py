"""What travels on the log beside events, findings and refusals: time as data, changes of the rules and of reference
data, what lots tell the lots made of them, batches, and who runs the detectors.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime


@dataclass(frozen=True, slots=True)
class Tick:
    """Time has come to ``at``; deadlines before it are due."""

    at: datetime


@dataclass(frozen=True, slots=True)
class RulesChanged:
    """Judge everything anew: the rule book, or the reference data it judges against, has another ``fingerprint``."""

    fingerprint: str


@dataclass(frozen=True, slots=True)
class TaintSource:
    """An open breach of ``subject``, a lot or an event, as it is told to the lots that come from there.

    ``steps`` counts the transformations of one instant that it came through last, one after the other.
    """

    subject: str
    rule: str
    event_id: str
    steps: int


@dataclass(frozen=True, slots=True)
class Taint:
    """All open breaches that ``told_by`` hands on to the lot ``subject``.

    ``told_by`` is a lot of which it was made, or an event as a whole that makes or moves it.

    ``event_id`` and ``digest`` say by which event, and by which content of it. A later ``version`` takes the place
    of an earlier one; it is the position of the record that made ``told_by`` tell this, in its partition. ``cause`` is
    the event, or the change of reference data, in that record, if one was. No ``sources``: what was told before is
    taken back.
    """

    subject: str
    told_by: str
    event_id: str
    digest: bytes
    version: int
    cause: str | None
    sources: tuple[TaintSource, ...]


@dataclass(frozen=True, slots=True)
class ReferenceCell:
    """One cell of a row of reference data: text as it stands in a CSV file."""

    column: str
    value: str


@dataclass(frozen=True, slots=True)
class ReferenceChanged:
    """Somebody states a row of reference data, or, where it is ``withdrawn``, that it does not stand.

    ``key`` names the row within its ``table``; it holds from ``valid_from`` (None = since ever) until the day before
    ``valid_until`` (None = open). Of several statements about one key and first day the one counts that was recorded
    last. ``cells`` are in order of their columns; ``schemas.reference.statements`` makes and checks them.
    """

    table: str
    key: str
    valid_from: date | None
    valid_until: date | None
    withdrawn: bool
    cells: tuple[ReferenceCell, ...]
    stated_by: str
    source: str
    recorded_at: datetime


@dataclass(frozen=True, slots=True)
class Entry:
    """A record for the histories of one partition: ``payload`` is a message of its own, unchanged since it came in.

    ``known_at`` is when it reached the log: the broker's time for an event, the time that a tick was made.
    """

    known_at: datetime
    payload: bytes


@dataclass(frozen=True, slots=True)
class SubjectBatch:
    """Records for the histories of one partition, in the order in which they count."""

    entries: tuple[Entry, ...]


@dataclass(frozen=True, slots=True)
class DetectionClaim:
    """``holder`` asks to run the detectors for the stretch of time that begins at ``slot``.

    The claim stands from the time at which the log took it, for ``lease_seconds``, unless a ``DetectionDone`` ends it.
    """

    holder: str
    slot: datetime
    lease_seconds: int


@dataclass(frozen=True, slots=True)
class DetectionDone:
    """The run of the claim at ``claim_offset`` has ended; without ``findings``, their number, it was given up."""

    claim_offset: int
    findings: int | None
