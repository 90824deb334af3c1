"""What was paid is what was invoiced, within a tenth.

An invoice that is paid with far more moves money, or hides a price; one of which far less was paid so far is a notice,
for instalments may follow. The sum of an invoice and what was paid for it stand in documents of the kind ``payment``;
several of one sale are taken together, as instalments. Where none of them gives the sum of the invoice, the sale's own
value counts, if each of its lines states one. A sum that cannot be read is for a person to read, and so is the rest
then.
"""

from __future__ import annotations

from schemas.documents import PAYMENT, documents_of, stated, whole_amount
from schemas.events import OwnershipTransferred
from schemas.findings import Severity
from schemas.measures import dollars_text
from schemas.reference.settings import PER_MILLE, Setting
from stream_processors.rules.base import ALWAYS, Breach, LotCase, Rule
from stream_processors.rules.words import names_text

_SUMS = ("paid_usd", "invoiced_usd")

SHARE = Setting(
    "PAY002",
    "difference",
    100,
    PER_MILLE,
    "what was paid may differ from the invoice by this much; of where the sale is",
)


def _check(case: LotCase) -> Breach | None:
    body = case.event.body
    if not isinstance(body, OwnershipTransferred):
        return None
    documents = documents_of(case.event.evidence, PAYMENT)
    if not documents:
        return None
    said = [stated(document) for document in documents]
    paid = [cents for one in said if (cents := whole_amount(one.get("paid_usd"), 2)) is not None]
    invoiced = [cents for one in said if (cents := whole_amount(one.get("invoiced_usd"), 2)) is not None]
    unread = [one[name] for one in said for name in _SUMS if name in one and whole_amount(one[name], 2) is None]
    if unread:
        return Breach(
            got=f"payments of invoice {body.invoice} with sums that cannot be read: {names_text(unread)}",
            expected="US dollars with a point and at most two decimals, as paid_usd=1250.00",
            severity=Severity.NOTICE,
        )
    total, invoice = sum(paid), max(invoiced) if invoiced else _value(body)
    if not paid or invoice is None or total == invoice:
        return None
    share = case.setting(SHARE)
    if abs(total - invoice) * 1000 <= invoice * share:
        return None
    return Breach(
        got=f"{dollars_text(total)} paid for invoice {body.invoice} of {dollars_text(invoice)}"
        + ("" if invoiced else ", as the lots say"),
        expected=f"a difference of at most {SHARE.told(share)}",
        severity=None if total > invoice else Severity.NOTICE,
    )


def _value(body: OwnershipTransferred) -> int | None:
    """What the lots of a sale are worth by its lines; None where one of them states nothing."""
    values = [line.value_cents for line in body.lines if line.value_cents]
    return sum(values) if len(values) == len(body.lines) else None


RULE = Rule(
    code="PAY002",
    title="What was paid is what was invoiced",
    citation=(
        "KPCS core document, Annex II, recommendation 7: payments through banks, with verifiable papers [eu_a2]; share "
        "and kind of evidence proposed [project]"
    ),
    in_force_from=ALWAYS,
    version=2,
    settings=(SHARE,),
    parameters={
        "kind of evidence": "payment, as paid_usd=AMOUNT; invoiced_usd=AMOUNT (convention of this project)",
    },
    case=LotCase,
    bodies=(OwnershipTransferred,),
    check=_check,
)
