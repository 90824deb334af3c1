"""A forged certificate of a ministry that does not exist."""

from __future__ import annotations

from producers.simulator.injection import Fault, Scene, Tampering
from producers.simulator.kinds import Kind
from producers.simulator.storylines.parcels import of_authority, own_paper, unissued
from schemas.events import CustodyEvent, ShipmentImported


def _tamper(scene: Scene, event: CustodyEvent) -> Tampering | None:
    """A dealer brings a small parcel in under a paper that looks like the real ones, but for the ministry that signs
    it: there is none of this name, and the authority of the country, which reports all it issues, knows nothing of it.
    """
    body = event.body
    if not isinstance(body, ShipmentImported) or body.presented is None or "RU" in body.lines[0].origins:
        return None
    shown = body.presented
    if not shown.authority.startswith("SIM-") or shown.parcel_reference:  # others tell nothing of what they issue
        return None
    number = f"{shown.number[:2]}{int(shown.number[2:]) + scene.whole(3_000, 9_000):06d}"
    paper = of_authority(f"{shown.issuer}-MINISTRY-OF-GEMS", own_paper(body, shown.issuer, number))
    return unissued(scene, event, body, "KIM026", [paper])


FAULT = Fault(
    name="paper_of_an_invented_ministry",
    pattern="F1",
    kind=Kind.PLAIN,
    rule="KIM026",
    tamper=_tamper,
    also=("CUS003", "KIM004", "KIM010", "KIM013", "KIM021", "KIM022", "STA016"),
)
