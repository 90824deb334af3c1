"""A certificate of a participant that may not trade."""

from __future__ import annotations

from dataclasses import replace

from producers.simulator.injection import Fault, Scene, Tampering
from producers.simulator.storylines.papers import issued_as
from schemas.events import Certificate, CustodyEvent


def _tamper(scene: Scene, event: CustodyEvent) -> Tampering | None:
    """A certificate claims to come from Venezuela, which has suspended its own trade."""

    def forged(paper: Certificate) -> Certificate:
        return replace(paper, issuer="VE", number=f"VE{scene.whole(100_000, 999_999)}", parcel_reference=None)

    return issued_as(event, forged)


FAULT = Fault(name="issuer_suspended", rule="KIM003", tamper=_tamper, also=("KIM017",))
