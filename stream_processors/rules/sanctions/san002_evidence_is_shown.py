"""Goods that only a document could free are held until it is shown.

Stones mined in Russia that are new to the record abroad need a proof of the day on which they were outside; a parcel
that may hold a stone above the threshold needs a list of its weights; stones without a country of mining need a
statement of it. A missing country of mining alone is for a person to look at.
"""

from __future__ import annotations

from datetime import date

from schemas.events import ShipmentImported
from schemas.findings import Severity
from stream_processors.rules.base import Breach, LotCase, Rule
from stream_processors.rules.consignments import concerned, entered, goods_of
from stream_processors.rules.sanctioned import ORIGIN_STATEMENT, Answer, decide, goods_text, law_text


def _check(case: LotCase) -> Breach | None:
    body, line = case.event.body, case.line
    if not isinstance(body, ShipmentImported) or line is None or not concerned(case, line, body.from_country):
        return None
    jurisdiction = entered(body, case.event.local_day, case.reference)
    if jurisdiction is None:
        return None
    shown = body.presented.origins if body.presented else ()
    goods = goods_of(case, line, jurisdiction, sent_from=body.from_country, origins=shown)
    found = decide(goods, case.reference.sanctions)
    if found.answer is not Answer.HOLD or found.measure is None:
        return None
    seen = case.lot.out_of_russia
    mark = case.reference.membership.mark(body.to_country)
    return Breach(
        got=f"{goods_text(goods)} brought into the {jurisdiction} on {goods.day}: {found.why}{mark}",
        expected=f"evidence of the kind {found.missing!r} with the import: {law_text(found.measure)}",
        evidence=(case.lot.facts_event, seen.event_id if seen else None),
        severity=Severity.NOTICE if found.missing == ORIGIN_STATEMENT else None,
    )


RULE = Rule(
    code="SAN002",
    title="Goods that a document could free come with it",
    citation=(
        "Evidence of origin, place and date: European Union [eu14] [itadm] [awdcg7]; United Kingdom [uk_tar]; United "
        "States, GL 104 and 104A [gl104] [gl104a]; Canada, s. 3.15 [ca_sema]; names of the kinds of evidence [project]"
    ),
    in_force_from=date(2024, 3, 1),
    blocking=True,
    parameters={
        "table": "sanctions.csv: thresholds, days and licences of each jurisdiction",
        "kinds of evidence": "proof of date, stone weights, origin statement (convention of this project)",
    },
    case=LotCase,
    bodies=(ShipmentImported,),
    check=_check,
)
