"""Statements about reference data in the log on Kafka: read back, and appended."""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import suppress

from producers.kafka.log import KafkaLog, Outgoing
from producers.kafka.reading import Reader
from schemas import codec
from schemas.errors import QuarantineError
from schemas.framing import WireFormat
from schemas.records import ReferenceChanged
from schemas.reference.model import Reference
from schemas.topics import REFERENCE


def after_all(reference: Reference, reader: Reader, wire: WireFormat) -> Reference:
    """``reference`` after every statement in the log; what is no statement is the routers' to refuse, and passed by.

    Raises ``ConfigurationError`` where there is no such topic, and ``RetryError`` for what may pass.
    """
    for partition in reader.ends(REFERENCE):
        for found in reader.read(REFERENCE, partition, 0):
            with suppress(QuarantineError):
                message = codec.decode(wire.read(found.payload))
                if isinstance(message, ReferenceChanged):
                    reference = reference.after(message)
    return reference


def state(log: KafkaLog, changes: Iterable[ReferenceChanged], wire: WireFormat) -> int:
    """Append statements, each under its row's key; their number, when all are acknowledged."""
    before = log.acknowledged
    for change in changes:
        start = "" if change.valid_from is None else change.valid_from.isoformat()
        key = f"{change.table}\n{change.key}\n{start}"
        log.send(Outgoing(REFERENCE.name, key.encode(), wire.write(REFERENCE.name, codec.encode(change))))
    log.flush()
    return log.acknowledged - before
