"""A certificate that is valid for one day more than the law allows."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from producers.simulator.injection import Fault, Scene, Tampering
from producers.simulator.kinds import Kind
from producers.simulator.storylines.papers import issued_as
from schemas.events import Certificate, CustodyEvent


def _tamper(_scene: Scene, event: CustodyEvent) -> Tampering | None:
    """A certificate of the European Union ends two months and a day after its issue."""

    def forged(paper: Certificate) -> Certificate | None:
        return replace(paper, expires_on=paper.expires_on + timedelta(days=1)) if paper.issuer == "EU" else None

    return issued_as(event, forged)


FAULT = Fault(
    name="valid_one_day_too_long",
    pattern="F4",
    kind=Kind.NEAR,
    rule="KIM005",
    tamper=_tamper,
    stories=frozenset({"rough_stock"}),
    countries=frozenset({"BE"}),
)
