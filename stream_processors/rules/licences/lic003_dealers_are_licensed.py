"""Who buys, sells, takes over or exports rough and was licensed to do so is licensed still.

A licence that has ended, or has not begun, is none; nor is a registration in the register of parties, for a party that
holds no licence. Licences of the country of the event count, or of the party's own where the event names none: a trader
that gave one up elsewhere needs no other than those at home. A buyer or exporter that was never in the register is for
a person to look at, and only where the register knows licences to trade in its country. Everybody else is left alone.
"""

from __future__ import annotations

from schemas.events import CustodyReceived, OwnershipTransferred, ShipmentExported
from schemas.findings import Severity
from schemas.reference.dates import KPCS_EFFECTIVE
from schemas.reference.licences import PRODUCING, TRADING
from stream_processors.rules.base import Breach, LotCase, Rule
from stream_processors.rules.borders import is_rough
from stream_processors.rules.licensing import held_in, is_licensed, licences_text

_ANY = TRADING | PRODUCING
"""A digger sells what it found under its own licence."""

_CARRIED = TRADING | {"carrying"}
"""Who had one of these and has none any more does not take goods over."""

_HANDLING = _ANY | _CARRIED
"""Who has any of these may: goods also come back to a mine."""


def _check(case: LotCase) -> Breach | None:
    book, day = case.reference.licences, case.event.local_day
    unknown: Breach | None = None
    for role, party in _parties(case):
        country = case.event.place.country or _home(case, party)
        if country is None:
            continue
        taken = role == "receiver"
        if is_licensed(book, party, _HANDLING if taken else _ANY, country, day):
            continue
        held = held_in(book, party, _CARRIED if taken else _ANY, country)
        if held:
            return Breach(
                got=f"{party} is {role} on {day}; its licences: {licences_text(held)}",
                expected="a licence that is valid on that day",
            )
        registered = case.reference.party(party, day)
        if registered and not registered.valid_on(day):
            return Breach(
                got=f"{party} is {role} on {day}; it is registered {registered.period}",
                expected="a registration or a licence that is valid on that day",
            )
        if not taken and role != "seller":
            unknown = unknown or _unknown(case, role, party)
    return unknown


def _unknown(case: LotCase, role: str, party: str) -> Breach | None:
    """A notice, where others have licences to trade in the country of the party, and it has none there."""
    book, home, day = case.reference.licences, _home(case, party), case.event.local_day
    if home is None or not book.covers(home, TRADING) or held_in(book, party, _ANY, home):
        return None
    return Breach(
        got=f"{party} of {home} is {role} on {day} and has no licence in the register",
        expected=f"a licence to buy or export, as others in {home} have",
        severity=Severity.NOTICE,
    )


def _home(case: LotCase, party: str) -> str | None:
    registered = case.reference.party(party, case.event.local_day)
    return registered.country if registered else None


def _parties(case: LotCase) -> tuple[tuple[str, str], ...]:
    body = case.event.body
    if isinstance(body, OwnershipTransferred):
        return ("seller", body.seller), ("buyer", body.buyer)
    if isinstance(body, ShipmentExported):
        return (("exporter", body.exporter),)
    return (("receiver", body.to_party),) if isinstance(body, CustodyReceived) else ()


def _applies(case: LotCase) -> bool:
    return bool(case.reference.licences.rows) and case.line is not None and is_rough(case.line)


RULE = Rule(
    code="LIC003",
    title="Who deals in rough is licensed on the day",
    citation=(
        "KPCS core document, Annex II, recommendations 13 and 14: buyers, sellers, exporters, agents and couriers are "
        "registered and licensed (number and text from memory) [memory]"
    ),
    in_force_from=KPCS_EFFECTIVE.day,
    version=2,
    blocking=True,
    parameters={"table": "licences.csv of the operator: silent for a country whose licences to trade it does not know"},
    case=LotCase,
    bodies=(OwnershipTransferred, CustodyReceived, ShipmentExported),
    check=_check,
    applies=_applies,
)
