"""What was mined has the country of its mine as origin, and no other.

A find without an origin, or with another country's, is how stones from a closed area enter the record. Where neither
the site nor the country of the event is known there is nothing to compare.
"""

from __future__ import annotations

from schemas.events import LotRegistered, RegistrationKind
from stream_processors.rules.base import ALWAYS, Breach, LotCase, Rule
from stream_processors.rules.words import names_text


def _check(case: LotCase) -> Breach | None:
    place, line = case.event.place, case.line
    site = case.reference.site(place.site_id, case.event.local_day) if place.site_id else None
    country = site.iso2 if site is not None else place.country
    if line is None or country is None or set(line.origins) == {country}:
        return None
    where = f"{place.site_id} in {country}" if site is not None else country
    return Breach(
        got=f"mined in {where}, with origin {names_text(line.origins)}",
        expected=f"origin {country}, where it was mined",
    )


def _applies(case: LotCase) -> bool:
    body = case.event.body
    return isinstance(body, LotRegistered) and body.kind is RegistrationKind.MINED


RULE = Rule(
    code="CUS016",
    title="What was mined has the country of its mine as origin",
    citation="KPCS core document, Section I: country of origin is where the stones were mined or extracted [memory]; "
    "country of mining origin [eu1189]",
    in_force_from=ALWAYS,
    case=LotCase,
    bodies=(LotRegistered,),
    check=_check,
    applies=_applies,
)
