"""A shipment from one country to another: certificate, seal, export, import, examination, receipt, confirmation."""

from __future__ import annotations

from producers.simulator.actors import Actor
from producers.simulator.certificates import certify, local_day
from producers.simulator.goods import Goods
from producers.simulator.handover import carry, receive, release
from producers.simulator.story import Story, Telling
from schemas.events import (
    Certificate,
    CertificateRef,
    ExaminationKind,
    ImportConfirmed,
    LotExamined,
    LotSealed,
    Place,
    SealInspected,
    ShipmentExported,
    ShipmentImported,
)

DUE_DILIGENCE_STATEMENT = "due diligence statement"
"""What an importer of polished stones into the Union lays beside the customs declaration."""


def bring(story: Story, goods: Goods, to: Actor) -> Telling:
    """Bring the goods to ``to``, wherever that is. No certificate for polished, nor inside one participant."""
    if to.country == goods.holder.country:
        yield from carry(story, goods, to)
        return
    cast = story.stage.cast
    papers: list[Certificate] = []
    day = story.now.date()
    inside = cast.participant(to.country, day) == cast.participant(goods.holder.country, day)
    if goods.rough and not inside:
        yield from certify(story, goods, to, papers)
    yield from _ship(story, goods, to, papers[0] if papers else None)


def _ship(story: Story, goods: Goods, to: Actor, certificate: Certificate | None) -> Telling:
    seller = goods.holder
    seals = (_seal(story, goods),)
    carrier = story.pick(story.stage.cast.carriers)
    handover = release(story, goods, to, seals, carrier)
    story.hours(2, 10)
    exported = _exported(story, goods, to, certificate, seals)
    story.tell(seller, exported)
    yield story.hours(20, 110)
    authority = story.stage.cast.authority(to.country)
    _import(story, goods, to, exported, certificate)
    yield story.hours(2, 24)
    if not to.connected:
        _confirm(story, authority, exported)
    receive(story, goods, to, handover, seals)
    if certificate is not None:
        yield story.hours(4, 70)
        _confirm(story, authority, exported)
    yield story.hours(2, 20)


def _seal(story: Story, goods: Goods) -> str:
    seal = story.name("SEAL")
    lot_ids = tuple(line.lot_id for line in goods.lines)
    story.tell(goods.holder, LotSealed(seal, goods.holder.party_id, lot_ids))
    story.minutes(40, 120)
    return seal


def _exported(
    story: Story, goods: Goods, to: Actor, certificate: Certificate | None, seals: tuple[str, ...]
) -> ShipmentExported:
    return ShipmentExported(
        shipment_id=story.name("SH"),
        certificate=CertificateRef(certificate.issuer, certificate.number) if certificate else None,
        exporter=goods.holder.party_id,
        importer=to.party_id,
        from_country=goods.holder.country,
        to_country=to.country,
        seals=seals,
        parcels=len(goods.lines),
        carats=goods.carats,
        value_cents=goods.value_cents,
        lines=goods.lines,
    )


def _import(story: Story, goods: Goods, to: Actor, exported: ShipmentExported, certificate: Certificate | None) -> None:
    """Arrival: the authority (polished: the importer) takes note; the seal is intact; customs looks at one lot."""
    place = Place(country=to.country)
    officer = story.stage.cast.authority(to.country) if certificate else to
    imported = ShipmentImported(
        shipment_id=exported.shipment_id,
        certificate=exported.certificate,
        exporter=exported.exporter,
        importer=exported.importer,
        from_country=exported.from_country,
        to_country=exported.to_country,
        seals=exported.seals,
        parcels=exported.parcels,
        carats=exported.carats,
        value_cents=exported.value_cents,
        lines=exported.lines,
        presented=certificate,
    )
    if not certificate and not to.connected:
        return
    papers = story.document("waybill", exported.shipment_id)
    if _statement_due(story, goods, exported, officer):
        papers += story.document(DUE_DILIGENCE_STATEMENT, f"DDS {exported.shipment_id}")
    story.tell(officer, imported, place, papers)
    story.minutes(35, 90)
    lot_ids = tuple(line.lot_id for line in goods.lines)
    story.tell(officer, SealInspected(exported.seals[0], officer.party_id, True, lot_ids), place)
    story.minutes(35, 90)
    if certificate is not None:
        line = story.pick(goods.lines)
        story.tell(officer, LotExamined(ExaminationKind.CUSTOMS, officer.party_id, None, line, None, None), place)


def _statement_due(story: Story, goods: Goods, exported: ShipmentExported, officer: Actor) -> bool:
    """Whether the goods are natural polished that enter the European Union under its law on due diligence."""
    cast, day = story.stage.cast, local_day(story, officer)
    if cast.participant(exported.to_country, day) != "EU" or cast.participant(exported.from_country, day) == "EU":
        return False
    codes = {line.hs_code for line in goods.lines}
    return any(codes & row.hs_codes for row in cast.reference.sanctions.in_force("statement", "EU", day))


def _confirm(story: Story, authority: Actor, exported: ShipmentExported) -> None:
    if exported.certificate is None:
        return
    body = ImportConfirmed(
        certificate=exported.certificate,
        shipment_id=exported.shipment_id,
        authority=authority.party_id,
        exporter=exported.exporter,
        importer=exported.importer,
        parcels=exported.parcels,
        carats=exported.carats,
        received_on=local_day(story, authority),
    )
    story.tell(authority, body)
