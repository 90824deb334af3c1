"""What a dishonest importer brings in beside an honest shipment: one lot of its own, from its stock to the border."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from producers.simulator.crossing import DUE_DILIGENCE_STATEMENT
from producers.simulator.goods import POLISHED, ROUGH
from producers.simulator.injection import Expected, Scene, Tampering
from schemas.events import (
    CustodyEvent,
    Evidence,
    Form,
    LotLine,
    LotRegistered,
    Place,
    RegistrationKind,
    ShipmentImported,
    Species,
)
from schemas.routing import event_subject, lot_subject

UNION = frozenset({"BE", "DE", "FR"})
"""Countries of this world in the European Union."""

CLOSED = UNION | {"GB", "US", "CA"}
"""Countries of this world that are closed to Russian stones."""


@dataclass(frozen=True, slots=True)
class SideDeal:
    """Two events: the importer registers the lot where it lies, and brings it in."""

    registered: CustodyEvent
    imported: CustodyEvent
    subject: str

    @property
    def events(self) -> tuple[CustodyEvent, ...]:
        """Both."""
        return self.registered, self.imported

    def at(self, registered: datetime, imported: datetime) -> SideDeal:
        """The same deal at other instants, recorded no earlier than now."""
        return replace(
            self,
            registered=replace(self.registered, occurred_at=registered),
            imported=replace(self.imported, occurred_at=imported),
        )


def enters(event: CustodyEvent, countries: frozenset[str], *, polished: bool = True) -> ShipmentImported | None:
    """The body of an honest import into one of ``countries`` from outside all of them; None for any other event."""
    body = event.body
    if not isinstance(body, ShipmentImported) or body.to_country not in countries or body.from_country in countries:
        return None
    return body if (body.lines[0].form is Form.POLISHED) == polished else None


def polished_stone(scene: Scene, carats: int, origin: str) -> LotLine:
    """One natural polished stone of ``carats`` thousandths."""
    return LotLine(
        lot_id=scene.name("SIDE"),
        carats=carats,
        stones=1,
        form=Form.POLISHED,
        hs_code=POLISHED,
        origins=(origin,),
        species=Species.NATURAL,
        value_cents=carats * 90,
    )


def side_deal(
    scene: Scene, event: CustodyEvent, body: ShipmentImported, line: LotLine, *, lies_in: str, owner: str | None = None
) -> SideDeal:
    """``line`` comes in from ``lies_in`` a day after the honest import ``event``, with all papers that cost nothing."""
    stock = LotRegistered(RegistrationKind.OPENING_STOCK, body.importer, owner or body.importer, None, (line,))
    entry = replace(
        body,
        shipment_id=scene.name("SIDE"),
        certificate=None,
        exporter=body.importer,
        from_country=lies_in,
        seals=(),
        parcels=1,
        carats=line.carats,
        value_cents=line.value_cents,
        lines=(line,),
        presented=None,
    )
    importer = scene.actor(body.importer)
    statement = Evidence(DUE_DILIGENCE_STATEMENT, f"DDS {entry.shipment_id}")
    return SideDeal(
        registered=scene.another(event, stock, minutes=10, by=importer, place=Place(country=lies_in)),
        imported=replace(scene.another(event, entry, hours=30, by=importer), evidence=(statement,)),
        subject=lot_subject(line.lot_id),
    )


def in_a_row(
    scene: Scene, event: CustodyEvent, rule: str, deal: Callable[[int], SideDeal], *, by_event: bool = False
) -> Tampering:
    """Four deals, a week apart, beside ``event``; ``rule`` must flag the lot of each, or the import ``by_event``."""
    events: list[CustodyEvent] = []
    found: list[Expected] = []
    for week in range(4):
        made, apart = deal(week), timedelta(days=7 * week)
        imported = scene.later(made.imported, apart)
        events += (scene.later(made.registered, apart), imported)
        subject = event_subject(imported.event_id) if by_event else made.subject
        found.append(Expected(rule, subject, imported.event_id))
    first, *others = found
    return Tampering((event, *events), (first.subject,), first.judged, further=tuple(others))


def one_deal(
    scene: Scene,
    event: CustodyEvent,
    countries: frozenset[str],
    line: Callable[[], LotLine],
    *,
    lies_in: str,
    owner: str | None = None,
) -> Tampering | None:
    """A side deal beside an honest import of polished into one of ``countries``; its lot must be flagged."""
    body = enters(event, countries)
    if body is None or not scene.connected(body.importer):
        return None
    deal = side_deal(scene, event, body, line(), lies_in=lies_in, owner=owner)
    return Tampering((event, *deal.events), (deal.subject,), deal.imported.event_id)


def without_statement(scene: Scene, event: CustodyEvent, carats: Callable[[], int]) -> Tampering | None:
    """A polished stone of Botswana comes into the Union beside an honest import, without a due diligence statement."""
    body = enters(event, UNION)
    if body is None or not scene.connected(body.importer):
        return None
    deal = side_deal(scene, event, body, polished_stone(scene, carats(), "BW"), lies_in="AE")
    silent = replace(deal.imported, evidence=())
    return Tampering((event, deal.registered, silent), (event_subject(silent.event_id),), silent.event_id)


def rough_stone(scene: Scene, carats: int, *origins: str) -> LotLine:
    """One natural rough stone of ``carats`` thousandths."""
    stone = polished_stone(scene, carats, origins[0])
    return replace(stone, form=Form.ROUGH, hs_code=ROUGH, origins=origins)


def old_purchase(scene: Scene, event: CustodyEvent, bought_and_brought: tuple[datetime, datetime]) -> Tampering | None:
    """Rough of Cote d'Ivoire that came from Dubai into the Union is entered late; the import must be flagged."""
    body = enters(event, UNION)
    if body is None or not scene.connected(body.importer):
        return None
    stone = rough_stone(scene, scene.whole(1_000, 9_000), "CI")
    deal = side_deal(scene, event, body, stone, lies_in="AE").at(*bought_and_brought)
    return Tampering((event, *deal.events), (event_subject(deal.imported.event_id),), deal.imported.event_id)
