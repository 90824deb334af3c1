"""A number that begins with a member state of the EU."""

from __future__ import annotations

from dataclasses import replace

from producers.simulator.injection import Fault, Scene, Tampering
from producers.simulator.storylines.papers import issued_as
from schemas.events import Certificate, CustodyEvent


def _tamper(_scene: Scene, event: CustodyEvent) -> Tampering | None:
    """A certificate of the EU is numbered BE, as none ever was."""

    def forged(paper: Certificate) -> Certificate | None:
        return replace(paper, number=f"BE{paper.number.removeprefix('EU')}") if paper.issuer == "EU" else None

    return issued_as(event, forged)


FAULT = Fault(
    name="prefix_of_a_member_state",
    rule="KIM006",
    tamper=_tamper,
    stories=frozenset({"rough_stock"}),
    countries=frozenset({"BE"}),
)
