"""The fold: state before, plus one event, gives state after. Pure; it never judges, and never refuses an event."""

from __future__ import annotations

from dataclasses import replace
from typing import assert_never

from schemas.documents import REFUSED_DELIVERY, TECHNICAL_CERTIFICATE, has_document
from schemas.events import (
    CertificateAmended,
    CertificateCancelled,
    CertificateIssued,
    CustodyEvent,
    CustodyReceived,
    CustodyReleased,
    ExaminationKind,
    ImportConfirmed,
    LotExamined,
    LotLine,
    LotRegistered,
    LotRetired,
    LotSealed,
    LotsTransformed,
    OwnershipTransferred,
    RetirementReason,
    SealInspected,
    ShipmentExported,
    ShipmentImported,
)
from schemas.measures import weights_agree
from schemas.routing import Role
from stream_processors.custody.state import (
    CertificateState,
    Confirmed,
    EarlySeal,
    Fix,
    LotState,
    Movement,
    Obligation,
    Ownership,
    Receipt,
    Sealing,
    Shipped,
    Sighting,
    changed,
)

RECEIPT = "receipt"
"""An obligation of this kind awaits the receipt of a handover."""

IMPORT = "import"
"""An obligation of this kind awaits the import of a shipment that was exported."""

CONFIRMATION = "confirmation"
"""An obligation of this kind awaits the confirmation of an import."""

NOTHING = "nothing"
"""An obligation of this kind awaits nothing more: the goods came back."""

SCANS = (
    LotRegistered, CustodyReleased, CustodyReceived, LotsTransformed, LotSealed, SealInspected, LotExamined, LotRetired,
)  # fmt: skip
"""What is done with a lot in hands; shipments and sales are written down at a desk."""

FOUND_AGAIN = frozenset({RetirementReason.LOST, RetirementReason.STOLEN})
"""Ends after which a lot may turn up again."""

RUSSIA = "RU"
"""The country of which the laws on sanctions ask since when a lot has been outside it."""


def fold_lot(state: LotState, event: CustodyEvent, role: Role, line: LotLine | None) -> LotState:
    """The lot after ``event``. Facts of a line become the lot's where the event is entitled to state them."""
    if state.missing:  # and found again
        state = changed(state, end=None, missing=False)
    after = _after(state, event, role, line)
    place = event.place
    if place.latitude is None or place.longitude is None or not isinstance(event.body, SCANS):
        return after
    return changed(after, fix=Fix((place.latitude, place.longitude), event.occurred_at, event.event_id))


def _after(state: LotState, event: CustodyEvent, role: Role, line: LotLine | None) -> LotState:
    body = event.body
    match body:
        case CustodyReleased():
            return _released(state, event, body, line)
        case CustodyReceived():
            return _received(state, event, body, line)
        case LotsTransformed():
            if role is Role.OUTPUT:
                return _born(state, event, body.operator, None, line)
            return changed(state, end=state.end or event.event_id, consumed=True)
        case LotRegistered():
            return _born(state, event, body.custodian, body.owner, line)
        case OwnershipTransferred():
            value = line.value_cents if line else None
            sale = Ownership(body.buyer, event.occurred_at, value, event.event_id)
            return changed(state, owners=(*(state.owners or _first_owner(body.seller, event)), sale))
        case ShipmentExported():
            state = _watched(state, body.from_country, event)
            return _sent(state, event, body, line)
        case ShipmentImported():
            arrived = state.sealing and state.sealing._replace(arrived=True)
            return changed(_seen_in(state, body.to_country, event), cleared_to=None, sealing=arrived)
        case LotRetired():
            missing = state.end is None and body.reason in FOUND_AGAIN
            return changed(state, end=state.end or event.event_id, missing=missing, obligations=())
        case LotSealed() | SealInspected() | LotExamined():
            return _looked_after(state, event, body)
        case CertificateIssued() | CertificateAmended() | CertificateCancelled() | ImportConfirmed():
            return state  # these have no lots; routing never brings them here
        case _ as unreachable:
            assert_never(unreachable)


def _sent(state: LotState, event: CustodyEvent, body: ShipmentExported, line: LotLine | None) -> LotState:
    return changed(
        state,
        cleared_to=body.to_country,
        cleared_event=event.event_id,
        sealing=Sealing(body.shipment_id, body.to_country, body.seals, event.event_id),
        shipped=Shipped(body.shipment_id, line.hs_code, event.event_id) if line else state.shipped,
    )


def _first_owner(seller: str, event: CustodyEvent) -> tuple[Ownership, ...]:
    return (Ownership(seller, event.occurred_at, None, event.event_id),)


