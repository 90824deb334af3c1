"""A stone is logged before its bag is sealed.

Stones are photographed, weighed and put into a numbered bag at the pit. A stone that enters the record after the bag
was closed cannot be the one that was put in.
"""

from __future__ import annotations

from datetime import timedelta

from schemas.events import LotRegistered
from schemas.reference.settings import MINUTES, Setting
from stream_processors.rules.base import ALWAYS, Breach, LotCase, Rule

SKEW = Setting("ART003", "clocks", 15, MINUTES, "two clocks may differ by this much; of where it was registered")


def _check(case: LotCase) -> Breach | None:
    early = case.lot.early_seal
    if early is None or case.event.occurred_at <= early.at:
        return None
    if case.event.occurred_at - early.at <= timedelta(minutes=case.setting(SKEW)):
        return None
    return Breach(
        got=f"registered at {case.event.occurred_at:%Y-%m-%d %H:%M} UTC, under seal {early.seal_id} since "
        f"{early.at:%Y-%m-%d %H:%M} UTC",
        expected="a registration before the bag is sealed",
        evidence=(early.event_id,),
    )


def _applies(case: LotCase) -> bool:
    return case.lot.birth is None and case.lot.early_seal is not None


RULE = Rule(
    code="ART003",
    title="A stone is logged before its bag is sealed",
    citation="Practice of registered artisanal sites: weight and photograph, then a tamper-proof bag [gem1] [project]",
    in_force_from=ALWAYS,
    blocking=True,
    settings=(SKEW,),
    case=LotCase,
    bodies=(LotRegistered,),
    check=_check,
    applies=_applies,
)
