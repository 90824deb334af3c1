"""A certificate that covers a second shipment."""

from __future__ import annotations

from dataclasses import replace

from producers.simulator.injection import Fault, Scene, Tampering
from schemas.events import (
    CustodyEvent,
    ImportConfirmed,
    LotRegistered,
    Place,
    RegistrationKind,
    ShipmentExported,
    ShipmentImported,
)
from schemas.routing import certificate_subject


def _tamper(scene: Scene, event: CustodyEvent) -> Tampering | None:
    """A week later other stones are shipped under a certificate that has been used."""
    body = event.body
    if not isinstance(body, ShipmentImported) or body.presented is None or body.certificate is None:
        return None
    exporter, home = scene.actor(body.exporter), Place(country=body.from_country)
    line = replace(body.lines[0], lot_id=scene.name("AGAIN"))
    born = LotRegistered(RegistrationKind.OPENING_STOCK, body.exporter, body.exporter, None, (line,))
    sent = ShipmentExported(
        shipment_id=scene.name("SH"),
        certificate=body.certificate,
        exporter=body.exporter,
        importer=body.importer,
        from_country=body.from_country,
        to_country=body.to_country,
        seals=(scene.name("SEAL"),),
        parcels=1,
        carats=line.carats,
        value_cents=line.value_cents,
        lines=(line,),
    )
    received_on = event.occurred_at.date()
    confirmed = ImportConfirmed(
        body.certificate, sent.shipment_id, event.emitter, sent.exporter, sent.importer, 1, line.carats, received_on
    )
    again = scene.another(event, sent, hours=7 * 24, by=exporter, place=home)
    others = (
        scene.another(event, born, hours=6 * 24, by=exporter, place=home),
        again,
        scene.another(event, _arrival(sent, body), hours=10 * 24),
        scene.another(event, confirmed, hours=11 * 24),
    )
    return Tampering((event, *others), (certificate_subject(body.certificate),), again.event_id)


def _arrival(sent: ShipmentExported, first: ShipmentImported) -> ShipmentImported:
    return replace(
        first, shipment_id=sent.shipment_id, seals=sent.seals, parcels=1, carats=sent.carats,
        value_cents=sent.value_cents, lines=sent.lines,
    )  # fmt: skip


FAULT = Fault(name="certificate_twice", rule="KIM007", tamper=_tamper, also=("KIM007", "KIM009", "KIM019"))
