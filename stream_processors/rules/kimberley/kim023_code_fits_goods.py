"""The HS code of a lot is one of goods like it: rough or polished, natural or lab-grown.

Rough under the code of polished crosses a border without a certificate, and lab-grown stones under that of diamonds are
sold as mined. At a border that is a breach, elsewhere a person looks at it. Codes outside diamonds are left alone.
"""

from __future__ import annotations

from schemas.events import Form, LotRegistered, LotsTransformed, ShipmentExported, ShipmentImported, Species
from schemas.findings import Severity
from schemas.reference.dates import KPCS_EFFECTIVE
from schemas.routing import Role
from stream_processors.rules.base import Breach, LotCase, Rule

ROUGH, POLISHED, NATURAL, GROWN = Form.ROUGH, Form.POLISHED, Species.NATURAL, Species.LAB_GROWN

GOODS = {
    "710210": (ROUGH, NATURAL), "710221": (ROUGH, NATURAL), "710231": (ROUGH, NATURAL),
    "710229": (POLISHED, NATURAL), "710239": (POLISHED, NATURAL),
    "710421": (ROUGH, GROWN), "710491": (POLISHED, GROWN),
}  # fmt: skip
"""Form and species of each code of natural and lab-grown diamonds (Harmonized System 2022)."""


def _check(case: LotCase) -> Breach | None:
    line, body = case.line, case.event.body
    if line is None or line.hs_code not in GOODS:
        return None
    form, species = GOODS[line.hs_code]
    if line.form is form and line.species in {species, Species.UNKNOWN}:
        return None
    border = isinstance(body, ShipmentExported | ShipmentImported)
    return Breach(
        got=f"{line.form.lower()} of species {line.species} under HS {line.hs_code}",
        expected=f"{form.lower()} of species {species} under that code",
        evidence=(case.lot.birth,),
        severity=None if border else Severity.NOTICE,
    )


RULE = Rule(
    code="KIM023",
    title="The HS code fits the goods",
    citation="HS 7102.10, 7102.21 and 7102.31 are rough [zoll]; polished and synthetic stones stand under 7102.39 and "
    "7104 [zoll] [uk_syn]; KPCS core document, Annex I A(13) [eu_a1]",
    in_force_from=KPCS_EFFECTIVE.day,
    case=LotCase,
    bodies=(LotRegistered, LotsTransformed, ShipmentExported, ShipmentImported),
    roles=frozenset({Role.LINE, Role.OUTPUT}),
    check=_check,
)
