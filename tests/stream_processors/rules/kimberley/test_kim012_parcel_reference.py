"""KIM012: the parcel reference ends in the certificate's number."""

from __future__ import annotations

import pytest

from schemas.events import CustodyEvent
from stream_processors.rules.kimberley.kim012_parcel_reference import RULE
from tests import build
from tests.stream_processors.rules.asking import only, said


def issued(number: str, reference: str | None, issuer: str = "SL", day: str = "2015-11-20") -> CustodyEvent:
    """The issue of a certificate with this number and parcel reference."""
    return build.issued(build.certificate(number, issued=day, issuer=issuer, parcel_reference=reference), at=day)


@pytest.mark.parametrize(
    ("number", "reference", "breaches"),
    [
        ("SL4306", "JMI/GGDO/4306", 0),
        ("SL004306", "JMI/GGDO/4306", 0),
        ("SL 4306", "JMI/GGDO/004306", 0),
        ("SL4306", "4306", 0),
        ("SL4306", "JMI/GGDO/ 4306", 0),
        ("SL4306", "JMI/GGDO/4307", 1),
        ("SL4306", "JMI/GGDO/14306", 1),
        ("SL4306", "JMI/GGDO/", 1),
        ("SL4306", None, 0),
    ],
)
def test_the_last_part_of_the_reference_is_the_number(number: str, reference: str | None, breaches: int) -> None:
    assert len(said(RULE, issued(number, reference))) == breaches


def test_the_forged_certificate_of_antwerp_is_a_breach_with_both_numbers() -> None:
    forged = build.certificate("SL4306", issued="2015-11-20", issuer="SL", parcel_reference="JMI/GGDO/4199")
    shown = build.imported(at="2015-12-01", under=forged)
    verdict = only(RULE, shown)
    assert verdict.got == "parcel reference JMI/GGDO/4199 on certificate SL4306"
    assert verdict.expected == "a parcel reference that ends in 4306 (derived)"
    assert verdict.evidence == (shown.event_id,)
    assert not verdict.blocking


def test_other_issuers_write_what_they_like() -> None:
    assert said(RULE, issued("BW4306", "JMI/GGDO/4199", "BW")) == []
    assert said(RULE, issued("KE4306", "JMI/GGDO/4199", "KE")) == []


@pytest.mark.parametrize(("at", "breaches"), [("2002-12-31", 0), ("2003-01-01", 1), ("2003-01-02", 1)])
def test_the_rule_speaks_from_the_start_of_the_scheme(at: str, breaches: int) -> None:
    assert len(said(RULE, issued("SL4306", "JMI/GGDO/4199", day=at), now=at)) == breaches
