"""A lot that comes back to an earlier owner within 90 days comes back at the price it was sold for.

One 3.27 ct stone sold for $1,098,802 came back at $183,087 three weeks later and left again at a higher price: loans
were drawn on the invoices. A refund of the same sum is no round trip, nor one less a small fee by the buyer itself. A
name in another spelling is the same party.
"""

from __future__ import annotations

from datetime import timedelta

from schemas.events import OwnershipTransferred
from schemas.measures import dollars_text
from stream_processors.rules.base import ALWAYS, Breach, LotCase, Rule
from stream_processors.rules.parties import same_party
from stream_processors.rules.words import days_text, share_text

WINDOW = timedelta(days=90)
PER_CENT = 1
FEE_PER_CENT = 5
"""What a seller may keep of the price when the buyer gives the goods back."""


def _check(case: LotCase) -> Breach | None:
    body, line, owners = case.event.body, case.line, case.lot.owners
    if not isinstance(body, OwnershipTransferred) or line is None or line.value_cents is None:
        return None
    for place in range(len(owners) - 2, -1, -1):
        if same_party(owners[place].owner, body.buyer):
            break
    else:
        return None
    sale = owners[place + 1]
    before = sale.value_cents if sale.value_cents is not None else owners[place].value_cents
    away = case.event.occurred_at - sale.since
    now = line.value_cents
    if before is None or away > WINDOW or abs(now - before) * 100 <= before * PER_CENT:
        return None
    given_back = place == len(owners) - 2 and same_party(sale.owner, body.seller)
    if given_back and now < before and (before - now) * 100 <= before * FEE_PER_CENT:
        return None
    share = f", {share_text(now, before)} of that" if before else ""
    was = "sold" if sale.value_cents is not None else "bought"
    return Breach(
        got=f"{body.buyer}, who {was} it for {dollars_text(before)}, buys it back from {body.seller} for "
        f"{dollars_text(now)}{share}, {days_text(away)} after its sale",
        expected=f"no return within {WINDOW.days} days, or one at {dollars_text(before)}, give or take {PER_CENT} %",
        evidence=(owners[place].event_id, sale.event_id),
    )


RULE = Rule(
    code="CUS014",
    title="A lot does not come back to an earlier owner at another price",
    citation="Round-tripping as found in the Firestar bankruptcy [fs1]; window and tolerance proposed [project]",
    in_force_from=ALWAYS,
    parameters={
        "window": "90 days (proposed)",
        "other price": "more than 1 % (proposed)",
        "fee of a return by the buyer": "at most 5 % (proposed)",
    },
    version=2,
    case=LotCase,
    bodies=(OwnershipTransferred,),
    check=_check,
)
