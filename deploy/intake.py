"""Files become inputs of the runtime: what an importer accepts is an event, what it refuses goes to quarantine."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from datetime import datetime

from deploy.local import Arrival
from producers.importers.base import Accepted, Read, Refused
from schemas.findings import QuarantineRecord, hashed_id


def arrivals(
    source: str, readings: Iterable[Read], arrived: datetime, answer: Callable[[QuarantineRecord], None]
) -> Iterator[Arrival]:
    """Readings of the file ``source`` as inputs that arrived at ``arrived``; each refusal is also answered at once."""
    for reading in readings:
        if isinstance(reading, Accepted):
            yield Arrival(arrived, reading.record)
        else:
            record = as_quarantine(source, reading, arrived)
            answer(record)
            yield Arrival(arrived, record)


def as_quarantine(source: str, refused: Refused, received_at: datetime) -> QuarantineRecord:
    """A refusal as it is kept; the same input at the same place of the same file has the same id."""
    position = refused.position if refused.column is None else f"{refused.position}, column {refused.column}"
    whole = f"{source}\n{position}\n{refused.size}\n".encode() + refused.payload
    return QuarantineRecord(
        quarantine_id=hashed_id(whole),
        source=source,
        position=position,
        reason=refused.reason,
        message=refused.message,
        size=refused.size,
        payload=refused.payload,
        received_at=received_at,
    )
