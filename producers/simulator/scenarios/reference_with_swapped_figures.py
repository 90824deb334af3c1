"""A parcel reference in which two figures have changed places."""

from __future__ import annotations

from dataclasses import replace

from producers.simulator.injection import Fault, Scene, Tampering
from producers.simulator.kinds import Kind
from producers.simulator.storylines.papers import issued_as
from schemas.events import Certificate, CustodyEvent


def _tamper(_scene: Scene, event: CustodyEvent) -> Tampering | None:
    """The reference on a certificate of Sierra Leone ends in its number, but for two figures that are swapped."""

    def forged(paper: Certificate) -> Certificate | None:
        digits = paper.number.removeprefix("SL")
        swapped = digits[:-2] + digits[-1] + digits[-2]
        if paper.issuer != "SL" or swapped == digits:
            return None
        return replace(paper, parcel_reference=f"SIM/{paper.authority}/{swapped}")

    return issued_as(event, forged)


FAULT = Fault(
    name="reference_with_swapped_figures",
    pattern="F1",
    kind=Kind.NEAR,
    rule="KIM012",
    tamper=_tamper,
    stories=frozenset({"artisanal"}),
    countries=frozenset({"SL"}),
)
