"""A lot arrives under a seal it was exported under, or one that was put on in the open on its way.

Another seal means that somebody has opened the container and closed it again. Where either side states no seal there is
nothing to compare. Capitals, spaces and hyphens do not tell seals apart.
"""

from __future__ import annotations

from schemas.events import ShipmentImported
from stream_processors.rules.base import ALWAYS, Breach, LotCase, Rule
from stream_processors.rules.words import names_text


def _check(case: LotCase) -> Breach | None:
    body, sealing = case.event.body, case.lot.sealing
    if not isinstance(body, ShipmentImported) or sealing is None or sealing.shipment_id != body.shipment_id:
        return None
    known = {_bare(seal) for seal in sealing.seals}
    strange = [seal for seal in body.seals if _bare(seal) not in known]
    if not known or not strange:
        return None
    return Breach(
        got=f"shipment {body.shipment_id} is imported under seal {names_text(strange)}",
        expected=f"a seal put on at export or since: {names_text(sealing.seals)}",
        evidence=(sealing.event_id,),
    )


def _bare(seal: str) -> str:
    return seal.upper().replace(" ", "").replace("-", "")


RULE = Rule(
    code="SEA001",
    title="A lot arrives under the seal it was exported under",
    citation="Unbroken custody; Regulation (EC) 2368/2002, Article 12: the container is sealed under supervision at "
    "export [eu12]; transit only with the container unaltered [zoll]",
    in_force_from=ALWAYS,
    version=2,
    blocking=True,
    case=LotCase,
    bodies=(ShipmentImported,),
    check=_check,
)
