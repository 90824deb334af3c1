"""KIM020: the rows of a certificate add up to its totals."""

from __future__ import annotations

import pytest

from schemas.events import Certificate, HsRow
from stream_processors.rules.kimberley.kim020_rows_add_up import RULE
from tests import build
from tests.stream_processors.rules.asking import only, said


def paper(*rows: tuple[int, int], carats: int = 20_000, value: int = 100_000) -> Certificate:
    """A certificate with rows of so many thousandths of a carat and so many cents."""
    codes = ("710210", "710221", "710231")
    written = tuple(HsRow(code, weight, cents) for code, (weight, cents) in zip(codes, rows, strict=False))
    return build.certificate(hs_rows=written, carats=carats, value_cents=value)


@pytest.mark.parametrize(
    ("rows", "breaches"),
    [
        (((20_000, 100_000),), 0),
        (((12_000, 60_000), (8_000, 40_000)), 0),
        (((12_000, 60_000), (7_950, 40_000)), 0),
        (((12_000, 60_000), (7_949, 40_000)), 1),
        (((12_000, 60_000), (8_051, 40_000)), 1),
        (((20_000, 99_503),), 0),
        (((20_000, 99_502),), 1),
        (((20_000, 1),), 1),
        (((20_000, 0),), 0),
        (((12_000, 0), (8_000, 0)), 0),
        (((12_000, 60_000), (8_000, 0)), 0),
        (((12_000, 60_000), (7_949, 0)), 1),
        ((), 0),
    ],
)
def test_rows_and_totals_agree_but_for_rounding(rows: tuple[tuple[int, int], ...], breaches: int) -> None:
    assert len(said(RULE, build.issued(paper(*rows)))) == breaches


def test_of_heavy_certificates_a_thousandth_part_is_the_tolerance() -> None:
    assert said(RULE, build.issued(paper((99_900, 100_000), carats=99_999))) == []
    assert len(said(RULE, build.issued(paper((99_900, 100_000), carats=100_000)))) == 1


def test_the_message_gives_both_sums() -> None:
    verdict = only(RULE, build.issued(paper((12_000, 60_000), (7_000, 40_000))))
    assert verdict.got == "20.00 ct worth US$1,000.00 in all, on certificate BW12345"
    assert verdict.expected == "the sum of 2 rows: 19.00 ct worth US$1,000.00"


def test_where_a_row_states_no_value_the_message_is_about_the_weight() -> None:
    verdict = only(RULE, build.issued(paper((12_000, 60_000), (7_000, 0))))
    assert verdict.got == "20.00 ct in all, on certificate BW12345"
    assert verdict.expected == "the sum of 2 rows: 19.00 ct"


def test_what_is_shown_counts_while_no_issue_is_known_and_an_amendment_always() -> None:
    wrong, right = paper((12_000, 60_000)), paper((20_000, 100_000))
    assert len(said(RULE, build.imported(under=wrong))) == 1
    assert said(RULE, build.issued(right), build.imported(under=wrong)) == []
    assert len(said(RULE, build.issued(right), build.amended(wrong))) == 1
