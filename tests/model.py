"""The naive second model: what must be open, from the complete list of events, in plain loops.

Slow and obvious on purpose, and written from the law and not from the rules: with the program it shares the event
classes, the reference tables and the digest, and nothing of the fold, the order of histories, or the rules.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from schemas.events import CustodyEvent, LotLine
from schemas.findings import Severity
from schemas.identity import content_digest
from schemas.reference.model import Reference
from tests import model_completeness, model_kimberley, model_lots, model_sanctions, model_seals
from tests.model_parts import Seen, Verdict

Found = tuple[str, str, str, Severity]
"""A finding that must be open: rule code, subject, judged event, severity."""

ORDER = (
    *("CertificateIssued", "LotRegistered", "CertificateAmended", "LotExamined", "OwnershipTransferred", "LotSealed"),
    *("CustodyReleased", "ShipmentExported", "ShipmentImported", "SealInspected", "CustodyReceived", "ImportConfirmed"),
    *("CertificateCancelled", "LotsTransformed", "LotRetired"),
)
"""Events of one instant come in this order; an output of a transformation is a birth and comes first."""


def open_findings(events: Sequence[CustodyEvent], now: datetime, reference: Reference) -> set[Found]:
    """Everything that must be open at ``now``, the last instant that time has come to."""
    digests = [(event, content_digest(event)) for event in events]
    declared = {(event.event_id, digest) for event, digest in digests if event.error_declaration}
    stated = [(e, digest) for e, digest in digests if (e.event_id, digest) not in declared]
    shared = [(event, digest, parts_by_subject(event)) for event, digest in stated]
    found = set(model_completeness.counts(digests, now, reference))
    for subject in sorted({subject for _, _, parts in shared for subject in parts}):
        concerned = [(event, digest, parts[subject]) for event, digest, parts in shared if subject in parts]
        seen: list[Seen] = []
        for event_id in sorted({event.event_id for event, _, _ in concerned}):
            contents = [one for one in concerned if one[0].event_id == event_id]
            if len({digest for _, digest, _ in contents}) > 1:
                found.add(("CUS000", subject, event_id, Severity.BREACH))
            seen += min(contents, key=lambda one: (one[0].recorded_at, one[1]))[2]
        for rule, event_id, severity in verdicts(subject, in_order(seen), now, reference):
            found.add((rule, subject, event_id, severity))
    return found


def parts_by_subject(event: CustodyEvent) -> dict[str, list[Seen]]:
    """What an event says to each subject it concerns."""
    body: Any = event.body
    named: list[tuple[str, str, LotLine | None]] = []
    for name, part in (("lines", ""), ("inputs", "input"), ("outputs", "output")):
        named += [(f"lot:{line.lot_id}", part, line) for line in getattr(body, name, ())]
    if hasattr(body, "line"):
        named.append((f"lot:{body.line.lot_id}", "", body.line))
    named += [(f"lot:{lot}", "", None) for lot in getattr(body, "lot_ids", ())]
    certificate = getattr(body, "certificate", None) or getattr(body, "presented", None)
    if certificate:
        named.append((model_kimberley.certificate_name(certificate), "", None))
    if type(body).__name__ in ("LotsTransformed", "ShipmentExported", "ShipmentImported"):
        named.append((f"event:{event.event_id}", "", None))
    found: dict[str, list[Seen]] = {}
    for subject, part, line in named:
        found.setdefault(subject, []).append(Seen(event, part, line))
    return found


def in_order(seen: list[Seen]) -> list[Seen]:
    """By time; a receipt stamped up to 15 minutes before its release is taken to come at the time of the release."""

    def when(one: Seen) -> datetime:
        if one.name != "CustodyReceived":
            return one.at
        releases = [
            other.at
            for other in seen
            if other.name == "CustodyReleased" and other.body.handover_id == one.body.handover_id
        ]
        return min((at for at in releases if timedelta() < at - one.at <= timedelta(minutes=15)), default=one.at)

    def key(one: Seen) -> tuple[datetime, int, str, str]:
        return when(one), 0 if one.birth else ORDER.index(one.name), one.event.event_id, one.part

    return sorted(seen, key=key)


def verdicts(subject: str, seen: list[Seen], now: datetime, reference: Reference) -> list[Verdict]:
    """What is wrong with one subject; of two verdicts of one rule on one event, the graver."""
    if subject.startswith("event:"):
        found = [v for one in seen for v in (*model_lots.whole_event(one), *model_kimberley.shipment(one, reference))]
        found += [v for one in seen for v in model_sanctions.shipment(one, reference)]
    elif subject.startswith("certificate:"):
        found = model_kimberley.certificate(seen, now, reference)
    else:
        found = [
            *model_lots.lot(seen, now, reference),
            *model_sanctions.lot(seen, reference),
            *model_seals.lot(seen, reference),
        ]
    graver = {(rule, event) for rule, event, severity in found if severity is Severity.BREACH}
    return [v for v in found if v[2] is Severity.BREACH or (v[0], v[1]) not in graver]
