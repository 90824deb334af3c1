"""An invoice for rough carries the statement of 2021, no longer the one of 2003.

The old statement said nothing of human rights and national laws. It could be used for rough until 2024-09-21.
"""

from __future__ import annotations

from schemas.events import OwnershipTransferred
from schemas.findings import Severity
from schemas.reference.dates import WARRANTY_OLD_TEXT_LAST_DAY_ROUGH
from schemas.reference.warranties import OLD
from stream_processors.rules.base import Breach, LotCase, Rule
from stream_processors.rules.statements import edition_of, is_natural_rough

_LAST = WARRANTY_OLD_TEXT_LAST_DAY_ROUGH.day


def _check(case: LotCase) -> Breach | None:
    body, day = case.event.body, case.event.local_day
    if not isinstance(body, OwnershipTransferred) or day <= _LAST or edition_of(case) != OLD:
        return None
    return Breach(
        got=f"invoice {body.invoice} of {day} for rough carries the statement of 2003",
        expected=f"the statement of 2021; for rough the one of 2003 ended with {_LAST}",
    )


RULE = Rule(
    code="WAR001",
    title="Rough is sold with the statement of warranties of 2021",
    citation="World Diamond Council, System of Warranties: old statement [sow1] ended for rough on 2024-09-21 [sow4]",
    in_force_from=_LAST,
    version=2,
    severity=Severity.NOTICE,
    parameters={"first day without the old statement": "2024-09-22, by the calendar of the place"},
    case=LotCase,
    bodies=(OwnershipTransferred,),
    check=_check,
    applies=lambda case: is_natural_rough(case.line),
)
