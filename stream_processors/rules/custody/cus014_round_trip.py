"""A lot that comes back to an earlier owner within months comes back at the price it was sold for.

One 3.27 ct stone sold for $1,098,802 came back at $183,087 three weeks later and left again at a higher price: loans
were drawn on the invoices. A refund of the same sum is no round trip, nor one less a small fee by the buyer itself. A
name in another spelling is the same party.
"""

from __future__ import annotations

from datetime import timedelta

from schemas.events import OwnershipTransferred
from schemas.measures import dollars_text
from schemas.reference.settings import DAYS, PER_MILLE, Setting, amount_text
from stream_processors.rules.base import ALWAYS, Breach, LotCase, Rule
from stream_processors.rules.parties import same_party
from stream_processors.rules.words import days_text, share_text

WINDOW = Setting("CUS014", "window", 90, DAYS, "a return so long after the sale is none; of where the sale is")
OTHER = Setting("CUS014", "other_price", 10, PER_MILLE, "prices may differ by this much; of where the sale is")
FEE = Setting("CUS014", "fee", 50, PER_MILLE, "a buyer that returns goods may lose this much; of where the sale is")


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
    if before is None or now == before:
        return None
    window, other = timedelta(days=case.setting(WINDOW)), case.setting(OTHER)
    if away > window or abs(now - before) * 1000 <= before * other:
        return None
    given_back = place == len(owners) - 2 and same_party(sale.owner, body.seller)
    if given_back and now < before and (before - now) * 1000 <= before * case.setting(FEE):
        return None
    share = f", {share_text(now, before)} of that" if before else ""
    was = "sold" if sale.value_cents is not None else "bought"
    return Breach(
        got=f"{body.buyer}, who {was} it for {dollars_text(before)}, buys it back from {body.seller} for "
        f"{dollars_text(now)}{share}, {days_text(away)} after its sale",
        expected=f"no return within {days_text(window)}, or one at {dollars_text(before)}, give or take "
        f"{amount_text(other, PER_MILLE)}",
        evidence=(owners[place].event_id, sale.event_id),
    )


RULE = Rule(
    code="CUS014",
    title="A lot does not come back to an earlier owner at another price",
    citation="Round-tripping as found in the Firestar bankruptcy [fs1]; window and tolerance proposed [project]",
    in_force_from=ALWAYS,
    settings=(WINDOW, OTHER, FEE),
    version=2,
    case=LotCase,
    bodies=(OwnershipTransferred,),
    check=_check,
)
