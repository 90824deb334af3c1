"""The naive second model, the part about licences, artisanal finds, warranties and payments, in plain loops.

Outlines are taken as what they are in the generated histories: squares along the parallels.
"""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from schemas.reference.model import Party, Reference
from tests.model_parts import Seen, Verdict, breach, is_rough, notice


def lot(seen: list[Seen], reference: Reference) -> list[Verdict]:
    """A lot: where and by whom it was found, and by whom it is bought and sold."""
    found: list[Verdict] = []
    for place, one in enumerate(seen):
        if one.name == "LotRegistered" and one.body.kind.name == "MINED" and one.line and is_rough(one.line):
            found += _mined(one, reference)
        if one.name == "LotRegistered" and not any(other.birth for other in seen[:place]):
            sealed = [other for other in seen[:place] if other.name == "LotSealed"]
            if sealed and one.at - sealed[0].at > timedelta(minutes=15):
                found.append(breach("ART003", one))
        if one.line and is_rough(one.line):
            found += _dealt(one, reference)
        if one.name == "OwnershipTransferred":
            found += _sold(one, reference)
    return found


def _held(reference: Reference, party: str, *kinds: str) -> list[Any]:
    return [row for row in reference.licences.rows if row.holder == party and row.kind in kinds]


def _holds(row: Any, day: date) -> bool:
    return bool(row.valid_from <= day <= (row.valid_until or date.max))


def _numbered(reference: Reference, number: str | None, country: str | None) -> list[Any]:
    def plain(text: str) -> str:
        return text.lower().replace("-", "").replace(" ", "").replace("/", "")

    rows = [row for row in reference.licences.rows if country in (None, row.country)]
    return [row for row in rows if number and plain(row.licence) == plain(number)]


def _mined(one: Seen, reference: Reference) -> list[Verdict]:
    found: list[Verdict] = []
    country, number = one.event.place.country, one.body.licence
    users = {one.body.custodian, one.body.owner, one.event.emitter}
    stated = _numbered(reference, number, country)
    own = [row for user in users for row in _held(reference, user, "mining", "digging")]
    own = [row for row in own if country in (None, row.country)]
    register = any(row.country == country and row.kind in ("mining", "digging") for row in reference.licences.rows)
    if stated or (own and not number):
        usable = [row for row in own if row in stated or not number]
        if not any(_holds(row, one.day) for row in usable):
            found.append(breach("LIC001", one))
    elif register or own:
        found.append(notice("LIC001", one))
    valid = [row for row in stated if row.kind in ("mining", "digging") and _holds(row, one.day)]
    area = one.event.place.area
    if valid and area and all(row.area and row.area != area for row in valid):
        found.append(breach("LIC002", one))
    area = next((row.area for row in stated if _holds(row, one.day) and row.area), area)
    return found + _position(one, area, reference)


def _position(one: Seen, area: str | None, reference: Reference) -> list[Verdict]:
    """Far outside the square of its zone: a tenth of a degree is eleven kilometres."""
    place = one.event.place
    if place.latitude is None or place.longitude is None:
        return []
    for zone in reference.zones.rows:
        corners = zone.outline[0][0]
        sides = [(min(at), max(at)) for at in zip(*corners, strict=True)]
        inside = all(
            low - 0.1 < at < high + 0.1
            for at, (low, high) in zip((place.longitude, place.latitude), sides, strict=True)
        )
        if zone.area == area and zone.country == place.country and not inside:
            return [notice("ART004", one)]
    return []


def _registered(party: Party, day: date) -> bool:
    """Whether a party is in the register on a day, as far as it says from when and until when."""
    return (party.valid_from or date.min) <= day <= (party.valid_to or date.max)


