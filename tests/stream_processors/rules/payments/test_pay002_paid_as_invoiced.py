"""PAY002: what was paid is what was invoiced."""

from __future__ import annotations

import pytest

from schemas.events import CustodyEvent, Evidence
from schemas.findings import Severity
from stream_processors.rules.payments.pay002_paid_as_invoiced import RULE
from tests import build
from tests.stream_processors.rules.asking import only, said


def paid(*texts: str) -> CustodyEvent:
    """A sale with these payments."""
    return build.sold(evidence=tuple(Evidence("payment", text) for text in texts))


@pytest.mark.parametrize(
    ("amount", "severities"),
    [
        ("899.99", [Severity.NOTICE]),
        ("900.00", []),
        ("1000", []),
        ("1100.00", []),
        ("1100.01", [Severity.BREACH]),
    ],
)
def test_a_payment_may_differ_by_a_tenth_of_the_invoice_and_less_may_be_the_first_instalment(
    amount: str, severities: list[Severity]
) -> None:
    assert [v.severity for v in said(RULE, paid(f"paid_usd={amount}; invoiced_usd=1000.00"))] == severities


@pytest.mark.parametrize(
    ("amount", "severities"),
    [("89.99", [Severity.NOTICE]), ("90", []), ("110", []), ("110.01", [Severity.BREACH]), ("0", [Severity.NOTICE])],
)
def test_without_the_sum_of_the_invoice_the_value_of_the_lots_counts(amount: str, severities: list[Severity]) -> None:
    assert [v.severity for v in said(RULE, paid(f"paid_usd={amount}"))] == severities


def test_the_value_of_all_lots_counts_and_only_if_each_states_one() -> None:
    def sale(*values: int | None) -> CustodyEvent:
        lots = [build.line(f"L{n}", value_cents=value) for n, value in enumerate(values)]
        return build.sold(lots, evidence=(Evidence("payment", "paid_usd=300"),))

    verdicts = said(RULE, sale(10_000, 10_000))
    assert {v.got for v in verdicts} == {"US$300.00 paid for invoice INV-1 of US$200.00, as the lots say"}
    assert len(verdicts) == 2
    for other in (sale(10_000, 20_000), sale(10_000, None), sale(10_000, 0)):
        assert said(RULE, other) == []


def test_instalments_are_taken_together() -> None:
    assert said(RULE, paid("paid_usd=400; invoiced_usd=1000", "paid_usd=600; invoiced_usd=1000")) == []
    assert said(RULE, paid("paid_usd=400; invoiced_usd=1000", "paid_usd=600")) == []
    assert len(said(RULE, paid("paid_usd=400; invoiced_usd=1000", "paid_usd=400"))) == 1


@pytest.mark.parametrize("text", ["invoiced_usd=5", "payer=TRADER", "receipt 7", ""])
def test_what_is_not_stated_is_not_judged(text: str) -> None:
    assert said(RULE, paid(text)) == []
    assert said(RULE, build.sold()) == []


@pytest.mark.parametrize("text", ["paid_usd=5,000.00; invoiced_usd=1000", "paid_usd=600,00", "paid_usd=$600"])
def test_a_sum_that_cannot_be_read_is_for_a_person(text: str) -> None:
    """Read as missing it would hide an overpayment, or make one of two instalments look like too little."""
    verdict = only(RULE, paid("paid_usd=400; invoiced_usd=1000", text))
    assert verdict.severity is Severity.NOTICE
    assert verdict.got.startswith("payments of invoice INV-1 with sums that cannot be read: ")
    assert text.split(";", maxsplit=1)[0].removeprefix("paid_usd=") in verdict.got


def test_it_says_both_sums_and_holds_nothing() -> None:
    verdict = only(RULE, paid("paid_usd=1500; invoiced_usd=1000"))
    assert not verdict.blocking
    assert verdict.got == "US$1,500.00 paid for invoice INV-1 of US$1,000.00"
    assert verdict.expected == "a difference of at most 10 % (proposed)"
