"""Polished stones of half a carat and more enter the Union with a due diligence statement on their origin.

A parcel whose average reaches the weight holds such a stone; one whose average does not is left alone, and one whose
stones were not counted is for a person to look at. The statement may lie at the customs without standing in the record,
so a missing one does not hold the goods.
"""

from __future__ import annotations

from datetime import date

from schemas.events import ShipmentImported, Species
from schemas.findings import Severity
from schemas.measures import carats_text
from stream_processors.rules.base import Breach, EventCase, Rule
from stream_processors.rules.consignments import entered, goods_code, kinds
from stream_processors.rules.sanctioned import Reach, reach
from stream_processors.rules.words import names_text

DUE_DILIGENCE_STATEMENT = "due diligence statement"
"""The kind of evidence that the statement is."""


def _check(case: EventCase) -> Breach | None:
    body, day = case.event.body, case.event.local_day
    if not isinstance(body, ShipmentImported) or DUE_DILIGENCE_STATEMENT in kinds(case.event.evidence):
        return None
    jurisdiction = entered(body, day, case.reference)
    rows = case.reference.sanctions.in_force("statement", jurisdiction, day) if jurisdiction else []
    for row in rows:
        natural = [x for x in body.lines if goods_code(x) in row.hs_codes and x.species is not Species.LAB_GROWN]
        heavy = [x for x in natural if reach(x.carats, x.stones or None, row.from_carats) is Reach.CERTAIN]
        open_ = [x for x in natural if not x.stones and x.carats >= row.from_carats]
        if heavy or open_:
            found = heavy or open_
            return Breach(
                got=(
                    f"{carats_text(sum(x.carats for x in found))} of polished stones (lots "
                    f"{names_text(x.lot_id for x in found)}) brought into the {jurisdiction} on {day} without it"
                    + case.reference.membership.mark(body.to_country)
                ),
                expected=(
                    f"evidence of the kind {DUE_DILIGENCE_STATEMENT!r} for stones of {carats_text(row.from_carats)} "
                    f"and more: {row.cited}"
                ),
                severity=None if heavy else Severity.NOTICE,
            )
    return None


RULE = Rule(
    code="SAN004",
    title="Polished stones enter the Union with a due diligence statement",
    citation=(
        "Due diligence statement on diamond origin from 2026-01-01 [dds] [idex26] [ecfaq25]; name of the kind of "
        "evidence [project]"
    ),
    in_force_from=date(2026, 1, 1),
    parameters={"kind of evidence that is due": "due diligence statement (convention of this project)"},
    case=EventCase,
    bodies=(ShipmentImported,),
    check=_check,
)
