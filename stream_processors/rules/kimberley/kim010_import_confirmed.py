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
from schemas.reference.settings import DAYS, Setting
from stream_processors.custody.state import CONFIRMATION, Obligation
from stream_processors.rules.base import Breach, DeadlineRule, Level, Step
from stream_processors.rules.words import days_text

NOTICE_AFTER = Setting("KIM010", "notice_after", 15, DAYS, "a notice after; of the country of import")
BREACH_AFTER = Setting("KIM010", "breach_after", 30, DAYS, "a breach after; of the country of import")
PHANTOM_AFTER = Setting("KIM010", "phantom_export_after", 60, DAYS, "goods are held after; of the country of import")
RISING = (NOTICE_AFTER, BREACH_AFTER, PHANTOM_AFTER)


def _describe(shipment: Obligation, passed: tuple[Level, ...], kept_after: timedelta | None) -> Breach:
    goods = f"shipment {shipment.reference} of {carats_text(shipment.carats)}"
    parties = f"from {shipment.creditor} to {shipment.debtor}"
    if kept_after is None:
        got = f"{goods} {parties} has no confirmation of receipt after {days_text(passed[-1].after)}"
    else:
        got = f"{goods} {parties} was confirmed only after {days_text(kept_after)}"
    phantom = " and is treated as a phantom export" if passed[-1].blocking and kept_after is None else ""
    return Breach(
        got=got + phantom,
        expected=f"a confirmation by the importing authority within {days_text(passed[0].after)}",
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
    "United States [us15], elsewhere as a proposal; later levels proposed [project]",
    in_force_from=KPCS_EFFECTIVE.day,
    version=2,
    settings=RISING,
    rising=RISING,
    awaits=CONFIRMATION,
    steps=(
        Step(NOTICE_AFTER, Severity.NOTICE),
        Step(BREACH_AFTER, Severity.BREACH),
        Step(PHANTOM_AFTER, Severity.BREACH, blocking=True),
    ),
    describe=_describe,
    applies=_applies,
)
