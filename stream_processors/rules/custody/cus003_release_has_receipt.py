"""A release is answered by a receipt within days, not months.

A lot that was handed over and arrives nowhere is lost, stolen or sold on outside the record. Transport between the
trading centres takes one to four days; from a receiver that is not connected no receipt is expected.
"""

from __future__ import annotations

from datetime import timedelta

from schemas.findings import Severity
from schemas.measures import carats_text
from schemas.reference.model import Reference
from schemas.reference.settings import DAYS, Setting
from stream_processors.custody.state import RECEIPT, Obligation
from stream_processors.rules.base import ALWAYS, Breach, DeadlineRule, Level, Step
from stream_processors.rules.holders import is_connected
from stream_processors.rules.words import days_text

NOTICE_AFTER = Setting("CUS003", "notice_after", 10, DAYS, "a notice after; of where the goods were released")
BREACH_AFTER = Setting("CUS003", "breach_after", 30, DAYS, "a breach after; of where the goods were released")


def _describe(handover: Obligation, passed: tuple[Level, ...], kept_after: timedelta | None) -> Breach:
    goods = f"handover {handover.reference} of {carats_text(handover.carats)} from {handover.creditor}"
    if kept_after is None:
        got = f"{goods} has no receipt by {handover.debtor} after {days_text(passed[-1].after)}"
    else:
        got = f"{goods} to {handover.debtor} was settled only after {days_text(kept_after)}"
    return Breach(
        got=got,
        expected=f"a receipt by {handover.debtor} within {days_text(passed[0].after)}",
        awaiting=handover.debtor,
    )


def _applies(handover: Obligation, reference: Reference) -> bool:
    return is_connected(handover.debtor, reference, handover.since.date())


RULE = DeadlineRule(
    code="CUS003",
    title="A release is answered by a receipt in time",
    citation="Unbroken custody; KPCS core document, Section IV(a): internal controls [memory]; days proposed [project]",
    in_force_from=ALWAYS,
    version=2,
    settings=(NOTICE_AFTER, BREACH_AFTER),
    rising=(NOTICE_AFTER, BREACH_AFTER),
    awaits=RECEIPT,
    steps=(Step(NOTICE_AFTER, Severity.NOTICE), Step(BREACH_AFTER, Severity.BREACH)),
    describe=_describe,
    applies=_applies,
)
