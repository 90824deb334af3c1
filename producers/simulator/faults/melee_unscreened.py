"""Small polished stones that are sold without a screening."""

from __future__ import annotations

from producers.simulator.injection import Fault, Scene, Tampering, lots
from schemas.events import CustodyEvent, ExaminationKind, Form, LotExamined, LotLine, OwnershipTransferred, Species


def _tamper(scene: Scene, event: CustodyEvent) -> Tampering | None:
    """Nobody looks for lab-grown stones in a parcel of melee, and it is sold."""
    body = event.body
    if isinstance(body, LotExamined) and body.kind is ExaminationKind.SCREENING and _melee(body.line):
        scene.memory.add(body.line.lot_id)
        return Tampering((), more=True)
    if isinstance(body, OwnershipTransferred):
        sold = tuple(line for line in body.lines if line.lot_id in scene.memory)
        return Tampering((event,), lots(sold), event.event_id) if sold else None
    return None


def _melee(line: LotLine) -> bool:
    several = line.stones is not None and line.stones >= 2 and line.carats < 250 * line.stones
    return several and line.form is Form.POLISHED and line.species is Species.NATURAL


FAULT = Fault(
    name="melee_unscreened", rule="SPC003", tamper=_tamper, stories=frozenset({"polished_stock", "rough_stock"})
)
