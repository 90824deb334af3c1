"""A lot enters the record once: by registration, or as the output of one transformation.

A second birth under a known id would let two parcels travel on one history.
"""

from __future__ import annotations

from schemas.events import LotRegistered, LotsTransformed
from schemas.measures import carats_text
from schemas.routing import Role
from stream_processors.rules.base import ALWAYS, Breach, LotCase, Rule


def _check(case: LotCase) -> Breach | None:
    lot, body = case.lot, case.event.body
    how = f"comes out of {body.process}" if isinstance(body, LotsTransformed) else "is registered"
    weight = f" with {carats_text(case.line.carats)}" if case.line else ""
    return Breach(
        got=f"it {how}{weight}, and was born before, in event {lot.birth}",
        expected="a lot id that was never used",
        evidence=(lot.birth,),
    )


def _applies(case: LotCase) -> bool:
    return case.lot.birth is not None


RULE = Rule(
    code="CUS004",
    title="A lot is born once",
    citation="Unbroken custody; KPCS core document, Section IV(a): internal controls [memory]",
    in_force_from=ALWAYS,
    case=LotCase,
    bodies=(LotRegistered, LotsTransformed),
    roles=frozenset({Role.LINE, Role.OUTPUT}),
    check=_check,
    applies=_applies,
)
