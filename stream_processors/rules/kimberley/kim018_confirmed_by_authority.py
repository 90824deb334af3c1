"""The receipt of a shipment is confirmed by an authority of the participant it went to.

A confirmation that the exporter writes itself, or an authority of another country, closes a phantom export. In the
United States the importer reports receipt. An authority that the register does not know is taken at its word. Customs
look into the parcels, and may report for the authority: an office of the participant that the register knows as neither
an authority nor a part of the trade is for a person to look at.
"""

from __future__ import annotations

from schemas.events import ImportConfirmed
from schemas.findings import Severity
from schemas.reference.dates import KPCS_EFFECTIVE
from stream_processors.rules.base import Breach, CertificateCase, Rule
from stream_processors.rules.borders import territory
from stream_processors.rules.certificates import is_authority_of
from stream_processors.rules.parties import same_party

IMPORTER_REPORTS = "US"

OFFICE = "other"
"""The role of those who are neither an authority nor a part of the trade."""


def _check(case: CertificateCase) -> Breach | None:
    event, body, known = case.event, case.event.body, case.state.current
    if not isinstance(body, ImportConfirmed):
        return None
    day, office = event.local_day, None
    country = known.destination if known is not None else event.place.country
    participant = territory(country, day, case.reference) if country else None
    for voice in (body.authority, event.emitter):
        if participant == IMPORTER_REPORTS and same_party(voice, body.importer):
            continue
        party = case.reference.party(voice, day)
        trader = same_party(voice, body.exporter) or same_party(voice, body.importer)
        home = territory(party.country, day, case.reference) if party else None
        known_as_other = party is not None and not is_authority_of(
            voice, participant or home or "", day, case.reference
        )
        if not trader and party is not None and party.role == OFFICE and home == (participant or home):
            office = office or _breach(case, body, voice, participant, Severity.NOTICE)
        elif trader or known_as_other or (party is None and not same_party(voice, body.authority)):
            return _breach(case, body, voice, participant, None)
    return office


def _breach(
    case: CertificateCase, body: ImportConfirmed, voice: str, participant: str | None, severity: Severity | None
) -> Breach:
    known = case.state.current
    country = known.destination if known is not None else case.event.place.country
    return Breach(
        got=f"receipt of shipment {body.shipment_id} confirmed by {voice}" + _role(body, voice),
        expected=f"an authority of {participant or 'the importing participant'}"
        + case.reference.membership.mark(country),
        severity=severity,
        evidence=(case.state.current_event,),
    )


def _role(body: ImportConfirmed, voice: str) -> str:
    if same_party(voice, body.exporter):
        return ", its exporter"
    return ", its importer" if same_party(voice, body.importer) else ""


RULE = Rule(
    code="KIM018",
    title="The receipt of a shipment is confirmed by the importing authority",
    citation="KPCS core document, Section III(b): confirmation to the exporting authority [ukann]; Annex I B(3): "
    "authentication by the importing authority [eu_a1]; by the importer in the United States [us15]",
    in_force_from=KPCS_EFFECTIVE.day,
    version=2,
    case=CertificateCase,
    bodies=(ImportConfirmed,),
    check=_check,
)
