"""Goods at a border as the laws on sanctions see them, and whose law it is."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from schemas.documents import document_kind
from schemas.events import CustodyEvent, Evidence, Form, LotLine, ShipmentExported, ShipmentImported, Species
from schemas.reference.model import Reference
from stream_processors.rules.base import LotCase
from stream_processors.rules.borders import territory
from stream_processors.rules.sanctioned import PROOF_OF_DATE, Goods

_JURISDICTIONS = {"EU": "EU", "GB": "UK", "US": "US", "CA": "CA"}

_OUTSIDE_THE_UNION = frozenset({"GL"})
"""Greenland takes part in the Kimberley Process with the Union; the Union's sanctions do not bind it (from memory)."""

_INDUSTRIAL = frozenset({"710221", "710229"})
_ROUGH = frozenset({"710210", "710231"})
_LAB = {Form.ROUGH: "710421", Form.POLISHED: "710491"}
_NATURAL = {Form.ROUGH: "710231", Form.POLISHED: "710239"}


def jurisdiction_of(country: str | None, day: date, reference: Reference) -> str | None:
    """Whose sanctions bind ``country`` on ``day``: EU, UK, US or CA; None for all others."""
    if country is None or country in _OUTSIDE_THE_UNION:
        return None
    return _JURISDICTIONS.get(territory(country, day, reference))


def entered(body: ShipmentExported | ShipmentImported, day: date, reference: Reference) -> str | None:
    """The jurisdiction that a shipment enters from outside; None where it enters none of those known here."""
    found = jurisdiction_of(body.to_country, day, reference)
    return None if found == jurisdiction_of(body.from_country, day, reference) else found


def goods_code(line: LotLine) -> str:
    """The HS code of a line; where code and facts do not fit, the one that the form and species call for."""
    if line.hs_code in _INDUSTRIAL:
        return line.hs_code
    if line.species is Species.LAB_GROWN:
        return _LAB[line.form]
    fits = line.hs_code in _ROUGH if line.form is Form.ROUGH else line.hs_code == _NATURAL[line.form]
    return line.hs_code if fits else _NATURAL[line.form]


def kinds(evidence: Iterable[Evidence]) -> frozenset[str]:
    """The kinds of documents, in small letters with spaces."""
    return frozenset(document_kind(document) for document in evidence)


def concerned(case: LotCase, line: LotLine, sent_from: str) -> bool:
    """Whether goods can be tied to a country that a ban is about; those without an origin of their own may be."""
    lot, banned = case.lot, case.reference.sanctions.banned
    if sent_from in banned or lot.born_in in banned or lot.in_russia is not None:
        return True
    origins = (*line.origins, *lot.origins)
    return not origins or any(country in banned for country in origins)


def goods_of(
    case: LotCase, line: LotLine, jurisdiction: str, *, sent_from: str, act: str = "import", origins: Iterable[str] = ()
) -> Goods:
    """What the decision asks about: the line, what the lot's history says, and the papers of the event.

    The countries of mining are those of the line and of the lot on record, together; without any, ``origins`` of the
    certificate, and for lab-grown stones the country in which the lot began.
    """
    lot, event = case.lot, case.event
    named = frozenset(line.origins) | frozenset(lot.origins)
    if not named:
        grown = {lot.born_in} if line.species is Species.LAB_GROWN and lot.born_in else set()
        named = frozenset(origins) | frozenset(grown)
    return Goods(
        jurisdiction=jurisdiction,
        day=event.local_day,
        act=act,
        form=line.form,
        species=line.species,
        hs_code=goods_code(line),
        carats=line.carats,
        stones=line.stones or None,
        origins=named,
        sent_from=sent_from,
        worked_in=lot.born_in if line.form is Form.POLISHED else None,
        inside=lot.in_russia.day if lot.in_russia else None,
        outside=lot.out_of_russia.day if lot.out_of_russia else None,
        evidence=kinds(event.evidence),
        proven=_proven(event),
    )


def _proven(event: CustodyEvent) -> date | None:
    """The earliest day that a proof of date begins with."""
    days = [_day(document.reference) for document in event.evidence if document_kind(document) == PROOF_OF_DATE]
    return min((day for day in days if day is not None), default=None)


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text[:10])
    except ValueError:
        return None  # a proof that states no day proves none; the goods are held for one that does
