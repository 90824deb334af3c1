"""The naive second model, the part about certificates and borders, from the core document of the Kimberley Process."""

from __future__ import annotations

from dataclasses import fields
from datetime import date, datetime, timedelta
from typing import Any

from schemas.events import Certificate
from schemas.findings import Severity
from schemas.reference.model import Reference
from tests.model_parts import DAY, Seen, Verdict, breach, document, is_rough, notice, territory

FREE = {"authority", "parcel_reference", "number", "carats", "value_cents", "hs_rows", "area", "origins"}
"""Fields that may differ between presented and issued, or that are compared in a way of their own."""


def bare(certificate: Any) -> str:
    """A number without the participant's code, spaces and hyphens."""
    number = certificate.number.upper().replace(" ", "").replace("-", "")
    issuer = certificate.issuer.upper()
    return str(number[len(issuer) :] if number.startswith(issuer) else number)


def certificate_name(certificate: Any) -> str:
    """The subject that a certificate is."""
    return f"certificate:{certificate.issuer.upper()}:{bare(certificate)}"


def shipment(one: Seen, reference: Reference) -> list[Verdict]:
    """A shipment as a whole: rough crosses a border under a certificate, between two who may trade it."""
    if one.name not in ("ShipmentExported", "ShipmentImported") or not any(map(is_rough, one.body.lines)):
        return []
    body = one.body
    found = [] if _adds_up(one) else [breach("KIM015", one)]
    origin, destination = (territory(c, one.day, reference) for c in (body.from_country, body.to_country))
    if origin == destination:
        return found
    if body.certificate is None and getattr(body, "presented", None) is None:
        found.append(breach("KIM001", one))
    presented = getattr(body, "presented", None)
    area = (presented.area if presented else None) if one.name == "ShipmentImported" else one.event.place.area
    if reference.trade_right(body.to_country, None, one.day).allowed is False:
        found.append(breach("KIM013", one))
    elif reference.trade_right(body.from_country, area, one.day).allowed is False:
        anywhere = area is None or one.name == "ShipmentExported"
        open_area = anywhere and any(
            row.country == origin and row.level > 0 and row.allowed and row.start <= one.day < row.stop
            for row in reference.trade.intervals
        )
        found.append(notice("KIM013", one) if open_area else breach("KIM013", one))
    return found


def _adds_up(one: Seen) -> bool:
    """Whether the totals of a shipment are those of its lines, but for rounding."""
    total, parts = one.body, one.body.lines
    carats, values = sum(line.carats for line in parts), [line.value_cents for line in parts]
    if abs(total.carats - carats) > 50 and abs(total.carats - carats) > carats // 1000:
        return False
    stated = total.value_cents is not None and None not in values
    return not stated or abs(total.value_cents - sum(values)) <= sum(values) * 0.005


class Known:
    """What is known of a certificate while its events are gone through."""

    def __init__(self) -> None:
        self.content: Certificate | None = None
        self.first: Certificate | None = None
        self.cancelled = False
        self.returned: list[str] = []
        self.shipped: list[Seen] = []
        self.confirmed: list[str] = []
        self.awaited: list[Seen] = []


def certificate(seen: list[Seen], now: datetime, reference: Reference) -> list[Verdict]:
    """A certificate: what it says, when and how often it is used, what is shown, what is confirmed."""
    it = Known()
    found = []
    for one in seen:
        stated = _stated(it, one)
        if stated is not None:
            found += _content(one, stated, reference)
        if one.name in ("ShipmentExported", "ShipmentImported"):
            found += _use(it, one)
        if one.name == "CertificateIssued":
            if it.content is None and any(not _valid(one.body.certificate, other) for other in it.shipped):
                found.append(breach("KIM004", one))
            found += _issued_again(it, one)
        found += _advance(it, one)
    for crossing in it.awaited:
        found += _unconfirmed(crossing, now - _arrival(it, crossing))
    return found


def _arrival(it: Known, crossing: Seen) -> datetime:
    """When a shipment came in, as far as known; otherwise when it left."""
    number = crossing.body.shipment_id
    entries = [o.at for o in it.shipped if o.name == "ShipmentImported" and o.body.shipment_id == number]
    return entries[0] if entries else crossing.at


