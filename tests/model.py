"""The naive second model: what must be open, from the complete list of events, in plain loops.

Slow and obvious on purpose, and written from the law and not from the rules: with the program it shares the event
classes, the reference tables and the digest, and nothing of the fold, the order of histories, or the rules.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from datetime import datetime, timedelta
from typing import Any

from schemas.events import CustodyEvent, LotLine
from schemas.findings import Severity
from schemas.identity import content_digest
from schemas.reference.model import Reference
from tests import (
    model_artisanal,
    model_completeness,
    model_kimberley,
    model_lineage,
    model_lots,
    model_papers,
    model_sanctions,
    model_scans,
    model_seals,
)
from tests.model_parts import Seen, Verdict

Found = tuple[str, str, str, Severity]
"""A finding that must be open: rule code, subject, judged event, severity."""

ORDER = (
    *("CertificateIssued", "LotRegistered", "CertificateAmended", "LotExamined", "OwnershipTransferred", "LotSealed"),
    *("CustodyReleased", "ShipmentExported", "ShipmentImported", "SealInspected", "CustodyReceived", "ImportConfirmed"),
    *("CertificateCancelled", "LotsTransformed", "LotRetired"),
)
"""Events of one instant come in this order; an output of a transformation is a birth and comes first."""


def open_findings(
    events: Sequence[CustodyEvent], now: datetime, reference: Reference, rules: Collection[str] | None = None
) -> set[Found]:
    """Everything that must be open at ``now``, the last instant that time has come to; of some ``rules`` or all."""
    digests = [(event, content_digest(event)) for event in events]
    found: set[Found] = set(model_completeness.counts(digests, now, reference))
    lots: dict[str, list[tuple[Seen, bytes]]] = {}
    for subject, seen, contested in standing(events):
        lots[subject] = seen
        found |= {("CUS000", subject, event_id, Severity.BREACH) for event_id in contested}
        for rule, event_id, severity in verdicts(subject, in_order([one for one, _ in seen]), now, reference):
            found.add((rule, subject, event_id, severity))
    if rules is not None:
        found = {one for one in found if one[0] in rules}
    return found | model_lineage.descents(lots, found)


def standing(events: Sequence[CustodyEvent]) -> Iterator[tuple[str, list[tuple[Seen, bytes]], set[str]]]:
    """Of each subject what counts of each of its events, with its digest, and the events that have two contents."""
    digests = [(event, content_digest(event)) for event in events]
    declared = {(event.event_id, digest) for event, digest in digests if event.error_declaration}
    concerned: dict[str, dict[str, list[tuple[CustodyEvent, bytes, list[Seen]]]]] = {}
    for event, digest in digests:
        if (event.event_id, digest) not in declared:
            for subject, parts in parts_by_subject(event).items():
                concerned.setdefault(subject, {}).setdefault(event.event_id, []).append((event, digest, parts))
    for subject in sorted(concerned):
        seen: list[tuple[Seen, bytes]] = []
        contested = set()
        for event_id, contents in sorted(concerned[subject].items()):
            if len({digest for _, digest, _ in contents}) > 1:
                contested.add(event_id)
            counts = min(contents, key=lambda one: (one[0].recorded_at, one[1]))
            seen += [(part, counts[1]) for part in counts[2]]
        yield subject, seen, contested


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
        found += [v for one in seen for v in (*model_sanctions.shipment(one, reference), *model_scans.whole_event(one))]
        found += [v for one in seen for v in model_seals.shipment(one, reference)]
        found += [v for one in seen for v in model_artisanal.whole_event(one)]
    elif subject.startswith("certificate:"):
        found = [*model_kimberley.certificate(seen, now, reference), *model_papers.certificate(seen, now, reference)]
    else:
        found = [
            *model_lots.lot(seen, now, reference),
            *model_sanctions.lot(seen, reference),
            *model_seals.lot(seen, reference),
            *model_scans.lot(seen, reference),
            *model_artisanal.lot(seen, reference),
        ]
    graver = {(rule, event) for rule, event, severity in found if severity is Severity.BREACH}
    return [v for v in found if v[2] is Severity.BREACH or (v[0], v[1]) not in graver]
