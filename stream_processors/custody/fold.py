"""The fold: state before, plus one event, gives state after. Pure; it never judges, and never refuses an event."""

from __future__ import annotations

from typing import assert_never

from schemas.events import (
    CertificateAmended,
    CertificateCancelled,
    CertificateIssued,
    CustodyEvent,
    CustodyReceived,
    CustodyReleased,
    ImportConfirmed,
    LotExamined,
    LotLine,
    LotRegistered,
    LotRetired,
    LotSealed,
    LotsTransformed,
    OwnershipTransferred,
    SealInspected,
    ShipmentExported,
    ShipmentImported,
)
from schemas.routing import Role
from stream_processors.custody.state import (
    CertificateState,
    LotState,
    Movement,
    Obligation,
    Ownership,
    Receipt,
    Sealing,
    Sighting,
)

RECEIPT = "receipt"
"""An obligation of this kind awaits the receipt of a handover."""

CONFIRMATION = "confirmation"
"""An obligation of this kind awaits the confirmation of an import."""

RUSSIA = "RU"
"""The country of which the laws on sanctions ask since when a lot has been outside it."""


def fold_lot(state: LotState, event: CustodyEvent, role: Role, line: LotLine | None) -> LotState:
    """The lot after ``event``. Facts of a line become the lot's where the event is entitled to state them."""
    body = event.body
    match body:
        case CustodyReleased():
            return _released(state, event, body, line)
        case CustodyReceived():
            return _received(state, event, body, line)
        case LotsTransformed():
            if role is Role.OUTPUT:
                return _born(state, event, body.operator, None, line)
            return state._replace(end=state.end or event.event_id, consumed=True)
        case LotRegistered():
            return _born(state, event, body.custodian, body.owner, line)
        case OwnershipTransferred():
            value = line.value_cents if line else None
            sale = Ownership(body.buyer, event.occurred_at, value, event.event_id)
            return state._replace(owners=(*(state.owners or _first_owner(body.seller, event)), sale))
        case ShipmentExported():
            state = _watched(state, body.from_country, event)
            sealing = Sealing(body.shipment_id, body.to_country, body.seals, event.event_id)
            return state._replace(cleared_to=body.to_country, cleared_event=event.event_id, sealing=sealing)
        case ShipmentImported():
            arrived = state.sealing and state.sealing._replace(arrived=True)
            return _seen_in(state, body.to_country, event)._replace(cleared_to=None, sealing=arrived)
        case LotRetired():
            return state._replace(end=state.end or event.event_id, obligations=())
        case LotSealed() | SealInspected() | LotExamined():
            return _looked_after(state, body)
        case CertificateIssued() | CertificateAmended() | CertificateCancelled() | ImportConfirmed():
            return state  # these have no lots; routing never brings them here
        case _ as unreachable:
            assert_never(unreachable)


def _first_owner(seller: str, event: CustodyEvent) -> tuple[Ownership, ...]:
    return (Ownership(seller, event.occurred_at, None, event.event_id),)


def _looked_after(state: LotState, body: LotSealed | SealInspected | LotExamined) -> LotState:
    """A seal that is put on during a journey belongs to it, where the others are known."""
    if not isinstance(body, LotSealed) or state.sealing is None or not state.sealing.seals:
        return state
    return state._replace(sealing=state.sealing._replace(seals=(*state.sealing.seals, body.seal_id)))


def _born(state: LotState, event: CustodyEvent, custodian: str, owner: str | None, line: LotLine | None) -> LotState:
    if line is None or state.birth is not None:
        return state
    owners = (Ownership(owner, event.occurred_at, line.value_cents, event.event_id),) if owner else state.owners
    state = _watched(state, event.place.country, event)
    return LotState(
        birth=event.event_id,
        end=state.end,
        consumed=state.consumed,
        custodian=custodian,
        custody_event=event.event_id,
        carats=line.carats,
        stones=line.stones,
        form=line.form,
        origins=line.origins,
        species=line.species,
        facts_event=event.event_id,
        country=event.place.country,
        country_event=event.event_id,
        owners=owners,
        receipts=state.receipts,
        obligations=state.obligations,
        born_in=event.place.country,
        in_russia=state.in_russia,
        out_of_russia=state.out_of_russia,
        sealing=state.sealing,
    )


