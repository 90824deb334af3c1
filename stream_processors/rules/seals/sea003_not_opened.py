"""A sealed lot is not opened between its export and its import, except by an authority.

Whoever weighs, sorts or cuts stones has them out of their container. In the country that the lot is sent to it may have
arrived without a word, so it is judged there when its import is told: a lot that was examined on a day before that was
opened before the authority could compare it with its certificate. On the day of the import, clocks and times that were
filled in by hand may be wrong, and a person looks; so it is with an examiner that the register does not know, since it
may be an authority. Once an authority has looked at the seal or at the goods, others may.
"""

from __future__ import annotations

from datetime import date, timedelta

from schemas.events import ExaminationKind, LotExamined, LotsTransformed, ShipmentImported
from schemas.findings import Severity
from schemas.reference.model import Reference
from schemas.reference.settings import MINUTES, Setting
from schemas.routing import Role
from stream_processors.custody.fold import SEAL
from stream_processors.custody.state import Look, Sealing
from stream_processors.rules.base import ALWAYS, Breach, LotCase, Rule
from stream_processors.rules.words import names_text

SKEW = Setting("SEA003", "clocks", 15, MINUTES, "two clocks may differ by this much; of the country of import")


def _check(case: LotCase) -> Breach | None:
    body, sealing, day = case.event.body, case.lot.sealing, case.event.local_day
    if sealing is None:
        return None
    known = True
    if isinstance(body, ShipmentImported):
        return _opened_before(case, sealing)
    if isinstance(body, LotExamined):
        authority = _authority(body.examiner, body.kind, day, case.reference)
        if authority:
            return None
        what, known = f"{body.examiner} examines it ({body.kind})", authority is not None
    elif isinstance(body, LotsTransformed):
        what = f"{body.operator} transforms it ({body.process})"
    else:
        return None
    got = f"{what} on its way to {sealing.to_country}, in {case.event.place.country}"
    return _breach(got, sealing, (sealing.event_id,), grave=known)


def _opened_before(case: LotCase, sealing: Sealing) -> Breach | None:
    opened: list[tuple[Look, bool]] = []
    before = case.event.occurred_at - timedelta(minutes=case.setting(SKEW))
    for look in sealing.looks:
        authority = _authority(look.party, look.what, look.day, case.reference)
        if authority:
            break
        if look.what != SEAL and look.at < before:
            opened.append((look, authority is not None and look.day < case.event.local_day))
    if not opened:
        return None
    look, grave = max(opened, key=lambda one: one[1])  # of equals the first
    got = f"{look.party} examines it ({look.what}) in {sealing.to_country} on {look.day}, before its import"
    evidence = (sealing.event_id, *(look.event_id for look, _ in opened))
    return _breach(got, sealing, evidence, grave=grave)


def _breach(got: str, sealing: Sealing, evidence: tuple[str, ...], *, grave: bool) -> Breach:
    expected = f"nobody but an authority opens shipment {sealing.shipment_id}, under seal {names_text(sealing.seals)}"
    return Breach(got, expected, evidence, None if grave else Severity.NOTICE)


def _authority(party_id: str, what: str, day: date, reference: Reference) -> bool | None:
    """Whether an authority looks; None where the register does not know who does."""
    if what == ExaminationKind.CUSTOMS:
        return True
    party = reference.party(party_id, day)
    return None if party is None else party.role == "authority"


def _applies(case: LotCase) -> bool:
    sealing, country = case.lot.sealing, case.event.place.country
    if sealing is None or sealing.arrived or not sealing.seals:
        return False
    if isinstance(case.event.body, ShipmentImported):
        return bool(sealing.looks) and sealing.shipment_id == case.event.body.shipment_id
    return country is not None and country != sealing.to_country


RULE = Rule(
    code="SEA003",
    title="A sealed lot is not opened on its way",
    citation="Unbroken custody; Regulation (EC) 2368/2002, Article 12: the container is sealed under supervision at "
    "export [eu12]; transit only with the container unaltered [zoll]; KPCS core document, Annex II: the importing "
    "authority checks the seal, opens and compares [memory]; minutes proposed [project]",
    in_force_from=ALWAYS,
    version=3,
    settings=(SKEW,),
    blocking=True,
    case=LotCase,
    bodies=(LotExamined, LotsTransformed, ShipmentImported),
    roles=frozenset({Role.LINE, Role.INPUT}),
    check=_check,
    applies=_applies,
)
