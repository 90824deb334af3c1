"""The importing authority confirms receipt to the exporting authority within days of the arrival.

The scheme says "expeditiously", the United States 15 days of the arrival; while no import is known, the days count from
the export. An export that nobody ever confirms may have gone nowhere or
somewhere else: a phantom export. Goods that the border refused and sent back under a technical certificate are none.
"""

from __future__ import annotations

from datetime import timedelta

from schemas.findings import Severity
from schemas.measures import carats_text
from schemas.reference.dates import KPCS_EFFECTIVE
from schemas.reference.model import Reference
from stream_processors.custody.fold import CONFIRMATION
from stream_processors.custody.state import Obligation
from stream_processors.rules.base import Breach, DeadlineRule, Level
from stream_processors.rules.words import days_text

LEVELS = (
    Level(timedelta(days=15), Severity.NOTICE),
    Level(timedelta(days=30), Severity.BREACH),
    Level(timedelta(days=60), Severity.BREACH, blocking=True),
)


def _describe(shipment: Obligation, level: Level, kept_after: timedelta | None) -> Breach:
    goods = f"shipment {shipment.reference} of {carats_text(shipment.carats)}"
    parties = f"from {shipment.creditor} to {shipment.debtor}"
    if kept_after is None:
        got = f"{goods} {parties} has no confirmation of receipt after {days_text(level.after)}"
    else:
        got = f"{goods} {parties} was confirmed only after {days_text(kept_after)}"
    phantom = " and is treated as a phantom export" if level.blocking and kept_after is None else ""
    return Breach(
        got=got + phantom,
        expected=f"a confirmation by the importing authority within {days_text(LEVELS[0].after)}",
        awaiting=shipment.debtor,
    )


def _applies(shipment: Obligation, reference: Reference) -> bool:
    """Every shipment under a certificate: the confirmation goes to the exporting authority, who can record it."""
    del shipment, reference
    return True


RULE = DeadlineRule(
    code="KIM010",
    title="The receipt of a shipment is confirmed",
    citation="KPCS core document, Section III(b): confirmation of receipt, expeditiously [ukann]; 15 days in the "
    "United States [us15]; later levels proposed [project]",
    in_force_from=KPCS_EFFECTIVE.day,
    version=2,
    parameters={
        "notice after": "15 days",
        "breach after": "30 days (proposed)",
        "phantom export after": "60 days (proposed)",
    },
    awaits=CONFIRMATION,
    levels=LEVELS,
    describe=_describe,
    applies=_applies,
)
