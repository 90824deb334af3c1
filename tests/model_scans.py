"""The naive second model, the part about codes, weights that drift, places, and what is looked at before a sale."""

from __future__ import annotations

import math
from datetime import timedelta

from schemas.reference.model import Reference
from tests.model_parts import Seen, Verdict, breach, document, notice, same_weight

CODES = {
    "710210": ("ROUGH", "NATURAL"),
    "710221": ("ROUGH", "NATURAL"),
    "710231": ("ROUGH", "NATURAL"),
    "710229": ("POLISHED", "NATURAL"),
    "710239": ("POLISHED", "NATURAL"),
    "710421": ("ROUGH", "LAB_GROWN"),
    "710491": ("POLISHED", "LAB_GROWN"),
}


def whole_event(one: Seen) -> list[Verdict]:
    """Only cutting makes polished; nothing makes rough."""
    if one.name != "LotsTransformed" or len({line.form for line in one.body.inputs + one.body.outputs}) == 1:
        return []
    for form in ("ROUGH", "POLISHED"):
        sides = (one.body.inputs, one.body.outputs)
        before, after = (sum(line.carats for line in lines if line.form.name == form) for lines in sides)
        cut = one.body.process.name == "CUT_AND_POLISH" and form == "POLISHED"
        if not cut and after > before + max(20, before // 1000):
            return [breach("CUS015", one)]
    return []


def lot(seen: list[Seen], reference: Reference) -> list[Verdict]:
    """A lot: where it was mined, its code, its places, its weight over all handovers, its screening."""
    found: list[Verdict] = []
    for place, one in enumerate(seen):
        before = seen[:place]
        if one.name == "LotRegistered" and one.body.kind.name == "MINED" and one.line:
            site = reference.site(one.event.place.site_id) if one.event.place.site_id else None
            country = site.iso2 if site else one.event.place.country
            if country is not None and set(one.line.origins) != {country}:
                found.append(breach("CUS016", one))
        found += _code(one, before)
        found += _travel(one, before)
        if one.name == "OwnershipTransferred" and _alive(before):
            found += _unscreened(one, before)
    return found + _drift(seen)


def _alive(before: list[Seen]) -> bool:
    """Born, and not ended for good."""
    births = [place for place, one in enumerate(before) if one.birth and one.line]
    ended, lost = _end(before)
    return bool(births) and (lost or not ended)


def _end(before: list[Seen]) -> tuple[bool, bool]:
    """Whether a lot has ended, and whether by a loss or a theft after which nothing was seen of it."""
    ended = lost = False
    for one in before:
        if lost:
            ended = lost = False
        if one.end:
            lost = not ended and one.name == "LotRetired" and one.body.reason.name in ("LOST", "STOLEN")
            ended = True
    return ended, lost


def _code(one: Seen, before: list[Seen]) -> list[Verdict]:
    """The code is one of such goods, and the same at export and import."""
    found: list[Verdict] = []
    line = one.line
    border = one.name in ("ShipmentExported", "ShipmentImported")
    if line is not None and (one.birth or border) and line.hs_code in CODES:
        form, species = CODES[line.hs_code]
        if line.form.name != form or line.species.name not in (species, "UNKNOWN"):
            found.append(breach("KIM023", one) if border else notice("KIM023", one))
    exports = [other for other in before if other.name == "ShipmentExported"]
    if one.name == "ShipmentImported" and exports and line is not None:
        left = exports[-1]
        if left.body.shipment_id == one.body.shipment_id and left.line and left.line.hs_code != line.hs_code:
            found.append(notice("KIM024", one))
    return found


HANDS = ("LotRegistered", "CustodyReleased", "CustodyReceived", "LotsTransformed", "LotSealed", "SealInspected")


def _travel(one: Seen, before: list[Seen]) -> list[Verdict]:
    """Not faster than 900 km/h, beside a quarter of an hour for the clocks."""
    scanned = [
        o for o in before if o.name in (*HANDS, "LotExamined", "LotRetired") and o.event.place.latitude is not None
    ]
    here = one.event.place
    if one.name not in (*HANDS, "LotExamined", "LotRetired") or one.birth or not scanned or here.latitude is None:
        return []
    there = scanned[-1].event.place
    assert here.longitude is not None
    assert there.latitude is not None
    assert there.longitude is not None
    a, b = math.radians(here.latitude), math.radians(there.latitude)
    turn = math.radians(here.longitude - there.longitude)
    cosine = math.sin(a) * math.sin(b) + math.cos(a) * math.cos(b) * math.cos(turn)
    kilometres = 6371.009 * math.acos(max(-1.0, min(1.0, cosine)))
    hours = (one.at - scanned[-1].at + timedelta(minutes=15)) / timedelta(hours=1)
    return [breach("CUS018", one)] if kilometres > 900 * hours else []


def _unscreened(one: Seen, before: list[Seen]) -> list[Verdict]:
    """Two polished natural stones or more, below a quarter of a carat on average, of a lot that nobody screened."""
    line = one.line
    if line is None or line.form.name != "POLISHED" or line.species.name != "NATURAL":
        return []
    small = line.stones is not None and line.stones >= 2 and line.carats / line.stones < 250
    screened = any(o.name == "LotExamined" and o.body.kind.name == "SCREENING" for o in before)
    return [notice("SPC003", one)] if small and not screened else []


def _drift(seen: list[Seen]) -> list[Verdict]:
    """Small differences at receipts add up to at most three times the tolerance of one weighing."""
    found: list[Verdict] = []
    start = now = 0
    way: list[Seen] = []
    lost_on: list[Seen] = []
    for place, one in enumerate(seen):
        if one.birth and one.line and not any(other.birth and other.line for other in seen[:place]):
            start = now = one.line.carats
        elif one.name == "CustodyReleased" and one.line:
            if document(one, "refused delivery"):
                way = [sent for sent in way if sent.body.from_party != one.body.from_party]
            start = start if same_weight(now, one.line.carats) else one.line.carats
            way.append(one)
            lost_on = []
        elif one.name == "CustodyReceived" and one.line:
            weight, handover = one.line.carats, one.body.handover_id
            sent_as = [sent.line.carats for sent in way + lost_on if sent.line and sent.body.handover_id == handover]
            agrees = not sent_as or same_weight(sent_as[0], weight)
            limit = 3 * max(20, start // 1000)
            if _alive(seen[:place]) and agrees and abs(weight - start) > limit >= abs(now - start):
                found.append(breach("CUS017", one))
            now, start = weight, start if agrees else weight
            kept = [sent for sent in way if sent.body.handover_id != handover]
            way, lost_on = [sent for sent in kept if sent.body.to_party != one.body.from_party], []
        elif one.name == "LotRetired":
            lost_on = lost_on + way if _end(seen[: place + 1])[1] else []
            way = []
    return found
