"""A lot is not in two places that nobody could travel between in the time.

Two scans of one lot further apart than an airliner flies are two lots under one name, or a scan that was made up. The
positions are those that the events themselves state; clocks may differ by a quarter of an hour.
"""

from __future__ import annotations

from datetime import timedelta

from schemas.distances import metres_apart
from schemas.events import (
    CustodyReceived,
    CustodyReleased,
    LotExamined,
    LotRetired,
    LotSealed,
    LotsTransformed,
    SealInspected,
)
from schemas.routing import Role
from stream_processors.rules.base import ALWAYS, Breach, LotCase, Rule

METRES_A_SECOND = 250
"""900 km/h."""

SKEW = timedelta(minutes=15)
"""By so much two clocks may differ."""

BODIES = (CustodyReleased, CustodyReceived, LotsTransformed, LotSealed, SealInspected, LotExamined, LotRetired)


def _check(case: LotCase) -> Breach | None:
    place, fix = case.event.place, case.lot.fix
    if fix is None or place.latitude is None or place.longitude is None:
        return None
    metres = metres_apart(fix.position, (place.latitude, place.longitude))
    waited = case.event.occurred_at - fix.at
    if metres <= METRES_A_SECOND * ((waited + SKEW) // timedelta(seconds=1)):
        return None
    return Breach(
        got=f"seen {metres // 1000:,} km from where it was {waited // timedelta(minutes=1)} minutes before",
        expected="no more than 900 km in an hour, beside a quarter of an hour for the clocks",
        evidence=(fix.event_id,),
    )


RULE = Rule(
    code="CUS018",
    title="A lot does not travel faster than an airliner",
    citation="Unbroken custody; KPCS core document, Section IV(a): internal controls [memory]; "
    "speed proposed [project]",
    in_force_from=ALWAYS,
    parameters={"speed": "900 km/h (proposed)", "clocks": "15 minutes (proposed)"},
    case=LotCase,
    bodies=BODIES,
    roles=frozenset({Role.LINE, Role.INPUT}),
    check=_check,
)
