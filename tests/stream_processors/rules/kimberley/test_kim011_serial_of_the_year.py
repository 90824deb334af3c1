"""KIM011: the serial of a certificate belongs to its year."""

from __future__ import annotations

import pytest

from schemas.events import CustodyEvent
from stream_processors.rules.kimberley.kim011_serial_of_the_year import RULE
from tests import build
from tests.stream_processors.rules.asking import only, said


def issued(number: str, day: str, issuer: str = "SL") -> CustodyEvent:
    """The issue of a certificate with this number on this day."""
    return build.issued(build.certificate(number, issued=day, issuer=issuer), at=day)


@pytest.mark.parametrize(
    ("day", "breaches"), [("2013-12-31", 1), ("2014-01-01", 0), ("2014-12-31", 0), ("2015-01-01", 1)]
)
def test_a_known_serial_is_issued_in_its_year(day: str, breaches: int) -> None:
    assert len(said(RULE, issued("SL4306", day), now="2016-01-01")) == breaches


def test_the_forged_certificate_of_antwerp_is_a_breach_with_both_years() -> None:
    shown = build.imported(at="2015-12-01", under=build.certificate("SL4306", issued="2015-11-20", issuer="SL"))
    verdict = only(RULE, shown)
    assert verdict.got == "certificate SL4306 issued in 2015, with a serial that SL used in 2014 [be15]"
    assert verdict.expected == "an issue in 2014, or a serial of 2015"
    assert verdict.evidence == (shown.event_id,)
    assert not verdict.blocking


@pytest.mark.parametrize("number", ["SL 4306", "SL-4306", "SL004306"])
def test_zeros_spaces_and_hyphens_do_not_change_a_serial(number: str) -> None:
    assert len(said(RULE, issued(number, "2015-11-20"))) == 1


@pytest.mark.parametrize(
    ("number", "issuer"), [("SL4307", "SL"), ("SL43A6", "SL"), ("BW4306", "BW"), ("SL\u0664\u0663\u0660\u0666", "SL")]
)
def test_where_no_range_is_known_or_the_number_is_no_serial_the_rule_is_silent(number: str, issuer: str) -> None:
    assert said(RULE, issued(number, "2015-11-20", issuer)) == []


@pytest.mark.parametrize(("at", "breaches"), [("2002-12-31", 0), ("2003-01-01", 1), ("2003-01-02", 1)])
def test_the_rule_speaks_from_the_start_of_the_scheme(at: str, breaches: int) -> None:
    assert len(said(RULE, issued("SL4306", at), now=at)) == breaches
