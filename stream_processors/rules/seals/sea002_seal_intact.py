"""A seal that is looked at is intact.

Between export and receipt a broken seal is a breach: nobody but an authority may open the container, and that one looks
at the seal before. Elsewhere the holder may have opened its own seal, and a person looks at it.
"""

from __future__ import annotations

from schemas.events import SealInspected
from schemas.findings import Severity
from stream_processors.rules.base import ALWAYS, Breach, LotCase, Rule


def _check(case: LotCase) -> Breach | None:
    body, sealing = case.event.body, case.lot.sealing
    if not isinstance(body, SealInspected) or body.intact:
        return None
    if sealing is None:
        return Breach(
            got=f"{body.inspector} found seal {body.seal_id} broken",
            expected="an intact seal, or its holder's word on who opened it",
            severity=Severity.NOTICE,
        )
    return Breach(
        got=f"{body.inspector} found seal {body.seal_id} broken on the way, in shipment {sealing.shipment_id}",
        expected="an intact seal until the goods are received",
        evidence=(sealing.event_id,),
    )


RULE = Rule(
    code="SEA002",
    title="A seal is intact",
    citation="Unbroken custody; Regulation (EC) 2368/2002, Article 12: tamper-resistant container, sealed under "
    "supervision [eu12]; transit only with the container unaltered [zoll]",
    in_force_from=ALWAYS,
    version=2,
    blocking=True,
    case=LotCase,
    bodies=(SealInspected,),
    check=_check,
)
