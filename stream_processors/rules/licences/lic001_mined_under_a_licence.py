"""Who mines or digs holds a licence that is valid on the day.

Only a register that was handed in can tell: where none of a country's mining licences is known the rule is silent, and
a number that a known register lacks is for a person to look at, since registers are seldom complete. A licence counts
if the finder, the owner or the cooperative that records holds it.
"""

from __future__ import annotations

from schemas.events import LotRegistered, RegistrationKind
from schemas.findings import Severity
from schemas.reference.dates import KPCS_EFFECTIVE
from schemas.reference.licences import PRODUCING
from schemas.reference.model import Licence
from stream_processors.rules.base import Breach, LotCase, Rule
from stream_processors.rules.borders import is_rough
from stream_processors.rules.licensing import licences_text, valid_among
from stream_processors.rules.words import names_text


def _check(case: LotCase) -> Breach | None:
    body, book, day = case.event.body, case.reference.licences, case.event.local_day
    if not isinstance(body, LotRegistered):
        return None
    country = case.event.place.country
    users = sorted({body.custodian, body.owner, case.event.emitter})
    stated = book.numbered(body.licence, country) if body.licence else ()
    if stated:
        own = [row for row in stated if row.kind in PRODUCING and row.holder in users]
    else:
        own = [row for user in users for row in book.held(user, PRODUCING) if country in (None, row.country)]
    if valid_among(own, day) and (stated or not body.licence):
        return None
    if stated or (own and not body.licence):
        return _breach(case, body, stated or tuple(own), None)
    return _breach(case, body, tuple(own), Severity.NOTICE) if own or book.covers(country, PRODUCING) else None


def _breach(case: LotCase, body: LotRegistered, known: tuple[Licence, ...], severity: Severity | None) -> Breach:
    users = (body.custodian, body.owner, case.event.emitter)
    number = f"licence {body.licence}" if body.licence else "no licence number"
    return Breach(
        got=f"{number} stated by {body.custodian} on {case.event.local_day}; in the register: {licences_text(known)}",
        expected=f"a licence to mine or dig, valid on that day, of {names_text(users)}",
        severity=severity,
    )


def _applies(case: LotCase) -> bool:
    body, line = case.event.body, case.line
    mined = isinstance(body, LotRegistered) and body.kind is RegistrationKind.MINED
    return mined and line is not None and is_rough(line)


RULE = Rule(
    code="LIC001",
    title="Who mines holds a licence that is valid on the day",
    citation=(
        "KPCS core document, Annex II, recommendation 9 [eu_a2], and 11 and 12: artisanal miners are licensed (number "
        "and text from memory) [memory]"
    ),
    in_force_from=KPCS_EFFECTIVE.day,
    version=2,
    blocking=True,
    parameters={"table": "licences.csv of the operator: silent for a country whose mining licences it does not know"},
    case=LotCase,
    bodies=(LotRegistered,),
    check=_check,
    applies=_applies,
)
