"""KIM023: the HS code fits the goods."""

from __future__ import annotations

import pytest

from schemas.events import LotLine, Process, Species
from schemas.findings import Severity
from stream_processors.rules.kimberley.kim023_code_fits_goods import RULE
from tests import build
from tests.stream_processors.rules.asking import only, said

NATURAL, GROWN, UNKNOWN = Species.NATURAL, Species.LAB_GROWN, Species.UNKNOWN


def goods(code: str, *, polished: bool = False, species: Species = NATURAL) -> LotLine:
    """A lot under this code."""
    return build.line(hs_code=code, polished=polished, species=species)


@pytest.mark.parametrize(
    ("line", "breaches"),
    [
        (goods("710210"), 0),
        (goods("710221"), 0),
        (goods("710231"), 0),
        (goods("710239"), 1),
        (goods("710239", polished=True), 0),
        (goods("710229", polished=True), 0),
        (goods("710231", polished=True), 1),
        (goods("710421"), 1),
        (goods("710421", species=GROWN), 0),
        (goods("710421", species=GROWN, polished=True), 1),
        (goods("710491", species=GROWN, polished=True), 0),
        (goods("710239", species=GROWN, polished=True), 1),
        (goods("710231", species=GROWN), 1),
        (goods("710231", species=UNKNOWN), 0),
        (goods("710491", species=UNKNOWN, polished=True), 0),
        (goods("711319", polished=True), 0),
    ],
)
def test_form_and_species_are_those_of_the_code(line: LotLine, breaches: int) -> None:
    assert len(said(RULE, build.registered(line))) == breaches
    assert len(said(RULE, build.transformed("L0", line, process=Process.SORT))) == breaches


def test_at_a_border_it_is_a_breach_elsewhere_a_notice() -> None:
    wrong = goods("710239")
    assert only(RULE, build.registered(wrong)).severity is Severity.NOTICE
    assert only(RULE, build.exported(wrong)).severity is Severity.BREACH
    assert only(RULE, build.imported(wrong)).severity is Severity.BREACH


def test_the_message_names_goods_and_code() -> None:
    verdict = only(RULE, build.exported(goods("710491")))
    assert verdict.got == "rough of species NATURAL under HS 710491"
    assert verdict.expected == "polished of species LAB_GROWN under that code"


def test_a_handover_and_a_sale_are_left_alone() -> None:
    wrong = goods("710239")
    assert said(RULE, build.released(wrong), build.sold(wrong)) == []


@pytest.mark.parametrize(("at", "breaches"), [("2002-12-31", 0), ("2003-01-01", 1)])
def test_the_rule_speaks_from_the_start_of_the_scheme(at: str, breaches: int) -> None:
    assert len(said(RULE, build.registered(goods("710239"), at=at))) == breaches
