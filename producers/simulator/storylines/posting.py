"""Single stones of rough that are posted beside an honest shipment."""

from __future__ import annotations

from dataclasses import dataclass, replace

from producers.simulator.actors import Actor
from producers.simulator.injection import Expected, Scene, Tampering
from schemas.events import (
    CustodyEvent,
    LotRegistered,
    RegistrationKind,
    ShipmentExported,
)
from schemas.routing import event_subject


@dataclass(frozen=True, slots=True)
class Letter:
    """A stone that is registered, and leaves in a letter."""

    sent: CustodyEvent
    registered: CustodyEvent

    @property
    def events(self) -> tuple[CustodyEvent, ...]:
        """Both."""
        return self.registered, self.sent


def letter(
    scene: Scene,
    event: CustodyEvent,
    body: ShipmentExported,
    *,
    to: str | None = None,
    by: Actor | None = None,
    days: int = 0,
) -> Letter:
    """One rough stone of less than half a carat leaves by letter, ninety minutes and so many days after ``event``.

    It names no certificate, goes where the honest shipment goes where no other country is named, and is sent by the
    exporter of that shipment where nobody else is.
    """
    sender, carats = by.party_id if by else body.exporter, scene.whole(150, 450)
    stone = replace(body.lines[0], lot_id=scene.name("SAMPLE"), carats=carats, stones=1, value_cents=None)
    born = LotRegistered(RegistrationKind.OPENING_STOCK, sender, sender, None, (stone,))
    posted = replace(
        body, shipment_id=scene.name("SH"), certificate=None, exporter=sender, to_country=to or body.to_country,
        seals=(), parcels=1, carats=carats, value_cents=None, lines=(stone,),
    )  # fmt: skip
    return Letter(
        sent=scene.another(event, posted, hours=24 * days, minutes=90, by=by),
        registered=scene.another(event, born, hours=24 * days, minutes=-120, by=by),
    )


def letters(
    scene: Scene, event: CustodyEvent, body: ShipmentExported, rule: str, *, to: str | None = None
) -> Tampering:
    """Four letters in four weeks, from the exporter and another firm in turn; ``rule`` must flag each."""
    firms = scene.actor(body.exporter), scene.stranger(body.exporter, body.importer)
    posted = [letter(scene, event, body, to=to, by=firms[n % 2], days=3 + 8 * n) for n in range(4)]
    first, *others = (one.sent.event_id for one in posted)
    return Tampering(
        (event, *(told for one in posted for told in one.events)),
        (event_subject(first),),
        first,
        further=tuple(Expected(rule, event_subject(sent), sent) for sent in others),
    )
