"""The naive second model, the part about who acts on a certificate, its dates and rows, and late arrivals."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

from schemas.events import Certificate
from schemas.findings import Severity
from schemas.reference.model import Party, Reference
from tests.model_parts import DAY, Seen, Verdict, breach, document, notice, plain_name, territory


def certificate(seen: list[Seen], now: datetime, reference: Reference) -> list[Verdict]:
    """Everything that the older part of the model does not say of a certificate."""
    found: list[Verdict] = []
    for place, one in enumerate(seen):
        before = seen[:place]
        issue = _issue(before)
        content = _content(before)
        if one.name in ("CertificateIssued", "CertificateAmended", "CertificateCancelled"):
            found += _act(one, content, reference)
        if one.name == "CertificateIssued":
            found += _dated(one)
        if one.name == "ImportConfirmed":
            found += _by_whom(one, content, reference)
            found += _of_what(one, content, before)
        said = _first_said(one, content)
        if said is not None and said.hs_rows and not _adds_up(said):
            found.append(breach("KIM020", one))
        if one.name == "ShipmentExported":
            found += _exported(one, before, issue, content, reference)
        if one.name == "ShipmentImported" and issue is None and _should_have_told(one.body.presented, reference):
            found.append(breach("KIM026", one))
    return found + _not_arrived(seen, now, reference)


def _issue(before: list[Seen]) -> Seen | None:
    """The issue that counts: the first one, or the first after a cancellation."""
    found: Seen | None = None
    cancelled = False
    for one in before:
        if one.name == "CertificateIssued" and (found is None or cancelled):
            found, cancelled = one, False
        cancelled = cancelled or one.name == "CertificateCancelled"
    return found


def _content(before: list[Seen]) -> Certificate | None:
    """What the certificate says: as amended last, or else as issued."""
    changes = [one for one in before if one.name == "CertificateAmended" or one is _issue_up_to(before, one)]
    return changes[-1].body.certificate if changes else None


def _issue_up_to(before: list[Seen], one: Seen) -> Seen | None:
    return _issue(before[: before.index(one) + 1])


def _authority(party_id: str, participant: str, day: date, reference: Reference) -> bool:
    party = reference.party(party_id)
    home = territory(party.country, day, reference) if party is not None else ""
    return party is not None and party.role == "authority" and home == territory(participant, day, reference)


def _should_have_told(shown: Certificate | None, reference: Reference) -> bool:
    """Whether the authority of a paper, or of an unknown one any other of the participant, reports what it issues."""
    if shown is None:
        return False
    named = reference.party(shown.authority)
    if named is not None:
        return named.role == "authority" and named.connected
    rows = _registered(shown.issuer, shown.issued_on, reference)
    alike = [row for row in rows if _is_called(row, shown.authority)]
    return alike[0].connected if alike else any(row.connected and row.valid_on(shown.issued_on) for row in rows)


def _registered(participant: str, day: date, reference: Reference) -> list[Party]:
    """All authorities of a participant, by id."""
    found = [row for row in reference.parties.values() if _authority(row.party_id, participant, day, reference)]
    return sorted(found, key=lambda row: row.party_id)


def _is_called(row: Party, name: str) -> bool:
    return plain_name(name) in (plain_name(row.party_id), plain_name(row.name))


def _act(one: Seen, content: Certificate | None, reference: Reference) -> list[Verdict]:
    """Issue, amendment and cancellation are acts of the authority, or of another of the same participant."""
    body: Any = one.body
    named = body.authority if one.name == "CertificateCancelled" else body.certificate.authority
    if content is not None and one.name != "CertificateIssued":
        named = content.authority
    if _authority(one.event.emitter, body.certificate.issuer, one.day, reference):
        return []
    paper = content if one.name == "CertificateCancelled" else body.certificate
    traders = () if paper is None else (plain_name(paper.exporter), plain_name(paper.importer))
    who = one.event.emitter
    rows = _registered(body.certificate.issuer, one.day, reference)
    if reference.party(who) is not None or plain_name(who) in traders:
        return [breach("KIM017", one)]
    if any(_is_called(row, who) for row in rows):
        return []
    if reference.party(named) is not None or plain_name(who) != plain_name(named):
        return [breach("KIM017", one)]
    return [notice("KIM017", one)] if any(row.connected and row.valid_on(one.day) for row in rows) else []


def _dated(one: Seen) -> list[Verdict]:
    """Dated up to a week back; more than a month back is a breach."""
    days = (one.day - one.body.certificate.issued_on).days
    if 0 <= days <= 7:
        return []
    return [breach("KIM021", one) if days > 30 else notice("KIM021", one)]


def _by_whom(one: Seen, content: Certificate | None, reference: Reference) -> list[Verdict]:
    """An authority of where the goods went confirms; in the United States the importer may."""
    body: Any = one.body
    country = content.destination if content else one.event.place.country
    where = territory(country, one.day, reference) if country else None
    said = []
    for who in (body.authority, one.event.emitter):
        importer, exporter = (plain_name(who) == plain_name(party) for party in (body.importer, body.exporter))
        if where == "US" and importer:
            continue
        known = reference.party(who)
        home = territory(known.country, one.day, reference) if known else ""
        if importer or exporter:
            return [breach("KIM018", one)]
        if known is None and plain_name(who) != plain_name(body.authority):
            return [breach("KIM018", one)]
        if known is not None and known.role == "other" and where in (None, home):
            said = [notice("KIM018", one)]
        elif known is not None and not _authority(who, where or home, one.day, reference):
            return [breach("KIM018", one)]
    return said


def _of_what(one: Seen, content: Certificate | None, before: list[Seen]) -> list[Verdict]:
    """What is confirmed is what was certified, for one importer."""
    body: Any = one.body
    others = [other.body.importer for other in before if other.name == "ImportConfirmed"]
    lacking = False
    wrong = any(plain_name(other) != plain_name(body.importer) for other in others)
    wrong |= body.received_on > one.day + DAY
    if content is not None:
        wrong |= body.received_on < content.issued_on
        came, told = (
            [o.body.carats for o in moves if o.name == name and o.body.shipment_id == body.shipment_id]
            for name, moves in (("ShipmentImported", travelled(before)), ("ImportConfirmed", before))
        )
        within, whole = max(50, content.carats // 1000), content.carats
        in_parts = bool(came) and min(came) < whole - within
        fits, lacking = of_parts(body.carats, came, told, whole, within)
        if not in_parts or abs(body.carats - whole) <= within:
            fits, lacking = abs(body.carats - whole) <= within, False
        wrong |= not fits
        wrong |= body.parcels > content.parcels if in_parts else body.parcels != content.parcels
        wrong |= plain_name(body.exporter) != plain_name(content.exporter)
        wrong |= plain_name(body.importer) != plain_name(content.importer)
    if wrong:
        return [breach("KIM019", one)]
    return [notice("KIM019", one)] if lacking else []


def of_parts(carats: int, came: list[int], told: list[int], whole: int, within: int) -> tuple[bool, bool]:
    """Whether a confirmation fits what came in parts, and whether all that came is confirmed and more was certified."""
    in_all = 0
    for weight in came:
        in_all += weight if in_all + weight <= whole + within else 0
    kept: list[int] = []
    for weight in [*told, carats]:
        kept += [] if any(abs(weight - other) <= within for other in kept) else [weight]
    known = any(abs(carats - weight) <= within for weight in [*came, in_all])
    leaves_one = bool(came) and in_all - carats >= min(came) - within
    fits = sum(kept) <= whole + within and (known or leaves_one)
    return fits, in_all < whole - within and max(sum(kept), carats) >= in_all - within


def _first_said(one: Seen, content: Certificate | None) -> Certificate | None:
    if one.name in ("CertificateIssued", "CertificateAmended"):
        return one.body.certificate  # type: ignore[no-any-return]
    if one.name == "ShipmentImported" and content is None:
        return one.body.presented  # type: ignore[no-any-return]
    return None


def _adds_up(certificate: Certificate) -> bool:
    carats = sum(row.carats for row in certificate.hs_rows)
    value = sum(row.value_cents for row in certificate.hs_rows)
    light = abs(certificate.carats - carats) <= max(50, carats // 1000)
    unstated = 0 in [row.value_cents for row in certificate.hs_rows]
    return light and (unstated or abs(certificate.value_cents - value) <= value * 0.005)


def goes_back(one: Seen, before: list[Seen]) -> bool:
    """Refused goods on their way back to where they were exported from."""
    left = [(o.body.shipment_id, o.body.from_country) for o in travelled(before) if o.name == "ShipmentExported"]
    return document(one, "technical certificate") and (one.body.shipment_id, one.body.to_country) in left


def travelled(seen: list[Seen]) -> list[Seen]:
    """Exports and imports, but for goods that go back."""
    found: list[Seen] = []
    for one in seen:
        if one.name in ("ShipmentExported", "ShipmentImported"):
            left = [(o.body.shipment_id, o.body.from_country) for o in found if o.name == "ShipmentExported"]
            back = (one.body.shipment_id, one.body.to_country) in left and document(one, "technical certificate")
            found += [] if back else [one]
    return found


def _exported(
    one: Seen, before: list[Seen], issue: Seen | None, content: Certificate | None, reference: Reference
) -> list[Verdict]:
    """The issue is on record a week after the export at the latest; no import is older than the export."""
    found = []
    if issue is not None and content is not None:
        authority = reference.party(content.authority)
        late = timedelta(days=7 + (authority.grace_days if authority else 0))
        if issue.event.recorded_at - one.event.recorded_at > late:
            found.append(notice("KIM021", one))
    if goes_back(one, before):
        return found
    same = [other for other in travelled(before) if other.body.shipment_id == one.body.shipment_id]
    first = not any(other.name == "ShipmentExported" for other in same)
    if first and any(one.at - other.at > timedelta(minutes=15) for other in same):
        found.append(breach("KIM025", one))
    return found


def _not_arrived(seen: list[Seen], now: datetime, reference: Reference) -> list[Verdict]:
    """No import or confirmation within 10 days of the first export is a notice, within 30 a breach."""
    found = []
    moves = travelled(seen)
    for one in moves:
        place, number = seen.index(one), one.body.shipment_id
        before = seen[:place]
        known = [o for o in before if o.name in ("ShipmentExported", "ShipmentImported", "ImportConfirmed")]
        earlier = any(o.body.shipment_id == number and (o.name == "ImportConfirmed" or o in moves) for o in known)
        if one.name != "ShipmentExported" or earlier:
            continue
        party = reference.party(one.body.importer)
        if party is not None and not party.connected:
            continue
        arrived, came_back = now, False
        for place_of, other in enumerate(seen[place + 1 :], place + 1):
            paper = document(other, "technical certificate")
            back = other.name == "CertificateCancelled" and paper
            back |= other.name in ("ShipmentExported", "ShipmentImported") and goes_back(other, seen[:place_of])
            if back:
                came_back = True
                break
            if other.name in ("ShipmentImported", "ImportConfirmed") and other.body.shipment_id == number:
                arrived = other.at
                break
        if not came_back and arrived - one.at > 10 * DAY:
            grave = arrived - one.at > 30 * DAY
            found.append(("KIM022", one.event.event_id, Severity.BREACH if grave else Severity.NOTICE))
    return found
