"""A change of rules, said to every partition that is judged."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from producers.kafka.log import KafkaLog, Outgoing
from producers.kafka.reading import Reader
from schemas import codec
from schemas.errors import QuarantineError
from schemas.records import Entry, RulesChanged, SubjectBatch
from schemas.topics import SUBJECTS

TAIL = 10
"""Records looked at in each partition: enough to know a command that was given twice in a row."""


def last_said(reader: Reader) -> dict[int, str | None]:
    """By partition, the fingerprint of the rules that the last records ask for; None where they ask for none."""
    return {
        partition: _last_of(found.payload for found in reader.read(SUBJECTS, partition, end - TAIL))
        for partition, end in reader.ends(SUBJECTS).items()
    }


def _last_of(payloads: Iterable[bytes]) -> str | None:
    said = None
    for payload in payloads:
        for message in _messages(payload):
            if isinstance(message, RulesChanged):
                said = message.fingerprint
    return said


def _messages(payload: bytes) -> list[codec.Message]:
    """What is in a batch and can be read; to say what cannot is the judge's business."""
    try:
        batch = codec.decode(payload)
    except QuarantineError:
        return []
    if not isinstance(batch, SubjectBatch):
        return [batch]
    found = []
    for entry in batch.entries:
        if codec.is_a(RulesChanged, entry.payload):
            found += _messages(entry.payload)
    return found


def change_rules(log: KafkaLog, partitions: Iterable[int], fingerprint: str, known_at: datetime) -> None:
    """Ask for rules in these partitions; returns when every record is acknowledged. Said twice, it counts once."""
    entry = Entry(known_at, codec.encode(RulesChanged(fingerprint)))
    for partition in partitions:
        log.send(Outgoing(SUBJECTS.name, None, codec.encode(SubjectBatch((entry,))), partition))
    log.flush()
