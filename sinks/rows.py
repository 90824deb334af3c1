"""What is stored of an event, a finding and a quarantine record: rows by table. Pure, and declared once per table."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from schemas.events import CustodyEvent, EventRecord
from schemas.findings import Finding, QuarantineRecord
from schemas.jsonform import event_to_json
from schemas.ports import Row
from schemas.routing import Role, SubjectKind, shares
from sinks.certificate_rows import CERTIFICATE_EVENTS, certificate_fact
from sinks.columns import TableColumns
from sinks.lot_rows import LINEAGE, LOT_EVENTS, lot_facts


@dataclass(frozen=True, slots=True)
class Logged:
    """An event and its place in the log."""

    record: EventRecord
    position: int
    known_at: datetime

    @property
    def event(self) -> CustodyEvent:
        """The event itself."""
        return self.record.event


@dataclass(frozen=True, slots=True)
class Placed:
    """A revision of a finding and its place in the log of findings: partition and offset of its record."""

    finding: Finding
    partition: int
    offset: int


def rows_of_event(record: EventRecord, position: int, known_at: datetime) -> Mapping[str, list[Row]]:
    """Everything that is stored of the event that stands at ``position`` of the log since ``known_at``, by table."""
    rows: dict[str, list[Row]] = {EVENTS.table: [EVENTS.row(Logged(record, position, known_at))]}
    told = shares(record.event)
    facts = lot_facts(record, [share for share in told if share.kind is SubjectKind.LOT], position, known_at)
    if facts:
        rows[LOT_EVENTS.table] = [LOT_EVENTS.row(fact) for fact in facts]
    if kin := [LINEAGE.row(fact) for fact in facts if fact.role in {Role.INPUT, Role.OUTPUT}]:
        rows[LINEAGE.table] = kin
    for share in told:
        if share.kind is SubjectKind.CERTIFICATE:
            row = CERTIFICATE_EVENTS.row(certificate_fact(record, share, position, known_at))
            rows.setdefault(CERTIFICATE_EVENTS.table, []).append(row)
    return rows


def row_of_finding(finding: Finding) -> Row:
    """The row of one revision, for ``findings_log`` and for ``findings``."""
    return FINDINGS.row(finding)


def row_of_place(placed: Placed) -> Row:
    """The row that says where a revision stands in the log of findings."""
    return FINDING_PLACES.row(placed)


def row_of_quarantine(refused: QuarantineRecord) -> Row:
    """The row of one input that was not accepted."""
    return QUARANTINE.row(refused)


def json_text(event: CustodyEvent) -> str:
    """The event as JSON on one line, exactly as ``schemas.jsonform`` writes it."""
    return json.dumps(event_to_json(event), ensure_ascii=False, separators=(",", ":"))


EVENTS = TableColumns[Logged](
    "events",
    {
        "event_id": lambda of: of.event.event_id,
        "digest": lambda of: of.record.digest.hex(),
        "recorded_at": lambda of: of.event.recorded_at,
        "is_declaration": lambda of: of.event.error_declaration is not None,
        "declared_at": lambda of: of.event.error_declaration.declared_at if of.event.error_declaration else None,
        "declaration_reason": lambda of: of.event.error_declaration.reason if of.event.error_declaration else "",
        "corrective_event_ids": lambda of: (
            of.event.error_declaration.corrective_event_ids if of.event.error_declaration else ()
        ),
        "signed_by": lambda of: of.event.signature.key_id if of.event.signature else "",
        "occurred_at": lambda of: of.event.occurred_at,
        "utc_offset_minutes": lambda of: of.event.utc_offset_minutes,
        "emitter": lambda of: of.event.emitter,
        "sequence": lambda of: of.event.sequence,
        "site_id": lambda of: of.event.place.site_id or "",
        "country": lambda of: of.event.place.country or "",
        "area": lambda of: of.event.place.area or "",
        "latitude": lambda of: of.event.place.latitude,
        "longitude": lambda of: of.event.place.longitude,
        "evidence_kinds": lambda of: tuple(item.kind for item in of.event.evidence),
        "evidence_references": lambda of: tuple(item.reference for item in of.event.evidence),
        "evidence_sha256": lambda of: tuple(item.sha256 or "" for item in of.event.evidence),
        "body_kind": lambda of: type(of.event.body).__name__,
        "body_json": lambda of: json_text(of.event),
        "position": lambda of: of.position,
        "known_at": lambda of: of.known_at,
    },
)

FINDINGS = TableColumns[Finding](
    "findings",
    {
        "finding_id": lambda finding: finding.finding_id,
        "revision": lambda finding: finding.revision,
        "status": lambda finding: finding.status,
        "rule": lambda finding: finding.rule,
        "rule_version": lambda finding: finding.rule_version,
        "severity": lambda finding: finding.severity,
        "blocking": lambda finding: finding.blocking,
        "subject": lambda finding: finding.subject,
        "event_id": lambda finding: finding.event_id,
        "title": lambda finding: finding.title,
        "got": lambda finding: finding.got,
        "expected": lambda finding: finding.expected,
        "evidence": lambda finding: finding.evidence,
        "law": lambda finding: finding.law,
        "dated_at": lambda finding: finding.dated_at,
        "provisional_until": lambda finding: finding.provisional_until,
        "cured_by": lambda finding: finding.cured_by,
        "known_at": lambda finding: finding.known_at,
    },
)

FINDINGS_LOG = TableColumns[Finding]("findings_log", FINDINGS.cells)

FINDING_PLACES = TableColumns[Placed](
    "finding_places",
    {
        "log_partition": lambda placed: placed.partition,
        "log_offset": lambda placed: placed.offset,
        "finding_id": lambda placed: placed.finding.finding_id,
        "revision": lambda placed: placed.finding.revision,
    },
)

QUARANTINE = TableColumns[QuarantineRecord](
    "quarantine",
    {
        "quarantine_id": lambda refused: refused.quarantine_id,
        "source": lambda refused: refused.source,
        "position": lambda refused: refused.position,
        "reason": lambda refused: refused.reason,
        "message": lambda refused: refused.message,
        "size": lambda refused: refused.size,
        "payload": lambda refused: refused.payload,
        "received_at": lambda refused: refused.received_at,
    },
)
