"""An invoice for polished stones carries the statement of 2021, no longer the one of 2003.

For all goods but rough the old statement ended in September 2026. The source names the month; the day is taken from the
five years that began on 2021-09-21.
"""

from __future__ import annotations

from schemas.events import OwnershipTransferred
from schemas.findings import Severity
from schemas.reference.dates import WARRANTY_OLD_TEXT_LAST_DAY_ALL
from schemas.reference.warranties import OLD
from stream_processors.rules.base import Breach, LotCase, Rule
from stream_processors.rules.statements import edition_of, in_scope, is_natural_rough

_LAST = WARRANTY_OLD_TEXT_LAST_DAY_ALL.day


def _check(case: LotCase) -> Breach | None:
    body, day = case.event.body, case.event.local_day
    if not isinstance(body, OwnershipTransferred) or day <= _LAST or edition_of(case) != OLD:
        return None
    return Breach(
        got=f"invoice {body.invoice} of {day} carries the statement of 2003",
        expected=f"the statement of 2021; the one of 2003 ended with {_LAST} (day derived, the source gives the month)",
    )


RULE = Rule(
    code="WAR002",
    title="Polished is sold with the statement of warranties of 2021",
    citation=(
        "World Diamond Council, System of Warranties: old statement [sow1] ended for all other goods in September 2026 "
        "[sow6]; the day is derived"
    ),
    in_force_from=_LAST,
    version=2,
    severity=Severity.NOTICE,
    parameters={"first day without the old statement": "2026-09-22, by the calendar of the place (derived)"},
    case=LotCase,
    bodies=(OwnershipTransferred,),
    check=_check,
    applies=lambda case: in_scope(case.line) and not is_natural_rough(case.line),
)
