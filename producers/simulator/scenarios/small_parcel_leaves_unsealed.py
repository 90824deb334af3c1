"""A small parcel of rough that leaves the European Union in an envelope."""

from __future__ import annotations

from dataclasses import replace
from functools import partial

from producers.simulator.actors import Actor
from producers.simulator.kinds import Kind
from producers.simulator.plays import Play, Production, Thread
from producers.simulator.story import Telling
from producers.simulator.storylines.consigning import Ware, consign
from schemas.events import (
    CustodyEvent,
    CustodyReceived,
    CustodyReleased,
    LotSealed,
    SealInspected,
    ShipmentExported,
    ShipmentImported,
)
from schemas.routing import event_subject


def _stage(play: Production) -> None:
    """A firm in Antwerp sends one stone of less than a carat abroad under a certificate, in an unsealed envelope."""
    sender, buyer = play.party("exporter", "BE"), play.party("trader", "AE")
    play.at(10, partial(_sent, sender, buyer))


def _sent(sender: Actor, buyer: Actor, story: Thread) -> Telling:
    story.bend = _in_an_envelope
    yield from consign(sender, buyer, Ware(("BW",), 700, 15_000, stone=1_000), story)
    export = story.last(ShipmentExported)
    story.production.wrong("SEA004", event_subject(export.event_id), export)


def _in_an_envelope(event: CustodyEvent) -> CustodyEvent | None:
    """The same event without seals; None where it tells of nothing else."""
    match event.body:
        case LotSealed() | SealInspected():
            return None
        case CustodyReleased() | ShipmentExported() | ShipmentImported() | CustodyReceived() as body:
            return replace(event, body=replace(body, seals=()))
        case _:
            return event


PLAY = Play(name="small_parcel_leaves_unsealed", pattern="F16", kind=Kind.NEAR, rules=("SEA004",), stage=_stage)
