"""The rows of a certificate, one for each HS code, add up to its totals.

A total that the rows do not reach hides goods of another code; one that they exceed was written too low on purpose or
by mistake. A certificate that states no rows is left out. Some forms give weights by code and one value for all: a row
of no value states none, and values are compared only where every row states one.
"""

from __future__ import annotations

from schemas.events import CertificateAmended, CertificateIssued, ShipmentImported
from schemas.measures import carats_text, dollars_text
from schemas.reference.dates import KPCS_EFFECTIVE
from schemas.reference.settings import PER_MILLE, Setting
from stream_processors.rules.base import Breach, CertificateCase, Rule
from stream_processors.rules.certificates import stated
from stream_processors.rules.tolerances import tolerance
from stream_processors.rules.words import count_text

WEIGHT = tolerance("KIM020", 50, "the issuer")
VALUE = Setting("KIM020", "value_share", 5, PER_MILLE, "values may differ by this much; of the issuer")


def _check(case: CertificateCase) -> Breach | None:
    certificate = stated(case)
    if certificate is None or not certificate.hs_rows:
        return None
    carats = sum(row.carats for row in certificate.hs_rows)
    value = sum(row.value_cents for row in certificate.hs_rows)
    if (certificate.carats, certificate.value_cents) == (carats, value):
        return None
    heavy = abs(certificate.carats - carats) > WEIGHT.of(case, carats, certificate.issuer)
    share = case.setting(VALUE, certificate.issuer)
    valued = all(row.value_cents for row in certificate.hs_rows)
    dear = valued and abs(certificate.value_cents - value) * 1000 > value * share
    if not heavy and not dear:
        return None
    return Breach(
        got=f"{carats_text(certificate.carats)}{_worth(certificate.value_cents, valued)} in all, on certificate "
        f"{certificate.number}",
        expected=f"the sum of {count_text(len(certificate.hs_rows), 'row')}: {carats_text(carats)}"
        f"{_worth(value, valued)}",
        evidence=(case.state.issue_event,),
    )


def _worth(cents: int, valued: bool) -> str:
    return f" worth {dollars_text(cents)}" if valued else ""


RULE = Rule(
    code="KIM020",
    title="The rows of a certificate add up to its totals",
    citation="KPCS core document, Annex I A(10), (11), (13): carats, value and classification [eu_a1]; "
    "tolerances proposed [project]",
    in_force_from=KPCS_EFFECTIVE.day,
    version=2,
    settings=(*WEIGHT, VALUE),
    case=CertificateCase,
    bodies=(CertificateIssued, CertificateAmended, ShipmentImported),
    check=_check,
)
