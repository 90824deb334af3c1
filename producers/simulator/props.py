"""Goods for plays: lots that a party has mined, found or holds in stock, told and ready to be sold and sent."""

from __future__ import annotations

from producers.simulator.actors import Actor
from producers.simulator.goods import POLISHED, ROUGH, Goods
from producers.simulator.story import Story
from schemas.events import Form, LotLine, LotRegistered, RegistrationKind, Species


def rough_lot(story: Story, origin: str, carats: int, cents: int, *, stones: int | None = None) -> LotLine:
    """A lot of natural rough of ``carats`` thousandths at ``cents`` a carat; stones of half a carat if not counted."""
    return LotLine(
        lot_id=story.name("LOT"),
        carats=carats,
        stones=max(1, carats // 500) if stones is None else stones,
        form=Form.ROUGH,
        hs_code=ROUGH,
        origins=(origin,),
        species=Species.NATURAL,
        value_cents=max(1, carats * cents // 1000),
    )


def polished_lot(story: Story, origin: str, carats: int, cents: int, *, stones: int = 1) -> LotLine:
    """A lot of natural polished of ``carats`` thousandths at ``cents`` a carat."""
    return LotLine(
        lot_id=story.name("LOT"),
        carats=carats,
        stones=stones,
        form=Form.POLISHED,
        hs_code=POLISHED,
        origins=(origin,),
        species=Species.NATURAL,
        value_cents=max(1, carats * cents // 1000),
    )


def in_stock(story: Story, holder: Actor, *lines: LotLine) -> Goods:
    """``holder`` registers lots that it had before anything was recorded."""
    return _registered(story, RegistrationKind.OPENING_STOCK, holder, None, lines)


def mined(story: Story, miner: Actor, *lines: LotLine, licence: str | None = None) -> Goods:
    """``miner`` registers what it has mined, where it is; its licence is called after it if none is named."""
    return _registered(story, RegistrationKind.MINED, miner, licence or f"LIC-{miner.party_id}", lines)


def _registered(
    story: Story, kind: RegistrationKind, holder: Actor, licence: str | None, lines: tuple[LotLine, ...]
) -> Goods:
    body = LotRegistered(kind, holder.party_id, holder.party_id, licence, lines)
    story.tell(holder, body, evidence=story.document("stock list", lines[0].lot_id))
    story.minutes(40, 200)
    return Goods(lines, holder, holder)