def _stated(it: Known, one: Seen) -> Certificate | None:
    """The content that an event is the first to state."""
    if one.name in ("CertificateIssued", "CertificateAmended"):
        return one.body.certificate  # type: ignore[no-any-return]
    if one.name == "ShipmentImported" and it.content is None:
        return one.body.presented  # type: ignore[no-any-return]
    return None


def _content(one: Seen, stated: Certificate, reference: Reference) -> list[Verdict]:
    """Issuer, validity, number, serial, parcel reference."""
    found = []
    if stated.issued_on >= date(2003, 8, 31):
        right = reference.trade_right(stated.issuer, stated.area, stated.issued_on)
        if not right.allowed:
            found.append(breach("KIM003", one) if right.allowed is False else notice("KIM003", one))
    latest = reference.latest_expiry(stated.issuer, stated.issued_on)
    if stated.expires_on < stated.issued_on or (latest is not None and stated.expires_on > latest):
        found.append(breach("KIM005", one))
    participant = reference.participant_of(stated.issuer, stated.issued_on)
    rule = reference.certificate_rule(stated.issuer) or reference.certificate_rule(participant or stated.issuer)
    if (participant == "EU" and stated.issuer != "EU") or (rule is not None and not rule.accepts(stated.number)):
        found.append(breach("KIM006", one))
    number = bare(stated)
    serial = reference.serial_year(stated.issuer, int(number)) if number.isdecimal() else None
    if serial is not None and serial.year_of_use != stated.issued_on.year:
        found.append(breach("KIM011", one))
    named_after = rule is not None and rule.participant == stated.issuer and rule.reference_suffix
    reference_end = stated.parcel_reference.split("/")[-1].strip() if stated.parcel_reference else number
    if named_after and reference_end.lstrip("0") != number.lstrip("0"):
        found.append(breach("KIM012", one))
    return found


def _issued_again(it: Known, one: Seen) -> list[Verdict]:
    """A number is issued once, unless it was cancelled; the same words in another event are only strange."""
    if it.first is not None and it.cancelled and any(other.name == "ShipmentExported" for other in it.shipped):
        return [breach("KIM014", one) if one.body.certificate.issuer == "CA" else notice("KIM014", one)]
    if it.first is None or it.cancelled:
        return []
    same = one.body.certificate in (it.first, it.content)
    return [notice("KIM014", one) if same else breach("KIM014", one)]


def _use(it: Known, one: Seen) -> list[Verdict]:
    """Valid on the day, used once, shown as issued, and enough for what comes in."""
    found = []
    importing = one.name == "ShipmentImported"
    presented: Certificate | None = one.body.presented if importing else None
    valid = it.content or presented
    back = _goes_back(it, one)
    if not back and (it.cancelled or (valid is not None and not _valid(valid, one))):
        found.append(breach("KIM004", one))
    before = [other for other in it.shipped if other.name == one.name]
    if not back and any(_use_of(other) != _use_of(one) for other in before):
        found.append(breach("KIM007", one))
    elif not back and importing and not _comes_in(it, before, one):
        found.append(breach("KIM016", one))
    named = it.content or one.body.certificate
    if presented is not None and named is not None:
        other_name = certificate_name(presented) != certificate_name(named)
        if other_name or (it.content is not None and _altered(presented, it.content)):
            found.append(breach("KIM008", one))
    if importing and valid is not None and not back:
        imported = {other.body.shipment_id: other.body.carats for other in [*before, one]}
        if sum(imported.values()) > valid.carats * 1.001 + 50:
            found.append(breach("KIM009", one))
    return found


def _valid(certificate: Certificate, one: Seen) -> bool:
    """From the day of issue to the last day, which in Canada ends at midnight in Greenwich."""
    last = one.at.date() if certificate.issuer == "CA" else one.day
    return certificate.issued_on <= one.day and last <= certificate.expires_on


def _goes_back(it: Known, one: Seen) -> bool:
    """Whether refused goods go back to where they were exported from, under a technical certificate."""
    left = [
        (other.body.shipment_id, other.body.from_country) for other in it.shipped if other.name == "ShipmentExported"
    ]
    return document(one, "technical certificate") and (one.body.shipment_id, one.body.to_country) in left


