"""Nothing can happen to a lot after it was consumed or retired.

A lot that is still sealed, shipped or sold after its end is another lot under its name. What was lost or stolen may
have been found: a person looks at the first event after it, and the lot goes on.
"""

from __future__ import annotations

from schemas.events import (
    CustodyReceived,
    CustodyReleased,
    LotExamined,
    LotRegistered,
    LotRetired,
    LotSealed,
    LotsTransformed,
    OwnershipTransferred,
    SealInspected,
    ShipmentExported,
    ShipmentImported,
)
from schemas.findings import Severity
from schemas.routing import Role
from stream_processors.rules.base import ALWAYS, GONE, Breach, LotCase, Rule

BODIES = (
    LotRegistered, CustodyReleased, CustodyReceived, OwnershipTransferred, LotsTransformed, LotSealed, SealInspected,
    LotExamined, ShipmentExported, ShipmentImported, LotRetired,
)  # fmt: skip


def _check(case: LotCase) -> Breach | None:
    lot = case.lot
    if lot.missing:
        return Breach(
            got=f"{type(case.event.body).__name__} of a lot that was lost or stolen before, in event {lot.end}",
            expected="no event after a loss or a theft, or a lawful recovery",
            evidence=(lot.end,),
            severity=Severity.NOTICE,
        )
    ended = "consumed by a transformation" if lot.consumed else "retired"
    return Breach(
        got=f"{type(case.event.body).__name__} of a lot that was {ended} before, in event {lot.end}",
        expected="no event after a lot's end",
        evidence=(lot.end,),
    )


def _applies(case: LotCase) -> bool:
    birth = case.role is Role.OUTPUT or isinstance(case.event.body, LotRegistered)
    return not birth or case.lot.birth is None  # a second birth is judged by CUS004


RULE = Rule(
    code="CUS006",
    title="Nothing happens to a lot after its end",
    citation="Unbroken custody; KPCS core document, Section IV(a): internal controls [memory]",
    in_force_from=ALWAYS,
    version=2,
    case=LotCase,
    bodies=BODIES,
    roles=frozenset({Role.LINE, Role.OUTPUT}),
    check=_check,
    lots=GONE,
    applies=_applies,
)
