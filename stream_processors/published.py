"""What was published, read back from the topic of findings: what a judge must know that was not there."""

from __future__ import annotations

from contextlib import aclosing

from schemas.codec import decode
from schemas.errors import QuarantineError
from schemas.findings import Finding
from schemas.framing import WireFormat
from schemas.routing import SubjectKind
from stream_processors.partition_judge import Place
from stream_processors.subject_log import SubjectLog

_JUDGED = tuple(f"{kind.value}:" for kind in SubjectKind)


async def last_revisions(log: SubjectLog, partitions: int, wire: WireFormat, place: Place) -> dict[str, Finding]:
    """The last revision of each finding of a history rule on the subjects of ``place``, by finding id.

    ``log`` reads the ``partitions`` partitions of the topic of findings, all of it: this is for when the rules have
    changed and a store was not there. Findings of detectors are theirs to take back. What cannot be read is nobody's.
    """
    found: dict[str, Finding] = {}
    for number in range(partitions):
        async with aclosing(log.read(number, await log.beginning(number))) as messages:
            async for message in messages:
                finding = _read(wire, message.payload)
                if finding is not None and finding.subject.startswith(_JUDGED) and place.owns(finding.subject):
                    known = found.get(finding.finding_id)
                    if known is None or known.revision <= finding.revision:
                        found[finding.finding_id] = finding
    return found


def _read(wire: WireFormat, payload: bytes) -> Finding | None:
    try:
        message = decode(wire.read(payload))
    except QuarantineError:  # the sink sets it aside
        return None
    return message if isinstance(message, Finding) else None
