"""Small parcels that other dealers send after an honest shipment, under papers of their own."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from producers.simulator.actors import Actor
from producers.simulator.injection import Expected, Scene, Tampering
from schemas.events import (
    Certificate,
    CertificateRef,
    CustodyEvent,
    LotLine,
    LotRegistered,
    Place,
    RegistrationKind,
    ShipmentExported,
    ShipmentImported,
)
from schemas.routing import certificate_subject


@dataclass(frozen=True, slots=True)
class Parcel:
    """A small parcel of stock that is registered, leaves, and comes in."""

    registered: CustodyEvent
    exported: CustodyEvent
    imported: CustodyEvent

    @property
    def events(self) -> tuple[CustodyEvent, ...]:
        """All three."""
        return self.registered, self.exported, self.imported


Paper = Callable[[Actor, LotLine], Certificate]
"""The certificate that a dealer shows for a lot."""


def small_parcel(scene: Scene, event: CustodyEvent, body: ShipmentImported, paper: Paper, *, days: int) -> Parcel:
    """Another dealer sends four stones to the importer of ``body`` in another country, so many days after ``event``."""
    dealer = scene.stranger(body.exporter, body.importer)
    to = scene.elsewhere(body.to_country)
    carats, seal = scene.whole(2_000, 9_000), scene.name("SEAL")
    line = replace(body.lines[0], lot_id=scene.name("COPY"), carats=carats, stones=4, value_cents=None)
    shown = paper(dealer, line)
    born = LotRegistered(RegistrationKind.OPENING_STOCK, dealer.party_id, dealer.party_id, None, (line,))
    sent = ShipmentExported(
        shipment_id=scene.name("SH"),
        certificate=CertificateRef(shown.issuer, shown.number),
        exporter=dealer.party_id,
        importer=body.importer,
        from_country=body.from_country,
        to_country=to,
        seals=(seal,),
        parcels=1,
        carats=carats,
        value_cents=None,
        lines=(line,),
    )
    come = replace(
        body, shipment_id=sent.shipment_id, certificate=sent.certificate, exporter=dealer.party_id, to_country=to,
        seals=(seal,), parcels=1, carats=carats, value_cents=None, lines=(line,), presented=shown,
    )  # fmt: skip
    home = Place(country=body.from_country)
    return Parcel(
        registered=scene.another(event, born, hours=days * 24, by=dealer, place=home),
        exported=scene.another(event, sent, hours=days * 24 + 20, by=dealer, place=home),
        imported=scene.another(event, come, hours=days * 24 + 70, place=Place(country=to)),
    )


def own_paper(body: ShipmentImported, issuer: str, number: str) -> Paper:
    """A paper that looks like that of ``body`` and fits the dealer's lot, of another issuer or with another number."""

    def paper(dealer: Actor, line: LotLine) -> Certificate:
        assert body.presented is not None
        first = body.presented.hs_rows[0]
        return replace(
            body.presented, issuer=issuer, number=number, exporter=dealer.party_id, parcels=1, carats=line.carats,
            value_cents=line.carats * 20, parcel_reference=None,
            hs_rows=(replace(first, carats=line.carats, value_cents=line.carats * 20),),
        )  # fmt: skip

    return paper


def of_authority(name: str, paper: Paper) -> Paper:
    """``paper`` with another authority written on it."""
    return lambda dealer, line: replace(paper(dealer, line), authority=name)


def unissued(
    scene: Scene, event: CustodyEvent, body: ShipmentImported, rule: str, papers: Sequence[Paper]
) -> Tampering:
    """A small parcel under each of ``papers``, some weeks apart; ``rule`` must flag the paper of each."""
    parcels = [small_parcel(scene, event, body, paper, days=12 + 19 * n) for n, paper in enumerate(papers)]
    found = [Expected(rule, _subject(parcel), parcel.imported.event_id) for parcel in parcels]
    return Tampering(
        (event, *(told for parcel in parcels for told in parcel.events)),
        (found[0].subject,),
        found[0].judged,
        further=tuple(found[1:]),
    )


def _subject(parcel: Parcel) -> str:
    body = parcel.imported.body
    assert isinstance(body, ShipmentImported)
    assert body.presented is not None
    return certificate_subject(body.presented)
