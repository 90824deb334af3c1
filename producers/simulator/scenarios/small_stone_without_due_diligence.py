"""A stone just above the weight of the law that enters the Union without a statement."""

from __future__ import annotations

from datetime import date

from producers.simulator.injection import Fault, Scene, Tampering
from producers.simulator.kinds import Kind
from producers.simulator.sidedeal import without_statement
from schemas.events import CustodyEvent


def _tamper(scene: Scene, event: CustodyEvent) -> Tampering | None:
    """One stone of Botswana of little more than half a carat comes in without the importer's statement."""
    return without_statement(scene, event, lambda: scene.whole(510, 560))


FAULT = Fault(
    name="small_stone_without_due_diligence",
    pattern="5.1",
    kind=Kind.NEAR,
    rule="SAN004",
    tamper=_tamper,
    stories=frozenset({"polished_stock"}),
    since=date(2026, 1, 1),
)
