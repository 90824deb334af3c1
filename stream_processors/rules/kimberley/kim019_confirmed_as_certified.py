"""What is confirmed is what was certified: parcels, carats, exporter and importer; and one importer only.

The confirmation goes back so that both authorities can see that the same goods arrived. A shipment that came in parts
may be confirmed in parts, up to the whole; one of which less came than was certified is a notice. Where no issue is
known, the confirmations of one certificate at least name the same importer. The day of receipt lies between the issue
and the confirmation.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from schemas.events import Certificate, ImportConfirmed
from schemas.findings import Severity
from schemas.measures import carats_text
from schemas.reference.dates import KPCS_EFFECTIVE
from stream_processors.rules.base import Breach, CertificateCase, Rule
from stream_processors.rules.parties import same_party
from stream_processors.rules.parts import Parts, parts_of
from stream_processors.rules.tolerances import tolerance
from stream_processors.rules.words import count_text

WEIGHT = tolerance("KIM019", 50, "the certificate's destination")

DAY = timedelta(days=1)
"""Where it is another day than the event says, an offset from UTC may be missing."""


def _check(case: CertificateCase) -> Breach | None:
    body, known = case.event.body, case.state.current
    if not isinstance(body, ImportConfirmed):
        return None
    found = list(_differences(case, body, known)) if known is not None else []
    if body.received_on > case.event.local_day + DAY:
        found.append((f"received on {body.received_on}", f"confirmed on {case.event.local_day}, after the receipt"))
    evidence = [case.state.current_event]
    for other in case.state.confirmed:
        if not same_party(other.importer, body.importer):
            found.append((f"for {body.importer}", f"for {other.importer}, as confirmed before"))
            evidence.append(other.event_id)
            break
    if not found:
        return _rest(case, body, known) if known is not None else None
    return Breach(
        got=f"receipt of shipment {body.shipment_id} confirmed: " + "; ".join(said for said, _ in found),
        expected="as certified: " + "; ".join(was for _, was in found),
        evidence=tuple(evidence),
    )


def _rest(case: CertificateCase, body: ImportConfirmed, issued: Certificate) -> Breach | None:
    """A notice where all that came in is confirmed, and less came than was certified."""
    rest = _parts(case, body, issued).rest(body.carats)
    if not rest:
        return None
    return Breach(
        got=f"{carats_text(body.carats)} of shipment {body.shipment_id} confirmed, and {carats_text(rest)} "
        "have not come",
        expected=f"as certified: {carats_text(issued.carats)}, at once or in parts",
        severity=Severity.NOTICE,
        evidence=(case.state.current_event,),
    )


def _parts(case: CertificateCase, body: ImportConfirmed, issued: Certificate) -> Parts:
    within = WEIGHT.of(case, issued.carats, issued.destination)
    return parts_of(case.state, body.shipment_id, issued.carats, within)


def _differences(case: CertificateCase, body: ImportConfirmed, issued: Certificate) -> Iterator[tuple[str, str]]:
    parts = _parts(case, body, issued)
    if not parts.fits(body.carats):
        whole = parts.confirmed_with(body.carats)
        more = f", {carats_text(whole)} with what was confirmed before" if parts.apart and whole > body.carats else ""
        yield carats_text(body.carats) + more, carats_text(issued.carats)
    if body.parcels > issued.parcels or (body.parcels < issued.parcels and not parts.apart):
        yield count_text(body.parcels, "parcel"), count_text(issued.parcels, "parcel")
    if body.received_on < issued.issued_on:
        yield f"received on {body.received_on}", f"issued on {issued.issued_on}, before the receipt"
    for name, confirmed, was in (
        ("exporter", body.exporter, issued.exporter),
        ("importer", body.importer, issued.importer),
    ):
        if not same_party(confirmed, was):
            yield f"{name} {confirmed}", f"{name} {was}"


RULE = Rule(
    code="KIM019",
    title="What is confirmed is what was certified",
    citation="KPCS core document, Section III(b): certificate number, parcels, carats, importer and exporter [ukann]; "
    "tolerance proposed [project]",
    in_force_from=KPCS_EFFECTIVE.day,
    version=2,
    settings=WEIGHT,
    case=CertificateCase,
    bodies=(ImportConfirmed,),
    check=_check,
)