def _looked_after(state: LotState, event: CustodyEvent, body: LotSealed | SealInspected | LotExamined) -> LotState:
    """A seal that is put on during a journey belongs to it, where the others are known."""
    if isinstance(body, LotSealed) and state.birth is None and state.early_seal is None:
        state = changed(state, early_seal=EarlySeal(body.seal_id, event.occurred_at, event.event_id))
    if isinstance(body, LotExamined) and body.kind is ExaminationKind.SCREENING:
        return changed(state, screened=event.event_id)
    if not isinstance(body, LotSealed) or state.sealing is None or not state.sealing.seals:
        return state
    return changed(state, sealing=state.sealing._replace(seals=(*state.sealing.seals, body.seal_id)))


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
        baseline=line.carats,
        stones=line.stones,
        form=line.form,
        origins=line.origins,
        species=line.species,
        facts_event=event.event_id,
        country=event.place.country,
        country_event=event.event_id,
        owners=owners,
        receipts=state.receipts,
        taken_back=state.taken_back,
        obligations=state.obligations,
        born_in=event.place.country,
        in_russia=state.in_russia,
        out_of_russia=state.out_of_russia,
        sealing=state.sealing,
        early_seal=state.early_seal,
        fix=state.fix,
        shipped=state.shipped,
        screened=state.screened,
    )


def _released(state: LotState, event: CustodyEvent, body: CustodyReleased, line: LotLine | None) -> LotState:
    carats = line.carats if line else state.carats
    opened = Obligation(
        RECEIPT, event.event_id, event.occurred_at, body.from_party, body.to_party, body.handover_id, carats,
        event.place.country,
    )  # fmt: skip
    if state.obligations and has_document(event.evidence, REFUSED_DELIVERY):
        state = _taken_back(state, event, body.from_party)
    return changed(
        _seen_in(state, event.place.country, event),
        obligations=(*state.obligations, opened),
        baseline=_baseline(state, carats, state.carats),
    )


def _taken_back(state: LotState, event: CustodyEvent, sender: str) -> LotState:
    """What ``sender`` had handed over came back without a receipt: it was refused."""
    returned = tuple(Receipt(o.reference, event.event_id) for o in state.obligations if o.creditor == sender)
    kept = tuple(o for o in state.obligations if o.creditor != sender)
    return changed(state, obligations=kept, taken_back=(*state.taken_back, *returned))


def _baseline(state: LotState, weight: int, before: int) -> int:
    """A difference that is a finding of its own is not added up with the small ones."""
    return state.baseline if weights_agree(weight, before) else weight


def _seen_in(state: LotState, country: str | None, event: CustodyEvent) -> LotState:
    if country is None:
        return state
    state = _watched(state, country, event)
    if country == state.cleared_to:
        state = changed(state, cleared_to=None)
    return state if country == state.country else changed(state, country=country, country_event=event.event_id)


def _watched(state: LotState, country: str | None, event: CustodyEvent) -> LotState:
    """Note the last time in Russia, and the first time elsewhere after it."""
    if country == RUSSIA:
        return changed(state, in_russia=Sighting(event.local_day, event.event_id), out_of_russia=None)
    if state.out_of_russia is not None or country is None:
        return state
    return changed(state, out_of_russia=Sighting(event.local_day, event.event_id))


def _received(state: LotState, event: CustodyEvent, body: CustodyReceived, line: LotLine | None) -> LotState:
    """The receipt answers its handover, and every earlier one to the party it comes from: that party had the lot."""
    kept = tuple(o for o in state.obligations if o.reference != body.handover_id and o.debtor != body.from_party)
    sent = next((o.carats for o in state.obligations if o.reference == body.handover_id), None)
    weight = line.carats if line else state.carats
    return changed(
        _seen_in(state, event.place.country, event),
        custodian=body.to_party,
        custody_event=event.event_id,
        carats=weight,
        baseline=state.baseline if sent is None else _baseline(state, weight, sent),
        facts_event=event.event_id,
        receipts=(*state.receipts, Receipt(body.handover_id, event.event_id)),
        obligations=kept,
        sealing=state.sealing if _under_way(state.sealing, event.place.country) else None,
    )


def _under_way(sealing: Sealing | None, country: str | None) -> bool:
    """Whether goods that a carrier takes over in a third country stay sealed until they arrive."""
    return sealing is not None and not sealing.arrived and country not in {None, sealing.to_country}


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
            confirmed = Confirmed(body.shipment_id, body.importer, event.event_id)
            return state._replace(confirmed=(*state.confirmed, confirmed), obligations=kept)
    return state


def _came_back(state: CertificateState) -> CertificateState:
    """The importing authority refused the goods and sent them back: nobody will confirm their receipt."""
    return state._replace(obligations=tuple(replace(open_, awaits=NOTHING) for open_ in state.obligations))


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
    return replace(open_, since=event.occurred_at) if open_.awaits == CONFIRMATION else open_


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
