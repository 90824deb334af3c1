"""The position logged with a find lies in the licensed block, or in the zone that the find is said to come from.

Outside it by more than receivers are wrong, a person looks at it. In an area where nothing may be mined on that day, or
outside a compliant zone of a country that may trade stones of such zones only, it is a breach. The closed areas are
looked at by the position alone: a find that names no country is not left alone.
"""

from __future__ import annotations

from schemas.events import LotRegistered, RegistrationKind
from schemas.findings import Severity
from schemas.reference.dates import KPCS_EFFECTIVE
from schemas.reference.model import Zone
from schemas.reference.records import mark_of
from schemas.reference.settings import METRES, Setting
from stream_processors.rules.base import Breach, LotCase, Rule
from stream_processors.rules.borders import is_rough
from stream_processors.rules.licensing import valid_among

DISTANCE = Setting("ART004", "distance", 1000, METRES, "a position may lie so far outside; of where it was found")


def _check(case: LotCase) -> Breach | None:
    place = case.event.place
    if place.latitude is None or place.longitude is None:
        return None
    country = place.country
    metres, zone = _outside(case, country, place.latitude, place.longitude) if country else (None, "")
    most = case.setting(DISTANCE)
    far = metres is not None and metres > most
    closed = _closed(case, country, case.reference.zones.containing(place.latitude, place.longitude), far)
    if not far and closed is None:
        return None
    where = f"{metres} m outside {zone}" if far else f"inside {zone}" if metres == 0 else "in no licensed zone"
    return Breach(
        got=f"position {place.latitude:.4f} {place.longitude:.4f}, {where}{f', in {closed}' if closed else ''}",
        expected=f"a position in the licensed zone, or outside it by at most {DISTANCE.told(most)}, and in no area "
        "that is closed",
        severity=None if closed else Severity.NOTICE,
    )


def _closed(case: LotCase, country: str | None, around: tuple[Zone, ...], far: bool) -> str | None:
    """The area that may not be mined on the day, if the position lies in one; of areas that overlap one is enough."""
    day = case.event.local_day
    for row in around:
        if row.closed_on(day):
            return f"{row.area} ({row.country}), closed since {row.closed_from} [{row.source}]{mark_of(row.confidence)}"
    areas: list[tuple[str, str | None]] = [(row.country, row.area) for row in around]
    if not areas and far and country:
        areas = [(country, None)]
    rights = [(*area, case.reference.trade_right(*area, day)) for area in areas]
    if any(right.allowed is not False for _, _, right in rights):
        return None
    if not rights:
        return None
    code, area, right = rights[0]
    return f"{area or 'no compliant zone'} ({code}): {right.status} [{right.source}]{mark_of(right.confidence)}"


def _outside(case: LotCase, country: str, latitude: float, longitude: float) -> tuple[int | None, str]:
    """How far outside the licence's block it is, or else the licence's zone, or else the zone that the event names."""
    body, zones = case.event.body, case.reference.zones
    number = body.licence if isinstance(body, LotRegistered) else None
    if number:
        metres = zones.metres_outside_licence(country, number, latitude, longitude)
        if metres is not None:
            return metres, f"the block of licence {number}"
        licence = valid_among(case.reference.licences.numbered(number, country), case.event.local_day)
        if licence is not None and licence.area is not None:
            return zones.metres_outside_area(country, licence.area, latitude, longitude), licence.area
    area = case.event.place.area
    return (zones.metres_outside_area(country, area, latitude, longitude), area) if area else (None, "")


def _applies(case: LotCase) -> bool:
    body, line = case.event.body, case.line
    mined = isinstance(body, LotRegistered) and body.kind is RegistrationKind.MINED
    return mined and bool(case.reference.zones.rows) and line is not None and is_rough(line)


RULE = Rule(
    code="ART004",
    title="The position of a find lies in its zone",
    citation=(
        "KPCS core document, Annex II, recommendation 5: areas of rebel mining [eu_a2], and 12: authorised area "
        "(number and text from memory) [memory]; distance proposed [project]"
    ),
    in_force_from=KPCS_EFFECTIVE.day,
    version=2,
    settings=(DISTANCE,),
    parameters={"table": "zones.geojson of the operator"},
    case=LotCase,
    bodies=(LotRegistered,),
    check=_check,
    applies=_applies,
)
