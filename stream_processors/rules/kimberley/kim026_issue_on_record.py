"""A certificate that is used was issued by its authority, where that authority is connected.

A paper whose issue the authority never reported is the plainest forgery. Where the authority sends no events nothing
follows from its silence; an issue that arrives later takes the finding back. An authority that the register knows under
another spelling is that one. One that it does not know at all issues for nobody where the participant has authorities
that report what they issue: the name is as easily invented as the number.
"""

from __future__ import annotations

from schemas.events import Certificate, ShipmentImported
from schemas.reference.dates import KPCS_EFFECTIVE
from schemas.reference.model import Party
from stream_processors.rules.base import Breach, CertificateCase, Rule
from stream_processors.rules.certificates import authorities_of, reporting, written_as


def _check(case: CertificateCase) -> Breach | None:
    body = case.event.body
    if not isinstance(body, ShipmentImported) or body.presented is None or case.state.issued is not None:
        return None
    shown = body.presented
    authority = case.reference.party(shown.authority, shown.issued_on)
    if authority is None:
        return _of_an_unknown(case, shown)
    return _unissued(shown, (authority,)) if authority.role == "authority" and authority.connected else None


def _of_an_unknown(case: CertificateCase, shown: Certificate) -> Breach | None:
    """The register does not know the named authority by its id: by another spelling, or else not at all."""
    known = authorities_of(shown.issuer, shown.issued_on, case.reference)
    meant = written_as(shown.authority, known)
    if meant is not None:
        return _unissued(shown, (meant,)) if meant.connected else None
    others = reporting(known, shown.issued_on)
    return _unissued(shown, others) if others else None


def _unissued(shown: Certificate, authorities: tuple[Party, ...]) -> Breach:
    ids = [party.party_id for party in authorities]
    reports = "which reports what it issues" if len(ids) == 1 else "which report what they issue"
    return Breach(
        got=f"certificate {shown.number} dated {shown.issued_on} is shown, without an issue by {shown.authority}",
        expected=f"an issue by {' or '.join(ids)}, {reports}",
        awaiting=ids[0],
    )


RULE = Rule(
    code="KIM026",
    title="A certificate that is used was issued by its authority",
    citation="KPCS core document, Section III(a): duly validated certificate [ukann]; Annex I A(8), (14) [eu_a1]; "
    "forged certificate 4306 of Sierra Leone [be15]",
    in_force_from=KPCS_EFFECTIVE.day,
    blocking=True,
    version=2,
    case=CertificateCase,
    bodies=(ShipmentImported,),
    check=_check,
)
