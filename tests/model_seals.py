"""The naive second model, the part about seals."""

from __future__ import annotations

from datetime import timedelta

from schemas.reference.model import Reference
from tests.model_parts import Seen, Verdict, breach, is_rough, notice, territory


def lot(seen: list[Seen], reference: Reference) -> list[Verdict]:
    """A lot: it arrives under a seal of its export, or one put on since, that is intact; nobody opens it before."""
    found: list[Verdict] = []
    for place, one in enumerate(seen):
        journey = _since_export(seen[:place])
        if one.name == "SealInspected" and not one.body.intact:
            found.append(breach("SEA002", one) if journey else notice("SEA002", one))
        if one.name == "ShipmentImported" and journey and journey[0].body.shipment_id == one.body.shipment_id:
            at_export = {plain(seal) for seal in journey[0].body.seals}
            since = {plain(other.body.seal_id) for other in journey if other.name == "LotSealed"}
            if at_export and {plain(seal) for seal in one.body.seals} - at_export - since:
                found.append(breach("SEA001", one))
        if one.name == "LotExamined" or one.part == "input":
            found += _opened(one, journey, reference)
        if one.name == "ShipmentImported":
            found += _opened_there(one, journey, reference)
    return found


def shipment(one: Seen, reference: Reference) -> list[Verdict]:
    """Rough leaves the Union, Canada and Switzerland under a seal."""
    if one.name != "ShipmentExported" or one.body.seals or not any(map(is_rough, one.body.lines)):
        return []
    here, there = (territory(c, one.day, reference) for c in (one.body.from_country, one.body.to_country))
    return [breach("SEA004", one)] if here in ("EU", "CA", "CH") and here != there else []


def _opened(one: Seen, journey: list[Seen], reference: Reference) -> list[Verdict]:
    """Somebody has the stones of a sealed shipment before it can have arrived."""
    sealed = bool(journey) and bool(journey[0].body.seals)
    if not sealed or any(other.name == "ShipmentImported" for other in journey):
        return []
    if one.event.place.country in (None, journey[0].body.to_country):
        return []
    if one.name == "LotExamined":
        examiner = reference.party(one.body.examiner)
        if one.body.kind.name == "CUSTOMS" or (examiner and examiner.role == "authority"):
            return []
        return [breach("SEA003", one) if examiner else notice("SEA003", one)]
    return [breach("SEA003", one)]


def _opened_there(one: Seen, journey: list[Seen], reference: Reference) -> list[Verdict]:
    """Somebody had the stones of a sealed shipment where it goes, before its import and before an authority looked."""
    if not journey or journey[0].body.shipment_id != one.body.shipment_id:
        return []
    if any(other.name == "ShipmentImported" for other in journey):
        return []
    sealed = list(journey[0].body.seals)
    found: list[Verdict] = []
    for other in journey[1:] if sealed else []:
        if other.name not in ("LotExamined", "SealInspected"):
            continue
        if other.event.place.country != journey[0].body.to_country:
            continue
        examined = other.name == "LotExamined"
        who = reference.party(other.body.examiner if examined else other.body.inspector)
        if (examined and other.body.kind.name == "CUSTOMS") or (who and who.role == "authority"):
            break
        if examined and one.at - other.at > timedelta(minutes=15):
            found.append(breach("SEA003", one) if who and other.day < one.day else notice("SEA003", one))
    return found


def _since_export(before: list[Seen]) -> list[Seen]:
    """The last export and what came after it; nothing once the lot was received where it was sent, or after import."""
    exports = [place for place, one in enumerate(before) if one.name == "ShipmentExported"]
    journey = before[exports[-1] :] if exports else []
    arrived = False
    for one in journey:
        arrived = arrived or one.name == "ShipmentImported"
        there = arrived or one.event.place.country in (None, journey[0].body.to_country)
        if one.name == "CustodyReceived" and there:
            return []
    return journey


def plain(seal: str) -> str:
    """A seal without capitals, spaces and hyphens."""
    return "".join(sign for sign in seal.casefold() if sign not in " -")
