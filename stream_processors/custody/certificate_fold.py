"""The fold of certificates: state before, plus one event, gives state after. Pure, as that of lots (``fold``)."""

from __future__ import annotations

from schemas.documents import TECHNICAL_CERTIFICATE, has_document
from schemas.events import (
    CertificateAmended,
    CertificateCancelled,
    CertificateIssued,
    CustodyEvent,
    ImportConfirmed,
    ShipmentExported,
    ShipmentImported,
)
from stream_processors.custody.state import (
    CONFIRMATION,
    IMPORT,
    NOTHING,
    CertificateState,
    Confirmed,
    Movement,
    Obligation,
)


def fold_certificate(state: CertificateState, event: CustodyEvent) -> CertificateState:
    """The certificate after ``event``."""
    body = event.body
    match body:
        case CertificateIssued():
            if state.issued is not None and state.cancelled_on is None:
                return state
            return state._replace(
                issued=body.certificate,
                issue_event=event.event_id,
                issue_recorded=event.recorded_at,
                current=body.certificate,
                current_event=event.event_id,
                cancelled_on=None,
                cancel_event=None,
            )
        case CertificateAmended():
            return state._replace(current=body.certificate, current_event=event.event_id)
        case CertificateCancelled():
            if has_document(event.evidence, TECHNICAL_CERTIFICATE):
                state = _came_back(state)
            return state._replace(cancelled_on=event.local_day, cancel_event=event.event_id)
        case ShipmentExported():
            return _exported(state, event, body)
        case ShipmentImported():
            return _imported(state, event, body)
        case ImportConfirmed():
            kept = tuple(open_ for open_ in state.obligations if open_.reference != body.shipment_id)
            confirmed = Confirmed(body.shipment_id, body.importer, event.event_id, body.carats)
            return state._replace(confirmed=(*state.confirmed, confirmed), obligations=kept)
    return state


def _came_back(state: CertificateState) -> CertificateState:
    """The importing authority refused the goods and sent them back: nobody will confirm their receipt."""
    return state._replace(obligations=tuple(open_._replace(awaits=NOTHING) for open_ in state.obligations))


def is_return(state: CertificateState, event: CustodyEvent) -> bool:
    """Whether a shipment that was exported under the certificate goes back, refused, under a technical certificate."""
    body = event.body
    if not isinstance(body, ShipmentExported | ShipmentImported):
        return False
    if not has_document(event.evidence, TECHNICAL_CERTIFICATE):
        return False
    return any((m.shipment_id, m.country) == (body.shipment_id, body.to_country) for m in state.exports)


def _exported(state: CertificateState, event: CustodyEvent, body: ShipmentExported) -> CertificateState:
    if is_return(state, event):
        return _came_back(state)
    movement = _movement(event, body, body.from_country)
    obligations = _awaiting(state, event, body, CONFIRMATION)
    if all(entry.shipment_id != body.shipment_id for entry in state.imports):
        obligations = _awaiting(state._replace(obligations=obligations), event, body, IMPORT)
    return state._replace(exports=(*state.exports, movement), obligations=obligations)


def _imported(state: CertificateState, event: CustodyEvent, body: ShipmentImported) -> CertificateState:
    if is_return(state, event):
        return _came_back(state)
    movement = _movement(event, body, body.to_country)
    awaited = _awaiting(state, event, body, CONFIRMATION)
    kept = tuple(o for o in awaited if o.awaits != IMPORT or o.reference != body.shipment_id)
    if all(entry.shipment_id != body.shipment_id for entry in state.imports):
        kept = tuple(_from_arrival(o, event) if o.reference == body.shipment_id else o for o in kept)
    return state._replace(imports=(*state.imports, movement), obligations=kept)


def _from_arrival(open_: Obligation, event: CustodyEvent) -> Obligation:
    """Receipt cannot be confirmed before the goods are there: the days count from the first import."""
    return open_._replace(since=event.occurred_at) if open_.awaits == CONFIRMATION else open_


def _movement(event: CustodyEvent, body: ShipmentExported | ShipmentImported, country: str) -> Movement:
    return Movement(
        body.shipment_id,
        event.event_id,
        event.local_day,
        country,
        body.importer,
        body.carats,
        event.occurred_at,
    )


def _awaiting(
    state: CertificateState, event: CustodyEvent, body: ShipmentExported | ShipmentImported, awaits: str
) -> tuple[Obligation, ...]:
    """Import and confirmation are due once per shipment."""
    for open_ in state.obligations:
        if open_.reference == body.shipment_id and open_.awaits in {awaits, NOTHING}:
            return state.obligations
    if any(confirmed.shipment_id == body.shipment_id for confirmed in state.confirmed):
        return state.obligations
    opened = Obligation(
        awaits,
        event.event_id,
        event.occurred_at,
        body.exporter,
        body.importer,
        body.shipment_id,
        body.carats,
        body.to_country,
    )
    return (*state.obligations, opened)
