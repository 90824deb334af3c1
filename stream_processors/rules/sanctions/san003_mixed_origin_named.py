"""The certificate of rough of mixed origin that enters the Union names every country of mining.

A certificate that says only "mixed", or leaves a country out, would hide stones that may not enter. Rough that was
verified under the G7 scheme before is free; polished stones have no certificate.
"""

from __future__ import annotations

from schemas.events import ShipmentImported, Species
from schemas.reference.dates import EU_MIXED_ORIGIN_NAMED
from stream_processors.rules.base import Breach, EventCase, Rule
from stream_processors.rules.consignments import entered, goods_code, kinds
from stream_processors.rules.words import names_text

G7_CERTIFICATE = "g7 certificate"
"""Evidence of an earlier verification under the G7 scheme."""


def _check(case: EventCase) -> Breach | None:
    body, day = case.event.body, case.event.local_day
    if not isinstance(body, ShipmentImported) or body.presented is None or G7_CERTIFICATE in kinds(case.event.evidence):
        return None
    jurisdiction = entered(body, day, case.reference)
    rows = case.reference.sanctions.in_force("named", jurisdiction, day) if jurisdiction else []
    for row in rows:
        rough = [x for x in body.lines if goods_code(x) in row.hs_codes and x.species is not Species.LAB_GROWN]
        origins = {country for line in rough for country in line.origins}
        named = set(body.presented.origins)
        hidden = origins - named
        if rough and (not named or (hidden and len(origins | named) > 1)):
            return Breach(
                got=(
                    f"the certificate shown on {day} names {names_text(named)} as countries of mining; the goods are "
                    f"of {names_text(origins)}{case.reference.membership.mark(body.to_country)}"
                ),
                expected=f"every country of mining by name: {row.cited}",
            )
    return None


RULE = Rule(
    code="SAN003",
    title="Mixed rough enters the Union with its origins named",
    citation="16th package of the European Union [awdc16] [rap16]; name of the kind of evidence [project]",
    in_force_from=EU_MIXED_ORIGIN_NAMED.day,
    blocking=True,
    parameters={"kind of evidence that frees": "g7 certificate (convention of this project)"},
    case=EventCase,
    bodies=(ShipmentImported,),
    check=_check,
)
