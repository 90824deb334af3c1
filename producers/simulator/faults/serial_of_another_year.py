"""A number that was used in another year."""

from __future__ import annotations

from dataclasses import replace

from producers.simulator.injection import Fault, Scene, Tampering
from producers.simulator.storylines.papers import issued_as
from schemas.events import Certificate, CustodyEvent


def _tamper(scene: Scene, event: CustodyEvent) -> Tampering | None:
    """Number 4306 of Sierra Leone belongs to a range used in 2014; it turns up again."""

    def forged(paper: Certificate) -> Certificate | None:
        if paper.issuer != "SL":
            return None
        digits = f"{4306:0{scene.whole(4, 6)}d}"
        return replace(paper, number=f"SL{digits}", parcel_reference=f"SIM/{paper.authority}/{digits}")

    return issued_as(event, forged)


FAULT = Fault(
    name="serial_of_another_year",
    rule="KIM011",
    tamper=_tamper,
    also=("KIM014",),
    stories=frozenset({"artisanal"}),
    countries=frozenset({"SL"}),
)