def _comes_in(it: Known, before: list[Seen], one: Seen) -> bool:
    """Whether an import is the first report, another report of a part, or one more part that stays within the whole."""
    left = [o.body for o in it.shipped if o.name == "ShipmentExported" and o.body.shipment_id == one.body.shipment_id]
    whole = it.content.carats if it.content else max((body.carats for body in left), default=0)
    parts: list[int] = []
    comes_in = True
    for carats in [other.body.carats for other in [*before, one]]:
        again = any(abs(carats - part) <= max(50, part // 1000) for part in parts)
        fits = not parts or sum(parts) + carats <= whole + max(50, whole // 1000)
        comes_in = again or fits
        if fits and not again:
            parts.append(carats)
    return comes_in


def _use_of(one: Seen) -> tuple[str, ...]:
    """What makes two reports one use: an export is a shipment, an import a shipment into a country to an importer."""
    if one.name == "ShipmentExported":
        return (one.body.shipment_id,)
    return one.body.shipment_id, one.body.to_country, one.body.importer


def _altered(shown: Certificate, issued: Certificate) -> bool:
    """Whether what is shown differs from what was issued by more than typing and rounding."""
    return (
        abs(shown.carats - issued.carats) > max(50, issued.carats // 1000)
        or abs(shown.value_cents - issued.value_cents) > issued.value_cents * 0.005
        or bare(shown) != bare(issued)
        or _other_rows(shown, issued)
        or set(shown.origins) != set(issued.origins)
        or (shown.area is not None and issued.area is not None and shown.area != issued.area)
        or any(getattr(shown, f.name) != getattr(issued, f.name) for f in fields(Certificate) if f.name not in FREE)
    )


def _other_rows(shown: Certificate, issued: Certificate) -> bool:
    """Whether the HS codes are others, or one of them has another weight or value."""
    codes = {row.hs_code for row in issued.hs_rows}
    if {row.hs_code for row in shown.hs_rows} != codes:
        return True
    for code in codes:
        carats, was = (sum(row.carats for row in c.hs_rows if row.hs_code == code) for c in (shown, issued))
        value, worth = (sum(row.value_cents for row in c.hs_rows if row.hs_code == code) for c in (shown, issued))
        if abs(carats - was) > max(50, was // 1000) or abs(value - worth) > worth * 0.005:
            return True
    return False


def _unconfirmed(crossing: Seen, waited: timedelta) -> list[Verdict]:
    """No confirmation within 15 days is a notice, within 30 days a breach."""
    if waited <= 15 * DAY:
        return []
    return [("KIM010", crossing.event.event_id, Severity.BREACH if waited > 30 * DAY else Severity.NOTICE)]


def _advance(it: Known, one: Seen) -> list[Verdict]:
    """What the event does to the certificate; a confirmation that comes too late is told of here."""
    found: list[Verdict] = []
    if one.name == "CertificateIssued" and (it.first is None or it.cancelled):
        it.first = it.content = one.body.certificate
        it.cancelled = False
    if one.name == "CertificateAmended":
        it.content = one.body.certificate
    if one.name == "CertificateCancelled":
        it.cancelled = True
        if document(one, "technical certificate"):
            it.returned += [crossing.body.shipment_id for crossing in it.awaited]
            it.awaited = []
    if one.name in ("ShipmentExported", "ShipmentImported") and _goes_back(it, one):
        it.returned += [crossing.body.shipment_id for crossing in it.awaited]
        it.awaited = []
    elif one.name in ("ShipmentExported", "ShipmentImported"):
        it.shipped.append(one)
        waiting = {crossing.body.shipment_id for crossing in it.awaited}
        if one.body.shipment_id not in {*waiting, *it.confirmed, *it.returned}:
            it.awaited.append(one)
    if one.name == "ImportConfirmed":
        it.confirmed.append(one.body.shipment_id)
        for crossing in [c for c in it.awaited if c.body.shipment_id == one.body.shipment_id]:
            found += _unconfirmed(crossing, one.at - _arrival(it, crossing))
            it.awaited.remove(crossing)
    return found
