"""The naive second model, the part about sanctions, from the texts of the laws and with their days written out.

It knows the law of the European Union and of the United Nations, and the listing of Alrosa, which is all that the
generated histories can come under; the table of every jurisdiction is tested row by row beside the decision.
"""

from __future__ import annotations

from datetime import date
from typing import Any

from schemas.events import LotLine
from schemas.reference.model import Reference
from tests.model_parts import Seen, Verdict, breach, notice, territory

NEVER = date(9999, 12, 31)
FINE, HOLD, BLOCK = range(3)


def lot(seen: list[Seen], reference: Reference) -> list[Verdict]:
    """A lot: Russian stones that enter the Union, and parties whose assets are frozen."""
    found: list[Verdict] = []
    born_in: str | None = None
    origins: tuple[str, ...] = ()
    owner: str | None = None
    in_russia, outside, born = date.min, NEVER, False
    for one in seen:
        body, country = one.body, one.event.place.country
        if one.name == "ShipmentImported" and _entry(one, reference):
            named: set[Any] = set(one.line.origins) | set(origins) if one.line else set()
            if one.line and not named and one.line.species.name == "LAB_GROWN":
                named = {born_in}
            if one.line and not named and body.presented:
                named = set(body.presented.origins)
            if one.line:
                found += _entered(one, one.line, named, born_in, in_russia, outside)
        found += _frozen(one, owner, reference)
        if one.birth and not born:
            born, born_in, origins = True, country, one.line.origins if one.line else ()
            owner = body.owner if one.name == "LotRegistered" else owner
        elif one.name == "OwnershipTransferred":
            owner = body.buyer
        if one.name in ("ShipmentExported", "ShipmentImported"):
            country = body.from_country if one.name == "ShipmentExported" else body.to_country
        if one.name in ("ShipmentExported", "ShipmentImported", "CustodyReleased", "CustodyReceived") or one.birth:
            if country == "RU":
                in_russia, outside = one.day, NEVER
            elif country is not None:
                outside = min(outside, one.day)
    return found


def _entry(one: Seen, reference: Reference) -> bool:
    """Whether a shipment enters the Union from outside."""
    sides = [territory(country, one.day, reference) == "EU" for country in (one.body.from_country, one.body.to_country)]
    return sides == [False, True]


def _entered(
    one: Seen, line: LotLine, named: set[Any], born_in: str | None, in_russia: date, outside: date
) -> list[Verdict]:
    """One line at the border of the Union: what its lightest and its heaviest largest stone would be told."""
    heaviest = line.carats - ((line.stones or 1) - 1)
    average = -(-line.carats // line.stones) if line.stones else 0
    history = (named, born_in, in_russia, outside)
    answers = [_stone(one, line, carats, *history) for carats in (average, heaviest)]
    if answers[0] == BLOCK or (line.stones == 1 and answers[1] == BLOCK):
        return [breach("SAN001", one)]
    if HOLD in answers or BLOCK in answers:
        return [breach("SAN002", one)]
    since = date(2024, 3, 1)
    threshold = 1000 if one.day < date(2024, 9, 1) else 500
    if not named and line.species.name != "LAB_GROWN" and one.day >= since and average >= threshold:
        return [notice("SAN002", one)]
    return []


def _stone(
    one: Seen, line: LotLine, carats: int, named: set[Any], born_in: str | None, in_russia: date, outside: date
) -> int:
    """One stone, for which no paper is shown."""
    day, grown, rough = one.day, line.species.name == "LAB_GROWN", line.form.name == "ROUGH"
    mined, direct = "RU" in named, one.body.from_country == "RU"
    begun = date(2022, 10, 6) if grown else date(2024, 1, 1)
    native = (mined and rough) or (not rough and born_in == "RU")
    if day >= begun and direct:
        return BLOCK
    if day >= date(2024, 1, 1) and in_russia >= date(2024, 1, 1):
        return BLOCK
    if day >= date(2022, 10, 6) and grown and native:
        return BLOCK
    cut = NEVER
    if day >= date(2024, 1, 1) and native:
        cut = date(2024, 1, 1)
    elif mined and carats >= 1000 and day >= date(2024, 3, 1) and not grown:
        cut = date(2024, 3, 1)
    elif mined and carats >= 500 and day >= date(2024, 9, 1):
        cut = date(2024, 9, 1)
    if cut == NEVER:
        return FINE
    if day < date(2024, 6, 24) or in_russia >= cut:
        return BLOCK
    return FINE if outside < cut else HOLD


def _frozen(one: Seen, owner: str | None, reference: Reference) -> list[Verdict]:
    """Alrosa deals with somebody in the Union."""
    body, places = one.body, [one.event.place.country]
    names: tuple[str, ...] = ("seller", "buyer", "from_party", "to_party")
    if one.name in ("ShipmentExported", "ShipmentImported"):
        names, places = ("exporter", "importer"), [*places, body.from_country, body.to_country]
    elif one.name not in ("OwnershipTransferred", "CustodyReleased", "CustodyReceived"):
        return []
    parties = [getattr(body, name) for name in names if hasattr(body, name)]
    if one.name.startswith("Shipment") and owner:
        parties.append(owner)
    known = [reference.party(party) for party in parties]
    places += [party.country for party in known if party]
    union = any(place and territory(place, one.day, reference) == "EU" for place in places)
    listed = any("alrosa" in party.lower().split("-") for party in parties)
    return [breach("SAN006", one)] if union and listed and one.day >= date(2024, 1, 3) else []


def shipment(one: Seen, reference: Reference) -> list[Verdict]:
    """A shipment as a whole: names on the certificate, the statement, the embargo on Cote d'Ivoire."""
    if one.name != "ShipmentImported":
        return []
    body, day, found = one.body, one.day, []
    papers = {document.kind for document in one.event.evidence}
    natural = [line for line in body.lines if line.species.name != "LAB_GROWN"]
    rough = [line for line in natural if line.form.name == "ROUGH"]
    origins = {country for line in rough for country in line.origins}
    if _entry(one, reference):
        if day >= date(2025, 3, 1) and rough and body.presented and "g7 certificate" not in papers:
            names = set(body.presented.origins)
            if not names or (origins - names and len(origins | names) > 1):
                found.append(breach("SAN003", one))
        heavy = [line for line in natural if line.form.name == "POLISHED" and line.carats >= 500 * (line.stones or 1)]
        if day >= date(2026, 1, 1) and heavy and "due diligence statement" not in papers:
            found.append(breach("SAN004", one) if any(line.stones for line in heavy) else notice("SAN004", one))
    if "CI" in origins and date(2005, 12, 15) <= day < date(2014, 4, 29):
        found.append(breach("SAN005", one))
    return found
