"""A record of the log that cannot be accepted, as it is kept. Whoever refuses it gives it the same id."""

from __future__ import annotations

from datetime import datetime

from schemas.errors import QuarantineError
from schemas.findings import QuarantineRecord, hashed_id

PAYLOAD_LIMIT = 64 * 1024
"""A refused input is kept up to this many bytes; ``size`` still tells how long it was."""


def refused_record(
    topic: str, partition: int, offset: int, payload: bytes, error: QuarantineError, received_at: datetime
) -> QuarantineRecord:
    """The record at ``offset`` of a partition, refused because of ``error``; it reached the log at ``received_at``.

    The id comes from the place and all of the bytes, and not from the reason: two readers of the log that refuse the
    record write one row.
    """
    place = f"{topic}\n{partition}\n{offset}\n{len(payload)}\n".encode()
    return QuarantineRecord(
        quarantine_id=hashed_id(place + payload),
        source=topic,
        position=f"partition {partition}, offset {offset}",
        reason=error.reason,
        message=str(error),
        size=len(payload),
        payload=payload[:PAYLOAD_LIMIT],
        received_at=received_at,
    )
