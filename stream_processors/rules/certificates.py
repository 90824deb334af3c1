"""What rules about certificates have in common: which content an event states, and the number without its prefix."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from functools import lru_cache

from schemas.events import Certificate, CertificateAmended, CertificateIssued, ShipmentImported
from schemas.reference.model import Party, Reference
from schemas.routing import certificate_subject
from stream_processors.rules.base import CertificateCase
from stream_processors.rules.borders import same_territory
from stream_processors.rules.parties import same_party


def stated(case: CertificateCase) -> Certificate | None:
    """The content an event is the first to state: at issue, by amendment, or shown at import while no issue is known.

    So a defect is found once, where it began; what is shown beside a known issue is compared with that.
    """
    body = case.event.body
    if isinstance(body, CertificateIssued | CertificateAmended):
        return body.certificate
    if isinstance(body, ShipmentImported) and case.state.current is None:
        return body.presented
    return None


def bare_number(certificate: Certificate) -> str:
    """The number without participant code, spaces and hyphens: ``004911`` of ``SL 004911``."""
    return certificate_subject(certificate).rsplit(":", 1)[1]


def serial(certificate: Certificate) -> int | None:
    """The number as a serial; None where it is not made of digits."""
    number = bare_number(certificate)
    return int(number) if number.isascii() and number.isdigit() else None


def rows_of(certificate: Certificate) -> dict[str, tuple[int, int]]:
    """Weight and value of each HS code; several rows of one code count together."""
    rows: dict[str, tuple[int, int]] = {}
    for row in certificate.hs_rows:
        carats, value = rows.get(row.hs_code, (0, 0))
        rows[row.hs_code] = (carats + row.carats, value + row.value_cents)
    return rows


def is_authority_of(party_id: str, participant: str, day: date, reference: Reference) -> bool:
    """Whether the register knows ``party_id`` as an authority in the territory of ``participant``."""
    party = reference.party(party_id, day)
    if party is None or party.role != "authority":
        return False
    return same_territory(party.country, participant, day, reference)


def authorities_of(participant: str, day: date, reference: Reference) -> tuple[Party, ...]:
    """The authorities that the register knows on ``day`` in the territory of ``participant``, by id."""
    ids = (one for one in _authorities(reference) if is_authority_of(one, participant, day, reference))
    return tuple(party for party in (reference.party(one, day) for one in ids) if party is not None)


def reporting(authorities: Sequence[Party], day: date) -> tuple[Party, ...]:
    """Those of ``authorities`` that are connected, and registered on ``day``: they report what they issue."""
    return tuple(party for party in authorities if party.connected and party.valid_on(day))


def written_as(name: str, authorities: Sequence[Party]) -> Party | None:
    """The first of ``authorities`` whose id or name this is, written otherwise; None if there is none."""
    return next((one for one in authorities if same_party(name, one.party_id) or same_party(name, one.name)), None)


@lru_cache(maxsize=8)
def _authorities(reference: Reference) -> tuple[str, ...]:
    """Whoever is or was an authority in the register; looked for once in each state of the reference data."""
    ids = sorted({*reference.parties, *reference.party_versions})
    return tuple(one for one in ids if any(row.role == "authority" for row in reference.versions_of(one)))
