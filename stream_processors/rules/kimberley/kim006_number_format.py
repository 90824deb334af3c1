"""A certificate's number begins with the code of the participant that issued it and has that participant's form.

The European Union issues as one participant: its numbers begin with EU, never with the code of a member state.
"""

from __future__ import annotations

from schemas.events import CertificateAmended, CertificateIssued, ShipmentImported
from schemas.reference.dates import KPCS_EFFECTIVE
from schemas.reference.records import mark_of
from stream_processors.rules.base import Breach, CertificateCase, Rule
from stream_processors.rules.certificates import stated

UNION = "EU"


def _check(case: CertificateCase) -> Breach | None:
    certificate = stated(case)
    if certificate is None:
        return None
    issuer, number = certificate.issuer, certificate.number
    ask, day = case.reference.certificate_rule, certificate.issued_on
    participant = case.reference.participant_of(issuer, day)
    if participant == UNION != issuer:
        return Breach(
            got=f"certificate {number} issued for {issuer} on {certificate.issued_on}",
            expected=f"{UNION} as issuer: {issuer} belonged to it on that day{case.reference.membership.mark(issuer)}",
            evidence=(case.state.issue_event,),
        )
    rule = ask(issuer, day) or ask(participant or issuer, day)
    if rule is None or rule.accepts(number):  # an issuer that never was a participant is judged by KIM003
        return None
    return Breach(
        got=f"certificate number {number} of {issuer}",
        expected=f"a number of the form {rule.number_pattern.pattern}{mark_of(rule.confidence)}",
        evidence=(case.state.issue_event,),
    )


def _applies(case: CertificateCase) -> bool:
    return stated(case) is not None


RULE = Rule(
    code="KIM006",
    title="The number of a certificate has its issuer's form",
    citation="KPCS core document, Annex I A(4): number with the country code [eu_a1] [cfr]; EU as issuer [kpeu]; "
    "length by convention [project]",
    in_force_from=KPCS_EFFECTIVE.day,
    parameters={"general form": "the participant's code and 3 to 12 digits or capitals (convention of this project)"},
    case=CertificateCase,
    bodies=(CertificateIssued, CertificateAmended, ShipmentImported),
    check=_check,
    applies=_applies,
)
