"""A parcel reference that ends in another number."""

from __future__ import annotations

from dataclasses import replace

from producers.simulator.injection import Fault, Scene, Tampering
from producers.simulator.storylines.papers import issued_as
from schemas.events import Certificate, CustodyEvent


def _tamper(_scene: Scene, event: CustodyEvent) -> Tampering | None:
    """The parcel reference of a certificate of Sierra Leone ends in 004199 whatever its number."""

    def forged(paper: Certificate) -> Certificate | None:
        return replace(paper, parcel_reference=f"SIM/{paper.authority}/004199") if paper.issuer == "SL" else None

    return issued_as(event, forged)


FAULT = Fault(
    name="reference_of_another_number",
    rule="KIM012",
    tamper=_tamper,
    stories=frozenset({"artisanal"}),
    countries=frozenset({"SL"}),
)
