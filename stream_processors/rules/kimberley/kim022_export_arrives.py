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
from stream_processors.custody.fold import IMPORT
from stream_processors.custody.state import Obligation
from stream_processors.rules.base import Breach, DeadlineRule, Level
from stream_processors.rules.holders import is_connected
from stream_processors.rules.words import days_text

LEVELS = (
    Level(timedelta(days=10), Severity.NOTICE),
    Level(timedelta(days=30), Severity.BREACH),
)


def _describe(shipment: Obligation, level: Level, kept_after: timedelta | None) -> Breach:
    goods = f"shipment {shipment.reference} of {carats_text(shipment.carats)} from {shipment.creditor}"
    if kept_after is None:
        got = f"{goods} was not imported by {shipment.debtor} after {days_text(level.after)}"
    else:
        got = f"{goods} reached {shipment.debtor} only after {days_text(kept_after)}"
    return Breach(
        got=got,
        expected=f"an import within {days_text(LEVELS[0].after)}",
        awaiting=shipment.debtor,
    )


def _applies(shipment: Obligation, reference: Reference) -> bool:
    return is_connected(shipment.debtor, reference, shipment.since.date())


RULE = DeadlineRule(
    code="KIM022",
    title="What was exported is imported in time",
    citation="KPCS core document, Section III(a), (b) [ukann]; days proposed [project]",
    in_force_from=KPCS_EFFECTIVE.day,
    parameters={"notice after": "10 days (proposed)", "breach after": "30 days (proposed)"},
    awaits=IMPORT,
    levels=LEVELS,
    describe=_describe,
    applies=_applies,
)
