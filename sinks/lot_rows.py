"""Rows of ``lot_events`` and ``lineage``: what one event says of each of its lots. Pure.

``*_after`` follow the fold of a lot's history: they are filled where the event is entitled to change the lot.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from schemas.events import (
    CustodyEvent,
    CustodyReceived,
    CustodyReleased,
    EventRecord,
    LotLine,
    LotRegistered,
    LotRetired,
    LotsTransformed,
    OwnershipTransferred,
    ShipmentExported,
    ShipmentImported,
)
from schemas.routing import Role, Share, certificate_of, certificate_subject, rank
from sinks.columns import TableColumns


@dataclass(frozen=True, slots=True)
class Effect:
    """What an event changes for the lots of one role; empty where it changes nothing."""

    custodian: str = ""
    released_to: str = ""
    received_from: str = ""
    handover_id: str = ""
    owner: str = ""
    country: str = ""
    end_reason: str = ""
    certificate_subject: str = ""
    shipment_id: str = ""


@dataclass(frozen=True, slots=True)
class LotFact:
    """One lot in one role of one event, with the event's place in the log; ``digest`` is hexadecimal."""

    event: CustodyEvent
    digest: str
    position: int
    known_at: datetime
    lot_id: str
    role: Role
    line: LotLine | None
    rank: int
    effect: Effect


def lot_facts(record: EventRecord, shares: list[Share], position: int, known_at: datetime) -> list[LotFact]:
    """A fact for each lot and role of an event; a lot named twice in one role is told once, by its first line."""
    event, digest = record.event, record.digest.hex()
    by_role = {role: (rank(event.body, role), effect_of(event, role)) for role in {share.role for share in shares}}
    facts: dict[tuple[str, Role], LotFact] = {}
    for share in shares:
        key = share.subject, share.role
        if key not in facts:
            lot_id = share.subject.removeprefix("lot:")
            facts[key] = LotFact(
                event, digest, position, known_at, lot_id, share.role, share.line, *by_role[share.role]
            )
    return list(facts.values())


def effect_of(event: CustodyEvent, role: Role) -> Effect:
    """What ``event`` changes for its lots in ``role``."""
    body = event.body
    country = event.place.country or ""
    match body:
        case LotRegistered():
            return Effect(custodian=body.custodian, owner=body.owner, country=country)
        case CustodyReleased():
            return Effect(released_to=body.to_party, handover_id=body.handover_id, country=country)
        case CustodyReceived():
            return Effect(
                custodian=body.to_party,
                received_from=body.from_party,
                handover_id=body.handover_id,
                country=country,
            )
        case OwnershipTransferred():
            return Effect(owner=body.buyer)
        case LotsTransformed() if role is Role.OUTPUT:
            return Effect(custodian=body.operator, country=country)
        case LotsTransformed():
            return Effect(end_reason=body.process)
        case LotRetired():
            return Effect(end_reason=body.reason)
        case ShipmentExported() | ShipmentImported():
            certificate = certificate_of(body)
            return Effect(
                country=body.to_country if isinstance(body, ShipmentImported) else "",
                certificate_subject=certificate_subject(certificate) if certificate else "",
                shipment_id=body.shipment_id,
            )
    return Effect()


LOT_EVENTS = TableColumns[LotFact](
    "lot_events",
    {
        "lot_id": lambda fact: fact.lot_id,
        "event_id": lambda fact: fact.event.event_id,
        "role": lambda fact: fact.role,
        "digest": lambda fact: fact.digest,
        "recorded_at": lambda fact: fact.event.recorded_at,
        "is_declaration": lambda fact: fact.event.error_declaration is not None,
        "body_kind": lambda fact: type(fact.event.body).__name__,
        "body_rank": lambda fact: fact.rank,
        "occurred_at": lambda fact: fact.event.occurred_at,
        "custodian_after": lambda fact: fact.effect.custodian,
        "released_to": lambda fact: fact.effect.released_to,
        "received_from": lambda fact: fact.effect.received_from,
        "handover_id": lambda fact: fact.effect.handover_id,
        "owner_after": lambda fact: fact.effect.owner,
        "country_after": lambda fact: fact.effect.country,
        "site_id": lambda fact: fact.event.place.site_id or "",
        "end_reason": lambda fact: fact.effect.end_reason,
        "carats": lambda fact: fact.line.carats if fact.line else None,
        "stones": lambda fact: fact.line.stones if fact.line else None,
        "form": lambda fact: fact.line.form if fact.line else "",
        "hs_code": lambda fact: fact.line.hs_code if fact.line else "",
        "origins": lambda fact: fact.line.origins if fact.line else (),
        "species": lambda fact: fact.line.species if fact.line else "",
        "value_cents": lambda fact: fact.line.value_cents if fact.line else None,
        "certificate_subject": lambda fact: fact.effect.certificate_subject,
        "shipment_id": lambda fact: fact.effect.shipment_id,
        "position": lambda fact: fact.position,
        "known_at": lambda fact: fact.known_at,
    },
)

LINEAGE = TableColumns[LotFact](
    "lineage",
    {
        "event_id": lambda fact: fact.event.event_id,
        "role": lambda fact: fact.role,
        "lot_id": lambda fact: fact.lot_id,
        "digest": lambda fact: fact.digest,
        "recorded_at": lambda fact: fact.event.recorded_at,
        "is_declaration": lambda fact: fact.event.error_declaration is not None,
        "position": lambda fact: fact.position,
        "known_at": lambda fact: fact.known_at,
    },
)
"""Only lots in the roles ``input`` and ``output`` have a row here."""
