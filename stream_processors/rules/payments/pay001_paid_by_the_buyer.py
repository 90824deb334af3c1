"""The buyer pays the seller: no third party pays or is paid.

A payment by, or to, somebody who is no side of the sale is a known sign of laundering. Only documents of the kind
``payment`` show it; sales without one are left alone. Banks write names in capitals: these and spaces do not count, but
a legal form does, for a sister firm is somebody else.
"""

from __future__ import annotations

from schemas.documents import PAYMENT, documents_of, stated
from schemas.events import OwnershipTransferred
from stream_processors.rules.base import ALWAYS, Breach, LotCase, Rule


def _check(case: LotCase) -> Breach | None:
    body = case.event.body
    if not isinstance(body, OwnershipTransferred):
        return None
    for document in documents_of(case.event.evidence, PAYMENT):
        said = stated(document)
        payer, payee = said.get("payer", body.buyer), said.get("payee", body.seller)
        if _plain(payer) != _plain(body.buyer) or _plain(payee) != _plain(body.seller):
            return Breach(
                got=f"invoice {body.invoice} was paid by {payer} to {payee}",
                expected=f"a payment by the buyer {body.buyer} to the seller {body.seller}",
            )
    return None


def _plain(name: str) -> str:
    return "".join(name.casefold().split())


RULE = Rule(
    code="PAY001",
    title="The buyer pays, and the seller is paid",
    citation=(
        "KPCS core document, Annex II, recommendation 7: payments through banks, with verifiable papers [eu_a2]; "
        "third-party payment as a sign of laundering, kind of evidence by convention [project]"
    ),
    in_force_from=ALWAYS,
    version=2,
    parameters={"kind of evidence": "payment, as payer=PARTY; payee=PARTY (convention of this project)"},
    case=LotCase,
    bodies=(OwnershipTransferred,),
    check=_check,
)
