"""A copied certificate that carries small parcels into two more countries."""

from __future__ import annotations

from dataclasses import replace

from producers.simulator.injection import Expected, Fault, Scene, Tampering
from producers.simulator.kinds import Kind
from schemas.events import (
    CustodyEvent,
    LotRegistered,
    Place,
    RegistrationKind,
    ShipmentExported,
    ShipmentImported,
)
from schemas.routing import certificate_subject


def _tamper(scene: Scene, event: CustodyEvent) -> Tampering | None:
    """Within five weeks two other dealers use copies of a used certificate for small parcels into two other countries.

    Nobody who sees one of the three papers sees the others.
    """
    body = event.body
    if not isinstance(body, ShipmentImported) or body.presented is None or body.certificate is None:
        return None
    if "RU" in body.lines[0].origins:  # which other laws would keep out
        return None
    first = _copy(scene, event, body, days=12)
    second = _copy(scene, event, body, days=31)
    subject = certificate_subject(body.certificate)
    judged = first[1].event_id, second[1].event_id
    further = (Expected("KIM007", subject, judged[1]),)
    return Tampering((event, *first, *second), (subject,), judged[0], further=further, faulty=judged)


def _copy(
    scene: Scene, event: CustodyEvent, body: ShipmentImported, days: int
) -> tuple[CustodyEvent, CustodyEvent, CustodyEvent]:
    """Stock of a dealer abroad leaves and comes in under the copy."""
    dealer = scene.stranger(body.exporter, body.importer)
    to = scene.elsewhere(body.to_country)
    carats, seal = scene.whole(2_000, 9_000), scene.name("SEAL")
    line = replace(body.lines[0], lot_id=scene.name("COPY"), carats=carats, stones=4, value_cents=None)
    born = LotRegistered(RegistrationKind.OPENING_STOCK, dealer.party_id, dealer.party_id, None, (line,))
    sent = ShipmentExported(
        shipment_id=scene.name("SH"),
        certificate=body.certificate,
        exporter=dealer.party_id,
        importer=body.importer,
        from_country=body.from_country,
        to_country=to,
        seals=(seal,),
        parcels=1,
        carats=carats,
        value_cents=None,
        lines=(line,),
    )
    come = replace(
        body, shipment_id=sent.shipment_id, exporter=dealer.party_id, to_country=to, seals=(seal,), parcels=1,
        carats=carats, value_cents=None, lines=(line,),
    )  # fmt: skip
    home = Place(country=body.from_country)
    return (
        scene.another(event, born, hours=days * 24, by=dealer, place=home),
        scene.another(event, sent, hours=days * 24 + 20, by=dealer, place=home),
        scene.another(event, come, hours=days * 24 + 70, place=Place(country=to)),
    )


FAULT = Fault(
    name="certificate_in_three_countries",
    pattern="F2",
    kind=Kind.DISGUISED,
    rule="KIM007",
    also=("KIM004", "KIM007", "KIM008", "KIM009", "KIM010", "KIM013", "KIM021", "KIM022"),
    tamper=_tamper,
)
