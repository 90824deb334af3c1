"""A certificate that is used was issued by its authority, where that authority is connected.

A paper whose issue the authority never reported is the plainest forgery. Where the authority sends no events nothing
follows from its silence; an issue that arrives later takes the finding back.
"""

from __future__ import annotations

from schemas.events import ShipmentImported
from schemas.reference.dates import KPCS_EFFECTIVE
from stream_processors.rules.base import Breach, CertificateCase, Rule


def _check(case: CertificateCase) -> Breach | None:
    body = case.event.body
    if not isinstance(body, ShipmentImported) or body.presented is None or case.state.issued is not None:
        return None
    shown = body.presented
    authority = case.reference.party(shown.authority, shown.issued_on)
    if authority is None or authority.role != "authority" or not authority.connected:
        return None
    return Breach(
        got=f"certificate {shown.number} dated {shown.issued_on} is shown, without an issue by {shown.authority}",
        expected=f"an issue by {shown.authority}, which reports what it issues",
        awaiting=shown.authority,
    )


RULE = Rule(
    code="KIM026",
    title="A certificate that is used was issued by its authority",
    citation="KPCS core document, Section III(a): duly validated certificate [ukann]; Annex I A(8), (14) [eu_a1]; "
    "forged certificate 4306 of Sierra Leone [be15]",
    in_force_from=KPCS_EFFECTIVE.day,
    blocking=True,
    case=CertificateCase,
    bodies=(ShipmentImported,),
    check=_check,
)
