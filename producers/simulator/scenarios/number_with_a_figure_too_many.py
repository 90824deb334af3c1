"""A number that is one figure longer than its issuer's."""

from __future__ import annotations

from dataclasses import replace

from producers.simulator.injection import Fault, Scene, Tampering
from producers.simulator.kinds import Kind
from producers.simulator.storylines.papers import issued_as
from schemas.events import Certificate, CustodyEvent


def _tamper(scene: Scene, event: CustodyEvent) -> Tampering | None:
    """A certificate of Sierra Leone has a number of seven figures; the country's have six at most."""

    def forged(paper: Certificate) -> Certificate | None:
        if paper.issuer != "SL":
            return None
        digits = f"{scene.whole(1_000_000, 9_999_999)}"
        return replace(paper, number=f"SL{digits}", parcel_reference=f"SIM/{paper.authority}/{digits}")

    return issued_as(event, forged)


FAULT = Fault(
    name="number_with_a_figure_too_many",
    pattern="F1",
    kind=Kind.NEAR,
    rule="KIM006",
    tamper=_tamper,
    stories=frozenset({"artisanal"}),
    countries=frozenset({"SL"}),
)
