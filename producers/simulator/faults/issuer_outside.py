"""A certificate of a country that is no participant."""

from __future__ import annotations

from dataclasses import replace

from producers.simulator.injection import Fault, Scene, Tampering
from producers.simulator.storylines.papers import issued_as
from schemas.events import Certificate, CustodyEvent


def _tamper(scene: Scene, event: CustodyEvent) -> Tampering | None:
    """A certificate claims to come from Kenya, which is no participant."""

    def forged(paper: Certificate) -> Certificate:
        return replace(paper, issuer="KE", number=f"KE{scene.whole(100_000, 999_999)}", parcel_reference=None)

    return issued_as(event, forged)


FAULT = Fault(name="issuer_outside", rule="KIM003", tamper=_tamper, also=("KIM017",))
