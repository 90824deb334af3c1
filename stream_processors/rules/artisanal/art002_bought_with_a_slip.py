"""What an artisan sells is bought with a purchase slip that names the artisan's own permit.

In the Central African Republic both sides keep the slip, so a sale without one leaves no trace of who found the stone,
and one that names no permit is for a person to look at. A slip that names a permit of somebody else, or one that has
ended, is wrong anywhere. Where a sale does not say its place, the seller's country counts.
"""

from __future__ import annotations

from schemas.documents import PURCHASE_SLIP, documents_of, stated
from schemas.events import OwnershipTransferred
from schemas.findings import Severity
from schemas.reference.licences import PRODUCING
from stream_processors.rules.base import ALWAYS, Breach, LotCase, Rule
from stream_processors.rules.borders import is_rough
from stream_processors.rules.licensing import licences_text, valid_among
from stream_processors.rules.words import count_text

SLIP_REQUIRED = frozenset({"CF"})
"""Countries whose law asks for the slip."""


def _check(case: LotCase) -> Breach | None:
    body = case.event.body
    if not isinstance(body, OwnershipTransferred):
        return None
    country = case.event.place.country or _home(case, body.seller)
    slips = documents_of(case.event.evidence, PURCHASE_SLIP)
    if not slips:
        if country not in SLIP_REQUIRED:
            return None
        return Breach(
            got=f"{body.seller}, who digs, sold to {body.buyer} in {country} without a purchase slip",
            expected="evidence of the kind 'purchase slip' that names number, permit and carats",
        )
    for slip in slips:
        permit = stated(slip).get("permit", "")
        known = case.reference.licences.numbered(permit, country) if permit else ()
        own = [row for row in known if row.holder in (body.seller, case.event.emitter) and row.kind in PRODUCING]
        if known and valid_among(own, case.event.local_day) is None:
            return Breach(
                got=f"a purchase slip of {case.event.local_day} names permit {permit}; in the register: "
                f"{licences_text(known)}",
                expected=f"a permit of {body.seller} that is valid on that day",
            )
    if country in SLIP_REQUIRED and not any("permit" in stated(slip) for slip in slips):
        return Breach(
            got=f"{count_text(len(slips), 'purchase slip')} of {body.seller} without a permit",
            expected="a slip that states slip=NUMBER; permit=NUMBER; carats=WEIGHT",
            severity=Severity.NOTICE,
        )
    return None


def _home(case: LotCase, seller: str) -> str | None:
    known = case.reference.party(seller, case.event.local_day)
    return known.country if known else None


def _applies(case: LotCase) -> bool:
    body = case.event.body
    if not isinstance(body, OwnershipTransferred) or case.line is None or not is_rough(case.line):
        return False
    seller = case.reference.party(body.seller, case.event.local_day)
    return seller is not None and seller.role == "digger"


RULE = Rule(
    code="ART002",
    title="What an artisan sells is bought with a purchase slip",
    citation="Central African Republic: purchase slip (bordereau d'achat) of the first buyer, kept by both [car_ch]",
    in_force_from=ALWAYS,
    version=2,
    parameters={"slip required in": "CF; elsewhere a slip is read where one is shown"},
    case=LotCase,
    bodies=(OwnershipTransferred,),
    check=_check,
    applies=_applies,
)
