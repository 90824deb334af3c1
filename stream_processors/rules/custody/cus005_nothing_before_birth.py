"""Nothing can happen to a lot before it entered the record.

Goods without a known beginning have no known origin, which is what the whole record is for.
"""

from __future__ import annotations

from schemas.events import (
    Body,
    CustodyReceived,
    CustodyReleased,
    LotExamined,
    LotRetired,
    LotSealed,
    LotsTransformed,
    OwnershipTransferred,
    SealInspected,
    ShipmentExported,
    ShipmentImported,
)
from schemas.routing import Role
from stream_processors.custody.state import Life
from stream_processors.rules.base import ALWAYS, LIVING, Breach, LotCase, Rule

BODIES = (
    CustodyReleased, CustodyReceived, OwnershipTransferred, LotsTransformed, LotSealed, SealInspected, LotExamined,
    ShipmentExported, ShipmentImported, LotRetired,
)  # fmt: skip


def _check(case: LotCase) -> Breach | None:
    body = case.event.body
    return Breach(
        got=f"{type(body).__name__} of a lot whose beginning is not in the record",
        expected="a registration, or a transformation that the lot comes out of, before this event",
        awaiting=_giver(body),
    )


def _giver(body: Body) -> str | None:
    """The party the lot comes from: its events, or those of parties before it, may still arrive."""
    match body:
        case CustodyReleased() | CustodyReceived():
            return body.from_party
        case OwnershipTransferred():
            return body.seller
        case LotsTransformed():
            return body.operator
        case ShipmentExported() | ShipmentImported():
            return body.exporter
    return None


def _applies(case: LotCase) -> bool:
    return case.lot.birth is None


RULE = Rule(
    code="CUS005",
    title="Nothing happens to a lot before its birth",
    citation="Unbroken custody; KPCS core document, Section IV(a): internal controls [memory]",
    in_force_from=ALWAYS,
    case=LotCase,
    bodies=BODIES,
    roles=frozenset({Role.LINE, Role.INPUT}),
    check=_check,
    lots=frozenset(Life) - LIVING,
    applies=_applies,
)
