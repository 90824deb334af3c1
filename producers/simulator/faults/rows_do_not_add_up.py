"""A certificate whose rows do not add up to its totals."""

from __future__ import annotations

from dataclasses import replace

from producers.simulator.injection import Fault, Scene, Tampering
from producers.simulator.storylines.papers import issued_as
from schemas.events import Certificate, CustodyEvent


def _tamper(_scene: Scene, event: CustodyEvent) -> Tampering | None:
    """The row of one HS code says half of what the certificate says in all."""

    def forged(paper: Certificate) -> Certificate | None:
        row, *others = paper.hs_rows
        half = replace(row, carats=row.carats // 2)
        return replace(paper, hs_rows=(half, *others)) if paper.carats >= 1_000 else None

    return issued_as(event, forged)


FAULT = Fault(name="rows_do_not_add_up", rule="KIM020", tamper=_tamper)
