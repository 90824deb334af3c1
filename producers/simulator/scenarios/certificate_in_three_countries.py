"""A copied certificate that carries small parcels into two more countries."""

from __future__ import annotations

from producers.simulator.injection import Expected, Fault, Scene, Tampering
from producers.simulator.kinds import Kind
from producers.simulator.storylines.parcels import small_parcel
from schemas.events import CustodyEvent, ShipmentImported
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
    paper = body.presented
    parcels = [small_parcel(scene, event, body, lambda *_: paper, days=days) for days in (12, 31)]
    judged = tuple(parcel.exported.event_id for parcel in parcels)
    subject = certificate_subject(body.certificate)
    return Tampering(
        (event, *(told for parcel in parcels for told in parcel.events)),
        (subject,),
        judged[0],
        further=(Expected("KIM007", subject, judged[1]),),
        faulty=judged,
    )


FAULT = Fault(
    name="certificate_in_three_countries",
    pattern="F2",
    kind=Kind.DISGUISED,
    rule="KIM007",
    also=("KIM004", "KIM007", "KIM008", "KIM009", "KIM010", "KIM013", "KIM021", "KIM022"),
    tamper=_tamper,
)
