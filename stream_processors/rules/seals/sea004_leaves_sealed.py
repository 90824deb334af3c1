"""Rough leaves the European Union, Canada and Switzerland in a sealed container.

The authority looks at the goods, and then the container is closed under its eyes; the export states the seal. The core
document asks it of everybody, but that text was not seen.
"""

from __future__ import annotations

from schemas.events import ShipmentExported
from schemas.measures import carats_text
from schemas.reference.dates import KPCS_EFFECTIVE
from stream_processors.rules.base import Breach, EventCase, Rule
from stream_processors.rules.borders import rough_carats, rough_crosses, territory

BOUND = frozenset({"EU", "CA", "CH"})
"""Participants whose own law on the container was found."""


def _check(case: EventCase) -> Breach | None:
    body = case.event.body
    if not isinstance(body, ShipmentExported) or body.seals:
        return None
    return Breach(
        got=f"{carats_text(rough_carats(body.lines))} of rough leave {body.from_country} without a seal, in shipment "
        f"{body.shipment_id}{case.reference.membership.mark(body.from_country, body.to_country)}",
        expected="a container that was sealed before the export",
    )


def _applies(case: EventCase) -> bool:
    body, day = case.event.body, case.event.local_day
    if not isinstance(body, ShipmentExported) or territory(body.from_country, day, case.reference) not in BOUND:
        return False
    return rough_crosses(body, day, case.reference)


RULE = Rule(
    code="SEA004",
    title="Rough leaves in a sealed container",
    citation="Regulation (EC) 2368/2002, Article 12 [eu12]; SOR/2003-15 [ca_reg]; Swiss ordinance [ch_dv]; KPCS "
    "core document, Section IV(c): tamper-resistant containers [memory]",
    in_force_from=KPCS_EFFECTIVE.day,
    case=EventCase,
    bodies=(ShipmentExported,),
    check=_check,
    applies=_applies,
)