def _dealt(one: Seen, reference: Reference) -> list[Verdict]:
    """Licences of those who buy, sell, take over and export, in the country where they do it."""
    body, grave, noted = one.body, False, False
    parts = {"OwnershipTransferred": ("seller", "buyer"), "ShipmentExported": ("exporter",)}
    trading = ("buying", "exporting", "mining", "digging")
    for part in parts.get(one.name, ()):
        party = reference.party(getattr(body, part))
        home = party.country if party else None
        every = _held(reference, getattr(body, part), *trading)
        held = [row for row in every if row.country == (one.event.place.country or home)]
        grave = grave or bool(held and not any(_holds(row, one.day) for row in held))
        grave = grave or bool(not held and party and not _registered(party, one.day))
        others = {row.country for row in reference.licences.rows if row.kind in ("buying", "exporting")}
        foreign = all(row.country != home for row in every)
        noted = noted or bool(not held and part != "seller" and foreign and home in others)
    if one.name == "CustodyReceived":
        party = reference.party(body.to_party)
        country = one.event.place.country or (party and party.country)
        every = [row for row in _held(reference, body.to_party, *trading, "carrying") if row.country == country]
        ended = any(row.kind not in ("mining", "digging") for row in every)
        valid = any(_holds(row, one.day) for row in every)
        grave = (ended and not valid) or bool(not ended and not valid and party and not _registered(party, one.day))
    if grave:
        return [breach("LIC003", one)]
    return [notice("LIC003", one)] if noted else []


def _sold(one: Seen, reference: Reference) -> list[Verdict]:
    """Slips, statements and payments."""
    body, found = one.body, []
    assert one.line is not None
    natural, rough = one.line.species.name != "LAB_GROWN", one.line.form.name == "ROUGH"
    seller = reference.party(body.seller)
    slips = [document for document in one.event.evidence if document.kind == "purchase slip"]
    where = one.event.place.country or (seller and seller.country)
    if seller and seller.role == "digger" and is_rough(one.line) and not slips and where == "CF":
        found.append(breach("ART002", one))
    text = " ".join((body.warranty or "").lower().replace(".", " ").replace(",", " ").split())
    new = "corresponding national laws" in text or "adherence to the wdc sow guidelines" in text
    old = "not involved in funding conflict" in text or "in compliance with united nations resolutions" in text
    if natural and old and not new:
        if rough and one.day >= date(2024, 9, 22):
            found.append(notice("WAR001", one))
        if not rough and one.day >= date(2026, 9, 22):
            found.append(notice("WAR002", one))
    bound = any(_holds(row, one.day) for row in _held(reference, body.seller, "warranties"))
    if natural and bound and not (old or new):
        found.append(notice("WAR003", one) if text else breach("WAR003", one))
    for document in one.event.evidence:
        if document.kind == "payment":
            said = dict(part.strip().split("=") for part in document.reference.split(";"))
            if said.get("payer", body.buyer) != body.buyer or said.get("payee", body.seller) != body.seller:
                found.append(breach("PAY001", one))
            values = [line.value_cents for line in one.body.lines]
            own = 0 if not all(values) else sum(values)
            paid, invoiced = int(said.get("paid_usd", 0)) * 100, int(said.get("invoiced_usd", 0)) * 100 or own
            if paid and invoiced and abs(paid - invoiced) * 10 > invoiced:
                found.append(breach("PAY002", one) if paid > invoiced else notice("PAY002", one))
    return found


def whole_event(one: Seen) -> list[Verdict]:
    """A mix with purchase slips: their weights beside those of the lots, in thousandths of a carat."""
    if one.name != "LotsTransformed" or one.body.process.name != "MIX":
        return []
    slips = [document.reference for document in one.event.evidence if document.kind == "purchase slip"]
    weights = [int(text.split("carats=")[1].replace(".", "")) for text in slips]
    lots = [line.carats for line in one.body.inputs]
    allowed = max(sum(lots) * 5 // 1000, sum(max(20, carats // 1000) for carats in lots))
    return [breach("ART001", one)] if weights and abs(sum(weights) - sum(lots)) > allowed else []
