"""The topics of the log: what each holds, what its key is, how long it is kept. ``caratrace topics apply`` makes them.

The topics are the record: everything else (histories, findings, rows) can be made from ``custody.events.v1`` and
``custody.subjects.v1`` again. So these are kept for ever and are never compacted.
"""

from __future__ import annotations

from dataclasses import dataclass

from schemas.codec import MAX_EVENT_BYTES

DAY_MS = 24 * 60 * 60 * 1000
FOR_EVER = -1

LARGEST_RECORD = 2 * MAX_EVENT_BYTES
"""Bytes that a broker must take in one piece: the largest message of the codec, with room for its key and framing."""


@dataclass(frozen=True, slots=True)
class Topic:
    """One topic. ``key`` says what the key of a record is, and so what stays in order."""

    name: str
    holds: str
    key: str
    partitions: int
    retention_ms: int
    """Milliseconds, or ``FOR_EVER``. In a compacted topic: how long also the superseded records are sure to stay."""

    compacted: bool
    """Whether only the newest record of a key is kept in the long run."""

    min_in_sync: int
    """Copies that must hold a record before it is acknowledged, out of three."""

    stamped_by_log: bool = False
    """Whether a record's time is when the log took it, and not what its producer says."""

    def in_sync(self, replication: int) -> int:
        """Copies that must hold a record where there are ``replication``: one broker may always be down, if there are
        two or more.
        """
        return max(1, min(self.min_in_sync, replication - 1))

    def configuration(self, replication: int) -> dict[str, str]:
        """The settings of the topic as Kafka names them."""
        kept = {"cleanup.policy": "delete", "retention.ms": str(self.retention_ms), "retention.bytes": "-1"}
        if self.compacted:
            kept = {"cleanup.policy": "compact", "min.compaction.lag.ms": str(self.retention_ms)}
        return kept | {
            "max.message.bytes": str(LARGEST_RECORD),
            "min.insync.replicas": str(self.in_sync(replication)),
            "unclean.leader.election.enable": "false",
            "message.timestamp.type": "LogAppendTime" if self.stamped_by_log else "CreateTime",
        }


EVENTS = Topic(
    "custody.events.v1", "custody events as emitted", "emitter", 12, FOR_EVER, False, 2, stamped_by_log=True
)  # fmt: skip
SUBJECTS = Topic(
    "custody.subjects.v1",
    "events by the histories they belong to, ticks, changes of rules and reference data; the partition is given, "
    "hash(subject) mod 12",
    "none", 12, FOR_EVER, False, 2,
)  # fmt: skip
FINDINGS = Topic("custody.findings.v1", "every revision of every finding", "subject", 12, FOR_EVER, False, 2)
ALERTS = Topic(
    "custody.alerts.v1", "findings picked for alerting systems, and their retractions", "finding id", 3,
    30 * DAY_MS, True, 2,
)  # fmt: skip
QUARANTINE = Topic("custody.quarantine.v1", "inputs that were refused, with reason", "source", 3, FOR_EVER, False, 2)
DETECTIONS = Topic(
    "custody.detections.v1", "who runs the detectors, and when a run was done", "none", 1, 40 * DAY_MS, False, 2,
    stamped_by_log=True,
)  # fmt: skip
REFERENCE = Topic(
    "custody.reference.v1", "rows of reference data as they were stated; superseded ones stay for ten years",
    "table, key and first day", 1, 3653 * DAY_MS, True, 2, stamped_by_log=True,
)  # fmt: skip

MAX_PARTITIONS = 1024
"""Partitions that ``place_of`` can tell apart."""


def place_of(partition: int, offset: int) -> int:
    """One number for a place in a topic: no two places share one, and within a partition it grows with the offset.

    Raises ``ValueError`` for a partition that would be taken for another.
    """
    if not 0 <= partition < MAX_PARTITIONS or offset < 0:
        raise ValueError(
            f"expected a partition of 0 to {MAX_PARTITIONS - 1} and an offset of 0 or more, got {partition}, {offset}"
        )
    return offset * MAX_PARTITIONS + partition


TOPICS = (EVENTS, SUBJECTS, FINDINGS, ALERTS, QUARANTINE, DETECTIONS, REFERENCE)
