"""The fold: state before, plus one event, gives state after. Pure; it never judges, and never refuses an event."""

from __future__ import annotations

from typing import assert_never

from schemas.documents import REFUSED_DELIVERY, has_document
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
    LOST,
    RECEIPT,
    EarlySeal,
    Facts,
    Fix,
    Look,
    LotState,
    Obligation,
    Ownership,
    Receipt,
    Sealing,
    Shipped,
    Sighting,
    changed,
)

SEAL = "seal"
"""What somebody looked at who inspected a seal; who examined a lot is told with the kind of examination."""

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
        state = changed(state, {"end": None, "missing": False})
    body, place = event.body, event.place
    facts: Facts = {}
    if isinstance(body, LotRegistered):
        state = _born(state, event, body.custodian, body.owner, line)
    elif role is Role.OUTPUT and isinstance(body, LotsTransformed):
        state = _born(state, event, body.operator, None, line)
    else:
        facts = _facts(state, event, line)
    if place.latitude is not None and place.longitude is not None and isinstance(body, SCANS):
        facts["fix"] = Fix((place.latitude, place.longitude), event.occurred_at, event.event_id)
    return changed(state, facts) if facts else state


def _facts(state: LotState, event: CustodyEvent, line: LotLine | None) -> Facts:
    """What ``event`` changes about a lot, beside births."""
    body = event.body
    match body:
        case CustodyReleased():
            return _released(state, event, body, line)
        case CustodyReceived():
            return _received(state, event, body, line)
        case LotsTransformed():
            return {"end": state.end or event.event_id, "consumed": True}
        case OwnershipTransferred():
            value = line.value_cents if line else None
            sale = Ownership(body.buyer, event.occurred_at, value, event.event_id)
            return {"owners": (*(state.owners or _first_owner(body.seller, event)), sale)}
        case ShipmentExported():
            return _sent(state, event, body, line)
        case ShipmentImported():
            arrived = state.sealing and state.sealing._replace(arrived=True)
            return {**_seen_in(state, body.to_country, event), "cleared_to": None, "sealing": arrived}
        case LotRetired():
            missing = state.end is None and body.reason in FOUND_AGAIN
            kept = tuple(o._replace(awaits=LOST) for o in state.obligations) if missing else ()
            return {"end": state.end or event.event_id, "missing": missing, "obligations": kept}
        case LotSealed():
            return _sealed(state, event, body)
        case SealInspected():
            return _looked_at(state, event, body.inspector, SEAL)
        case LotExamined():
            return _examined(state, event, body)
        case LotRegistered() | CertificateIssued() | CertificateAmended() | CertificateCancelled() | ImportConfirmed():
            return {}  # births are folded above, and certificates have no lots
        case _ as unreachable:
            assert_never(unreachable)


def _sent(state: LotState, event: CustodyEvent, body: ShipmentExported, line: LotLine | None) -> Facts:
    facts = _watched(state, body.from_country, event)
    facts["cleared_to"] = body.to_country
    facts["cleared_event"] = event.event_id
    facts["sealing"] = Sealing(body.shipment_id, body.to_country, body.seals, event.event_id)
    if line:
        facts["shipped"] = Shipped(body.shipment_id, line.hs_code, event.event_id)
    return facts


def _first_owner(seller: str, event: CustodyEvent) -> tuple[Ownership, ...]:
    return (Ownership(seller, event.occurred_at, None, event.event_id),)


def _sealed(state: LotState, event: CustodyEvent, body: LotSealed) -> Facts:
    """A seal that is put on during a journey belongs to it, where the others are known."""
    facts: Facts = {}
    if state.birth is None and state.early_seal is None:
        facts["early_seal"] = EarlySeal(body.seal_id, event.occurred_at, event.event_id)
    if state.sealing is not None and state.sealing.seals:
        facts["sealing"] = state.sealing._replace(seals=(*state.sealing.seals, body.seal_id))
    return facts


def _examined(state: LotState, event: CustodyEvent, body: LotExamined) -> Facts:
    facts = _looked_at(state, event, body.examiner, body.kind)
    if body.kind is ExaminationKind.SCREENING:
        facts["screened"] = event.event_id
    return facts


