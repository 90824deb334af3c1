"""What is presented at import is what the authority issued, with the corrections it endorsed before.

Small differences of weight and value are typing and rounding; more than that, or another party, date, origin, code or
number of parcels, is an altered certificate; each HS code is compared with its weight and value. A correction that
comes after the import does not cure it. While no issue is known, what is presented is at least the certificate that the
shipment names.
"""

from __future__ import annotations

from collections.abc import Iterator

from schemas.events import Certificate, CertificateRef, ShipmentImported
from schemas.measures import carats_text, dollars_text
from schemas.reference.dates import KPCS_EFFECTIVE
from schemas.reference.settings import PER_MILLE, Setting
from schemas.routing import certificate_subject
from stream_processors.rules.base import Breach, CertificateCase, Rule
from stream_processors.rules.certificates import bare_number, rows_of
from stream_processors.rules.tolerances import tolerance
from stream_processors.rules.words import names_text

WEIGHT = tolerance("KIM008", 50, "the country of import")
VALUE = Setting("KIM008", "value_share", 5, PER_MILLE, "values may differ by this much; of the country of import")

FIELDS = ("issuer", "exporter", "importer", "destination", "parcels", "issued_on", "expires_on")
"""Compared as they stand; each is named in the finding as in the certificate."""


def _check(case: CertificateCase) -> Breach | None:
    body, issued = case.event.body, case.state.current
    if not isinstance(body, ShipmentImported) or body.presented is None or body.presented == issued:
        return None
    if issued is None:
        return _named_otherwise(body.presented, body.certificate)
    found = list(_differences(case, body.to_country, body.presented, issued))
    if not found:
        return None
    return Breach(
        got="presented: " + "; ".join(f"{name} {shown}" for name, shown, _ in found),
        expected="as issued: " + "; ".join(f"{name} {was}" for name, _, was in found),
        evidence=(case.state.current_event, case.state.issue_event),
    )


def _named_otherwise(shown: Certificate, named: CertificateRef | None) -> Breach | None:
    if named is None or certificate_subject(shown) == certificate_subject(named):
        return None
    return Breach(
        got=f"presented: number {shown.number} of {shown.issuer}",
        expected=f"the certificate that the shipment names: number {named.number} of {named.issuer}",
    )


def _differences(
    case: CertificateCase, country: str, shown: Certificate, issued: Certificate
) -> Iterator[tuple[str, str, str]]:
    value_share = case.setting(VALUE, country)
    if abs(shown.carats - issued.carats) > WEIGHT.of(case, issued.carats, country):
        yield "carats", carats_text(shown.carats), carats_text(issued.carats)
    if abs(shown.value_cents - issued.value_cents) * 1000 > issued.value_cents * value_share:
        yield "value", dollars_text(shown.value_cents), dollars_text(issued.value_cents)
    if bare_number(shown) != bare_number(issued):
        yield "number", shown.number, issued.number
    for name in FIELDS:
        if getattr(shown, name) != getattr(issued, name):
            yield name.replace("_", " "), str(getattr(shown, name)), str(getattr(issued, name))
    if shown.area != issued.area and shown.area is not None and issued.area is not None:
        yield "area", shown.area, issued.area
    if set(shown.origins) != set(issued.origins):
        yield "origins", names_text(shown.origins), names_text(issued.origins)
    rows, known = rows_of(shown), rows_of(issued)
    if set(rows) != set(known):
        yield "HS codes", names_text(rows), names_text(known)
        return
    for code in sorted(rows):
        (carats, value), (was, worth) = rows[code], known[code]
        if abs(carats - was) > WEIGHT.of(case, was, country) or abs(value - worth) * 1000 > worth * value_share:
            yield f"HS {code}", _row_text(rows[code]), _row_text(known[code])


def _row_text(row: tuple[int, int]) -> str:
    return f"{carats_text(row[0])} worth {dollars_text(row[1])}"


def _applies(case: CertificateCase) -> bool:
    body = case.event.body
    return isinstance(body, ShipmentImported) and body.presented is not None


RULE = Rule(
    code="KIM008",
    title="A certificate is presented as it was issued",
    citation="KPCS core document, Annex I A(2), (4), (6), (7), (9) to (13) [eu_a1]; corrections are endorsed [in_sop]; "
    "tolerances proposed [project]",
    in_force_from=KPCS_EFFECTIVE.day,
    version=2,
    blocking=True,
    settings=(*WEIGHT, VALUE),
    case=CertificateCase,
    bodies=(ShipmentImported,),
    check=_check,
    applies=_applies,
)
