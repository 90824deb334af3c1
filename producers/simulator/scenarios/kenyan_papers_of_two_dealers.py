"""Certificates of a country outside the scheme, for small parcels."""

from __future__ import annotations

from producers.simulator.injection import Fault, Scene, Tampering
from producers.simulator.kinds import Kind
from producers.simulator.storylines.parcels import own_paper, unissued
from schemas.events import CustodyEvent, ShipmentImported


def _tamper(scene: Scene, event: CustodyEvent) -> Tampering | None:
    """In five weeks two other dealers send small parcels to an honest importer, each under a paper of Kenya."""
    body = event.body
    if not isinstance(body, ShipmentImported) or body.presented is None or "RU" in body.lines[0].origins:
        return None
    papers = [own_paper(body, "KE", f"KE{scene.whole(100_000, 999_999)}") for _ in range(2)]
    return unissued(scene, event, body, "KIM003", papers)


FAULT = Fault(
    name="kenyan_papers_of_two_dealers",
    pattern="F1",
    kind=Kind.DISGUISED,
    rule="KIM003",
    tamper=_tamper,
    also=("CUS003", "KIM004", "KIM010", "KIM013", "KIM021", "KIM022", "KIM026"),
)
