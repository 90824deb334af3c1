"""A shipment comes in once: whoever reports its import reports the same goods.

KIM007 finds a certificate that is used for another shipment. Goods that are brought in under the number of a shipment
that has already come in would pass there as a second report of it, so the weights of the reports are compared. A
shipment may come in parts, as long as they stay within what was certified or exported together.
"""

from __future__ import annotations

from schemas.events import ShipmentImported
from schemas.measures import carats_text
from schemas.reference.dates import KPCS_EFFECTIVE
from stream_processors.custody.certificate_fold import is_return
from stream_processors.rules.base import Breach, CertificateCase, Rule
from stream_processors.rules.tolerances import tolerance

WEIGHT = tolerance("KIM016", 50, "the country of import")


def _check(case: CertificateCase) -> Breach | None:
    body, imports = case.event.body, case.state.imports
    if not isinstance(body, ShipmentImported) or not imports or is_return(case.state, case.event):
        return None
    use = (body.shipment_id, body.to_country, body.importer)
    if any((other.shipment_id, other.country, other.importer) != use for other in imports):
        return None  # a second use of the certificate: KIM007
    limit = _limit(case, body.shipment_id)
    parts: list[int] = []
    for carats in [movement.carats for movement in imports]:
        if not _known(case, carats, parts) and _fits(case, carats, parts, limit):
            parts.append(carats)
    if _known(case, body.carats, parts) or _fits(case, body.carats, parts, limit):
        return None
    first, whole = imports[0], carats_text(sum(parts))
    return Breach(
        got=f"{carats_text(body.carats)} imported as shipment {body.shipment_id}",
        expected=f"the {whole} that were imported as this shipment on {first.day}"
        if len(parts) == 1
        else f"no more than the {carats_text(limit)} of this shipment, of which {whole} came in since {first.day}",
        evidence=tuple(movement.event_id for movement in imports),
    )


def _known(case: CertificateCase, carats: int, parts: list[int]) -> bool:
    """Whether a part of this weight came in before: then this is another report of it."""
    country = case.state.imports[0].country
    return any(abs(carats - part) <= WEIGHT.of(case, part, country) for part in parts)


def _fits(case: CertificateCase, carats: int, parts: list[int], limit: int) -> bool:
    """Whether it is the first part, or one more that stays within the whole."""
    return not parts or sum(parts) + carats <= limit + WEIGHT.of(case, limit, case.state.imports[0].country)


def _limit(case: CertificateCase, shipment_id: str) -> int:
    """The weight of the whole shipment: as certified, or as exported; 0 where neither is known."""
    if case.state.current is not None:
        return case.state.current.carats
    return max((movement.carats for movement in case.state.exports if movement.shipment_id == shipment_id), default=0)


RULE = Rule(
    code="KIM016",
    title="A shipment is imported once",
    citation="KPCS core document, Section II(a): a certificate for each shipment [ukann]; tolerance proposed [project]",
    in_force_from=KPCS_EFFECTIVE.day,
    version=2,
    blocking=True,
    settings=WEIGHT,
    case=CertificateCase,
    bodies=(ShipmentImported,),
    check=_check,
)
