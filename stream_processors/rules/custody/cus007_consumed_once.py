"""A lot goes into one transformation, whole, and only while it exists.

A lot that is cut or mixed twice lends its history to goods that never had one. One that was lost or stolen may have
been found, and a person looks at it.
"""

from __future__ import annotations

from schemas.events import LotsTransformed
from schemas.findings import Severity
from schemas.routing import Role
from stream_processors.rules.base import ALWAYS, GONE, Breach, LotCase, Rule


def _check(case: LotCase) -> Breach | None:
    body, lot = case.event.body, case.lot
    if not isinstance(body, LotsTransformed):
        return None
    ended = "lost or stolen" if lot.missing else "consumed by a transformation" if lot.consumed else "retired"
    return Breach(
        got=f"{body.operator} puts it into {body.process}, and it was {ended} before, in event {lot.end}",
        expected="a lot that has not ended",
        evidence=(lot.end,),
        severity=Severity.NOTICE if lot.missing else None,
    )


RULE = Rule(
    code="CUS007",
    title="A lot is consumed once",
    citation="Unbroken custody; KPCS core document, Section IV(a): internal controls [memory]",
    in_force_from=ALWAYS,
    version=2,
    case=LotCase,
    bodies=(LotsTransformed,),
    roles=frozenset({Role.INPUT}),
    check=_check,
    lots=GONE,
)
