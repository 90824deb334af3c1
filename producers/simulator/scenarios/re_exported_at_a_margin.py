"""Rough that a dealer re-exports at a margin, and a typing error of a cent."""

from __future__ import annotations

from dataclasses import replace
from functools import partial

from producers.simulator.kinds import Kind
from producers.simulator.plays import Play, Production
from producers.simulator.storylines.bending import bent
from producers.simulator.storylines.consigning import Ware
from producers.simulator.storylines.pricing import resale
from schemas.events import CustodyEvent, ShipmentExported


def _stage(play: Production) -> None:
    """A dealer imports parcels and re-exports them some weeks later at a margin of eight per cent, one of them a
    cent dearer than its invoice says.
    """
    mine = play.party("exporter", "GH")
    hub, far = play.party("trader", "AE"), play.party("trader", "IN")
    for n in range(6):
        stops = ((hub, 1000, 24), (far, 1080, 300))
        tell = partial(resale, "STA004", mine, Ware(("GH",), 60_000, 11_000), stops)
        play.at(20 + 20 * n, bent(_a_cent_more, tell) if n == 3 else tell)


def _a_cent_more(event: CustodyEvent) -> CustodyEvent:
    body = event.body
    if not isinstance(body, ShipmentExported):
        return event
    first, *others = body.lines
    line = replace(first, value_cents=(first.value_cents or 0) + 1)
    return replace(event, body=replace(body, lines=(line, *others), value_cents=(body.value_cents or 0) + 1))


PLAY = Play(
    name="re_exported_at_a_margin",
    pattern="F5",
    kind=Kind.HONEST,
    rules=("STA004",),
    stage=_stage,
)
