"""Rows of ``certificate_events``: what one event says of a certificate. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from schemas.events import (
    Certificate,
    CertificateAmended,
    CertificateCancelled,
    CertificateIssued,
    CustodyEvent,
    EventRecord,
    ImportConfirmed,
    ShipmentExported,
    ShipmentImported,
)
from schemas.routing import Role, Share, certificate_of, rank
from sinks.columns import TableColumns


@dataclass(frozen=True, slots=True)
class Statement:
    """What an event states of a certificate; empty where it does not say. Carats in thousandths of a carat."""

    issuer: str = ""
    number: str = ""
    authority: str = ""
    issued_on: date | None = None
    expires_on: date | None = None
    exporter: str = ""
    importer: str = ""
    destination: str = ""
    origins: tuple[str, ...] = ()
    area: str = ""
    parcels: int | None = None
    carats: int | None = None
    value_cents: int | None = None
    parcel_reference: str = ""
    reason: str = ""
    shipment_id: str = ""
    from_country: str = ""
    to_country: str = ""
    received_on: date | None = None


@dataclass(frozen=True, slots=True)
class CertificateFact:
    """One event about one certificate, with its place in the log; ``digest`` is hexadecimal."""

    event: CustodyEvent
    digest: str
    position: int
    known_at: datetime
    subject: str
    rank: int
    said: Statement


def certificate_fact(record: EventRecord, share: Share, position: int, known_at: datetime) -> CertificateFact:
    """The fact that ``record`` is for the certificate of ``share``."""
    event = record.event
    order = rank(event.body, Role.WHOLE)
    return CertificateFact(event, record.digest.hex(), position, known_at, share.subject, order, statement_of(event))


def statement_of(event: CustodyEvent) -> Statement:
    """What the body states of its certificate."""
    body = event.body
    match body:
        case CertificateIssued():
            return _content(body.certificate)
        case CertificateAmended():
            return _content(body.certificate, body.reason)
        case CertificateCancelled():
            ref = body.certificate
            return Statement(issuer=ref.issuer, number=ref.number, authority=body.authority, reason=body.reason)
        case ShipmentExported() | ShipmentImported():
            certificate = certificate_of(body)
            return Statement(
                issuer=certificate.issuer if certificate else "",
                number=certificate.number if certificate else "",
                exporter=body.exporter,
                importer=body.importer,
                parcels=body.parcels,
                carats=body.carats,
                value_cents=body.value_cents,
                shipment_id=body.shipment_id,
                from_country=body.from_country,
                to_country=body.to_country,
            )
        case ImportConfirmed():
            return Statement(
                issuer=body.certificate.issuer,
                number=body.certificate.number,
                authority=body.authority,
                exporter=body.exporter,
                importer=body.importer,
                parcels=body.parcels,
                carats=body.carats,
                shipment_id=body.shipment_id,
                received_on=body.received_on,
            )
    return Statement()


def _content(certificate: Certificate, reason: str = "") -> Statement:
    return Statement(
        issuer=certificate.issuer,
        number=certificate.number,
        authority=certificate.authority,
        issued_on=certificate.issued_on,
        expires_on=certificate.expires_on,
        exporter=certificate.exporter,
        importer=certificate.importer,
        destination=certificate.destination,
        origins=certificate.origins,
        area=certificate.area or "",
        parcels=certificate.parcels,
        carats=certificate.carats,
        value_cents=certificate.value_cents,
        parcel_reference=certificate.parcel_reference or "",
        reason=reason,
    )


CERTIFICATE_EVENTS = TableColumns[CertificateFact](
    "certificate_events",
    {
        "certificate_subject": lambda fact: fact.subject,
        "event_id": lambda fact: fact.event.event_id,
        "digest": lambda fact: fact.digest,
        "recorded_at": lambda fact: fact.event.recorded_at,
        "is_declaration": lambda fact: fact.event.error_declaration is not None,
        "body_kind": lambda fact: type(fact.event.body).__name__,
        "body_rank": lambda fact: fact.rank,
        "occurred_at": lambda fact: fact.event.occurred_at,
        "issuer": lambda fact: fact.said.issuer,
        "number": lambda fact: fact.said.number,
        "authority": lambda fact: fact.said.authority,
        "issued_on": lambda fact: fact.said.issued_on,
        "expires_on": lambda fact: fact.said.expires_on,
        "exporter": lambda fact: fact.said.exporter,
        "importer": lambda fact: fact.said.importer,
        "destination": lambda fact: fact.said.destination,
        "origins": lambda fact: fact.said.origins,
        "area": lambda fact: fact.said.area,
        "parcels": lambda fact: fact.said.parcels,
        "carats": lambda fact: fact.said.carats,
        "value_cents": lambda fact: fact.said.value_cents,
        "parcel_reference": lambda fact: fact.said.parcel_reference,
        "reason": lambda fact: fact.said.reason,
        "shipment_id": lambda fact: fact.said.shipment_id,
        "from_country": lambda fact: fact.said.from_country,
        "to_country": lambda fact: fact.said.to_country,
        "received_on": lambda fact: fact.said.received_on,
        "position": lambda fact: fact.position,
        "known_at": lambda fact: fact.known_at,
    },
)
