"""KIM007: a certificate is used once."""

from __future__ import annotations

from typing import Any

import pytest

from schemas.events import Evidence, Place
from stream_processors.rules.kimberley.kim007_certificate_used_once import RULE
from tests import build
from tests.stream_processors.rules.asking import only, said

EXPORT = build.exported(at="2024-03-06")
IMPORT = build.imported(at="2024-03-08")


def test_one_export_and_one_import_of_one_shipment_pass() -> None:
    assert said(RULE, build.issued(), EXPORT, IMPORT, build.confirmed()) == []


def test_an_import_of_another_shipment_is_a_breach_that_blocks() -> None:
    again = build.imported(at="2024-04-08", shipment_id="SH2", to_country="IN", importer="OTHER")
    verdict = only(RULE, IMPORT, again, now="2024-04-30")
    assert verdict.blocking
    assert verdict.got == (
        "import of shipment SH2 in IN for OTHER, after the import of shipment SH1 in AE for BUYER on 2024-03-08"
    )
    assert verdict.expected == "one shipment to one importer under a certificate"
    assert verdict.evidence == (again.event_id, IMPORT.event_id)


@pytest.mark.parametrize("change", [{"to_country": "IN"}, {"importer": "OTHER"}])
def test_the_same_shipment_in_another_country_or_for_another_importer_is_a_second_use(change: dict[str, Any]) -> None:
    assert len(said(RULE, IMPORT, build.imported(at="2024-03-09", **change))) == 1


def test_a_second_report_of_the_same_import_is_the_same_use() -> None:
    assert said(RULE, IMPORT, build.imported(at="2024-03-09", emitter="AE-AUTHORITY")) == []


def test_an_export_of_another_shipment_is_a_breach() -> None:
    again = build.exported(at="2024-03-20", shipment_id="SH2", importer="OTHER")
    verdict = only(RULE, EXPORT, again)
    assert verdict.got == (
        "export of shipment SH2 from BW for OTHER, after the export of shipment SH1 from BW for BUYER on 2024-03-06"
    )
    assert verdict.evidence == (again.event_id, EXPORT.event_id)
    assert said(RULE, EXPORT, build.exported(at="2024-03-07", emitter="BW-AUTHORITY")) == []


def test_spaces_and_hyphens_do_not_make_another_certificate() -> None:
    other = build.imported(at="2024-03-20", shipment_id="SH2", under=build.certificate("BW 12-345"))
    assert len(said(RULE, IMPORT, other)) == 1


def test_a_certificate_that_is_only_shown_is_used_too() -> None:
    other = build.imported(at="2024-03-20", shipment_id="SH2", under=None, presented=build.certificate())
    assert len(said(RULE, IMPORT, other)) == 1


def test_another_certificate_is_another_matter() -> None:
    other = build.imported(at="2024-03-20", shipment_id="SH2", under=build.certificate("BW12346"))
    assert said(RULE, IMPORT, other) == []


@pytest.mark.parametrize(("at", "breaches"), [("2002-12-31", 0), ("2003-01-01", 1), ("2003-01-02", 1)])
def test_the_rule_speaks_from_the_start_of_the_scheme(at: str, breaches: int) -> None:
    first = build.imported(at="2002-12-01")
    assert len(said(RULE, first, build.imported(at=at, shipment_id="SH2"), now=at)) == breaches


def test_refused_goods_that_come_back_are_no_second_use() -> None:
    papers = (Evidence("technical certificate", "AE-T 7"),)
    way: dict[str, Any] = {"from_country": "AE", "to_country": "BW", "importer": "TRADER"}
    home = Place(country="BW")
    back = build.imported(at="2024-03-12", place=home, evidence=papers, **way)
    arrived = build.imported(at="2024-03-08")
    assert said(RULE, build.exported(), arrived, back) == []
    assert len(said(RULE, build.exported(), arrived, build.imported(at="2024-03-12", place=home, **way))) == 1
