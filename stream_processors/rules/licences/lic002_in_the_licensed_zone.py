"""A licence holds for its zone: stones are found there and nowhere else.

Zones are compared by name, as the licence and the event write them; a place that is named by its site alone lies in
the site's zone. Positions are judged by ART004.
"""

from __future__ import annotations

from schemas.events import LotRegistered, RegistrationKind
from schemas.reference.areas import area_keys
from schemas.reference.dates import KPCS_EFFECTIVE
from schemas.reference.licences import PRODUCING
from schemas.reference.model import Licence
from stream_processors.rules.base import Breach, LotCase, Rule
from stream_processors.rules.borders import is_rough
from stream_processors.rules.licensing import licences_text


def _check(case: LotCase) -> Breach | None:
    body, place, day = case.event.body, case.event.place, case.event.local_day
    if not isinstance(body, LotRegistered) or not body.licence:
        return None
    known = case.reference.licences.numbered(body.licence, place.country)
    valid = [row for row in known if row.kind in PRODUCING and row.valid_on(day)]
    if not valid or any(_holds_here(case, row) for row in valid):
        return None
    zones = " or ".join(sorted({row.site_id or row.area or "" for row in valid}))
    return Breach(
        got=f"found at {_where(case)} under {licences_text(valid)}",
        expected=f"a find in the zone of the licence: {zones}",
    )


def _holds_here(case: LotCase, row: Licence) -> bool:
    """Whether the place is in the zone of the licence, as far as both name one."""
    place = case.event.place
    if row.site_id is not None and place.site_id is not None:
        return row.site_id == place.site_id
    area = _area(case)
    return row.area is None or area is None or bool(area_keys(row.area) & area_keys(area))


def _area(case: LotCase) -> str | None:
    place, day = case.event.place, case.event.local_day
    site = case.reference.site(place.site_id, day) if place.area is None and place.site_id else None
    return site.area if site else place.area


def _where(case: LotCase) -> str:
    place = case.event.place
    return ", ".join(text for text in (place.site_id, _area(case), place.country) if text)


def _applies(case: LotCase) -> bool:
    body, line = case.event.body, case.line
    mined = isinstance(body, LotRegistered) and body.kind is RegistrationKind.MINED
    return mined and line is not None and is_rough(line)


RULE = Rule(
    code="LIC002",
    title="Stones are found in the zone of their licence",
    citation=(
        "KPCS core document, Annex II, recommendation 12: a licence names its area (number and text from memory) "
        "[memory]; comparison of names by convention [project]"
    ),
    in_force_from=KPCS_EFFECTIVE.day,
    parameters={
        "comparison": "names of zones without accents, capitals and words such as zone or district "
        "(convention of this project)"
    },
    case=LotCase,
    bodies=(LotRegistered,),
    check=_check,
    applies=_applies,
)
