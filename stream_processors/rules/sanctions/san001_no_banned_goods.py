"""Goods under a ban are not imported, nor bought by a party that the ban binds.

A stone that was mined in Russia, came from there or passed through may not enter, by the weight and the day that the
jurisdiction names; a licence lifts the ban for stones that were outside Russia early enough (``rules/sanctioned.py``).
"""

from __future__ import annotations

from datetime import date

from schemas.events import OwnershipTransferred, ShipmentImported
from stream_processors.rules.base import Breach, LotCase, Rule
from stream_processors.rules.consignments import concerned, entered, goods_of, jurisdiction_of
from stream_processors.rules.sanctioned import Answer, Goods, decide, goods_text, law_text


def _check(case: LotCase) -> Breach | None:
    goods = _goods(case)
    if goods is None:
        return None
    found = decide(goods, case.reference.sanctions)
    if found.answer is not Answer.BLOCK or found.measure is None:
        return None
    verb = "brought into" if goods.act == "import" else "bought by a party of"
    lot = case.lot
    return Breach(
        got=f"{goods_text(goods)} {verb} the {goods.jurisdiction} on {goods.day}: {found.why}{_mark(case)}",
        expected=f"no such goods: {law_text(found.measure)}",
        evidence=(lot.facts_event, lot.in_russia.event_id if lot.in_russia else None),
    )


def _mark(case: LotCase) -> str:
    """Whether it is from memory whose law the country of the importer or of the buyer has."""
    body = case.event.body
    if isinstance(body, ShipmentImported):
        return case.reference.membership.mark(body.to_country)
    buyer = case.reference.party(body.buyer, case.event.local_day) if isinstance(body, OwnershipTransferred) else None
    return case.reference.membership.mark(buyer.country) if buyer else ""


def _goods(case: LotCase) -> Goods | None:
    body, line = case.event.body, case.line
    if line is None:
        return None
    if isinstance(body, ShipmentImported) and concerned(case, line, body.from_country):
        jurisdiction = entered(body, case.event.local_day, case.reference)
        shown = body.presented.origins if body.presented else ()
        return goods_of(case, line, jurisdiction, sent_from=body.from_country, origins=shown) if jurisdiction else None
    there = case.lot.country or case.event.place.country
    if isinstance(body, OwnershipTransferred) and there is not None and concerned(case, line, there):
        day = case.event.local_day
        buyer = case.reference.party(body.buyer, day)
        jurisdiction = jurisdiction_of(buyer.country, day, case.reference) if buyer else None
        if jurisdiction is not None and jurisdiction != jurisdiction_of(there, day, case.reference):
            return goods_of(case, line, jurisdiction, sent_from=there, act="purchase")
    return None


RULE = Rule(
    code="SAN001",
    title="Goods under a ban do not enter",
    citation=(
        "Regulation (EU) 833/2014, Articles 3i and 3p [eu3p] [bvsu] [eu14]; United Kingdom: notice to importers 2953 "
        "[uk_nti] [uk_syn] [g7jan]; United States: EO 14068 [cbp1], determination of 2024-02-08 [ofac] [faq], GL 104 "
        "[gl104] and 104A [gl104a]; Canada: SOR/2014-58, s. 3.15 [ca_sema]"
    ),
    in_force_from=date(2022, 3, 11),
    blocking=True,
    parameters={"table": "sanctions.csv: thresholds, days and licences of each jurisdiction"},
    case=LotCase,
    bodies=(ShipmentImported, OwnershipTransferred),
    check=_check,
)
