"""Certificates that nobody issued, with the authority's name written a little otherwise."""

from __future__ import annotations

from producers.simulator.injection import Fault, Scene, Tampering
from producers.simulator.kinds import Kind
from producers.simulator.storylines.parcels import of_authority, own_paper, unissued
from schemas.events import CustodyEvent, ShipmentImported


def _tamper(scene: Scene, event: CustodyEvent) -> Tampering | None:
    """In the five weeks after an honest shipment two dealers bring small parcels in, under papers of their own. These
    write the authority in small letters without hyphens, so that nobody looks it up.
    """
    body = event.body
    if not isinstance(body, ShipmentImported) or body.presented is None or "RU" in body.lines[0].origins:
        return None
    shown = body.presented
    if not shown.authority.startswith("SIM-") or shown.parcel_reference:  # others tell nothing of what they issue
        return None
    prefix, serial = shown.number[:2], int(shown.number[2:])
    numbers = [f"{prefix}{serial + scene.whole(3_000, 9_000):06d}" for _ in range(2)]
    name = shown.authority.lower().replace("-", " ")
    papers = [of_authority(name, own_paper(body, shown.issuer, number)) for number in numbers]
    return unissued(scene, event, body, "KIM026", papers)


FAULT = Fault(
    name="papers_of_an_authority_written_otherwise",
    pattern="F1",
    kind=Kind.DISGUISED,
    rule="KIM026",
    tamper=_tamper,
    also=("CUS003", "KIM004", "KIM010", "KIM013", "KIM021", "KIM022", "STA016"),
)
