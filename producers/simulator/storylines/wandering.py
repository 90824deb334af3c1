"""A lot that goes to and fro between two parties and is weighed at every receipt."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from producers.simulator.actors import Actor
from producers.simulator.injection import Scene
from schemas.events import CustodyEvent, CustodyReceived, CustodyReleased, LotLine


def to_and_fro(
    scene: Scene,
    event: CustodyEvent,
    line: LotLine,
    between: tuple[Actor, Actor],
    losses: Sequence[int],
    every: int = 20,
) -> list[CustodyEvent]:
    """A handover of ``line`` ``every`` so many hours after ``event``, beginning with the first of ``between``.

    ``losses``: by how many thousandths of a carat each receipt weighs less than the one before.
    """
    (sender, taker), events = between, []
    for number, loss in enumerate(losses, 1):
        parties = scene.name("H"), sender.party_id, taker.party_id
        released = CustodyReleased(*parties, None, (), (line,))
        line = replace(line, carats=line.carats - loss)
        received = CustodyReceived(*parties, (), (line,))
        events.append(scene.another(event, released, hours=every * number, by=sender))
        events.append(scene.another(event, received, hours=every * number + every // 2, by=taker))
        sender, taker = taker, sender
    return events
