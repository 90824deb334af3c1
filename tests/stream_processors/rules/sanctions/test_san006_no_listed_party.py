"""SAN006: no listed party sends, takes or owns the goods."""

from __future__ import annotations

from typing import Any

import pytest

from schemas.events import CustodyEvent, Place
from schemas.findings import Severity
from schemas.reference.model import Party, Reference
from stream_processors.rules.sanctions.san006_no_listed_party import RULE
from stream_processors.verdicts import Verdict
from tests import build
from tests.stream_processors.rules.asking import only, said


def asked(*events: CustodyEvent, reference: Reference | None = None) -> list[Verdict]:
    """What the rule says."""
    return said(RULE, *events, now="2027-01-01", reference=reference)


def sale(day: str, country: str, seller: str = "ALROSA", buyer: str = "BUYER") -> CustodyEvent:
    """A sale in ``country``."""
    return build.sold(at=day, seller=seller, buyer=buyer, place=Place(country=country))


def register(**names: str) -> Reference:
    """Parties of Belgium by id, with their names."""
    parties = [Party(key, name, "BE", "trader", True, 0, None, None, "test", "proposed") for key, name in names.items()]
    return build.packaged_reference().with_parties(parties)


@pytest.mark.parametrize(
    ("name", "country", "day", "breaches"),
    [
        ("ALROSA", "GB", "2022-03-23", 0), ("ALROSA", "GB", "2022-03-24", 1), ("ALROSA", "GB", "2022-03-25", 1),
        ("ALROSA", "US", "2022-04-06", 0), ("ALROSA", "US", "2022-04-07", 1), ("ALROSA", "US", "2022-05-08", 1),
        ("ALROSA", "BE", "2024-01-02", 0), ("ALROSA", "BE", "2024-01-03", 1), ("ALROSA", "BE", "2024-01-04", 1),
        ("BADICA", "AE", "2015-08-19", 0), ("BADICA", "AE", "2015-08-20", 1), ("KARDIAM", "BE", "2015-08-20", 1),
        ("DIAMVILLE", "US", "2023-06-26", 0), ("DIAMVILLE", "US", "2023-06-27", 1),
        ("DIAMVILLE", "BE", "2023-06-27", 0),
        ("MIDAS-RESSOURCES", "US", "2023-06-27", 1), ("OOO DM", "US", "2023-06-27", 1), ("DM", "US", "2023-06-27", 0),
        ("Industrial Resources General Trading", "US", "2023-06-27", 1), ("ALROSA", "AE", "2025-01-01", 0),
    ],
)  # fmt: skip
def test_a_listed_party_is_found_where_and_when_it_is_listed(name: str, country: str, day: str, breaches: int) -> None:
    assert len(asked(sale(day, country, seller=name))) == breaches
    assert len(asked(sale(day, country, seller="SELLER", buyer=name))) == breaches


@pytest.mark.parametrize(
    ("day", "severity"),
    [
        ("2022-04-07", Severity.NOTICE),
        ("2022-05-06", Severity.NOTICE),
        ("2022-05-07", Severity.NOTICE),
        ("2022-05-08", Severity.BREACH),
    ],
)
def test_dealings_may_be_wound_down_until_the_last_day_for_it(day: str, severity: Severity) -> None:
    verdict = only(RULE, sale(day, "US"))
    assert (verdict.severity, verdict.blocking) == (severity, severity is Severity.BREACH)


@pytest.mark.parametrize(
    ("key", "name", "breaches"),
    [
        ("RU-ALROSA-1", "Miner", 1),
        ("P1", "PJSC «Alrosa» (Mirny)", 1),
        ("P1", "Alrosanova", 0),
        ("P1", "Midas", 0),
        ("P1", "Midas, Ressources", 0),
    ],
)
def test_a_party_is_known_by_the_whole_words_of_its_id_or_name(key: str, name: str, breaches: int) -> None:
    found = asked(sale("2025-01-01", "BE", seller=key), reference=register(**{key: name}))
    assert len(found) == breaches


def test_the_other_party_or_the_way_of_the_goods_may_bring_them_under_the_law() -> None:
    dealer = register(DEALER="Dealer")
    assert len(asked(sale("2025-01-01", "AE", buyer="DEALER"), reference=dealer)) == 1
    assert asked(sale("2025-01-01", "AE")) == []
    ways: dict[str, Any] = {"at": "2025-01-01", "exporter": "ALROSA", "place": Place(country="AE")}
    assert len(asked(build.exported(from_country="AE", to_country="BE", **ways))) == 1
    assert len(asked(build.imported(from_country="BE", to_country="AE", **ways))) == 1
    assert asked(build.imported(from_country="AE", to_country="IN", **ways)) == []


def test_handovers_and_the_owner_behind_a_shipment_count_too() -> None:
    there = Place(country="BE")
    assert len(asked(build.released(at="2025-01-01", to_party="ALROSA", place=there))) == 1
    assert len(asked(build.received(at="2025-01-01", from_party="ALROSA", place=there))) == 1
    owned = build.registered(at="2024-12-01", owner="ALROSA", place=Place(country="AE"))
    entry = build.imported(at="2025-01-01", from_country="AE", to_country="BE")
    verdict = only(RULE, owned, entry, now="2027-01-01")
    assert verdict.got == "ALROSA is owner on 2025-01-01, listed as Alrosa (by name)"
    assert owned.event_id in verdict.evidence
    sold_on = build.sold(at="2024-12-15", seller="ALROSA", place=Place(country="AE"))
    assert asked(owned, sold_on, entry) == []


def test_the_message_names_part_day_and_list_and_the_finding_blocks() -> None:
    verdict = only(RULE, sale("2025-01-01", "BE"), now="2027-01-01")
    assert verdict.blocking
    assert verdict.got == "ALROSA is seller on 2025-01-01, listed as Alrosa (by name)"
    assert verdict.expected == "no dealings: asset freeze, EU, since 2024-01-03 [eu_alr]"
