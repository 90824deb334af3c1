"""A certificate with a row that is a little short."""

from __future__ import annotations

from dataclasses import replace

from producers.simulator.injection import Fault, Scene, Tampering
from producers.simulator.kinds import Kind
from producers.simulator.storylines.papers import issued_as
from schemas.events import Certificate, CustodyEvent


def _tamper(_scene: Scene, event: CustodyEvent) -> Tampering | None:
    """On a certificate of at most some hundred carats the row of one HS code is one carat short of the total."""

    def forged(paper: Certificate) -> Certificate | None:
        first, *others = paper.hs_rows
        if not 5_000 <= paper.carats <= 500_000 or first.carats < 2_000:
            return None
        return replace(paper, hs_rows=(replace(first, carats=first.carats - 1_000), *others))

    return issued_as(event, forged)


FAULT = Fault(name="a_row_one_carat_short", pattern="1.2", kind=Kind.NEAR, rule="KIM020", tamper=_tamper)
