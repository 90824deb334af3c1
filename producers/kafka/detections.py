"""The lease on running the detectors: claims appended to a topic of one partition, whose order is the judge.

A database of rows is no lock service; the order of a log is one. ``producers.lease`` says who wins.
"""

from __future__ import annotations

import time
from datetime import timedelta

from producers.kafka.log import KafkaLog, Outgoing
from producers.kafka.reading import Found, Reader
from producers.lease import Claim, Lease, Logged, answer_to, holder_of
from schemas import codec
from schemas.errors import ConfigurationError, QuarantineError, StopError
from schemas.findings import Finding
from schemas.framing import WireFormat
from schemas.records import DetectionClaim, DetectionDone
from schemas.topics import DETECTIONS, FINDINGS


def outgoing(finding: Finding, wire: WireFormat) -> Outgoing:
    """A finding goes to the findings with its subject as the key, as ``wire`` writes it."""
    return Outgoing(FINDINGS.name, finding.subject.encode(), wire.write(FINDINGS.name, codec.encode(finding)))


class Detections:
    """Asks for the lease, and gives it back."""

    def __init__(self, log: KafkaLog, reader: Reader) -> None:
        self._log = log
        self._reader = reader
        self._asked_at = time.monotonic()

    def claim(self, asked: DetectionClaim) -> tuple[Claim, str]:
        """The claim as the log has it, and why it did not win; empty when it did."""
        self._asked_at = time.monotonic()
        offset = self._append(asked)
        return answer_to(offset, self._read(0, offset + 1))

    def still_holds(self, claim: Claim) -> bool:
        """Whether ``claim``, which had won, stands. To be asked right before anything is published.

        A process may have slept beyond its lease. That another took over stands in the log; that the time is over is
        told by this machine's monotonic clock, counted from before the claim was sent, so rather too early.
        """
        passed = timedelta(seconds=time.monotonic() - self._asked_at)
        holder = holder_of(self._read(claim.offset + 1, 0), claim.at + passed, Lease(claim))
        return holder == claim

    def end(self, claim: Claim, findings: int | None) -> None:
        """Give the lease back: so many findings were published, or, with None, the run was given up."""
        self._append(DetectionDone(claim.offset, findings))

    def _append(self, record: DetectionClaim | DetectionDone) -> int:
        return self._log.append(Outgoing(DETECTIONS.name, None, codec.encode(record), 0))

    def _read(self, start: int, at_least: int) -> list[Logged]:
        return [_logged(found) for found in self._reader.read(DETECTIONS, 0, start, at_least)]


def _logged(found: Found) -> Logged:
    if not found.stamped_by_log:
        raise ConfigurationError(
            f"{DETECTIONS.name} keeps the times of its producers, expected its own, by which leases expire; "
            "run `caratrace topics apply`"
        )
    try:
        record = codec.decode(found.payload)
    except QuarantineError as error:
        raise StopError(_odd(found, f"a record that cannot be read: {error}")) from error
    if not isinstance(record, DetectionClaim | DetectionDone):
        raise StopError(_odd(found, f"a {type(record).__name__}"))
    return Logged(found.offset, found.at, record)


def _odd(found: Found, got: str) -> str:
    return (
        f"{DETECTIONS.name}, offset {found.offset}: expected a claim or its end, got {got}; "
        "nobody can say who holds the lease; find out who wrote it, or update this program"
    )
