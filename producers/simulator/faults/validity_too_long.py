"""A certificate that is valid longer than its issuer allows."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from producers.simulator.injection import Fault, Scene, Tampering
from producers.simulator.storylines.papers import issued_as
from schemas.events import Certificate, CustodyEvent


def _tamper(_scene: Scene, event: CustodyEvent) -> Tampering | None:
    """A certificate of the EU or of Canada is valid for half a year."""

    def forged(paper: Certificate) -> Certificate | None:
        half_a_year = paper.issued_on + timedelta(days=182)
        return replace(paper, expires_on=half_a_year) if paper.issuer in ("CA", "EU") else None

    return issued_as(event, forged)


FAULT = Fault(
    name="validity_too_long",
    rule="KIM005",
    tamper=_tamper,
    stories=frozenset({"rough_stock"}),
    countries=frozenset({"BE"}),
)
