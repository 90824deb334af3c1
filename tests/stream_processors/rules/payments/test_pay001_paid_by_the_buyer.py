"""PAY001: the buyer pays, and the seller is paid."""

from __future__ import annotations

import pytest

from schemas.events import Evidence
from schemas.findings import Severity
from stream_processors.rules.payments.pay001_paid_by_the_buyer import RULE
from tests import build
from tests.stream_processors.rules.asking import only, said


@pytest.mark.parametrize(
    ("text", "breaches"),
    [
        ("payer=TRADER; payee=MINE", 0),
        ("payer=TRADER", 0),
        ("payee=MINE; paid_usd=10", 0),
        ("payer=OTHER; payee=MINE", 1),
        ("payer=TRADER; payee=OTHER", 1),
        ("Payer = OTHER", 1),
        ("transfer 4711", 0),
        ("payer=Trader; payee= m i n e", 0),
        ("payer=TRADER Ltd", 1),
        ("payer=TRADER-2", 1),
    ],
)
def test_the_sides_of_a_payment_are_the_sides_of_the_sale(text: str, breaches: int) -> None:
    assert len(said(RULE, build.sold(evidence=(Evidence("payment", text),)))) == breaches


def test_every_payment_of_a_sale_is_looked_at_and_other_papers_are_not() -> None:
    fine, strange = Evidence("payment", "payer=TRADER"), Evidence("PAYMENT", "payer=OTHER")
    assert len(said(RULE, build.sold(evidence=(fine, strange)))) == 1
    assert said(RULE, build.sold(evidence=(Evidence("invoice", "payer=OTHER"),))) == []


def test_it_names_all_four() -> None:
    verdict = only(RULE, build.sold(evidence=(Evidence("payment", "payer=OTHER; payee=COUSIN"),)))
    assert (verdict.severity, verdict.blocking) == (Severity.BREACH, False)
    assert verdict.got == "invoice INV-1 was paid by OTHER to COUSIN"
    assert verdict.expected == "a payment by the buyer TRADER to the seller MINE"