def _looked_at(state: LotState, event: CustodyEvent, party: str, what: str) -> Facts:
    """Who looks at sealed goods where they go to, before their import."""
    sealing = state.sealing
    if sealing is None or not sealing.seals or sealing.arrived or event.place.country != sealing.to_country:
        return {}
    look = Look(party, str(what), event.occurred_at, event.local_day, event.event_id)
    return {"sealing": sealing._replace(looks=(*sealing.looks, look))}


def _born(state: LotState, event: CustodyEvent, custodian: str, owner: str | None, line: LotLine | None) -> LotState:
    if line is None or state.birth is not None:
        return state
    owners = (Ownership(owner, event.occurred_at, line.value_cents, event.event_id),) if owner else state.owners
    watched = _watched(state, event.place.country, event)
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
        in_russia=watched.get("in_russia", state.in_russia),
        out_of_russia=watched.get("out_of_russia", state.out_of_russia),
        sealing=state.sealing,
        early_seal=state.early_seal,
        fix=state.fix,
        shipped=state.shipped,
        screened=state.screened,
    )


def _released(state: LotState, event: CustodyEvent, body: CustodyReleased, line: LotLine | None) -> Facts:
    carats = line.carats if line else state.carats
    opened = Obligation(
        RECEIPT, event.event_id, event.occurred_at, body.from_party, body.to_party, body.handover_id, carats,
        event.place.country,
    )  # fmt: skip
    facts = _seen_in(state, event.place.country, event)
    open_ = state.obligations
    if open_ and has_document(event.evidence, REFUSED_DELIVERY):
        returned = tuple(Receipt(o.reference, event.event_id) for o in open_ if o.creditor == body.from_party)
        facts["taken_back"] = (*state.taken_back, *returned)
        open_ = tuple(o for o in open_ if o.creditor != body.from_party)
    facts["obligations"] = (*(o for o in open_ if o.awaits != LOST), opened)
    facts["baseline"] = _baseline(state, carats, state.carats)
    return facts


def _baseline(state: LotState, weight: int, before: int) -> int:
    """A difference that is a finding of its own is not added up with the small ones."""
    return state.baseline if weights_agree(weight, before) else weight


def _seen_in(state: LotState, country: str | None, event: CustodyEvent) -> Facts:
    if country is None:
        return {}
    facts = _watched(state, country, event)
    if country == state.cleared_to:
        facts["cleared_to"] = None
    if country != state.country:
        facts["country"], facts["country_event"] = country, event.event_id
    return facts


def _watched(state: LotState, country: str | None, event: CustodyEvent) -> Facts:
    """Note the last time in Russia, and the first time elsewhere after it."""
    if country == RUSSIA:
        return {"in_russia": Sighting(event.local_day, event.event_id), "out_of_russia": None}
    if state.out_of_russia is not None or country is None:
        return {}
    return {"out_of_russia": Sighting(event.local_day, event.event_id)}


def _received(state: LotState, event: CustodyEvent, body: CustodyReceived, line: LotLine | None) -> Facts:
    """The receipt answers its handover, and every earlier one to the party it comes from: that party had the lot.

    Whoever receives or releases a lot that was lost has it: it will not arrive under the handover it was lost on.
    """
    handover, sender, sent = body.handover_id, body.from_party, None
    kept: list[Obligation] = []
    for open_ in state.obligations:
        if open_.reference == handover:
            sent = open_.carats if sent is None else sent
        elif open_.debtor != sender and open_.awaits != LOST:
            kept.append(open_)
    weight = line.carats if line else state.carats
    facts = _seen_in(state, event.place.country, event)
    facts["custodian"] = body.to_party
    facts["custody_event"] = facts["facts_event"] = event.event_id
    facts["carats"] = weight
    if sent is not None:
        facts["baseline"] = _baseline(state, weight, sent)
    facts["receipts"] = (*state.receipts, Receipt(handover, event.event_id))
    facts["obligations"] = tuple(kept)
    if state.sealing is not None and not _under_way(state.sealing, event.place.country):
        facts["sealing"] = None
    return facts


def _under_way(sealing: Sealing, country: str | None) -> bool:
    """Whether goods that a carrier takes over in a third country stay sealed until they arrive."""
    return not sealing.arrived and country not in {None, sealing.to_country}
