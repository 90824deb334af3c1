"""Rough of a country under an embargo of the Security Council is imported nowhere.

The embargoes on Cote d'Ivoire and Liberia have ended; goods on record from those years are judged by them. A
certificate does not help: it would be forged, or of another country.
"""

from __future__ import annotations

from schemas.events import ShipmentImported, Species
from schemas.measures import carats_text
from schemas.reference.dates import KPCS_EFFECTIVE
from schemas.reference.sanctions import EVERYWHERE
from stream_processors.rules.base import Breach, EventCase, Rule
from stream_processors.rules.borders import rough_carats
from stream_processors.rules.consignments import goods_code
from stream_processors.rules.words import names_text


def _check(case: EventCase) -> Breach | None:
    body, day = case.event.body, case.event.local_day
    if not isinstance(body, ShipmentImported):
        return None
    for row in case.reference.sanctions.in_force("embargo", EVERYWHERE, day):
        lines = [
            line
            for line in body.lines
            if (row.country in line.origins or body.from_country == row.country != body.to_country)
            and goods_code(line) in row.hs_codes
            and line.species is not Species.LAB_GROWN
        ]
        if lines:
            mined = names_text(country for line in lines for country in line.origins)
            return Breach(
                got=(
                    f"{carats_text(rough_carats(lines))} of rough (lots {names_text(x.lot_id for x in lines)}), "
                    f"origins {mined}, from {body.from_country} to {body.to_country} on {day}"
                ),
                expected=f"no rough of {row.country}: {row.cited}",
            )
    return None


RULE = Rule(
    code="SAN005",
    title="Rough under an embargo of the United Nations is not imported",
    citation=(
        "UNSCR 1643 of 2005-12-15 [unsc1643], ended by 2153 [ci14b]; Liberia, start from memory, ended by UNSCR 1753 "
        "[unsc1753] [lr01] [memory]"
    ),
    in_force_from=KPCS_EFFECTIVE.day,
    blocking=True,
    case=EventCase,
    bodies=(ShipmentImported,),
    check=_check,
)