def _released(state: LotState, event: CustodyEvent, body: CustodyReleased, line: LotLine | None) -> LotState:
    carats = line.carats if line else state.carats
    opened = Obligation(
        RECEIPT, event.event_id, event.occurred_at, body.from_party, body.to_party, body.handover_id, carats
    )
    return _seen_in(state, event.place.country, event)._replace(obligations=(*state.obligations, opened))


def _seen_in(state: LotState, country: str | None, event: CustodyEvent) -> LotState:
    if country is None:
        return state
    state = _watched(state, country, event)
    if country == state.cleared_to:
        state = state._replace(cleared_to=None)
    return state if country == state.country else state._replace(country=country, country_event=event.event_id)


def _watched(state: LotState, country: str | None, event: CustodyEvent) -> LotState:
    """Note the last time in Russia, and the first time elsewhere after it."""
    if country == RUSSIA:
        return state._replace(in_russia=Sighting(event.local_day, event.event_id), out_of_russia=None)
    if state.out_of_russia is not None or country is None:
        return state
    return state._replace(out_of_russia=Sighting(event.local_day, event.event_id))


def _received(state: LotState, event: CustodyEvent, body: CustodyReceived, line: LotLine | None) -> LotState:
    """The receipt answers its handover, and every earlier one to the party it comes from: that party had the lot."""
    kept = tuple(o for o in state.obligations if o.reference != body.handover_id and o.debtor != body.from_party)
    return _seen_in(state, event.place.country, event)._replace(
        custodian=body.to_party,
        custody_event=event.event_id,
        carats=line.carats if line else state.carats,
        facts_event=event.event_id,
        receipts=(*state.receipts, Receipt(body.handover_id, event.event_id)),
        obligations=kept,
        sealing=None,
    )


def fold_certificate(state: CertificateState, event: CustodyEvent) -> CertificateState:
    """The certificate after ``event``."""
    body = event.body
    match body:
        case CertificateIssued():
            if state.issued is not None:
                return state
            return state._replace(
                issued=body.certificate,
                issue_event=event.event_id,
                current=body.certificate,
                current_event=event.event_id,
            )
        case CertificateAmended():
            return state._replace(current=body.certificate, current_event=event.event_id)
        case CertificateCancelled():
            return state._replace(cancelled_on=event.local_day, cancel_event=event.event_id)
        case ShipmentExported():
            return _exported(state, event, body)
        case ShipmentImported():
            return _imported(state, event, body)
        case ImportConfirmed():
            kept = tuple(open_ for open_ in state.obligations if open_.reference != body.shipment_id)
            return state._replace(confirmed=(*state.confirmed, body.shipment_id), obligations=kept)
    return state


def _exported(state: CertificateState, event: CustodyEvent, body: ShipmentExported) -> CertificateState:
    movement = _movement(event, body, body.from_country)
    return state._replace(exports=(*state.exports, movement), obligations=_awaiting(state, event, body))


def _imported(state: CertificateState, event: CustodyEvent, body: ShipmentImported) -> CertificateState:
    movement = _movement(event, body, body.to_country)
    return state._replace(imports=(*state.imports, movement), obligations=_awaiting(state, event, body))


def _movement(event: CustodyEvent, body: ShipmentExported | ShipmentImported, country: str) -> Movement:
    return Movement(body.shipment_id, event.event_id, event.local_day, country, body.importer, body.carats)


def _awaiting(
    state: CertificateState, event: CustodyEvent, body: ShipmentExported | ShipmentImported
) -> tuple[Obligation, ...]:
    """A confirmation is due once per shipment, counted from the first crossing we know of."""
    known = body.shipment_id in state.confirmed or any(o.reference == body.shipment_id for o in state.obligations)
    if known:
        return state.obligations
    opened = Obligation(
        CONFIRMATION,
        event.event_id,
        event.occurred_at,
        body.exporter,
        body.importer,
        body.shipment_id,
        body.carats,
    )
    return (*state.obligations, opened)
