"""A sealed lot is not opened between its export and its arrival, except by an authority.

Whoever weighs, sorts or cuts stones has them out of their container. What happens in the country that the lot is sent
to is left out: it may have arrived there without a word. An examiner that the register does not know may be an
authority.
"""

from __future__ import annotations

from datetime import date

from schemas.events import ExaminationKind, LotExamined, LotsTransformed
from schemas.findings import Severity
from schemas.reference.model import Reference
from schemas.routing import Role
from stream_processors.rules.base import ALWAYS, Breach, LotCase, Rule
from stream_processors.rules.words import names_text


def _check(case: LotCase) -> Breach | None:
    body, sealing = case.event.body, case.lot.sealing
    if sealing is None:
        return None
    severity = None
    if isinstance(body, LotExamined):
        authority = _authority(body, case.event.local_day, case.reference)
        if authority:
            return None
        what = f"{body.examiner} examines it ({body.kind})"
        severity = Severity.NOTICE if authority is None else None
    elif isinstance(body, LotsTransformed):
        what = f"{body.operator} transforms it ({body.process})"
    else:
        return None
    return Breach(
        got=f"{what} on its way to {sealing.to_country}, in {case.event.place.country}",
        expected=f"nobody but an authority opens shipment {sealing.shipment_id}, "
        f"under seal {names_text(sealing.seals)}",
        evidence=(sealing.event_id,),
        severity=severity,
    )


def _authority(body: LotExamined, day: date, reference: Reference) -> bool | None:
    """Whether an authority examines; None where the register does not know the examiner."""
    if body.kind is ExaminationKind.CUSTOMS:
        return True
    party = reference.party(body.examiner, day)
    return None if party is None else party.role == "authority"


def _applies(case: LotCase) -> bool:
    sealing, country = case.lot.sealing, case.event.place.country
    if sealing is None or sealing.arrived or not sealing.seals:
        return False
    return country is not None and country != sealing.to_country


RULE = Rule(
    code="SEA003",
    title="A sealed lot is not opened on its way",
    citation="Unbroken custody; Regulation (EC) 2368/2002, Article 12: the container is sealed under supervision at "
    "export [eu12]; transit only with the container unaltered [zoll]",
    in_force_from=ALWAYS,
    version=2,
    blocking=True,
    case=LotCase,
    bodies=(LotExamined, LotsTransformed),
    roles=frozenset({Role.LINE, Role.INPUT}),
    check=_check,
    applies=_applies,
)
