"""A lot is not in two places that nobody could travel between in the time.

Two scans of one lot further apart than an airliner flies are two lots under one name, or a scan that was made up. The
positions are those that the events themselves state.
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
from schemas.reference.settings import MINUTES, SPEED, Setting
from schemas.routing import Role
from stream_processors.rules.base import ALWAYS, Breach, LotCase, Rule

FASTEST = Setting("CUS018", "fastest", 900, SPEED, "nothing travels faster; of where it was seen last")
SKEW = Setting("CUS018", "clocks", 15, MINUTES, "two clocks may differ by this much; of where it was seen last")

BODIES = (CustodyReleased, CustodyReceived, LotsTransformed, LotSealed, SealInspected, LotExamined, LotRetired)


def _check(case: LotCase) -> Breach | None:
    place, fix = case.event.place, case.lot.fix
    if fix is None or place.latitude is None or place.longitude is None:
        return None
    metres = metres_apart(fix.position, (place.latitude, place.longitude))
    waited = case.event.occurred_at - fix.at
    if metres == 0:
        return None
    fastest, minutes = case.setting(FASTEST), case.setting(SKEW)
    if metres * 3600 <= fastest * 1000 * ((waited + timedelta(minutes=minutes)) // timedelta(seconds=1)):
        return None
    return Breach(
        got=f"seen {metres // 1000:,} km from where it was {waited // timedelta(minutes=1)} minutes before",
        expected=f"no more than {FASTEST.told(fastest)}, with {SKEW.told(minutes)} for the clocks",
        evidence=(fix.event_id,),
    )


RULE = Rule(
    code="CUS018",
    title="A lot does not travel faster than an airliner",
    citation="Unbroken custody; KPCS core document, Section IV(a): internal controls [memory]; "
    "speed proposed [project]",
    in_force_from=ALWAYS,
    settings=(FASTEST, SKEW),
    case=LotCase,
    bodies=BODIES,
    roles=frozenset({Role.LINE, Role.INPUT}),
    check=_check,
)
