"""Prices: dealers with a history, consignments at another price, and figures that are typed wrongly and corrected."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import timedelta
from functools import partial

from producers.simulator.actors import Actor
from producers.simulator.ids import uuid_text
from producers.simulator.plays import Production, Thread
from producers.simulator.story import Telling
from producers.simulator.storylines.consigning import Ware, consign, evenly, pass_on, trade
from schemas.events import CustodyEvent, DeclarationReason, ErrorDeclaration, LotLine, ShipmentExported


def dealer(play: Production, country: str, ware: Ware, sales: int = 20, last: float = 280) -> Actor:
    """A dealer who sells such goods to three firms abroad, so often from the first days up to day ``last``."""
    made = play.party("trader", country)
    usual = [play.party("trader", abroad) for abroad in ("AE", "BE", "IN")]
    trade(play, [made], usual, ware, evenly(5, last, sales))
    return made


def odd_sales(rule: str, seller: Actor, buyer: Actor, ware: Ware, days: Iterable[float], play: Production) -> None:
    """Consignments of ``ware`` that ``rule`` must flag, each on its day."""
    for day in days:
        play.at(day, partial(odd_sale, rule, seller, buyer, ware))


def odd_sale(rule: str, seller: Actor, buyer: Actor, ware: Ware, story: Thread) -> Telling:
    """One of them; its subject is the seller and the shipment."""
    yield from consign(seller, buyer, ware, story)
    blame_export(rule, seller, story)


def blame_export(rule: str, seller: Actor, story: Thread, *, corrected: bool = False) -> None:
    """``rule`` must flag the last export of ``seller``."""
    export = story.last(ShipmentExported)
    assert isinstance(export.body, ShipmentExported)
    subject = f"party:{seller.party_id}:{export.body.shipment_id}"
    story.production.wrong(rule, subject, export, corrected=corrected)


def resale(
    rule: str | None, origin: Actor, ware: Ware, stops: tuple[tuple[Actor, int, int], ...], story: Thread
) -> Telling:
    """Goods go on from one to the next; with a ``rule`` each lot must be flagged for its last export."""
    yield from pass_on(origin, ware, stops, story)
    export = story.last(ShipmentExported)
    assert isinstance(export.body, ShipmentExported)
    for line in export.body.lines if rule else ():
        story.production.wrong(str(rule), f"lot:{line.lot_id}", export)


def valued(lines: tuple[LotLine, ...], per_mille: int) -> tuple[LotLine, ...]:
    """The same lines at so many per mille of their value."""
    return tuple(
        line if line.value_cents is None else replace(line, value_cents=max(1, line.value_cents * per_mille // 1000))
        for line in lines
    )


def mistyped_export(per_mille: int, days: int, story: Thread) -> None:
    """From now on, the value of an export is typed wrongly, and that is said and put right so many days later."""

    def bend(event: CustodyEvent) -> CustodyEvent:
        body = event.body
        if not isinstance(body, ShipmentExported):
            return event
        lines = valued(body.lines, per_mille)
        wrong_body = replace(body, lines=lines, value_cents=sum(line.value_cents or 0 for line in lines))
        wrong = replace(event, event_id=uuid_text(story.rng.getrandbits(128)), body=wrong_body)
        noticed = event.recorded_at + timedelta(days=days)
        declared = ErrorDeclaration(noticed, DeclarationReason.INCORRECT_DATA, (event.event_id,))
        story.send(replace(wrong, recorded_at=noticed, error_declaration=declared))
        story.send(replace(event, recorded_at=noticed + timedelta(minutes=2)))
        return wrong

    story.bend = bend
