"""Certificates that nobody issued, for small parcels of two dealers."""

from __future__ import annotations

from producers.simulator.injection import Fault, Scene, Tampering
from producers.simulator.kinds import Kind
from producers.simulator.storylines.parcels import own_paper, unissued
from schemas.events import CustodyEvent, ShipmentImported


def _tamper(scene: Scene, event: CustodyEvent) -> Tampering | None:
    """In the five weeks after an honest shipment two other dealers bring small parcels in, under papers that look like
    that of the shipment; its authority will reach their numbers in some months.
    """
    body = event.body
    if not isinstance(body, ShipmentImported) or body.presented is None or "RU" in body.lines[0].origins:
        return None
    shown = body.presented
    if not shown.authority.startswith("SIM-") or shown.parcel_reference:  # others tell nothing of what they issue
        return None
    prefix, serial = shown.number[:2], int(shown.number[2:])
    papers = [own_paper(body, shown.issuer, f"{prefix}{serial + scene.whole(3_000, 9_000):06d}") for _ in range(2)]
    return unissued(scene, event, body, "KIM026", papers)


FAULT = Fault(
    name="unissued_papers_for_small_parcels",
    pattern="F23",
    kind=Kind.DISGUISED,
    rule="KIM026",
    tamper=_tamper,
    also=("CUS003", "KIM004", "KIM010", "KIM013", "KIM021", "KIM022", "STA016"),
)
