"""A seller that is bound by the System of Warranties states it on every invoice.

Whether a seller is bound says the register of licences (kind ``warranties``): membership in a trade body that binds its
members, as those listed under Article 17 of Regulation (EC) 2368/2002. A text that is neither statement, as in another
language, is for a person to read.
"""

from __future__ import annotations

from schemas.events import OwnershipTransferred
from schemas.findings import Severity
from schemas.reference.dates import KPCS_EFFECTIVE
from stream_processors.rules.base import Breach, LotCase, Rule
from stream_processors.rules.statements import edition_of, in_scope, is_bound


def _check(case: LotCase) -> Breach | None:
    body = case.event.body
    if not isinstance(body, OwnershipTransferred) or edition_of(case) is not None:
        return None
    text = " ".join((body.warranty or "").split())
    stated = f"{text[:60]!r}{' ...' if len(text) > 60 else ''}, which is neither statement," if text else "no statement"
    return Breach(
        got=f"{stated} on invoice {body.invoice} of {body.seller}, {case.event.local_day}",
        expected="the statement of the System of Warranties, by which the seller is bound",
        severity=Severity.NOTICE if text else None,
    )


def _applies(case: LotCase) -> bool:
    body = case.event.body
    return (
        isinstance(body, OwnershipTransferred) and in_scope(case.line) and is_bound(case, body.seller, case.reference)
    )


RULE = Rule(
    code="WAR003",
    title="Sellers bound by the System of Warranties state it",
    citation=(
        "System of Warranties: every change of ownership [sow3], statements [sow1], duties [sow2] [sow5]; Regulation "
        "(EC) 2368/2002, Article 17: members of listed trade bodies [eu17]"
    ),
    in_force_from=KPCS_EFFECTIVE.day,
    version=2,
    parameters={"table": "licences.csv of the operator, kind warranties: silent for sellers that it does not name"},
    case=LotCase,
    bodies=(OwnershipTransferred,),
    check=_check,
    applies=_applies,
)
