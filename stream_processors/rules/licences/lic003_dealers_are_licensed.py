"""Who buys, sells, takes over or exports rough and was licensed to do so is licensed still.

A licence that has ended, or has not begun, is none; nor is a registration in the register of parties, for a party that
holds no licence. A buyer or exporter that was never in the register is for a person
to look at, and only where the register knows licences to trade in its country. Everybody else is left alone.
"""

from __future__ import annotations

from schemas.events import CustodyReceived, OwnershipTransferred, ShipmentExported
from schemas.findings import Severity
from schemas.reference.dates import KPCS_EFFECTIVE
from schemas.reference.licences import PRODUCING, TRADING
from stream_processors.rules.base import Breach, LotCase, Rule
from stream_processors.rules.borders import is_rough
from stream_processors.rules.licensing import licences_text, standing

_HANDLING = TRADING | {"carrying"}
_ANY = TRADING | PRODUCING
"""A digger sells what it found under its own licence."""


def _check(case: LotCase) -> Breach | None:
    book, day = case.reference.licences, case.event.local_day
    unknown: Breach | None = None
    for role, party in _parties(case):
        held, valid = standing(book, party, _HANDLING if role == "receiver" else _ANY, day)
        if valid:
            continue
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
        if role in ("buyer", "exporter") and registered and book.covers(registered.country, TRADING):
            unknown = unknown or Breach(
                got=f"{party} of {registered.country} is {role} on {day} and has no licence in the register",
                expected=f"a licence to buy or export, as others in {registered.country} have",
                severity=Severity.NOTICE,
            )
    return unknown


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
