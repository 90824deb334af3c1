"""What was exported under a certificate is imported within days.

Between the trading centres goods travel one to four days. Those that are weeks on their way under a valid certificate
may have gone elsewhere. From an importer that is not connected no import is expected; then the confirmation of receipt
is all there is (KIM010). An import after the certificate has expired is judged by KIM004.
"""

from __future__ import annotations

from datetime import timedelta

from schemas.findings import Severity
from schemas.measures import carats_text
from schemas.reference.dates import KPCS_EFFECTIVE
from schemas.reference.model import Reference
from schemas.reference.settings import DAYS, Setting
from stream_processors.custody.state import IMPORT, Obligation
from stream_processors.rules.base import Breach, DeadlineRule, Level, Step
from stream_processors.rules.holders import is_connected
from stream_processors.rules.words import days_text

NOTICE_AFTER = Setting("KIM022", "notice_after", 10, DAYS, "a notice after; of the country of import")
BREACH_AFTER = Setting("KIM022", "breach_after", 30, DAYS, "a breach after; of the country of import")


def _describe(shipment: Obligation, passed: tuple[Level, ...], kept_after: timedelta | None) -> Breach:
    goods = f"shipment {shipment.reference} of {carats_text(shipment.carats)} from {shipment.creditor}"
    if kept_after is None:
        got = f"{goods} was not imported by {shipment.debtor} after {days_text(passed[-1].after)}"
    else:
        got = f"{goods} reached {shipment.debtor} only after {days_text(kept_after)}"
    return Breach(
        got=got,
        expected=f"an import within {days_text(passed[0].after)}",
        awaiting=shipment.debtor,
    )


def _applies(shipment: Obligation, reference: Reference) -> bool:
    return is_connected(shipment.debtor, reference, shipment.since.date())


RULE = DeadlineRule(
    code="KIM022",
    title="What was exported is imported in time",
    citation="KPCS core document, Section III(a), (b) [ukann]; days proposed [project]",
    in_force_from=KPCS_EFFECTIVE.day,
    settings=(NOTICE_AFTER, BREACH_AFTER),
    rising=(NOTICE_AFTER, BREACH_AFTER),
    awaits=IMPORT,
    steps=(Step(NOTICE_AFTER, Severity.NOTICE), Step(BREACH_AFTER, Severity.BREACH)),
    describe=_describe,
    applies=_applies,
)
