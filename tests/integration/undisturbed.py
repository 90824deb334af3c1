"""What an undisturbed run finds: one engine in memory, every event once, and the last tick of each partition."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Mapping
from datetime import datetime

from schemas.events import EventRecord
from schemas.findings import Finding, FindingStatus
from schemas.routing import partition_of
from stream_processors.engine import BEGINNING, Engine, MemoryHistories
from stream_processors.rulebook import RuleBook


def open_findings(
    records: Iterable[EventRecord], ticks: Mapping[int, datetime], partitions: int, book: RuleBook
) -> list[Finding]:
    """What is open once ``records`` are known and time has come, in each of ``partitions``, to its last tick.

    One engine sees everything, so nothing of how histories are spread takes part in the answer. A later tick counts
    for the subjects of those partitions alone that have it, and lots hear of what it made of these alone.
    """
    engine = Engine(book, MemoryHistories())
    found: dict[str, Finding] = {}
    position = 0
    for record in records:
        position += 1
        _keep(found, engine.event(record, position, record.event.recorded_at).findings)
        for _, said in engine.let_hear(position + 1, record.event.recorded_at):
            position += 1
            _keep(found, said)
    for at in sorted({at for at in ticks.values() if at > BEGINNING}):
        position += 1
        reached = {partition for partition, last in ticks.items() if last >= at}
        said = engine.tick(at, position, at)
        _keep(found, [finding for finding in said if partition_of(finding.subject, partitions) in reached])
        waiting = deque(taint for taint in engine.take_told() if partition_of(taint.told_by, partitions) in reached)
        while waiting:
            position += 1
            _keep(found, engine.taint(waiting.popleft(), position, at).findings)
            waiting += engine.take_told()
    return sorted(found.values(), key=lambda finding: finding.finding_id)


def _keep(found: dict[str, Finding], said: Iterable[Finding]) -> None:
    for finding in said:
        if finding.status is FindingStatus.RAISED:
            found[finding.finding_id] = finding
        else:
            found.pop(finding.finding_id, None)
