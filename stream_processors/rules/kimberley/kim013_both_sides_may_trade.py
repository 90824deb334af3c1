"""Rough is exported only from and only to a participant that may trade on the day.

No participant trades rough with a country outside the scheme or with a suspended one; an area that is open within a
closed country counts where the shipment names it. Where a shipment out of such a country names no area, or leaves
elsewhere in it, a person must decide: the area on the certificate is judged by KIM003. The status on the day of issue
is judged by KIM003.
"""

from __future__ import annotations

from datetime import date

from schemas.events import ShipmentExported, ShipmentImported
from schemas.findings import Severity
from schemas.reference.dates import FIRST_PARTICIPANT_LIST
from schemas.reference.model import Level, TradeRight
from stream_processors.rules.base import Breach, EventCase, Rule
from stream_processors.rules.borders import rough_crosses


def _check(case: EventCase) -> Breach | None:
    body = case.event.body
    if not isinstance(body, ShipmentExported | ShipmentImported):
        return None
    day, ask = case.event.local_day, case.reference.trade_right
    origin, destination = ask(body.from_country, _area(case), day), ask(body.to_country, None, day)
    sides = ((body.from_country, origin), (body.to_country, destination))
    closed = [_text(country, right) for country, right in sides if right.allowed is False]
    if not closed:
        return None
    silent = isinstance(body, ShipmentExported) or _area(case) is None  # goods of an area may leave from the capital
    unsure = destination.allowed is not False and silent and _open_area(case, body.from_country, day)
    return Breach(
        got=f"rough from {body.from_country} to {body.to_country} on {day}; {'; '.join(closed)}"
        + case.reference.membership.mark(body.from_country, body.to_country),
        expected="two participants that may trade rough on that day"
        + ("; an area may, and none is named: a person must decide" if unsure else ""),
        severity=Severity.NOTICE if unsure else None,
    )


def _open_area(case: EventCase, country: str, day: date) -> bool:
    """Whether some area of a closed country may trade on the day."""
    code = case.reference.participant_of(country, day) or country
    areas = (row for row in case.reference.trade.intervals if row.country == code and row.level is not Level.COUNTRY)
    return any(row.allowed and row.holds_on(day) for row in areas)


def _area(case: EventCase) -> str | None:
    body = case.event.body
    if isinstance(body, ShipmentImported):
        return body.presented.area if body.presented is not None else None
    return case.event.place.area


def _text(country: str, right: TradeRight) -> str:
    return f"the status of {country} was {right.cited}"


def _applies(case: EventCase) -> bool:
    body = case.event.body
    if not isinstance(body, ShipmentExported | ShipmentImported):
        return False
    return rough_crosses(body, case.event.local_day, case.reference)


RULE = Rule(
    code="KIM013",
    title="Both countries of a shipment of rough may trade it",
    citation="KPCS core document, Section III(c): no import from or export to a non-participant [ukann]",
    in_force_from=FIRST_PARTICIPANT_LIST.day,
    version=2,
    blocking=True,
    case=EventCase,
    bodies=(ShipmentExported, ShipmentImported),
    check=_check,
    applies=_applies,
)
