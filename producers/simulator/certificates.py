"""Kimberley Process certificates as their authorities issue them: number, validity, totals by HS code."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

from producers.simulator.actors import Actor
from producers.simulator.goods import Goods
from producers.simulator.story import Story, Telling
from schemas.events import (
    Certificate,
    CertificateAmended,
    CertificateCancelled,
    CertificateIssued,
    CertificateRef,
    HsRow,
)

_FIRST_SERIAL = 20_001
_USUAL_VALIDITY = timedelta(days=60)
_CANCELLED_PER_MILLE = 25
_AMENDED_PER_MILLE = 30


def certify(story: Story, goods: Goods, to: Actor, out: list[Certificate]) -> Telling:
    """The authority issues a certificate, which is put into ``out``; now and then only the second one is right."""
    authority = story.stage.cast.authority(goods.holder.country)
    if story.chance(_CANCELLED_PER_MILLE):
        withdrawn = _draft(story, goods, to, authority)
        story.tell(authority, CertificateIssued(withdrawn))
        yield story.hours(2, 20)
        reference = CertificateRef(withdrawn.issuer, withdrawn.number)
        story.tell(authority, CertificateCancelled(reference, authority.party_id, "the exporter withdrew the shipment"))
        yield story.hours(2, 48)
    certificate = _draft(story, goods, to, authority)
    scan = story.document("certificate", certificate.number)
    if story.chance(_AMENDED_PER_MILLE):
        story.tell(authority, CertificateIssued(replace(certificate, parcels=certificate.parcels + 1)), None, scan)
        yield story.hours(2, 20)
        story.tell(authority, CertificateAmended(certificate, "typing error in the number of parcels"), None, scan)
    else:
        story.tell(authority, CertificateIssued(certificate), None, scan)
    out.append(certificate)
    yield story.hours(2, 30)


def _draft(story: Story, goods: Goods, to: Actor, authority: Actor) -> Certificate:
    cast = story.stage.cast
    day = local_day(story, authority)
    issuer = cast.participant(goods.holder.country, day) or goods.holder.country
    serial = story.stage.serials[issuer] = story.stage.serials.get(issuer, _FIRST_SERIAL - 1) + 1
    number = f"{issuer}{serial:06d}"
    rule = cast.reference.certificate_rule(issuer)
    return Certificate(
        issuer=issuer,
        number=number,
        authority=authority.party_id,
        issued_on=day,
        expires_on=cast.reference.latest_expiry(issuer, day) or day + _USUAL_VALIDITY,
        exporter=goods.holder.party_id,
        importer=to.party_id,
        destination=to.country,
        origins=goods.origins,
        area=goods.holder.place.area if goods.origins == (goods.holder.country,) else None,
        parcels=len(goods.lines),
        carats=goods.carats,
        value_cents=goods.value_cents,
        hs_rows=_rows(goods),
        parcel_reference=f"SIM/{authority.party_id}/{serial:06d}" if rule and rule.reference_suffix else None,
    )


def local_day(story: Story, actor: Actor) -> date:
    """The calendar day on the wall where ``actor`` is, by its own clock."""
    return (story.now + actor.clock + timedelta(minutes=actor.offset)).date()


def _rows(goods: Goods) -> tuple[HsRow, ...]:
    rows: dict[str, HsRow] = {}
    for line in goods.lines:
        row = rows.get(line.hs_code) or HsRow(line.hs_code, 0, 0)
        rows[line.hs_code] = HsRow(row.hs_code, row.carats + line.carats, row.value_cents + (line.value_cents or 0))
    return tuple(rows[code] for code in sorted(rows))
