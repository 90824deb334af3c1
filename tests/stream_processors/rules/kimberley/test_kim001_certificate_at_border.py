"""KIM001: rough crosses a border only under a certificate."""

from __future__ import annotations

import pytest

from schemas.events import Form, Species
from stream_processors.rules.kimberley.kim001_certificate_at_border import RULE
from tests import build
from tests.stream_processors.rules.asking import only, said


def test_a_shipment_under_a_certificate_passes() -> None:
    assert said(RULE, build.exported(), build.imported()) == []
    shown = build.imported(under=None, presented=build.certificate())
    assert said(RULE, shown) == []


def test_an_export_of_rough_without_a_certificate_is_a_breach_that_blocks() -> None:
    event = build.exported(build.line(carats=3270), under=None)
    verdict = only(RULE, event)
    assert verdict.blocking
    assert verdict.got == "3.27 ct of rough leave from BW to AE in shipment SH1 without a certificate"
    assert verdict.expected == "a certificate that goes with the shipment"
    assert verdict.evidence == (event.event_id,)


def test_an_import_of_rough_without_a_certificate_is_a_breach() -> None:
    assert only(RULE, build.imported(under=None)).got.startswith("1.00 ct of rough enter from BW to AE")


def test_only_the_rough_of_a_shipment_is_counted() -> None:
    goods = [build.line("L1", 500), build.line("L2", 900, polished=True)]
    assert only(RULE, build.exported(goods, under=None)).got.startswith("0.50 ct of rough")


@pytest.mark.parametrize("code", ["710210", "710221", "710231"])
def test_goods_with_the_code_of_rough_are_rough_whatever_form_they_claim(code: str) -> None:
    goods = build.line(polished=True, hs_code=code)
    assert len(said(RULE, build.exported(goods, under=None))) == 1


def test_polished_and_lab_grown_need_no_certificate() -> None:
    assert said(RULE, build.exported(build.line(polished=True), under=None)) == []
    grown = build.line(form=Form.ROUGH, hs_code="710421", species=Species.LAB_GROWN)
    assert said(RULE, build.exported(grown, under=None)) == []


@pytest.mark.parametrize(
    ("origin", "destination", "day", "breaches"),
    [
        ("BE", "DE", "2024-03-06", 0),  # within the European Union
        ("BE", "GB", "2020-12-31", 0),  # the last day on which the United Kingdom belonged to it
        ("BE", "GB", "2021-01-01", 1),
        ("DE", "GL", "2014-03-19", 1),
        ("DE", "GL", "2014-03-20", 0),  # Greenland joined its certification area
        ("CH", "LI", "2024-03-06", 0),
        ("BW", "BW", "2024-03-06", 0),
        ("KE", "BE", "2024-03-06", 1),  # no participant
        ("KE", "UG", "2024-03-06", 1),
    ],
)
def test_a_border_is_one_between_territories_of_participants(
    origin: str, destination: str, day: str, breaches: int
) -> None:
    event = build.exported(at=day, under=None, from_country=origin, to_country=destination)
    assert len(said(RULE, event, now=day)) == breaches


def test_the_day_is_the_local_one() -> None:
    event = build.exported(at="2020-12-31T23:30", under=None, from_country="BE", to_country="GB", utc_offset_minutes=60)
    assert len(said(RULE, event)) == 1


@pytest.mark.parametrize(("day", "breaches"), [("2002-12-31", 0), ("2003-01-01", 1), ("2003-01-02", 1)])
def test_the_rule_speaks_from_the_start_of_the_scheme(day: str, breaches: int) -> None:
    assert len(said(RULE, build.exported(at=day, under=None), now=day)) == breaches


def test_before_the_first_list_of_participants_the_union_is_one_territory_too() -> None:
    event = build.exported(at="2003-05-01", under=None, from_country="BE", to_country="DE")
    assert said(RULE, event) == []
