"""A certificate on which one figure of the weight was changed."""

from __future__ import annotations

from dataclasses import replace

from producers.simulator.injection import Fault, Scene, Tampering
from producers.simulator.kinds import Kind
from producers.simulator.storylines.papers import shown_as
from schemas.events import Certificate, CustodyEvent


def _tamper(_scene: Scene, event: CustodyEvent) -> Tampering | None:
    """At import a certificate of at most some hundred carats shows five carats more: a 3 was made an 8."""

    def altered(paper: Certificate) -> Certificate | None:
        if paper.carats > 800_000:
            return None
        first, *others = paper.hs_rows
        rows = (replace(first, carats=first.carats + 5_000), *others)
        return replace(paper, carats=paper.carats + 5_000, hs_rows=rows)

    return shown_as(event, altered)


FAULT = Fault(
    name="certificate_five_carats_heavier",
    pattern="F3",
    kind=Kind.NEAR,
    rule="KIM008",
    also=("KIM019",),
    tamper=_tamper,
)
